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

/// The UTC days of the answer and of \a now, by the server's clock.
struct Days
{
    Days(const StoredKey &key, const QDateTime &now)
        : then(key.clock.at(key.lastStatus->checkedAt).toUTC().date())
        , today(key.clock.at(now).toUTC().date())
    {}

    [[nodiscard]] bool areOne() const { return then == today; }

    [[nodiscard]] bool areInOneWeek() const
    {
        int year = 0;
        int yearThen = 0;
        const int week = today.weekNumber(&year);
        return then.weekNumber(&yearThen) == week && yearThen == year;
    }

    [[nodiscard]] bool areInOneMonth() const
    {
        return then.month() == today.month() && then.year() == today.year();
    }

    QDate then;
    QDate today;
};

} // namespace

UsagePeriods usagePeriods(const StoredKey &key, const QDateTime &now)
{
    const KeyStatus *status = accepted(key);
    if (!status)
        return {};
    const KeyInfo &info = status->info;
    const Days days(key, now);
    return {days.areOne() ? info.usageDaily : std::nullopt,
            days.areInOneWeek() ? info.usageWeekly : std::nullopt,
            days.areInOneMonth() ? info.usageMonthly : std::nullopt, info.usage};
}

std::optional<UsagePeriods> byokPeriods(const StoredKey &key, const QDateTime &now)
{
    const KeyStatus *status = accepted(key);
    if (!status)
        return std::nullopt;
    const KeyInfo &info = status->info;
    const Days days(key, now);
    const UsagePeriods periods{days.areOne() ? info.byokUsageDaily : std::nullopt,
                               days.areInOneWeek() ? info.byokUsageWeekly : std::nullopt,
                               days.areInOneMonth() ? info.byokUsageMonthly : std::nullopt,
                               info.byokUsage};
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

bool isLimitOfThisInterval(const StoredKey &key, const QDateTime &now)
{
    if (!key.lastStatus)
        return false;
    const QString &reset = key.lastStatus->info.limitReset;
    const Days days(key, now);
    if (reset == "daily"_L1)
        return days.areOne();
    if (reset == "weekly"_L1)
        return days.areInOneWeek();
    return reset != "monthly"_L1 || days.areInOneMonth();
}

std::optional<FreeRequests> freeRequests(const StoredKey &key, const QDateTime &now)
{
    const KeyStatus *status = accepted(key);
    if (!status || !status->info.freeModelDailyRequests || !Days(key, now).areOne())
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
