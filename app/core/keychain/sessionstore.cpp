// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessionstore.h"

namespace SignIn {

using OpenRouterAuth::Secret;

void SessionStore::write(const QString &user, const Secret &secret, QObject *context,
                         DoneHandler handler)
{
    m_secrets.insert(user, secret);
    QMetaObject::invokeMethod(
        context, [handler = std::move(handler)] { handler({}); }, Qt::QueuedConnection);
}

void SessionStore::read(const QString &user, QObject *context, ReadHandler handler)
{
    const auto found = m_secrets.constFind(user);
    StoreError error;
    Secret secret;
    if (found == m_secrets.cend())
        error.kind = StoreError::Kind::NotFound;
    else
        secret = *found;
    QMetaObject::invokeMethod(
        context,
        [handler = std::move(handler), error, secret = std::move(secret)] {
            handler(error, secret);
        },
        Qt::QueuedConnection);
}

void SessionStore::remove(const QString &user, QObject *context, DoneHandler handler)
{
    m_secrets.remove(user);
    QMetaObject::invokeMethod(
        context, [handler = std::move(handler)] { handler({}); }, Qt::QueuedConnection);
}

} // namespace SignIn
