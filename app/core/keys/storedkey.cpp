// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storedkey.h"

#include <QUuid>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

void StoredKey::describe(const OpenRouterAuth::ApiKey &key)
{
    keyHash = key.hash();
    maskedKey = key.masked();
}

StoredKey::Condition StoredKey::condition(const QDateTime &now) const
{
    if (lastStatus && lastStatus->refused)
        return Condition::Refused;
    if (state == State::Missing)
        return Condition::Missing;
    if (isExpired(now))
        return Condition::Expired;
    if (lastStatus && lastStatus->info.limitRemaining && *lastStatus->info.limitRemaining <= 0)
        return Condition::LimitReached;
    if (state == State::Session)
        return Condition::SessionOnly;
    const bool mayBeExpired = expiresAt.isValid() && !clock.isKnown() && expiresAt <= now;
    return lastStatus && !mayBeExpired ? Condition::Valid : Condition::Unknown;
}

bool StoredKey::isExpired(const QDateTime &now) const
{
    return expiresAt.isValid() && clock.isKnown() && expiresAt <= clock.at(now);
}

bool StoredKey::mayWork(const QDateTime &now) const
{
    const bool isRefused = lastStatus && lastStatus->refused;
    return !isRefused && !isExpired(now);
}

bool StoredKey::isValidId(QStringView id)
{
    constexpr qsizetype maximumSize = 64;
    const auto isAllowed = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    };
    // Keychain entries of these names hold copies of lists, see KeyListCopy.
    const bool isReserved = id == "index"_L1 || id.startsWith("index-"_L1);
    return !id.isEmpty() && id.size() <= maximumSize && !isReserved
           && std::all_of(id.begin(), id.end(), isAllowed);
}

QString StoredKey::generateId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString keychainUser(const OpenRouterAuth::Server &server, const QString &id)
{
    const QString prefix = u"openrouter-signin/"_s;
    return server.isOpenRouter() ? QString(prefix + id)
                                 : QString(prefix + server.hostAndPort() + u'/' + id);
}

} // namespace SignIn
