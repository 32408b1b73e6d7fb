// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace Fake {

/// A key and everything that `GET /key` says about it.
struct KeyRecord
{
    QByteArray key;
    QString label;
    std::optional<double> limit; ///< USD; absent means unlimited.
    QString limitReset;          ///< `daily`, `weekly`, `monthly`; empty means never.

    double usage = 0;
    double usageDaily = 0;
    double usageWeekly = 0;
    double usageMonthly = 0;
    double byokUsage = 0;
    double byokUsageDaily = 0;
    double byokUsageWeekly = 0;
    double byokUsageMonthly = 0;

    bool includeByokInLimit = false;
    bool isFreeTier = false;
    bool isManagementKey = false;
    bool isRevoked = false;

    QDateTime expiresAt; ///< Invalid means never.
    QString workspaceId;
    QString organizationId;
    QStringList dataRegions{QStringLiteral("global")};
    qint64 freeRequestsUsed = 0; ///< Of 50 a day in the free tier, of 1,000 otherwise.

    /// Spent today, and so also this week, this month and in all.
    void setUsage(double usd) { usage = usageDaily = usageWeekly = usageMonthly = usd; }

    /// What is left of the limit in the current interval.
    [[nodiscard]] std::optional<double> limitRemaining() const;

    /// `data` of `GET /key`. \a newerFields adds what the published description does not know.
    [[nodiscard]] QJsonObject toJson(const std::optional<QString> &userId, bool newerFields) const;

    /// `sk-or-v1-0e6...1c96`
    [[nodiscard]] QString masked() const;
};

/// A fresh key in OpenRouter's form, from the system's random generator.
[[nodiscard]] QByteArray generateKey();

} // namespace Fake
