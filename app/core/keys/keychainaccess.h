// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"

namespace SignIn {

/// The way of the classes in this room to the keychain. Counts the operations that are under way
/// and remembers whether the last one was answered, so that the copy of the list can wait for a
/// moment in which it disturbs nothing and causes no prompt.
class KeychainAccess : public QObject
{
    Q_OBJECT

public:
    /// \a store must outlive this object.
    explicit KeychainAccess(SecretStore *store, QObject *parent = nullptr);

    [[nodiscard]] SecretStore *store() const { return m_store; }

    // Handlers are called as SecretStore says, and never after this object is destroyed.
    void write(const QString &user, const OpenRouterAuth::Secret &secret,
               SecretStore::DoneHandler handler);
    void read(const QString &user, SecretStore::ReadHandler handler);
    void remove(const QString &user, SecretStore::DoneHandler handler);

    /// See SecretStore::queryPlace(). Counts as an operation, for it stands between others.
    void queryPlace(std::function<void(const QString &place)> handler);

    /// See SecretStore::setLabel(). Counts as an operation too.
    void setLabel(const QString &user, const QString &label, std::function<void()> handler);

    /// Whether an operation has not been answered yet.
    [[nodiscard]] bool isBusy() const { return m_running > 0; }

    /// Whether the last operation was answered without an error: the next one needs no prompt.
    [[nodiscard]] bool isOpen() const { return m_open; }

Q_SIGNALS:
    /// An operation was answered. Comes before its handler is called.
    void answered();

private:
    void note(const StoreError &error);

    SecretStore *m_store;
    int m_running = 0;
    bool m_open = false;
};

} // namespace SignIn
