// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyusage.h"

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::KeyInfo;

namespace {

/// What the server said about a key that it accepts.
const KeyStatus *accepted(const StoredKey &key)
{
    return key.lastStatus && !key.lastStatus->refused ? &*key.lastStatus : nullptr;
}

/// Whether "today" of the answer is still today, for the server.
bool isOfToday(const StoredKey &key, const QDateTime &now)
{
    return key.clock.at(key.lastStatus->checkedAt).toUTC().date()
           == key.clock.at(now).toUTC().date();
}

} // namespace

UsagePeriods usagePeriods(const StoredKey &key, const QDateTime &now)
{
    const KeyStatus *status = accepted(key);
    if (!status)
        return {};
    const KeyInfo &info = status->info;
    return {isOfToday(key, now) ? info.usageDaily : std::nullopt, info.usageWeekly,
            info.usageMonthly, info.usage};
}

std::optional<UsagePeriods> byokPeriods(const StoredKey &key, const QDateTime &now)
{
    const KeyStatus *status = accepted(key);
    if (!status)
        return std::nullopt;
    const KeyInfo &info = status->info;
    const UsagePeriods periods{isOfToday(key, now) ? info.byokUsageDaily : std::nullopt,
                               info.byokUsageWeekly, info.byokUsageMonthly, info.byokUsage};
    const auto isUsed = [](const std::optional<double> &usd) { return usd.value_or(0) > 0; };
    const bool isAnyUsed = isUsed(periods.day) || isUsed(periods.week) || isUsed(periods.month)
                           || isUsed(periods.total);
    return isAnyUsed ? std::optional(periods) : std::nullopt;
}

std::optional<double> usedOfLimit(const KeyInfo &info)
{
    if (!info.limit)
        return std::nullopt;
    if (info.limitRemaining)
        return *info.limit - *info.limitRemaining;
    // With a limit that resets, the usage of all time says nothing about it.
    if (info.limitReset == "daily"_L1)
        return info.usageDaily;
    if (info.limitReset == "weekly"_L1)
        return info.usageWeekly;
    if (info.limitReset == "monthly"_L1)
        return info.usageMonthly;
    return info.limitReset.isEmpty() ? info.usage : std::nullopt;
}

std::optional<FreeRequests> freeRequests(const StoredKey &key, const QDateTime &now)
{
    const KeyStatus *status = accepted(key);
    if (!status || !status->info.freeModelDailyRequests || !isOfToday(key, now))
        return std::nullopt;
    const KeyInfo::FreeModelDailyRequests &requests = *status->info.freeModelDailyRequests;
    if (requests.limit.value_or(0) <= 0 || (!requests.remaining && !requests.used))
        return std::nullopt;
    const qint64 limit = *requests.limit;
    const qint64 remaining = requests.remaining
                                 ? *requests.remaining
                                 : limit - std::clamp<qint64>(*requests.used, 0, limit);
    return FreeRequests{std::clamp<qint64>(remaining, 0, limit), limit};
}

} // namespace SignIn
