// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"
#include "storedkey.h"

#include <OpenRouterAuth/apikey.h>

#include <QList>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

class KeyList;
class KeyVault;

/// One errand to the keychain on its way. finished() comes once, later; the job deletes itself
/// after it.
class KeyJob : public QObject
{
    Q_OBJECT

public:
    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] const StoreError &error() const { return m_error; }

    /// The entry as it is now.
    [[nodiscard]] const StoredKey &entry() const { return m_entry; }

    /// The key that was read; absent otherwise.
    [[nodiscard]] const std::optional<OpenRouterAuth::ApiKey> &key() const { return m_key; }

    /// What the index file said if it could not be written although the keychain could; empty as a
    /// rule.
    [[nodiscard]] QString indexProblem() const { return m_indexProblem; }

Q_SIGNALS:
    /// No answer for KeyVault::SlowAfter: the keychain may be showing a prompt. The job goes on.
    void slow();
    void finished();

private:
    friend class KeyVault;
    using QObject::QObject;

    StoreError m_error;
    StoredKey m_entry;
    std::optional<OpenRouterAuth::ApiKey> m_key;
    QString m_indexProblem;
    bool m_finished = false;
};

/// Keeps the key index and the secrets in step. The only class that writes either.
///
/// Life of an entry: reserve() writes it as pending, so that not even a kill is silent; store()
/// puts the key into the keychain, reads it back and completes the entry; remove() deletes from the
/// keychain first and from the index then. A copy of the index is kept in the keychain (user
/// `openrouter-signin/index`) and read only when the file is missing or corrupt.
class KeyVault : public QObject
{
    Q_OBJECT

public:
    /// After this time without an answer KeyJob::slow() is emitted.
    static constexpr std::chrono::milliseconds SlowAfter{5'000};

    /// After this time a job ends with NotResponding. Long, because somebody may be typing a
    /// password. A late success of store() still completes the entry.
    static constexpr std::chrono::milliseconds GiveUpAfter{300'000};

    static constexpr std::chrono::milliseconds SettleTime{2'000};

    KeyVault(KeyList *index, SecretStore *keychain, SecretStore *session,
             OpenRouterAuth::Clock *clock, QObject *parent = nullptr);
    ~KeyVault() override;

    /// All keys, those of this session included, unfinished ones not. Oldest first.
    [[nodiscard]] QList<StoredKey> keys() const;
    [[nodiscard]] std::optional<StoredKey> find(const QString &id) const;
    [[nodiscard]] std::optional<StoredKey> findByHash(const QString &keyHash) const;
    [[nodiscard]] std::optional<StoredKey> defaultKey() const;

    /// Pending entries whose program is gone: a key may have been made for each and not been saved.
    [[nodiscard]] QList<StoredKey> unfinished() const;

    /// Looks after what a crash left: entries whose key is in the keychain after all are completed,
    /// and a missing or corrupt index comes back from its copy. Call once after start.
    /// recovered() tells how many entries came back.
    void recover();

    /// Writes a pending entry and returns it, without an id (and \a problem set) if it cannot be
    /// written. Held by a lock file until store(), discard() or the end of the process.
    [[nodiscard]] StoredKey reserve(const OpenRouterAuth::Server &server, const QString &label,
                                    QString *problem);

    /// Notes on the pending entry which key it is about, before it is stored.
    void notePending(const QString &id, const OpenRouterAuth::ApiKey &key, const QString &userId);

    /// To be called when a key is on its way: makes store() faster, see SecretStore::warmUp().
    void warmUp();

    /// Stores \a key. If a key with the same hash and server is there, or \a replacedId names an
    /// entry of the same server, that entry keeps its id, label and default mark and the pending
    /// one goes. \a entry comes from reserve(), or is a new one without id.
    KeyJob *store(const OpenRouterAuth::ApiKey &key, StoredKey entry,
                  const QString &replacedId = {});

    /// Keeps \a key in memory only. A store() that still succeeds later makes it a stored one.
    StoredKey keepForSession(const OpenRouterAuth::ApiKey &key, StoredKey entry);

    /// Forgets a pending entry, and deletes its key from the keychain if a late answer put it
    /// there.
    void discard(const QString &id);

    /// Reads the key. NotFound marks the entry as missing.
    KeyJob *read(const QString &id);

    /// Signs out: keychain first, then the index.
    KeyJob *remove(const QString &id);

    /// These return why it could not be done, or an empty text.
    [[nodiscard]] QString rename(const QString &id, const QString &label);
    [[nodiscard]] QString setDefault(const QString &id);
    QString setStatus(const QString &id, const KeyStatus &status);

    /// Calls \a handler once, later, when the copy of the index is up to date, and after
    /// SettleTime at the latest. For a program that is about to exit.
    void settle(QObject *context, std::function<void()> handler);

Q_SIGNALS:
    void changed();

    /// The end of recover(), after changed() for what came back.
    void recovered(int count);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace SignIn
