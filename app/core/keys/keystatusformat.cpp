// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keystatusformat.h"

#include "jsonobject.h"

#include <QJsonArray>

#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::KeyInfo;

namespace {

constexpr qsizetype MaximumListLength = 100;

// The plain fields of a KeyInfo, each with its name in GET /key.
template <typename T>
struct InfoField
{
    QLatin1StringView name;
    T KeyInfo::*field;
};
// Clang does not deduce it from an aggregate before version 17.
template <typename T>
InfoField(QLatin1StringView, T KeyInfo::*) -> InfoField<T>;
constexpr std::array InfoNumbers{
    InfoField{"limit"_L1, &KeyInfo::limit},
    InfoField{"limit_remaining"_L1, &KeyInfo::limitRemaining},
    InfoField{"usage"_L1, &KeyInfo::usage},
    InfoField{"usage_daily"_L1, &KeyInfo::usageDaily},
    InfoField{"usage_weekly"_L1, &KeyInfo::usageWeekly},
    InfoField{"usage_monthly"_L1, &KeyInfo::usageMonthly},
    InfoField{"byok_usage"_L1, &KeyInfo::byokUsage},
    InfoField{"byok_usage_daily"_L1, &KeyInfo::byokUsageDaily},
    InfoField{"byok_usage_weekly"_L1, &KeyInfo::byokUsageWeekly},
    InfoField{"byok_usage_monthly"_L1, &KeyInfo::byokUsageMonthly},
};
constexpr std::array InfoFlags{
    InfoField{"include_byok_in_limit"_L1, &KeyInfo::includeByokInLimit},
    InfoField{"is_free_tier"_L1, &KeyInfo::isFreeTier},
    InfoField{"is_management_key"_L1, &KeyInfo::isManagementKey},
};
constexpr std::array InfoTexts{
    InfoField{"label"_L1, &KeyInfo::label},
    InfoField{"limit_reset"_L1, &KeyInfo::limitReset},
};
constexpr std::array InfoIds{
    InfoField{"creator_user_id"_L1, &KeyInfo::creatorUserId},
    InfoField{"organization_id"_L1, &KeyInfo::organizationId},
    InfoField{"workspace_id"_L1, &KeyInfo::workspaceId},
};

/// Numbers and short texts only: this deprecated member comes as servers send it.
bool isPlain(const QJsonValue &value)
{
    if (!value.isString())
        return value.isDouble() || value.isBool() || value.isNull();
    return value.toString().size() <= ObjectReader::MaximumText
           && !Texts::hasControls(value.toString());
}

QJsonObject plainMembers(const QJsonObject &object)
{
    QJsonObject result;
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (result.size() < MaximumListLength && isPlain(member.key()) && isPlain(member.value()))
            result.insert(member.key(), member.value());
    }
    return result;
}

QJsonObject encodeInfo(const KeyInfo &info, const QJsonObject &unknown)
{
    QJsonObject object = unknown;
    for (const auto &[name, field] : InfoTexts)
        insertText(object, name, info.*field);
    for (const auto &[name, field] : InfoIds) {
        if (!(info.*field).isAbsent())
            object.insert(name, info.*field ? QJsonValue(*(info.*field)) : QJsonValue());
    }
    for (const auto &[name, field] : InfoNumbers)
        insertOptional(object, name, info.*field);
    for (const auto &[name, field] : InfoFlags)
        insertOptional(object, name, info.*field);
    insertText(object, "expires_at"_L1, toText(info.expiresAt));
    if (const auto &requests = info.freeModelDailyRequests) {
        QJsonObject counts;
        insertOptional(counts, "limit"_L1, requests->limit);
        insertOptional(counts, "remaining"_L1, requests->remaining);
        insertOptional(counts, "used"_L1, requests->used);
        object.insert("free_model_daily_requests"_L1, counts);
    }
    if (info.allowedDataRegions) {
        object.insert("allowed_data_regions"_L1,
                      QJsonArray::fromStringList(info.allowedDataRegions->first(
                          std::min(info.allowedDataRegions->size(), MaximumListLength))));
    }
    if (const QJsonObject rateLimit = plainMembers(info.rateLimit); !rateLimit.isEmpty())
        object.insert("rate_limit"_L1, rateLimit);
    return object;
}

std::optional<KeyInfo> decodeInfo(const QJsonValue &value, QJsonObject *unknown)
{
    ObjectReader reader(value);
    KeyInfo info;
    for (const auto &[name, field] : InfoTexts)
        info.*field = reader.text(name);
    for (const auto &[name, field] : InfoIds)
        info.*field = reader.nullableText(name);
    for (const auto &[name, field] : InfoNumbers)
        info.*field = reader.number(name);
    for (const auto &[name, field] : InfoFlags)
        info.*field = reader.flag(name);
    info.expiresAt = reader.time("expires_at"_L1);
    if (const QJsonValue requests = reader.take("free_model_daily_requests"_L1);
        !requests.isUndefined()) {
        ObjectReader counts(requests);
        info.freeModelDailyRequests = KeyInfo::FreeModelDailyRequests{
            counts.count("limit"_L1), counts.count("remaining"_L1), counts.count("used"_L1)};
        reader.require(counts.isGood());
    }
    if (const QJsonValue regions = reader.take("allowed_data_regions"_L1); !regions.isUndefined()) {
        const QJsonArray list = regions.toArray();
        info.allowedDataRegions.emplace();
        reader.require(regions.isArray() && list.size() <= MaximumListLength);
        for (const QJsonValue &region : list) {
            reader.require(region.isString()
                           && region.toString().size() <= ObjectReader::MaximumText
                           && !Texts::hasControls(region.toString()));
            *info.allowedDataRegions += region.toString();
        }
    }
    info.rateLimit = plainMembers(reader.take("rate_limit"_L1).toObject());
    *unknown = reader.rest();
    return reader.isGood() ? std::optional(info) : std::nullopt;
}

} // namespace

QJsonObject encodeKeyStatus(const KeyStatus &status)
{
    QJsonObject object = status.unknown;
    object.insert("checked_at"_L1, toText(status.checkedAt));
    object.insert("refused"_L1, status.refused);
    object.insert("info"_L1, encodeInfo(status.info, status.unknownInfo));
    return object;
}

std::optional<KeyStatus> decodeKeyStatus(const QJsonValue &value)
{
    ObjectReader reader(value);
    KeyStatus status;
    status.checkedAt = reader.time("checked_at"_L1);
    const std::optional<bool> refused = reader.flag("refused"_L1);
    const std::optional<KeyInfo> info = decodeInfo(reader.take("info"_L1), &status.unknownInfo);
    if (!reader.isGood() || !status.checkedAt.isValid() || !refused || !info)
        return std::nullopt;
    status.refused = *refused;
    status.unknown = reader.rest();
    status.info = *info;
    return status;
}

} // namespace SignIn
