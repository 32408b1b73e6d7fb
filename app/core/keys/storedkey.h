// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/keyinfo.h>
#include <OpenRouterAuth/server.h>

#include <QDateTime>
#include <QString>

#include <optional>

namespace SignIn {

/// What the server last said about a key, and when.
struct KeyStatus
{
    QDateTime checkedAt;  ///< UTC
    bool refused = false; ///< 401: the key was revoked or its owner is gone.
    OpenRouterAuth::KeyInfo info;
};

/// One line of the key index: everything about a key but the key.
struct StoredKey
{
    enum class State {
        Pending, ///< A sign-in was about to get or save this key; see KeyVault::unfinished().
        Stored,  ///< The key is in the keychain.
        Missing, ///< The keychain has it no longer: somebody deleted it there.
        Session, ///< The key is in this process's memory only and not in the index file.
    };

    /// How a person should think of it; the badge in the window, the word on the command line.
    enum class Condition { Unknown, Valid, LimitReached, Expired, Refused, Missing, SessionOnly };

    QString id;                    ///< 1 to 64 characters of `a-z0-9-`
    OpenRouterAuth::Server server; ///< The server that issued the key and the only one to see it.
    QString label;
    QString userId;
    QDateTime created;   ///< UTC
    QDateTime expiresAt; ///< UTC; invalid means never, as far as known
    QString keyHash;     ///< ApiKey::hash()
    QString maskedKey;   ///< ApiKey::masked()
    bool isDefault = false;
    State state = State::Pending;
    std::optional<KeyStatus> lastStatus;

    [[nodiscard]] Condition condition(const QDateTime &now) const;

    /// The page on which the owner can change or revoke this key.
    [[nodiscard]] QUrl settingsUrl() const { return server.keyPage(keyHash); }
    [[nodiscard]] QUrl activityUrl() const { return server.activityPage(keyHash); }

    static bool isValidId(QStringView id);
    static QString generateId();
};

/// The keychain service that all entries are under.
inline constexpr char16_t KeychainServiceName[] = u"OpenRouter";

/// The keychain user of a key: `openrouter-signin/<id>` for openrouter.ai and
/// `openrouter-signin/<host:port>/<id>` for any other server, so that an index that was tampered
/// with cannot send a key to another server than its own.
[[nodiscard]] QString keychainUser(const OpenRouterAuth::Server &server, const QString &id);

} // namespace SignIn
