// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storeoperation.h"

#include "keychainaccess.h"
#include "keystores.h"
#include "knownkeys.h"
#include "pendingkeys.h"

#include <OpenRouterAuth/clock.h>

#include <QPointer>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Secret;

namespace {

bool isSurelyNotStored(const StoreError &error)
{
    return error.kind == StoreError::Kind::Locked || error.kind == StoreError::Kind::Unavailable
           || error.kind == StoreError::Kind::Denied || error.kind == StoreError::Kind::NotCreated;
}

} // namespace

StoreOperation::StoreOperation(const Room &room, const ApiKey &key, const StoredKey &entry,
                               QObject *parent)
    : QObject(parent)
    , m_room(room)
    , m_store(room.stores->of(entry))
    , m_key(key)
    , m_entry(entry)
    , m_ownId(entry.id)
    , m_targetId(entry.id)
{}

StoreOperation::~StoreOperation() = default;

QString StoreOperation::targetUser() const
{
    return keychainUser(m_entry.server, m_targetId);
}

bool StoreOperation::isRunning() const
{
    return m_step == Step::Own || m_step == Step::Paused || m_step == Step::Replacing
           || m_step == Step::Restoring;
}

void StoreOperation::watch()
{
    const int number = ++m_watch;
    m_isLate = false;
    m_room.clock->callAfter(SlowAfter, this, [this, number] {
        if (number == m_watch && isRunning() && m_step != Step::Paused)
            Q_EMIT slow();
    });
    m_room.clock->callAfter(GiveUpAfter, this, [this, number] {
        if (number != m_watch || !isRunning() || m_step == Step::Paused || m_canceled)
            return;
        m_isLate = true;
        Q_EMIT failed({StoreError::Kind::NotResponding, u"no answer"_s});
    });
}

void StoreOperation::start()
{
    for (const StoredKey &key : m_room.keys->all()) {
        if (key.isPending())
            continue;
        if (key.isSameKey(m_entry)) {
            m_targetId = key.id;
            m_entry.server = key.server; // its name in the keychain has the server in it
            m_isKnownKey = true;
            m_wasInKeychain = key.state == StoredKey::State::Stored;
            m_store = m_room.stores->of(key); // it stays where it is
            break;
        }
        if (key.id == m_entry.replacedId && key.server == m_entry.server
            && key.state != StoredKey::State::Session) {
            m_targetId = key.id;
            m_store = m_room.stores->of(key); // where it is read from
        }
    }
    m_step = Step::Own;
    watch();
    // A key that is known already has one place, and the same value may be written there again.
    const QString user = m_isKnownKey ? targetUser() : keychainUser(m_entry.server, m_ownId);
    m_store->write(user, m_key.secret(), [this](const StoreError &error) { wroteOwn(error); });
}

void StoreOperation::pause()
{
    m_paused = true;
}

void StoreOperation::resume()
{
    m_paused = false;
    watch();
    if (m_step == Step::Paused)
        ownIsSafe();
}

void StoreOperation::cancel()
{
    m_canceled = true;
    if (m_step == Step::Stored || m_step == Step::Failed || m_step == Step::Paused
        || m_step == Step::Idle) {
        restoreOld({});
    }
}

void StoreOperation::wroteOwn(const StoreError &error)
{
    m_ownIdMayBeThere = !m_wasInKeychain && !isSurelyNotStored(error);
    if (error.isError() || m_canceled)
        return fail(error);
    // Beside the reading: nobody waits for it.
    m_isOwnRead = false;
    m_isPlaceKnown = false;
    m_store->queryPlace([operation = QPointer(this)](const QString &place) {
        if (operation)
            operation->placeKnown(place);
    });
    const QString user = m_isKnownKey ? targetUser() : keychainUser(m_entry.server, m_ownId);
    m_store->read(user, [this](const StoreError &readError, const Secret &secret) {
        readOwn(readError, secret);
    });
}

StoreError StoreOperation::compared(const StoreError &error, const Secret &read,
                                    const Secret &expected) const
{
    if (error.kind == StoreError::Kind::NotFound) {
        return {StoreError::Kind::Mismatch, u"read back after writing: nothing was there"_s};
    }
    if (!error.isError() && !(read == expected)) {
        return {StoreError::Kind::Mismatch, u"read back after writing: something else was there"_s};
    }
    return error;
}

void StoreOperation::readOwn(const StoreError &error, const Secret &secret)
{
    const StoreError problem = compared(error, secret, m_key.secret());
    if (problem.isError() || m_canceled)
        return fail(problem);
    m_isOwnRead = true;
    ownIsSafe();
}

void StoreOperation::placeKnown(const QString &place)
{
    m_isPlaceKnown = true;
    m_entry.keychain = place;
    if (m_isOwnRead && m_step == Step::Own)
        ownIsSafe();
}

void StoreOperation::ownIsSafe()
{
    if (!m_isPlaceKnown)
        return;
    if (m_canceled)
        return fail({});
    if (m_paused) {
        m_step = Step::Paused;
        return;
    }
    if (!isRenewal())
        return switchList();
    m_step = Step::Replacing;
    m_store->read(targetUser(), [this](const StoreError &error, const Secret &secret) {
        readOld(error, secret);
    });
}

