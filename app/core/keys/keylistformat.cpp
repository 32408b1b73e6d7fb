// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylistformat.h"

#include "jsonobject.h"
#include "keylabel.h"
#include "keystatusformat.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <array>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Server;

namespace {

constexpr int Version = 1;
constexpr qsizetype MaximumMaskedKey = 32;

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

QJsonObject encodeClock(const ServerClock &clock)
{
    return {{u"server"_s, toText(clock.server)}, {u"local"_s, toText(clock.local)}};
}

/// Nothing if a member is malformed.
std::optional<ServerClock> decodeClock(const QJsonValue &value)
{
    ObjectReader reader(value);
    const ServerClock clock{reader.time("server"_L1), reader.time("local"_L1)};
    return reader.isGood() && clock.isKnown() ? std::optional(clock) : std::nullopt;
}

bool isHash(QStringView text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
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
    insertText(object, "keychain"_L1, key.keychain);
    if (key.isDefault)
        object.insert("default"_L1, true);
    if (withStatus && key.lastStatus) {
        object.insert("last_status"_L1, encodeKeyStatus(*key.lastStatus));
    }
    if (withStatus && key.clock.isKnown())
        object.insert("clock"_L1, encodeClock(key.clock));
    return object;
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

    key.keychain = reader.text("keychain"_L1);

    key.isDefault = reader.flag("default"_L1).value_or(false);
    if (const QJsonValue status = reader.take("last_status"_L1); !status.isUndefined()) {
        key.lastStatus = decodeKeyStatus(status);
        reader.require(key.lastStatus.has_value());
    }
    if (const QJsonValue told = reader.take("clock"_L1); !told.isUndefined()) {
        const std::optional<ServerClock> clock = decodeClock(told);
        reader.require(clock.has_value());
        key.clock = clock.value_or(ServerClock());
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
