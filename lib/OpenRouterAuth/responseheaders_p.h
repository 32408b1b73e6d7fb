// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDateTime>
#include <QJsonObject>

#include <chrono>
#include <optional>

class QNetworkReply;

namespace OpenRouterAuth {

/// The time of a header such as `Date`, UTC; invalid if it is not written as
/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
QDateTime httpDate(const QByteArray &value);

/// How long a refusal asks to wait, at most a year: its `Retry-After` (RFC 9110, section 10.2.3),
/// else, for 429, the time until its `X-RateLimit-Reset`. OpenRouter states that one in Unix
/// milliseconds, as a header or in `error.metadata.headers`. Other values, such as seconds to wait,
/// are not used: they cannot be told apart reliably.
std::optional<std::chrono::seconds>
requestedWait(const QNetworkReply &reply, const QJsonObject &metadata, const QDateTime &now);

} // namespace OpenRouterAuth
