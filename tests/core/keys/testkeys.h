// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"

#include <OpenRouterAuth/apikey.h>

#include <QUrl>

// Keys and entries for tests. The keys do not look like real ones.

inline OpenRouterAuth::ApiKey testKey(const QByteArray &name)
{
    return *OpenRouterAuth::ApiKey::fromBytes("sk-or-v1-TEST-" + name);
}

inline OpenRouterAuth::Server testServer(const QString &baseUrl)
{
    return *OpenRouterAuth::Server::fromBaseUrl(QUrl(baseUrl));
}

inline SignIn::StoredKey testEntry(const QString &id)
{
    const OpenRouterAuth::ApiKey key = testKey(id.toUtf8());
    SignIn::StoredKey entry;
    entry.id = id;
    entry.label = QStringLiteral("Label of ") + id;
    entry.created =
        QDateTime::fromString(QStringLiteral("2026-09-01T12:00:00.250Z"), Qt::ISODateWithMs);
    entry.keyHash = key.hash();
    entry.maskedKey = key.masked();
    entry.state = SignIn::StoredKey::State::Stored;
    return entry;
}
