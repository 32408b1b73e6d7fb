// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/keychain/keychainstatus.h"
#include "keyvault_p.h"

#include <QPointer>

// How a KeyVault reads a key, and what it concludes for the list.
namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Secret;

KeyJob *KeyVault::read(const QString &id)
{
    auto *job = new KeyJob(d->clock, this);
    const std::optional<StoredKey> entry = find(id);
    if (!entry || entry->isPending()) {
        job->finishLater({StoreError::Kind::NotFound, u"no such entry"_s});
        return job;
    }
    job->m_entry = *entry;
    const auto handler = [this, job = QPointer<KeyJob>(job),
                          entry = *entry](const StoreError &error, const Secret &secret) {
        const bool isAbsent =
            error.kind == StoreError::Kind::NotFound || error.kind == StoreError::Kind::NotCreated;
        if (isAbsent && !entry.keychain.isEmpty())
            keyNotFound(job, entry, error);
        else
            keyRead(job, entry, error, secret);
    };
    const QString user = keychainUser(entry->server, id);
    if (entry->state == StoredKey::State::Session)
        d->session->read(user, this, handler);
    else
        d->stores.of(*entry)->read(user, handler);
    return job;
}

/// Perhaps the wrong one was asked: KWallet in one session, GNOME Keyring in another. A keychain
/// without any keyring can be the wrong one too; if it is the right one, the keyring is gone and
/// the key with it.
void KeyVault::keyNotFound(const QPointer<KeyJob> &job, const StoredKey &entry,
                           const StoreError &error)
{
    d->stores.of(entry)->queryPlace([this, job, entry, error](const QString &answering) {
        StoreError found = KeychainStatus::absence(entry.keychain, answering);
        found.detail = error.detail;
        if (found.kind == StoreError::Kind::NotFound)
            found.sentence = error.sentence;
        keyRead(job, entry, found, {});
    });
}

void KeyVault::keyRead(KeyJob *job, const StoredKey &entry, const StoreError &error,
                       const Secret &secret)
{
    StoredKey now = entry;
    if (error.kind == StoreError::Kind::NotFound)
        now.state = StoredKey::State::Missing;
    const std::optional<ApiKey> key =
        error.isError() ? std::nullopt : ApiKey::fromBytes(secret.view());
    if (key) {
        if (now.state == StoredKey::State::Missing)
            now.state = StoredKey::State::Stored;
        // Another program put another key there, or we were killed between keychain and list: the
        // keychain is right.
        if (key->hash() != now.keyHash) {
            now.describe(*key);
            now.lastStatus.reset();
        }
    }
    QString problem;
    if (now.state != entry.state || now.keyHash != entry.keyHash) {
        problem = d->keys.change(entry.id, [&](StoredKey &listed) {
            // Another program may have been quicker.
            if (listed.keyHash != entry.keyHash || listed.isPending())
                return;
            listed.state = now.state;
            listed.keyHash = now.keyHash;
            listed.maskedKey = now.maskedKey;
            listed.lastStatus = now.lastStatus;
        });
    }
    if (!job)
        return;
    job->m_entry = now;
    job->m_listProblem = problem;
    if (error.isError())
        return job->finish(error);
    if (!key) {
        return job->finish({StoreError::Kind::Other,
                            u"what is in the keychain does not have the form of a key"_s});
    }
    job->m_key = key;
    job->finish();
}

} // namespace SignIn