void StoreOperation::readOld(const StoreError &error, const Secret &secret)
{
    if (m_canceled || m_isLate || (error.isError() && error.kind != StoreError::Kind::NotFound))
        return fail(error);
    if (!error.isError())
        m_oldSecret = secret;
    m_overwroteOld = true; // from here on it may be
    m_store->write(targetUser(), m_key.secret(),
                   [this](const StoreError &writeError) { overwroteOld(writeError); });
}

void StoreOperation::overwroteOld(const StoreError &error)
{
    if (error.isError() || m_canceled || m_isLate)
        return restoreOld(error);
    m_store->read(targetUser(), [this](const StoreError &readError, const Secret &secret) {
        readOldBack(readError, secret);
    });
}

void StoreOperation::readOldBack(const StoreError &error, const Secret &secret)
{
    const StoreError problem = compared(error, secret, m_key.secret());
    if (problem.isError() || m_canceled || m_isLate)
        return restoreOld(problem);
    switchList();
}

void StoreOperation::switchList()
{
    StoredKey completed = m_entry;
    completed.id = m_targetId;
    completed.state = StoredKey::State::Stored;
    completed.intent = StoredKey::Intent::Store;
    completed.replacedId.clear();
    completed.isDefault = false;
    const bool leavesOwnId = isRenewal();

    const auto inheritFrom = [&](const StoredKey &old) {
        completed.label = old.label;
        completed.isDefault = old.isDefault;
        completed.unknown = old.unknown;
        if (!m_isKnownKey)
            return;
        completed.created = old.created;
        if (completed.userId.isEmpty())
            completed.userId = old.userId;
        if (!completed.expiresAt.isValid())
            completed.expiresAt = old.expiresAt;
        if (!completed.lastStatus && old.lastStatus && !old.lastStatus->refused)
            completed.lastStatus = old.lastStatus;
        if (!completed.clock.isKnown())
            completed.clock = old.clock;
    };
    bool isDefaultInMemory = false;
    const QList<StoredKey> memory = m_room.keys->inMemory();
    for (const StoredKey &known : memory) {
        if (known.id == completed.id)
            inheritFrom(known);
        isDefaultInMemory = isDefaultInMemory || known.isDefault;
    }

    const QString problem = m_room.keys->modify([&](QList<StoredKey> &list) {
        const StoredKey *old = KnownKeys::find(list, completed.id);
        if (old && !old->isPending())
            inheritFrom(*old);
        StoredKey *own = KnownKeys::find(list, m_ownId);
        if (own && leavesOwnId) {
            // The second copy of the key goes now; if we are killed before, the next start does it.
            own->intent = StoredKey::Intent::Discard;
            own->replacedId.clear();
        } else {
            KnownKeys::erase(list, m_ownId);
        }
        KnownKeys::erase(list, completed.id);
        if (completed.isDefault) {
            for (StoredKey &other : list)
                other.isDefault = false;
        } else if (!KnownKeys::hasDefault(list)) {
            completed.isDefault = !isDefaultInMemory;
        }
        list += completed;
    });
    m_entry = completed;
    m_step = Step::Stored;
    if (!problem.isEmpty()) {
        const QList<StoredKey> all = m_room.keys->all();
        m_entry.isDefault = m_entry.isDefault || !KnownKeys::hasDefault(all);
        m_room.keys->keepInMemory(m_entry);
    } else if (leavesOwnId) {
        removeOwn();
    } else {
        m_room.pending->release(m_ownId);
    }
    // KeePassXC shows the title when it asks for access. The key is safe without it.
    m_store->setLabel(targetUser(), m_entry.label, [] {});
    Q_EMIT stored(problem);
}

void StoreOperation::removeOwn()
{
    m_ownIdMayBeThere = false;
    m_store->remove(keychainUser(m_entry.server, m_ownId), [this](const StoreError &error) {
        if (error.isError())
            m_room.pending->release(m_ownId); // the next start tries again
        else
            m_room.pending->erase(m_ownId);
    });
}

/// \a reason: what went wrong; no error if it was canceled or came too late.
void StoreOperation::restoreOld(const StoreError &reason)
{
    if (!m_overwroteOld)
        return m_canceled ? finishCancel({}) : fail(reason);
    m_step = Step::Restoring;
    const auto done = [this, reason](const StoreError &error) { restored(error, reason); };
    if (!m_oldSecret)
        return m_store->remove(targetUser(), done);
    m_store->write(targetUser(), *m_oldSecret, [this, done](const StoreError &error) {
        if (error.isError())
            return done(error);
        m_store->read(targetUser(),
                      [this, done](const StoreError &readError, const Secret &secret) {
                          done(compared(readError, secret, *m_oldSecret));
                      });
    });
}

void StoreOperation::restored(const StoreError &error, const StoreError &reason)
{
    if (!error.isError())
        m_overwroteOld = false;
    m_room.keys->forgetInMemory(m_targetId);
    if (m_canceled)
        return finishCancel(error);
    fail(reason.isError() ? reason : error);
}

void StoreOperation::fail(const StoreError &error)
{
    if (m_canceled && m_overwroteOld)
        return restoreOld(error);
    m_step = Step::Failed;
    if (m_canceled)
        return finishCancel({});
    if (!m_isLate) // or it was said already
        Q_EMIT failed(error);
}

void StoreOperation::finishCancel(const StoreError &error)
{
    m_step = Step::Failed;
    if (!isRenewal())
        m_room.keys->forgetInMemory(m_targetId);
    Q_EMIT canceled(error);
}

} // namespace SignIn
