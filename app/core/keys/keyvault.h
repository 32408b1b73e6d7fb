// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keyjob.h"
#include "storeoperation.h"

#include <QList>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>

namespace SignIn {

class KeyList;

/// The stored keys: what there is, reading, removing, renaming. Keeps the list of keys and the
/// keychain in step. A new key gets here by a NewKey only.
class KeyVault : public QObject
{
    Q_OBJECT

public:
    /// All of it must outlive the vault. \a session keeps the keys of this session. Without a
    /// \a pass all stored keys are in the \a keychain.
    KeyVault(KeyList *list, SecretStore *keychain, SecretStore *session,
             OpenRouterAuth::Clock *clock, SecretStore *pass = nullptr, QObject *parent = nullptr);
    ~KeyVault() override;

    /// All keys, those of this session included, pending ones not. Oldest first.
    [[nodiscard]] QList<StoredKey> keys() const;

    /// Any entry, a pending one too.
    [[nodiscard]] std::optional<StoredKey> find(const QString &id) const;
    [[nodiscard]] std::optional<StoredKey> defaultKey() const;

    /// Pending entries whose program is gone and that a person should know of: a key may exist for
    /// each that has no home.
    [[nodiscard]] QList<StoredKey> unfinished() const;

    /// Repairs what a crash or a lost list left, see KeyRecovery. Call once after start;
    /// recovered() follows.
    void recover();

    /// Whether recover() had to use a copy that was older than the list.
    [[nodiscard]] bool recoveredFromOutdatedCopy() const;

    /// Call when a key is on its way: makes storing it faster, see SecretStore::warmUp().
    void warmUp();

    /// Reads the key. NotFound marks the entry as missing; Elsewhere, if it was stored in another
    /// keychain than the one that answers, does not.
    KeyJob *read(const QString &id);

    /// Signs out: removes the key from the keychain first, and then from the list. A pending entry
    /// is removed from both too.
    KeyJob *remove(const QString &id);

    /// These return why it could not be done, or an empty text.
    [[nodiscard]] QString rename(const QString &id, const QString &label);
    [[nodiscard]] QString setDefault(const QString &id);
    QString setStatus(const QString &id, const KeyStatus &status, const ServerClock &clock = {});

    /// Calls \a handler once, later, when the copy of the list is up to date or cannot be, and
    /// after KeyListCopy::SettleTime at the latest. For a program that is about to exit.
    void settle(QObject *context, std::function<void()> handler);

    /// The program ends in order: the keys of this session go, and nothing needs to be reported.
    void endSession();

    // What NewKey and its like work with.
    [[nodiscard]] PendingKeys &pending();
    [[nodiscard]] KeyStores &stores();
    [[nodiscard]] OpenRouterAuth::Clock *clock() const;
    [[nodiscard]] StoreOperation::Room room();

    /// Keeps \a key in memory. The pending entry stays until endSession(), so that a crash is not
    /// silent.
    StoredKey keepForSession(const OpenRouterAuth::ApiKey &key, StoredKey entry);

    /// The key has got a better home.
    void forgetSessionKey(const StoredKey &key);

Q_SIGNALS:
    void changed();

    /// The end of recover(), after changed() for what came back.
    void recovered(int count);

private:
    void keyRead(KeyJob *job, const StoredKey &entry, const StoreError &error,
                 const OpenRouterAuth::Secret &secret);
    void keyNotFound(const QPointer<KeyJob> &job, const StoredKey &entry, const StoreError &error);
    void keyRemoved(const QPointer<KeyJob> &job, const StoredKey &entry, const StoreError &error);
    void removePending(KeyJob *job, const StoredKey &entry);
    void listChanged();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace SignIn
