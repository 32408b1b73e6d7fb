// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyrecovery.h"

#include "keylist.h"
#include "keylistcopy.h"
#include "keystores.h"
#include "knownkeys.h"
#include "pendingkeys.h"

#include <OpenRouterAuth/apikey.h>

#include <algorithm>
#include <utility>

namespace SignIn {

using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Secret;

namespace {

bool holds(const StoreError &error, const Secret &secret, const StoredKey &entry)
{
    const std::optional<ApiKey> key =
        error.isError() ? std::nullopt : ApiKey::fromBytes(secret.view());
    return key && key->hash() == entry.keyHash;
}

} // namespace

KeyRecovery::KeyRecovery(const Room &room, QObject *parent)
    : QObject(parent)
    , m_room(room)
{
    connect(m_room.stores->keychain(), &KeychainAccess::answered, this, [this] {
        if (m_room.stores->keychain()->isOpen() && std::exchange(m_copyUnread, false))
            start();
    });
}

void KeyRecovery::start()
{
    if (std::exchange(m_running, true))
        return;
    // One step that is always there, so that the end comes later and once.
    ++m_steps;
    QMetaObject::invokeMethod(
        this, [this] { stepDone(0); }, Qt::QueuedConnection);

    const KeyList::Condition condition = m_room.list->condition();
    if (condition == KeyList::Condition::Absent || condition == KeyList::Condition::Corrupt
        || (condition == KeyList::Condition::Ready && !m_room.list->isComplete())) {
        recoverFromCopy();
    }
    const QList<StoredKey> abandoned = m_room.pending->abandoned();
    for (const StoredKey &entry : abandoned) {
        if (entry.keyHash.isEmpty() || entry.intent == StoredKey::Intent::Print)
            continue;
        ++m_steps;
        if (entry.intent == StoredKey::Intent::Discard)
            removeDiscarded(entry);
        else
            recoverPending(entry);
    }
}

void KeyRecovery::recoverFromCopy()
{
    ++m_steps;
    m_room.copy->read([this](const KeyListCopy::Content &content) {
        m_copyUnread = content.error.isError();
        if (m_copyUnread)
            return stepDone(0);
        m_room.list->setComplete();
        // Nothing lost and nothing to write: no file for somebody who has no key.
        if (content.keys.isEmpty() && m_room.list->condition() != KeyList::Condition::Ready)
            return stepDone(0);

        int count = 0;
        const QString problem = m_room.keys->modify([&](QList<StoredKey> &list) {
            for (StoredKey candidate : content.keys) {
                const bool isKnown =
                    std::any_of(list.begin(), list.end(), [&](const StoredKey &key) {
                        return key.id == candidate.id
                               || (!key.isPending() && key.isSameKey(candidate));
                    });
                if (isKnown)
                    continue;
                // Which key is the default may have changed since: a wrong one would be charged.
                candidate.isDefault =
                    candidate.isDefault && !content.isOutdated && !KnownKeys::hasDefault(list);
                list += candidate;
                ++count;
            }
        });
        m_usedOutdatedCopy = m_usedOutdatedCopy || (count > 0 && content.isOutdated);
        stepDone(problem.isEmpty() ? count : 0);
    });
}

/// A program ended between getting a key and noting that it is stored: is it in the keychain?
void KeyRecovery::recoverPending(const StoredKey &entry)
{
    m_room.stores->of(entry)->read(keychainUser(entry.server, entry.id),
                                   [this, entry](const StoreError &error, const Secret &secret) {
                                       ownIdRead(entry, error, secret);
                                   });
}

void KeyRecovery::ownIdRead(const StoredKey &entry, const StoreError &error, const Secret &secret)
{
    if (!holds(error, secret, entry)) {
        if (entry.intent == StoredKey::Intent::Adopt && error.kind == StoreError::Kind::NotFound)
            return forget(entry);
        return stepDone(0);
    }
    const std::optional<StoredKey> replaced =
        entry.replacedId.isEmpty() ? std::nullopt : m_room.keys->find(entry.replacedId);
    if (!replaced || replaced->isPending() || !(replaced->server == entry.server))
        return complete(entry);
    m_room.stores->of(entry)->read(keychainUser(entry.server, entry.replacedId),
                                   [this, entry](const StoreError &readError, const Secret &value) {
                                       if (holds(readError, value, entry))
                                           return completeReplacement(entry);
                                       // The old key is as it was; both are kept.
                                       complete(entry);
                                   });
}

void KeyRecovery::complete(const StoredKey &entry)
{
    bool isCompleted = false;
    const QString problem = m_room.keys->modify([&](QList<StoredKey> &list) {
        StoredKey *found = KnownKeys::find(list, entry.id);
        if (!found || !found->isPending())
            return;
        found->state = StoredKey::State::Stored;
        found->intent = StoredKey::Intent::Store;
        found->replacedId.clear();
        found->isDefault = !KnownKeys::hasDefault(list);
        isCompleted = true;
    });
    stepDone(problem.isEmpty() && isCompleted ? 1 : 0);
}

/// The old entry's value was overwritten already: only the list did not get to know it.
void KeyRecovery::completeReplacement(const StoredKey &entry)
{
    const QString problem = m_room.keys->modify([&](QList<StoredKey> &list) {
        StoredKey *found = KnownKeys::find(list, entry.id);
        StoredKey *replaced = KnownKeys::find(list, entry.replacedId);
        if (!found || !found->isPending() || !replaced)
            return;
        replaced->state = StoredKey::State::Stored;
        replaced->keyHash = entry.keyHash;
        replaced->maskedKey = entry.maskedKey;
        replaced->userId = entry.userId;
        replaced->created = entry.created;
        replaced->expiresAt = entry.expiresAt;
        replaced->clock = entry.clock;
        replaced->keychain = entry.keychain; // which keychain it was, was not noted in time
        replaced->lastStatus.reset();
        found->intent = StoredKey::Intent::Discard;
        found->replacedId.clear();
    });
    if (!problem.isEmpty())
        return stepDone(0);
    ++m_count;
    removeDiscarded(entry);
}

void KeyRecovery::removeDiscarded(const StoredKey &entry)
{
    m_room.stores->of(entry)->remove(keychainUser(entry.server, entry.id),
                                     [this, entry](const StoreError &error) {
                                         if (error.isError())
                                             stepDone(0);
                                         else
                                             forget(entry);
                                     });
}

void KeyRecovery::forget(const StoredKey &entry)
{
    m_room.pending->erase(entry.id);
    stepDone(0);
}

void KeyRecovery::stepDone(int count)
{
    m_count += count;
    if (--m_steps > 0)
        return;
    m_running = false;
    Q_EMIT recovered(std::exchange(m_count, 0));
}

} // namespace SignIn
