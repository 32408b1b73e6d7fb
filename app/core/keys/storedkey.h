// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/passstatus.h"
#include "serverclock.h"

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/keyinfo.h>
#include <OpenRouterAuth/server.h>

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace SignIn {

/// What the server last said about a key, and when.
struct KeyStatus
{
    QDateTime checkedAt;  ///< UTC
    bool refused = false; ///< 401: the key was revoked or its owner is gone.
    OpenRouterAuth::KeyInfo info;

    /// Members that this version does not know, of the status and of its info. They are kept.
    QJsonObject unknown;
    QJsonObject unknownInfo;
};

/// One entry of the list of keys: everything about a key but the key.
struct StoredKey
{
    enum class State {
        Pending, ///< A key that has no home yet; see NewKey and KeyVault::unfinished().
        Stored,  ///< The key is in the keychain.
        Missing, ///< The keychain has it no longer: somebody deleted it there.
        Session, ///< The key is in this process's memory only and not in the list file.
    };

    /// What a pending entry is for. It decides what recovery may do with it.
    enum class Intent {
        Store,   ///< A new key for the keychain.
        Print,   ///< A new key for standard output: it was never in the keychain.
        Adopt,   ///< A key that its owner has anyway, for the keychain.
        Discard, ///< To be removed from the keychain, and then from the list.
    };

    /// How a person should think of it; the badge in the window, the word on the command line.
    enum class Condition { Unknown, Valid, LimitReached, Expired, Refused, Missing, SessionOnly };

    QString id; ///< 1 to 64 characters of `a-z0-9-`
    /// The server that issued the key and the only one to see it. New keys have its sign-in server
    /// here; a key that an earlier version was given under a regional host keeps that host, which
    /// is part of its name in the keychain.
    OpenRouterAuth::Server server;
    QString label;
    QString userId;
    QDateTime created;   ///< UTC
    QDateTime expiresAt; ///< UTC; invalid means never, as far as known
    QString keyHash;     ///< ApiKey::hash()
    QString maskedKey;   ///< ApiKey::masked()
    bool isDefault = false;
    State state = State::Pending;
    Intent intent = Intent::Store; ///< Of a pending entry.
    QString replacedId;            ///< Of a pending entry: the one whose place its key takes.
    /// Where its key is or, while it is pending, is to go: KeychainStatus::place() when it was
    /// stored, if known, or PassStatus::place().
    QString keychain;
    std::optional<KeyStatus> lastStatus;
    ServerClock clock; ///< As the last answer about this key told it.

    /// Members of the entry that this version does not know. They are kept.
    QJsonObject unknown;

    [[nodiscard]] bool isPending() const { return state == State::Pending; }

    /// Whether its key is in the password manager pass, or is to go there.
    [[nodiscard]] bool isInPass() const { return keychain == PassStatus::place(); }

    /// Whether it is a key of \a other, for which openrouter.ai and its regional hosts are one.
    [[nodiscard]] bool belongsTo(const OpenRouterAuth::Server &other) const
    {
        return server.signInServer() == other.signInServer();
    }

    /// Whether both are the same key of the same server.
    [[nodiscard]] bool isSameKey(const StoredKey &other) const
    {
        return !keyHash.isEmpty() && keyHash == other.keyHash && belongsTo(other.server);
    }

    /// Notes which key this entry is about.
    void describe(const OpenRouterAuth::ApiKey &key);

    /// \a now is this computer's time. A key has expired when its server's clock says so; where
    /// that is not known and this computer's clock is past the moment, the condition is Unknown.
    [[nodiscard]] Condition condition(const QDateTime &now) const;

    /// Whether it has expired by its server's clock. False if that clock is not known.
    [[nodiscard]] bool isExpired(const QDateTime &now) const;

    /// False if its server surely refuses it: nobody needs to be told to revoke it.
    [[nodiscard]] bool mayWork(const QDateTime &now) const;

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
