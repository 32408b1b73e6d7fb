// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "decoder_p.h"

#include "servertext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>

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

/// The body, if it is a message for people. Those begin with a letter; markup, JSON that is cut off
/// and bytes of other kinds do not. Bare JSON words are no message either.
QString plainText(const QByteArray &body)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = QString(decode(body)).trimmed();
    const bool isText = !decode.hasError() && !text.isEmpty() && text.front().isLetter();
    return isText && text != "null"_L1 && text != "true"_L1 && text != "false"_L1 ? text
                                                                                  : QString();
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

/// Absent if it is neither text nor null.
Nullable<QString> nullableText(const QJsonObject &object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    if (value.isNull())
        return nullptr;
    return value.isString() ? Nullable<QString>(text(object, name)) : Nullable<QString>();
}

/// A count; absent if it is no integer.
std::optional<qint64> integer(const QJsonObject &object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    // Two different defaults tell a number that is the default from one that is no integer.
    const qint64 count = value.toInteger(0);
    return count != 0 || value.toInteger(1) == 0 ? std::optional(count) : std::nullopt;
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
    // What becomes of a lone surrogate on its way to bytes depends on Qt.
    const std::optional<ApiKey> apiKey =
        keyText.isValidUtf16() ? ApiKey::fromBytes(keyText.toUtf8()) : std::nullopt;
    if (!apiKey)
        return invalid(u"\"key\" does not have the form of a key"_s);
    return ExchangeResponse{*apiKey, nullableText(*object, "user_id"_L1)};
}

Result<CreateAuthCodeResponse> decodeCreateAuthCodeResponse(const QByteArray &body)
{
    const Result<QJsonObject> data = parseData(body);
    if (!data)
        return data.error();
    const QString id = data->value("id"_L1).toString();
    if (id.isEmpty() || !id.isValidUtf16()) // a lone surrogate would not survive the way to bytes
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
    if (!info.isManagementKey)
        info.isManagementKey = boolean(*data, "is_provisioning_key"_L1);
    info.creatorUserId = nullableText(*data, "creator_user_id"_L1);
    info.expiresAt = dateTime(*data, "expires_at"_L1);
    info.organizationId = nullableText(*data, "organization_id"_L1);
    info.workspaceId = nullableText(*data, "workspace_id"_L1);
    if (const QJsonValue requests = data->value("free_model_daily_requests"_L1);
        requests.isObject()) {
        const QJsonObject object = requests.toObject();
        info.freeModelDailyRequests = KeyInfo::FreeModelDailyRequests{
            integer(object, "limit"_L1), integer(object, "remaining"_L1),
            integer(object, "used"_L1)};
    }
    if (const QJsonValue regions = data->value("allowed_data_regions"_L1); regions.isArray()) {
        info.allowedDataRegions.emplace();
        const QJsonArray list = regions.toArray();
        for (const QJsonValue &region : list) {
            if (region.isString())
                *info.allowedDataRegions += cleanServerText(region.toString(), {});
        }
    }
    info.rateLimit = cleanObject(data->value("rate_limit"_L1).toObject(), {});
    return info;
}

void decodeErrorBody(const QByteArray &body, const QList<Secret> &secrets, Error *error)
{
    const Result<QJsonObject> object = parseObject(body);
    if (!object) {
        error->setServerMessage(cleanServerText(plainText(body), secrets));
        return;
    }
    const auto clean = [&secrets](const QJsonValue &value) {
        return cleanServerText(value.toString(), secrets);
    };
    const QJsonValue errorValue = object->value("error"_L1);
    QJsonObject content = errorValue.toObject();
    constexpr qint64 noInteger = std::numeric_limits<qint64>::max();
    if (const qint64 code = content.take("code"_L1).toInteger(noInteger); int(code) == code)
        error->setServerCode(int(code));

    // From the shape that says most to the one that says least.
    const QStringList messages{clean(content.take("message"_L1)),
                               clean(object->value("error_description"_L1)), clean(errorValue),
                               clean(object->value("message"_L1))};
    const auto message = std::find_if(messages.begin(), messages.end(),
                                      [](const QString &text) { return !text.isEmpty(); });
    if (message != messages.end())
        error->setServerMessage(*message);

    const QJsonObject metadata = content.take("metadata"_L1).toObject();
    error->setMetadata(cleanObject(metadata, secrets));
    error->setServerErrorType(errorValue.isString() ? clean(errorValue)
                                                    : clean(metadata.value("error_type"_L1)));
    error->setAdditionalMembers(cleanObject(content, secrets));
    error->setOpenRouterMetadata(
        cleanObject(object->value("openrouter_metadata"_L1).toObject(), secrets));
    error->setUserId(clean(object->value("user_id"_L1)));
}

} // namespace OpenRouterAuth
