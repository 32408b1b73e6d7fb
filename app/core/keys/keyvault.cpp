// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyvault.h"

#include "core/keychain/keychainstatus.h"
#include "keylabel.h"
#include "keyvault_p.h"
#include "newkey.h"

#include <QPointer>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

KeyVault::KeyVault(KeyList *list, SecretStore *keychain, SecretStore *session,
                   OpenRouterAuth::Clock *clock, SecretStore *pass, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(list, keychain, session, pass, clock))
{
    connect(&d->keys, &KnownKeys::changed, this, &KeyVault::listChanged);
    connect(&d->recovery, &KeyRecovery::recovered, this, &KeyVault::recovered);
}

KeyVault::~KeyVault()
{
    // Discarded keys and operations that still wait for the keychain use what goes with us.
    const auto newKeys = findChildren<NewKey *>();
    qDeleteAll(newKeys);
    const auto operations = findChildren<StoreOperation *>();
    qDeleteAll(operations);
}

QList<StoredKey> KeyVault::keys() const
{
    QList<StoredKey> list = d->keys.all();
    list.removeIf([](const StoredKey &key) { return key.isPending(); });
    return list;
}

std::optional<StoredKey> KeyVault::find(const QString &id) const
{
    return d->keys.find(id);
}

std::optional<StoredKey> KeyVault::defaultKey() const
{
    const QList<StoredKey> list = keys();
    const auto found =
        std::find_if(list.begin(), list.end(), [](const StoredKey &key) { return key.isDefault; });
    return found == list.end() ? std::nullopt : std::optional(*found);
}

QList<StoredKey> KeyVault::unfinished() const
{
    const QList<StoredKey> stored = keys();
    QList<StoredKey> list = d->pending.abandoned();
    list.removeIf([&stored](const StoredKey &entry) {
        // Its owner has it, or it has a home already and only a second copy is to be removed.
        return entry.intent == StoredKey::Intent::Adopt
               || std::any_of(stored.begin(), stored.end(),
                              [&entry](const StoredKey &key) { return key.isSameKey(entry); });
    });
    return list;
}

void KeyVault::recover()
{
    d->recovery.start();
}

bool KeyVault::recoveredFromOutdatedCopy() const
{
    return d->recovery.usedOutdatedCopy();
}

void KeyVault::listChanged()
{
    const bool wasLost = std::exchange(d->listIsLost, d->isLost());
    Q_EMIT changed();
    if (d->listIsLost && !wasLost)
        recover();
}

void KeyVault::warmUp()
{
    d->stores.keychain()->store()->warmUp();
}

KeyJob *KeyVault::remove(const QString &id)
{
    auto *job = new KeyJob(d->clock, this);
    const std::optional<StoredKey> entry = find(id);
    if (!entry) {
        job->finishLater();
        return job;
    }
    job->m_entry = *entry;
    if (entry->isPending()) {
        removePending(job, *entry);
    } else if (entry->state == StoredKey::State::Session) {
        forgetSessionKey(*entry);
        d->pending.erase(id);
        job->finishLater();
    } else {
        const auto removed = [this, entry = *entry, job = QPointer<KeyJob>(job)](
                                 const StoreError &error) { keyRemoved(job, entry, error); };
        d->stores.of(*entry)->remove(keychainUser(entry->server, id), removed);
    }
    return job;
}

void KeyVault::keyRemoved(const QPointer<KeyJob> &job, const StoredKey &entry,
                          const StoreError &error)
{
    QString problem;
    if (!error.isError()) {
        d->keys.forgetInMemory(entry.id);
        problem = d->keys.modify(
            [&entry](QList<StoredKey> &list) { KnownKeys::eraseAndPassDefaultOn(list, entry.id); });
    }
    if (!job)
        return;
    job->m_listProblem = problem;
    if (error.isError() || entry.keychain.isEmpty())
        return job->finish(error);
    // A keychain that never had the key says that it is gone, too.
    d->stores.of(entry)->queryPlace([job, noted = entry.keychain](const QString &answering) {
        if (!job)
            return;
        if (!KeychainStatus::mayBeSamePlace(noted, answering))
            job->m_leftIn = noted;
        job->finish();
    });
}

