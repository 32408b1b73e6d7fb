// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/nullable.h>
#include <OpenRouterAuth/openrouterauth_export.h>

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace OpenRouterAuth {

/// The key's own record (`GET /key`). Reentrant.
///
/// Amounts are US dollars. A key's limit is its own cap, not what is left on the account. Members
/// that the server did not send, or that are of another type than promised, are absent; unknown
/// ones are ignored. Texts are cleaned with cleanServerText().
struct KeyInfo
{
    /// The key's name; the masked key where nobody gave it one.
    QString label;

    /// The cap and what is left of it in the current interval. Absent means unlimited.
    std::optional<double> limit;
    std::optional<double> limitRemaining;

    /// `daily`, `weekly`, `monthly` or what newer servers say; empty means that it never resets.
    QString limitReset;

    /// Spent so far, and in the current UTC day, week and month.
    std::optional<double> usage;
    std::optional<double> usageDaily;
    std::optional<double> usageWeekly;
    std::optional<double> usageMonthly;

    /// The same for requests that were paid with the owner's keys at providers (bring your own
    /// key).
    std::optional<double> byokUsage;
    std::optional<double> byokUsageDaily;
    std::optional<double> byokUsageWeekly;
    std::optional<double> byokUsageMonthly;

    /// Whether such requests count towards the limit.
    std::optional<bool> includeByokInLimit;

    /// Whether the account never bought credits.
    std::optional<bool> isFreeTier;

    /// Whether the key manages other keys and cannot be used for requests. From
    /// `is_provisioning_key` where a server does not know `is_management_key`.
    std::optional<bool> isManagementKey;

    /// Who made the key; null where the server names nobody.
    Nullable<QString> creatorUserId;

    /// UTC, with fractions of a second. Invalid means that the key does not expire.
    QDateTime expiresAt;

    /// Requests to free models in the current day, of all keys of the account.
    struct FreeModelDailyRequests
    {
        std::optional<qint64> limit;
        std::optional<qint64> remaining;
        std::optional<qint64> used;
    };
    std::optional<FreeModelDailyRequests> freeModelDailyRequests;

    /// `global`, `europe`, `us` or what newer servers say. An empty list permits no region; absent
    /// means that the server does not say.
    std::optional<QStringList> allowedDataRegions;

    /// The organization to which the key belongs; null means that it belongs to a person.
    Nullable<QString> organizationId;

    /// The workspace to which the key belongs; null means that it was deleted.
    Nullable<QString> workspaceId;

    /// Deprecated by the service: `{"requests":…,"interval":…,"note":…}` as it comes.
    QJsonObject rateLimit;
};

} // namespace OpenRouterAuth
