// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylistformat.h"

#include "core/text/texts.h"
#include "keylabel.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::KeyInfo;
using OpenRouterAuth::Server;

namespace {

constexpr int Version = 1;
constexpr qsizetype MaximumText = 500;
constexpr qsizetype MaximumMaskedKey = 32;
constexpr qsizetype MaximumListLength = 100;

struct IntentName
{
    StoredKey::Intent intent;
    QLatin1StringView name;
};
constexpr std::array IntentNames{
    IntentName{StoredKey::Intent::Store, ""_L1},
    IntentName{StoredKey::Intent::Print, "print"_L1},
    IntentName{StoredKey::Intent::Adopt, "adopt"_L1},
    IntentName{StoredKey::Intent::Discard, "discard"_L1},
};

struct StateName
{
    StoredKey::State state;
    QLatin1StringView name;
};
constexpr std::array StateNames{
    StateName{StoredKey::State::Pending, "pending"_L1},
    StateName{StoredKey::State::Stored, "stored"_L1},
    StateName{StoredKey::State::Missing, "missing"_L1},
};

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

bool isHash(QStringView text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

QString toText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

/// Reads one object member by member. What is missing or of another type makes it bad; what was not
/// asked for is left over.
class ObjectReader
{
public:
    explicit ObjectReader(const QJsonValue &value)
        : m_object(value.toObject())
        , m_good(value.isObject())
    {}

    QJsonValue take(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        m_object.remove(name);
        return value;
    }

    /// Text without control characters; empty if it is not there.
    QString text(QLatin1StringView name, qsizetype maximumSize = MaximumText)
    {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return {};
        const QString text = value.toString();
        require(value.isString() && text.size() <= maximumSize && !Texts::hasControls(text));
        return text;
    }

    OpenRouterAuth::Nullable<QString> nullableText(QLatin1StringView name)
    {
        if (!m_object.contains(name))
            return {};
        if (!m_object.value(name).isNull())
            return text(name);
        m_object.remove(name);
        return nullptr;
    }

    QDateTime time(QLatin1StringView name)
    {
        const QString text = this->text(name);
        if (text.isEmpty())
            return {};
        const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
        // 24:00 on the last day of the year 9999 is in a year that could not be written again.
        require(time.isValid() && text.endsWith(u'Z') && time.date().year() <= 9999);
        return time.toUTC();
    }

    std::optional<double> number(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        require(value.isUndefined() || value.isDouble());
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }

    std::optional<qint64> count(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        require(value.isUndefined() || value.isDouble());
        return value.isDouble() ? std::optional(value.toInteger()) : std::nullopt;
    }

    std::optional<bool> flag(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        require(value.isUndefined() || value.isBool());
        return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
    }

    void require(bool condition) { m_good = m_good && condition; }

    [[nodiscard]] bool isGood() const { return m_good; }

    /// The members that nobody asked for.
    [[nodiscard]] const QJsonObject &rest() const { return m_object; }

private:
    QJsonObject m_object;
    bool m_good;
};

void insertText(QJsonObject &object, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty())
        object.insert(name, text);
}

template <typename T>
void insertOptional(QJsonObject &object, QLatin1StringView name, const std::optional<T> &value)
{
    if (value)
        object.insert(name, *value);
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
            reader.require(region.isString() && region.toString().size() <= MaximumText
                           && !Texts::hasControls(region.toString()));
            *info.allowedDataRegions += region.toString();
        }
    }
    *unknown = reader.rest();
    return reader.isGood() ? std::optional(info) : std::nullopt;
}

QJsonObject encodeKey(const StoredKey &key, bool withStatus)
{
    const auto state = std::find_if(StateNames.begin(), StateNames.end(),
                                    [&key](const auto &name) { return name.state == key.state; });
    QJsonObject object = key.unknown;
    object.insert("id"_L1, key.id);
    object.insert("server"_L1, QString::fromLatin1(key.server.baseUrl().toEncoded()));
    object.insert("label"_L1, key.label);
    object.insert("created"_L1, toText(key.created));
    object.insert("state"_L1, QString(state->name));
    if (key.isPending()) {
        const auto intent =
            std::find_if(IntentNames.begin(), IntentNames.end(),
                         [&key](const auto &name) { return name.intent == key.intent; });
        insertText(object, "intent"_L1, intent->name);
        insertText(object, "replaces"_L1, key.replacedId);
    }
    insertText(object, "user_id"_L1, key.userId);
    insertText(object, "expires_at"_L1, toText(key.expiresAt));
    insertText(object, "key_hash"_L1, key.keyHash);
    insertText(object, "masked_key"_L1, key.maskedKey);
    if (key.isDefault)
        object.insert("default"_L1, true);
    if (withStatus && key.lastStatus) {
        QJsonObject status = key.lastStatus->unknown;
        status.insert("checked_at"_L1, toText(key.lastStatus->checkedAt));
        status.insert("refused"_L1, key.lastStatus->refused);
        status.insert("info"_L1, encodeInfo(key.lastStatus->info, key.lastStatus->unknownInfo));
        object.insert("last_status"_L1, status);
    }
    return object;
}