/// The person ended the reminder. A program that got as far as knowing the key may have stored it.
void KeyVault::removePending(KeyJob *job, const StoredKey &entry)
{
    if (entry.keyHash.isEmpty() || entry.intent == StoredKey::Intent::Print) {
        job->m_listProblem = d->pending.erase(entry.id);
        job->finishLater();
        return;
    }
    d->pending.change(entry.id,
                      [](StoredKey &listed) { listed.intent = StoredKey::Intent::Discard; });
    d->stores.of(entry)->remove(
        keychainUser(entry.server, entry.id),
        [this, id = entry.id, job = QPointer<KeyJob>(job)](const StoreError &error) {
            // Until the keychain has confirmed it the entry stays.
            const QString problem = error.isError() ? QString() : d->pending.erase(id);
            if (!job)
                return;
            job->m_listProblem = problem;
            job->finish(error);
        });
}

QString KeyVault::rename(const QString &id, const QString &label)
{
    const QString trimmed = label.trimmed();
    if (trimmed.isEmpty())
        return tr("The label must not be empty.");
    if (!isStorableLabel(trimmed))
        return tr("The label must be one line of at most 100 characters.");
    const QString problem = d->keys.change(id, [&trimmed](StoredKey &key) { key.label = trimmed; });
    const std::optional<StoredKey> entry = find(id);
    if (problem.isEmpty() && entry && entry->state == StoredKey::State::Stored)
        d->stores.of(*entry)->setLabel(keychainUser(entry->server, id), trimmed, [] {});
    return problem;
}

QString KeyVault::setDefault(const QString &id)
{
    const std::optional<StoredKey> entry = find(id);
    if (!entry || entry->isPending())
        return tr("This key is no longer in the list.");
    return d->keys.setDefault(id);
}

QString KeyVault::setStatus(const QString &id, const KeyStatus &status, const ServerClock &clock)
{
    return d->keys.change(id, [&](StoredKey &key) {
        key.lastStatus = status;
        if (clock.isKnown())
            key.clock = clock;
        if (!status.refused)
            key.expiresAt = status.info.expiresAt;
    });
}

StoredKey KeyVault::keepForSession(const ApiKey &key, StoredKey entry)
{
    entry.state = StoredKey::State::Session;
    entry.describe(key);
    const QList<StoredKey> memory = d->keys.inMemory();
    for (const StoredKey &known : memory) {
        if (known.state == StoredKey::State::Session && known.isSameKey(entry)) {
            d->pending.erase(entry.id);
            return known;
        }
    }
    entry.isDefault = entry.isDefault || !defaultKey();
    d->session->write(keychainUser(entry.server, entry.id), key.secret(), this,
                      [](const StoreError &) {});
    d->keys.keepInMemory(entry);
    return entry;
}

void KeyVault::forgetSessionKey(const StoredKey &key)
{
    const QList<StoredKey> memory = d->keys.inMemory();
    for (const StoredKey &candidate : memory) {
        if (candidate.state != StoredKey::State::Session
            || !(candidate.id == key.id || candidate.isSameKey(key))) {
            continue;
        }
        d->session->remove(keychainUser(candidate.server, candidate.id), this,
                           [](const StoreError &) {});
        d->keys.forgetInMemory(candidate.id);
    }
}

void KeyVault::endSession()
{
    const QList<StoredKey> memory = d->keys.inMemory();
    for (const StoredKey &key : memory) {
        if (key.state == StoredKey::State::Session)
            d->pending.erase(key.id);
    }
}

void KeyVault::settle(QObject *context, std::function<void()> handler)
{
    KeychainAccess *pass = d->stores.pass();
    if (!pass || !pass->isBusy())
        return d->copy.settle(context, std::move(handler));
    // The second copy of a renewed key, for example, is still being removed.
    auto *wait = new QObject(this);
    const auto goOn = [this, wait, context = QPointer(context), handler, isDone = false]() mutable {
        if (std::exchange(isDone, true))
            return;
        wait->deleteLater();
        if (context)
            d->copy.settle(context, handler);
    };
    const auto once = std::make_shared<std::function<void()>>(goOn);
    const auto lookAgain = [pass, once] {
        if (!pass->isBusy())
            (*once)();
    };
    // Later, because what was asked for hears of the answer after us.
    connect(pass, &KeychainAccess::answered, wait, lookAgain, Qt::QueuedConnection);
    d->clock->callAfter(KeyListCopy::SettleTime, wait, [once] { (*once)(); });
}

PendingKeys &KeyVault::pending()
{
    return d->pending;
}

KeyStores &KeyVault::stores()
{
    return d->stores;
}

OpenRouterAuth::Clock *KeyVault::clock() const
{
    return d->clock;
}

StoreOperation::Room KeyVault::room()
{
    return {&d->keys, &d->pending, &d->stores, d->clock};
}

} // namespace SignIn
