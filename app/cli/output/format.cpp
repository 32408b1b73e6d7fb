// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format.h"

#include "core/keys/keycondition.h"
#include "core/keys/keywarnings.h"
#include "core/text/texts.h"

#include <OpenRouterAuth/servertext.h>

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(CLI, "openrouter.cli", QtWarningMsg)

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("SignIn::Report", text);
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(const QDateTime &date)
{
    return date.isValid() ? QJsonValue(date.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

template <typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

/// What null means is up to the member, so it is there only if the server sent it.
void insertNullable(QJsonObject &object, const QString &name,
                    const OpenRouterAuth::Nullable<QString> &value)
{
    if (!value.isAbsent())
        object.insert(name, value ? QJsonValue(*value) : QJsonValue());
}

QJsonValue freeRequestsJson(const OpenRouterAuth::KeyInfo &info)
{
    if (!info.freeModelDailyRequests)
        return {};
    return QJsonObject{{u"limit"_s, orNull(info.freeModelDailyRequests->limit)},
                       {u"remaining"_s, orNull(info.freeModelDailyRequests->remaining)},
                       {u"used"_s, orNull(info.freeModelDailyRequests->used)}};
}

} // namespace

QString shown(const QString &text)
{
    return OpenRouterAuth::cleanServerText(text, {});
}

QString shownDate(const QDateTime &date)
{
    return Texts::isoMinute(date);
}

QString shownAmount(double usd)
{
    return Texts::plainMoney(usd);
}

QStringList keyTable(const QList<StoredKey> &keys, const QDateTime &now)
{
    const bool namesServers = std::any_of(
        keys.begin(), keys.end(), [](const StoredKey &key) { return !key.server.isOpenRouter(); });
    QList<QStringList> rows;
    for (const StoredKey &key : keys) {
        QStringList row{key.isDefault ? u"*"_s : u" "_s, shown(key.label), shown(key.maskedKey)};
        if (namesServers)
            row += shown(key.server.displayName());
        row += conditionText(key.condition(now));
        row += key.id;
        rows += row;
    }
    QList<qsizetype> widths;
    for (const QStringList &row : std::as_const(rows)) {
        widths.resize(row.size());
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row.at(i).size());
    }
    QStringList lines;
    for (const QStringList &row : std::as_const(rows)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line +=
                i == row.size() - 1
                    ? row.at(i)
                    : QString(row.at(i).leftJustified(widths.at(i)) + (i == 0 ? " "_L1 : "  "_L1));
        lines += line;
    }
    return lines;
}

QString expiryWarning(const StoredKey &key, const QDateTime &now)
{
    constexpr qint64 secondsPerHour = 3600;
    constexpr qint64 soon = 24 * secondsPerHour;
    switch (key.condition(now)) {
    case StoredKey::Condition::Expired:
        return translated(QT_TRANSLATE_NOOP("SignIn::Report", "This key expired on %1."))
            .arg(shownDate(key.expiresAt));
    case StoredKey::Condition::Refused:
        return translated(QT_TRANSLATE_NOOP("SignIn::Report",
                                            "The server refused this key when it was asked last."));
    case StoredKey::Condition::LimitReached:
        return translated(QT_TRANSLATE_NOOP(
            "SignIn::Report", "The limit of this key was reached when it was checked last."));
    default:
        break;
    }
    if (!key.expiresAt.isValid())
        return {};
    const qint64 left = key.clock.at(now).secsTo(key.expiresAt);
    if (left <= 0 && !key.clock.isKnown()) {
        return translated(QT_TRANSLATE_NOOP("SignIn::Report",
                                            "By this computer's clock, this key expired on %1."))
            .arg(shownDate(key.expiresAt));
    }
    if (left < soon) {
        return translated(QT_TRANSLATE_NOOP("SignIn::Report", "This key expires on %1."))
            .arg(shownDate(key.expiresAt));
    }
    return {};
}

QJsonObject keyJson(const StoredKey &key, const QDateTime &now)
{
    return {
        {u"schema"_s, JsonSchema},
        {u"id"_s, orNull(key.id)},
        {u"label"_s, key.label},
        {u"server"_s, key.server.baseUrl().toString(QUrl::FullyEncoded)},
        {u"masked_key"_s, key.maskedKey},
        {u"key_hash"_s, key.keyHash},
        {u"user_id"_s, orNull(key.userId)},
        {u"default"_s, key.isDefault},
        {u"condition"_s, QString(conditionName(key.condition(now)))},
        {u"created_at"_s, orNull(key.created)},
        {u"expires_at"_s, orNull(key.expiresAt)},
        {u"checked_at"_s, orNull(key.lastStatus ? key.lastStatus->checkedAt : QDateTime())},
        {u"settings_url"_s, key.settingsUrl().toString(QUrl::FullyEncoded)},
        {u"activity_url"_s, key.activityUrl().toString(QUrl::FullyEncoded)},
    };
}

QJsonObject statusJson(const StoredKey &key, const QDateTime &now, int renewAfterDays)
{
    QJsonObject object = keyJson(key, now);
    const OpenRouterAuth::KeyInfo info =
        key.lastStatus ? key.lastStatus->info : OpenRouterAuth::KeyInfo();
    const auto condition = key.condition(now);
    object.insert(u"valid"_s, condition == StoredKey::Condition::Valid
                                  || condition == StoredKey::Condition::SessionOnly);
    object.insert(u"server_label"_s, orNull(info.label));
    object.insert(u"limit"_s, orNull(info.limit));
    object.insert(u"limit_remaining"_s, orNull(info.limitRemaining));
    object.insert(u"limit_reset"_s, orNull(info.limitReset));
    object.insert(u"usage"_s, orNull(info.usage));
    object.insert(u"usage_daily"_s, orNull(info.usageDaily));
    object.insert(u"usage_weekly"_s, orNull(info.usageWeekly));
    object.insert(u"usage_monthly"_s, orNull(info.usageMonthly));
    object.insert(u"byok_usage"_s, orNull(info.byokUsage));
    object.insert(u"byok_usage_daily"_s, orNull(info.byokUsageDaily));
    object.insert(u"byok_usage_weekly"_s, orNull(info.byokUsageWeekly));
    object.insert(u"byok_usage_monthly"_s, orNull(info.byokUsageMonthly));
    object.insert(u"include_byok_in_limit"_s, orNull(info.includeByokInLimit));
    object.insert(u"is_free_tier"_s, orNull(info.isFreeTier));
    object.insert(u"is_management_key"_s, orNull(info.isManagementKey));
    object.insert(u"free_model_daily_requests"_s, freeRequestsJson(info));
    object.insert(u"rate_limit"_s,
                  info.rateLimit.isEmpty() ? QJsonValue() : QJsonValue(info.rateLimit));
    insertNullable(object, u"creator_user_id"_s, info.creatorUserId);
    insertNullable(object, u"organization_id"_s, info.organizationId);
    insertNullable(object, u"workspace_id"_s, info.workspaceId);
    if (info.allowedDataRegions) {
        object.insert(u"allowed_data_regions"_s,
                      QJsonArray::fromStringList(*info.allowedDataRegions));
    }
    QJsonArray warnings;
    for (const KeyWarning &warning : keyWarnings(key, now, renewAfterDays))
        warnings += QString(warning.name());
    object.insert(u"warnings"_s, warnings);
    object.insert(u"renew_at"_s, orNull(renewalTime(key, renewAfterDays)));
    return object;
}

} // namespace SignIn
