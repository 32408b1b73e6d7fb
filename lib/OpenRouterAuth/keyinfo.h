// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace OpenRouterAuth {

/// The key's own record (`GET /key`). Amounts are USD. A key's limit is its own cap, not what is
/// left on the account. What the server did not send is absent; unknown fields are ignored.
struct KeyInfo
{
    QString label;

    /// Absent means unlimited.
    std::optional<double> limit;
    std::optional<double> limitRemaining;

    /// `daily`, `weekly`, `monthly` or what newer servers say; empty means that it never resets.
    QString limitReset;

    std::optional<double> usage;
    std::optional<double> usageDaily;
    std::optional<double> usageWeekly;
    std::optional<double> usageMonthly;
    std::optional<double> byokUsage;
    std::optional<double> byokUsageDaily;
    std::optional<double> byokUsageWeekly;
    std::optional<double> byokUsageMonthly;

    std::optional<bool> includeByokInLimit;
    std::optional<bool> isFreeTier;
    std::optional<bool> isManagementKey;

    QString creatorUserId;

    /// Invalid means that the key does not expire.
    QDateTime expiresAt;

    struct FreeModelDailyRequests
    {
        std::optional<double> limit;
        std::optional<double> remaining;
        std::optional<double> used;
    };
    std::optional<FreeModelDailyRequests> freeModelDailyRequests;
    QStringList allowedDataRegions;
    QString organizationId;
    QString workspaceId;
};

} // namespace OpenRouterAuth
