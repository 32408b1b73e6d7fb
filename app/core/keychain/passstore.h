// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

#include <QList>

#include <memory>

namespace SignIn {

class PipedCommand;

/// The standard unix password manager, pass, through its command: for machines that have no
/// keychain. An entry is named as its user is, `openrouter-signin/<id>`, and has the secret on its
/// first line, so that `pass show` and its like find it. Encrypted by GnuPG for the person's key.
class PassStore final : public SecretStore
{
    Q_OBJECT

public:
    using SecretStore::SecretStore;

    void queryOpen(QObject *context, std::function<void(bool isOpen)> handler) override;
    void queryPlace(QObject *context, std::function<void(const QString &place)> handler) override;
    void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
               DoneHandler handler) override;
    void read(const QString &user, QObject *context, ReadHandler handler) override;
    void remove(const QString &user, QObject *context, DoneHandler handler) override;

    /// Writes an entry, reads it back and removes it: a store that encrypts for a key whose secret
    /// part is elsewhere takes entries and gives none back. May bring the passphrase's prompt.
    void probe(QObject *context, const DoneHandler &handler);

private:
    using CommandHandler = std::function<void(const PipedCommand &)>;

    /// One at a time, as calls for the same user must keep their order.
    void run(const QStringList &arguments, const OpenRouterAuth::Secret &input, QObject *context,
             const CommandHandler &handler);
    void runNext();

    struct Errand;
    QList<std::shared_ptr<Errand>> m_waiting;
    bool m_isRunning = false;
};

} // namespace SignIn
