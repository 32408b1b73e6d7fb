// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "apikey.h"

#include <QCryptographicHash>

#include <algorithm>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

std::optional<ApiKey> ApiKey::fromBytes(QByteArrayView bytes)
{
    const auto allowed = [](char c) { return c >= 0x21 && c <= 0x7e; };
    if (bytes.size() < MinimumSize || bytes.size() > MaximumSize
        || !std::all_of(bytes.begin(), bytes.end(), allowed)) {
        return std::nullopt;
    }
    return ApiKey(bytes);
}

std::optional<ApiKey> ApiKey::fromInput(QStringView text)
{
    const QStringView trimmed = text.trimmed();
    if (trimmed.size() > MaximumSize)
        return std::nullopt;
    // What becomes of a lone surrogate on its way to bytes depends on Qt.
    if (!trimmed.isValidUtf16())
        return std::nullopt;
    QByteArray bytes = trimmed.toUtf8();
    std::optional<ApiKey> key = fromBytes(bytes);
    bytes.fill('\0');
    return key;
}

QString ApiKey::masked() const
{
    const QByteArrayView bytes = m_secret.view();
    constexpr QByteArrayView prefix("sk-or-v1-");
    constexpr qsizetype shown = 3;
    constexpr qsizetype shownAtEnd = 4;
    if (bytes.startsWith(prefix) && bytes.size() >= prefix.size() + 3 * (shown + shownAtEnd)) {
        return QString::fromLatin1(bytes.first(prefix.size() + shown)) + u'…'
               + QString::fromLatin1(bytes.last(shownAtEnd));
    }
    // The prefix is known to everyone and hides nothing.
    const qsizetype hidden = bytes.size() - (bytes.startsWith(prefix) ? prefix.size() : 0);
    return QString::fromLatin1(bytes.first(std::min(shownAtEnd, bytes.size() / 6))) + u'…'
           + QString::fromLatin1(bytes.last(std::min(shownAtEnd, hidden / 6)));
}

QString ApiKey::hash() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(m_secret.view());
    return QString::fromLatin1(hash.result().toHex());
}

QDebug operator<<(QDebug debug, const ApiKey &key)
{
    return debug << key.secret();
}

} // namespace OpenRouterAuth
