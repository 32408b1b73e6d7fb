// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "expiry.h"

#include <QTimeZone>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QDateTime inWholeSeconds(const QDateTime &date)
{
    return QDateTime::fromSecsSinceEpoch(date.toSecsSinceEpoch(), QTimeZone::utc());
}

} // namespace

std::optional<QDateTime> parseExpiry(const QString &text, const QDateTime &now)
{
    constexpr qint64 hour = 3600;
    constexpr qint64 longest = 100 * 365 * 24 * hour;
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return std::nullopt;

    const qint64 unit = trimmed.back() == u'h'   ? hour
                        : trimmed.back() == u'd' ? 24 * hour
                        : trimmed.back() == u'w' ? 7 * 24 * hour
                                                 : 0;
    if (unit != 0) {
        bool isNumber = false;
        const qint64 count = trimmed.chopped(1).toLongLong(&isNumber);
        if (!isNumber || count <= 0 || count > longest / unit)
            return std::nullopt;
        return inWholeSeconds(now.addSecs(count * unit));
    }
    if (const QDate day = QDate::fromString(trimmed, u"yyyy-MM-dd"_s); day.isValid())
        return inWholeSeconds(day.startOfDay());
    const QDateTime date = QDateTime::fromString(trimmed, Qt::ISODate);
    return date.isValid() ? std::optional(inWholeSeconds(date)) : std::nullopt;
}

} // namespace SignIn
