// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QDateTime>

#include <optional>

/// What both programs show of a key's usage, from what its server said last.
namespace SignIn {

/// US dollars spent in the current UTC day, week and month, and in all. Absent where the server
/// does not say, or where the day, week or month has ended since it said so.
struct UsagePeriods
{
    std::optional<double> day;
    std::optional<double> week;
    std::optional<double> month;
    std::optional<double> total;

    [[nodiscard]] bool isKnown() const { return day || week || month; }
};

/// \a now is this computer's time in UTC, as in all functions here.
[[nodiscard]] UsagePeriods usagePeriods(const StoredKey &key, const QDateTime &now);

/// The same of requests paid with the owner's keys at providers; nothing if there were none.
[[nodiscard]] std::optional<UsagePeriods> byokPeriods(const StoredKey &key, const QDateTime &now);

/// US dollars of the key's limit that are used since its last reset; nothing without a limit.
[[nodiscard]] std::optional<double> usedOfLimit(const OpenRouterAuth::KeyInfo &info);

/// Whether the limit was not reset since the server last spoke of it. \a now as above.
[[nodiscard]] bool isLimitOfThisInterval(const StoredKey &key, const QDateTime &now);

/// Requests to free models in the current UTC day.
struct FreeRequests
{
    qint64 remaining = 0;
    qint64 limit = 0;
};

/// Nothing where the server does not say, or where the day has ended since it said so.
[[nodiscard]] std::optional<FreeRequests> freeRequests(const StoredKey &key, const QDateTime &now);

} // namespace SignIn
