// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyrecord.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace Fake {

using namespace Qt::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(std::optional<double> number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

} // namespace

std::optional<double> KeyRecord::limitRemaining() const
{
    if (!limit)
        return std::nullopt;
    double spent = usage;
    double spentByok = byokUsage;
    if (limitReset == "daily"_L1) {
        spent = usageDaily;
        spentByok = byokUsageDaily;
    } else if (limitReset == "weekly"_L1) {
        spent = usageWeekly;
        spentByok = byokUsageWeekly;
    } else if (limitReset == "monthly"_L1) {
        spent = usageMonthly;
        spentByok = byokUsageMonthly;
    }
    return std::max(0.0, *limit - spent - (includeByokInLimit ? spentByok : 0.0));
}

QJsonObject KeyRecord::toJson(const std::optional<QString> &userId, bool newerFields) const
{
    QJsonObject data{
        {u"label"_s, label},
        {u"limit"_s, orNull(limit)},
        {u"limit_remaining"_s, orNull(limitRemaining())},
        {u"limit_reset"_s, orNull(limitReset)},
        {u"usage"_s, usage},
        {u"usage_daily"_s, usageDaily},
        {u"usage_weekly"_s, usageWeekly},
        {u"usage_monthly"_s, usageMonthly},
        {u"byok_usage"_s, byokUsage},
        {u"byok_usage_daily"_s, byokUsageDaily},
        {u"byok_usage_weekly"_s, byokUsageWeekly},
        {u"byok_usage_monthly"_s, byokUsageMonthly},
        {u"include_byok_in_limit"_s, includeByokInLimit},
        {u"is_free_tier"_s, isFreeTier},
        {u"is_management_key"_s, isManagementKey},
        {u"is_provisioning_key"_s, isManagementKey},
        {u"creator_user_id"_s, userId ? QJsonValue(*userId) : QJsonValue()},
        {u"expires_at"_s, orNull(expiresAt.toUTC().toString(Qt::ISODate))},
        {u"rate_limit"_s,
         QJsonObject{{u"requests"_s, -1},
                     {u"interval"_s, u"10s"_s},
                     {u"note"_s, u"This field is deprecated and safe to ignore."_s}}},
    };
    if (newerFields) {
        const qint64 freeRequests = isFreeTier ? 50 : 1000;
        data.insert("allowed_data_regions"_L1, QJsonArray::fromStringList(dataRegions));
        data.insert("free_model_daily_requests"_L1,
                    QJsonObject{{u"limit"_s, freeRequests},
                                {u"remaining"_s, freeRequests - freeRequestsUsed},
                                {u"used"_s, freeRequestsUsed}});
        data.insert("organization_id"_L1, orNull(organizationId));
        data.insert("workspace_id"_L1, orNull(workspaceId));
    }
    return data;
}

QString KeyRecord::masked() const
{
    return QString::fromUtf8(key.first(std::min<qsizetype>(key.size(), 12))) + "..."_L1
           + QString::fromUtf8(key.last(std::min<qsizetype>(key.size(), 4)));
}

QByteArray generateKey()
{
    std::array<quint32, 8> random;
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return "sk-or-v1-"
           + QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
}

} // namespace Fake