std::optional<KeyStatus> decodeStatus(const QJsonValue &value)
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

std::optional<StoredKey> decodeKey(const QJsonValue &value)
{
    ObjectReader reader(value);
    StoredKey key;

    key.id = reader.text("id"_L1);
    reader.require(StoredKey::isValidId(key.id));

    const auto server = Server::fromBaseUrl(QUrl(reader.text("server"_L1), QUrl::StrictMode));
    if (!server)
        return std::nullopt;
    key.server = *server;

    const QString stateName = reader.text("state"_L1);
    const auto state =
        std::find_if(StateNames.begin(), StateNames.end(),
                     [&stateName](const auto &name) { return name.name == stateName; });
    if (state == StateNames.end())
        return std::nullopt;
    key.state = state->state;

    const QString intentName = reader.text("intent"_L1);
    const auto intent =
        std::find_if(IntentNames.begin(), IntentNames.end(),
                     [&intentName](const auto &name) { return name.name == intentName; });
    // One that a newer version knows: nothing is done with it, but it is reported.
    key.intent = intent == IntentNames.end() ? StoredKey::Intent::Print : intent->intent;
    key.replacedId = reader.text("replaces"_L1);
    reader.require(key.replacedId.isEmpty() || StoredKey::isValidId(key.replacedId));

    key.label = reader.text("label"_L1);
    reader.require(isStorableLabel(key.label));
    key.userId = reader.text("user_id"_L1);
    key.created = reader.time("created"_L1);
    reader.require(key.created.isValid());
    key.expiresAt = reader.time("expires_at"_L1);

    // A pending entry may not know its key yet.
    key.keyHash = reader.text("key_hash"_L1);
    key.maskedKey = reader.text("masked_key"_L1, MaximumMaskedKey);
    reader.require(isHash(key.keyHash)
                   || (key.keyHash.isEmpty() && key.state == StoredKey::State::Pending));

    key.isDefault = reader.flag("default"_L1).value_or(false);
    if (const QJsonValue status = reader.take("last_status"_L1); !status.isUndefined()) {
        key.lastStatus = decodeStatus(status);
        reader.require(key.lastStatus.has_value());
    }
    key.unknown = reader.rest();
    return reader.isGood() ? std::optional(key) : std::nullopt;
}

QJsonArray encodeKeys(const QList<StoredKey> &keys, bool withStatus)
{
    QJsonArray list;
    for (const StoredKey &key : keys) {
        if (key.state != StoredKey::State::Session)
            list.append(encodeKey(key, withStatus));
    }
    return list;
}

} // namespace

QByteArray encodeKeyList(const KeyListContent &list)
{
    QJsonObject object = list.unknown;
    object.insert("version"_L1, Version);
    object.insert("keys"_L1, encodeKeys(list.keys, true));
    if (!list.complete)
        object.insert("incomplete"_L1, true);
    return QJsonDocument(object).toJson();
}

KeyListContent decodeKeyList(const QByteArray &content)
{
    const QJsonDocument document = QJsonDocument::fromJson(content);
    if (!document.isObject())
        return {};
    ObjectReader reader(document.object());

    // First of all, because anything else may be different in another version.
    const std::optional<double> version = reader.number("version"_L1);
    if (!version)
        return {};
    if (*version != Version)
        return {KeyListContent::Verdict::UnknownVersion, {}, true, {}};

    KeyListContent result;
    result.complete = !reader.flag("incomplete"_L1).value_or(false);
    const QJsonValue list = reader.take("keys"_L1);
    reader.require(list.isArray());
    const QJsonArray entries = list.toArray();
    QSet<QString> ids;
    int defaults = 0;
    for (const QJsonValue &value : entries) {
        const std::optional<StoredKey> key = decodeKey(value);
        if (!key || ids.contains(key->id))
            return {};
        ids.insert(key->id);
        defaults += key->isDefault ? 1 : 0;
        result.keys += *key;
    }
    if (!reader.isGood() || defaults > 1)
        return {};
    result.unknown = reader.rest();
    result.verdict = KeyListContent::Verdict::Good;
    return result;
}

QByteArray encodeKeyListCopy(const QList<StoredKey> &keys)
{
    return QJsonDocument(QJsonObject{{u"version"_s, Version}, {u"keys"_s, encodeKeys(keys, false)}})
        .toJson(QJsonDocument::Compact);
}

QList<StoredKey> decodeKeyListCopy(const QByteArray &content)
{
    const QJsonObject object = QJsonDocument::fromJson(content).object();
    if (object.value("version"_L1) != QJsonValue(Version))
        return {};
    QList<StoredKey> keys;
    QSet<QString> ids;
    const QJsonArray entries = object.value("keys"_L1).toArray();
    for (const QJsonValue &value : entries) {
        const std::optional<StoredKey> key = decodeKey(value);
        if (!key || ids.contains(key->id))
            continue;
        ids.insert(key->id);
        keys += *key;
    }
    return keys;
}

} // namespace SignIn
