// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "decoder_p.h"

#include "servertext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

Error invalid(const QString &detail)
{
    return Error(Error::Kind::InvalidResponse, detail);
}

Result<QJsonObject> parseObject(const QByteArray &body)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return invalid(u"not JSON: "_s + parseError.errorString());
    if (!document.isObject())
        return invalid(u"not a JSON object"_s);
    return document.object();
}

Result<QJsonObject> parseData(const QByteArray &body)
{
    Result<QJsonObject> object = parseObject(body);
    if (!object)
        return object;
    const QJsonValue data = object->value("data"_L1);
    if (!data.isObject())
        return invalid(u"no object \"data\""_s);
    return data.toObject();
}

QJsonObject cleanObject(const QJsonObject &object, const QList<Secret> &secrets);

QJsonValue cleanValue(const QJsonValue &value, const QList<Secret> &secrets)
{
    switch (value.type()) {
    case QJsonValue::String:
        return cleanServerText(value.toString(), secrets);
    case QJsonValue::Array: {
        QJsonArray clean;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array)
            clean.append(cleanValue(element, secrets));
        return clean;
    }
    case QJsonValue::Object:
        return cleanObject(value.toObject(), secrets);
    default:
        return value;
    }
}

/// Metadata is shown and logged as readily as a message, so it is cleaned all the way down. The
/// parser has limited how deep that is.
QJsonObject cleanObject(const QJsonObject &object, const QList<Secret> &secrets)
{
    QJsonObject clean;
    for (auto it = object.begin(); it != object.end(); ++it)
        clean.insert(cleanServerText(it.key(), secrets), cleanValue(it.value(), secrets));
    return clean;
}

QString text(const QJsonObject &object, QLatin1StringView name)
{
    return cleanServerText(object.value(name).toString(), {});
}

std::optional<double> number(const QJsonObject &object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

std::optional<bool> boolean(const QJsonObject &object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

QDateTime dateTime(const QJsonObject &object, QLatin1StringView name)
{
    const QString text = object.value(name).toString();
    QDateTime value = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (value.timeSpec() == Qt::LocalTime) // no zone given; the server means UTC
        value = QDateTime::fromString(text + u'Z', Qt::ISODateWithMs);
    if (!value.isValid())
        return {};
    // In UTC it may leave the years that a date can be written with.
    value = value.toUTC();
    return value.date().year() >= 1 && value.date().year() <= 9999 ? value : QDateTime();
}

} // namespace

Result<ExchangeResponse> decodeExchangeResponse(const QByteArray &body)
{
    const Result<QJsonObject> object = parseObject(body);
    if (!object)
        return object.error();
    const QJsonValue key = object->value("key"_L1);
    if (!key.isString())
        return invalid(u"no text \"key\""_s);
    const QString keyText = key.toString();
    // A lone surrogate would become a question mark on its way to bytes.
    const std::optional<ApiKey> apiKey =
        keyText.isValidUtf16() ? ApiKey::fromBytes(keyText.toUtf8()) : std::nullopt;
    if (!apiKey)
        return invalid(u"\"key\" does not have the form of a key"_s);
    return ExchangeResponse{*apiKey, text(*object, "user_id"_L1)};
}

Result<CreateAuthCodeResponse> decodeCreateAuthCodeResponse(const QByteArray &body)
{
    const Result<QJsonObject> data = parseData(body);
    if (!data)
        return data.error();
    const QString id = data->value("id"_L1).toString();
    if (id.isEmpty())
        return invalid(u"no text \"id\""_s);
    CreateAuthCodeResponse response;
    response.code = Secret(id.toUtf8());
    response.appId = data->value("app_id"_L1).toInteger();
    response.createdAt = dateTime(*data, "created_at"_L1);
    return response;
}

Result<KeyInfo> decodeKeyInfo(const QByteArray &body)
{
    const Result<QJsonObject> data = parseData(body);
    if (!data)
        return data.error();
    KeyInfo info;
    info.label = text(*data, "label"_L1);
    info.limit = number(*data, "limit"_L1);
    info.limitRemaining = number(*data, "limit_remaining"_L1);
    info.limitReset = text(*data, "limit_reset"_L1);
    info.usage = number(*data, "usage"_L1);
    info.usageDaily = number(*data, "usage_daily"_L1);
    info.usageWeekly = number(*data, "usage_weekly"_L1);
    info.usageMonthly = number(*data, "usage_monthly"_L1);
    info.byokUsage = number(*data, "byok_usage"_L1);
    info.byokUsageDaily = number(*data, "byok_usage_daily"_L1);
    info.byokUsageWeekly = number(*data, "byok_usage_weekly"_L1);
    info.byokUsageMonthly = number(*data, "byok_usage_monthly"_L1);
    info.includeByokInLimit = boolean(*data, "include_byok_in_limit"_L1);
    info.isFreeTier = boolean(*data, "is_free_tier"_L1);
    info.isManagementKey = boolean(*data, "is_management_key"_L1);
    info.creatorUserId = text(*data, "creator_user_id"_L1);
    info.expiresAt = dateTime(*data, "expires_at"_L1);
    info.organizationId = text(*data, "organization_id"_L1);
    info.workspaceId = text(*data, "workspace_id"_L1);
    if (const QJsonValue requests = data->value("free_model_daily_requests"_L1);
        requests.isObject()) {
        const QJsonObject object = requests.toObject();
        info.freeModelDailyRequests = KeyInfo::FreeModelDailyRequests{
            number(object, "limit"_L1), number(object, "remaining"_L1), number(object, "used"_L1)};
    }
    const QJsonArray regions = data->value("allowed_data_regions"_L1).toArray();
    for (const QJsonValue &region : regions) {
        if (region.isString())
            info.allowedDataRegions += cleanServerText(region.toString(), {});
    }
    return info;
}

void decodeErrorBody(const QByteArray &body, const QList<Secret> &secrets, Error *error)
{
    const Result<QJsonObject> object = parseObject(body);
    if (!object)
        return;
    const QJsonObject content = object->value("error"_L1).toObject();
    constexpr qint64 noInteger = std::numeric_limits<qint64>::max();
    if (const qint64 code = content.value("code"_L1).toInteger(noInteger); int(code) == code)
        error->setServerCode(int(code));
    error->setServerMessage(cleanServerText(content.value("message"_L1).toString(), secrets));
    error->setMetadata(cleanObject(content.value("metadata"_L1).toObject(), secrets));
    error->setOpenRouterMetadata(
        cleanObject(object->value("openrouter_metadata"_L1).toObject(), secrets));
    error->setUserId(cleanServerText(object->value("user_id"_L1).toString(), secrets));
}

} // namespace OpenRouterAuth
