// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "responseheaders_p.h"

#include <QNetworkReply>

#include <algorithm>
#include <limits>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LongestWait = qint64(365) * 24 * 3600;
constexpr qint64 FirstMilliseconds = 1'000'000'000'000; ///< 2001; in seconds the year 33658

/// Digits alone: toLongLong() also takes signs and blanks. What does not fit is the greatest
/// number.
std::optional<qint64> wholeNumber(const QByteArray &text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool fits = false;
    const qint64 number = text.toLongLong(&fits);
    return fits ? number : std::numeric_limits<qint64>::max();
}

/// Rounded up: a moment is never reached early.
std::chrono::seconds until(const QDateTime &moment, const QDateTime &now)
{
    const qint64 milliseconds = std::max<qint64>(now.msecsTo(moment), 0);
    return std::chrono::seconds(std::min((milliseconds + 999) / 1000, LongestWait));
}

std::optional<std::chrono::seconds> fromRetryAfter(const QByteArray &value, const QDateTime &now)
{
    if (const auto seconds = wholeNumber(value))
        return std::chrono::seconds(std::min(*seconds, LongestWait));
    const QDateTime date = httpDate(value);
    return date.isValid() ? std::optional(until(date, now)) : std::nullopt;
}

std::optional<std::chrono::seconds> fromReset(const QByteArray &value, const QDateTime &now)
{
    const auto milliseconds = wholeNumber(value);
    if (!milliseconds || *milliseconds < FirstMilliseconds)
        return std::nullopt;
    const qint64 wait =
        std::clamp<qint64>(*milliseconds - now.toMSecsSinceEpoch(), 0, LongestWait * 1000);
    return until(now.addMSecs(wait), now);
}

} // namespace

QDateTime httpDate(const QByteArray &value)
{
    if (!value.endsWith(" GMT"))
        return {};
    return QDateTime::fromString(QString::fromLatin1(value.chopped(3)) + "+0000"_L1,
                                 Qt::RFC2822Date)
        .toUTC();
}

std::optional<std::chrono::seconds> requestedWait(const QNetworkReply &reply,
                                                  const QJsonObject &metadata, const QDateTime &now)
{
    constexpr auto reset = "X-RateLimit-Reset"_L1;
    if (const auto wait = fromRetryAfter(reply.rawHeader("Retry-After").trimmed(), now))
        return wait;
    // Servers may state their limits in any answer; only this status says that one was reached.
    if (reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 429)
        return std::nullopt;
    if (const auto wait = fromReset(reply.rawHeader(reset.data()).trimmed(), now))
        return wait;
    const QJsonObject headers = metadata.value("headers"_L1).toObject();
    return fromReset(headers.value(reset).toString().toLatin1(), now);
}

} // namespace OpenRouterAuth
