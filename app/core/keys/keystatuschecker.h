// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/signin/failure.h"
#include "storedkey.h"

#include <OpenRouterAuth/apikey.h>

#include <QHash>
#include <QObject>
#include <QQueue>

class QNetworkAccessManager;

namespace OpenRouterAuth {
class Clock;
class KeyInfoReply;
} // namespace OpenRouterAuth

namespace SignIn {

class KeyVault;

/// Asks servers about keys (`GET /key`), each key's own server only, at most two at once, and notes
/// the answer in the vault.
class KeyStatusChecker : public QObject
{
    Q_OBJECT

public:
    KeyStatusChecker(KeyVault *vault, QNetworkAccessManager *manager, OpenRouterAuth::Clock *clock,
                     QObject *parent = nullptr);
    ~KeyStatusChecker() override;

    /// Reads the key from the vault and asks its server. Once per key at a time.
    void check(const QString &id);

    /// The same with the key of that entry, for who has read it already.
    void check(const QString &id, const OpenRouterAuth::ApiKey &key);

    /// Asks about a key that is not stored yet. checkedKey() or failed() follows with an empty id.
    void check(const OpenRouterAuth::ApiKey &key, const OpenRouterAuth::Server &server);

    [[nodiscard]] bool isChecking(const QString &id) const;

Q_SIGNALS:
    void started(const QString &id);

    /// The vault has the new status already when this comes.
    void checked(const QString &id);

    void checkedKey(const OpenRouterAuth::ApiKey &key, const OpenRouterAuth::KeyInfo &info,
                    const SignIn::ServerClock &clock);

    /// Offline, refused, keychain trouble. A 401 is noted in the vault as well.
    void failed(const QString &id, const SignIn::Failure &failure);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace SignIn
