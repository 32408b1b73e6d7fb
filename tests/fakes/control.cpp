// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control.h"

#include "fakeopenrouter.h"

#include <QJsonArray>

namespace Fake {

using namespace Qt::StringLiterals;

namespace {

using Endpoint = FakeOpenRouter::Endpoint;

std::optional<Endpoint> endpointFromName(const QString &name)
{
    static const QHash<QString, Endpoint> names{
        {u"auth"_s, Endpoint::AuthorizationPage},
        {u"exchange"_s, Endpoint::Exchange},
        {u"create-code"_s, Endpoint::CreateAuthCode},
        {u"key"_s, Endpoint::Key},
        {u"other"_s, Endpoint::Other},
    };
    const auto it = names.constFind(name);
    return it == names.cend() ? std::nullopt : std::optional(*it);
}

void update(KeyRecord *record, const QJsonObject &object)
{
    const auto take = [&object](QLatin1StringView name, auto set) {
        if (object.contains(name))
            set(object.value(name));
    };
    take("label"_L1, [&](const QJsonValue &value) { record->label = value.toString(); });
    take("limit"_L1, [&](const QJsonValue &value) {
        record->limit = value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    });
    take("limitReset"_L1, [&](const QJsonValue &value) { record->limitReset = value.toString(); });
    take("usage"_L1, [&](const QJsonValue &value) { record->setUsage(value.toDouble()); });
    take("usageDaily"_L1, [&](const QJsonValue &value) { record->usageDaily = value.toDouble(); });
    take("usageWeekly"_L1,
         [&](const QJsonValue &value) { record->usageWeekly = value.toDouble(); });
    take("byokUsage"_L1, [&](const QJsonValue &value) {
        record->byokUsage = record->byokUsageMonthly = value.toDouble();
    });
    take("freeRequestsUsed"_L1,
         [&](const QJsonValue &value) { record->freeRequestsUsed = value.toInteger(); });
    take("dataRegions"_L1,
         [&](const QJsonValue &value) { record->dataRegions = value.toVariant().toStringList(); });
    take("organizationId"_L1,
         [&](const QJsonValue &value) { record->organizationId = value.toString(); });
    take("workspaceId"_L1,
         [&](const QJsonValue &value) { record->workspaceId = value.toString(); });
    take("expiresAt"_L1, [&](const QJsonValue &value) {
        record->expiresAt = QDateTime::fromString(value.toString(), Qt::ISODate);
    });
    take("isFreeTier"_L1, [&](const QJsonValue &value) { record->isFreeTier = value.toBool(); });
    take("isManagementKey"_L1,
         [&](const QJsonValue &value) { record->isManagementKey = value.toBool(); });
}

} // namespace

std::optional<QJsonObject> control(FakeOpenRouter *server, const QJsonObject &orders,
                                   QString *problem)
{
    static const QSet<QString> known{
        u"clear"_s,
        u"faults"_s,
        u"closeAtAccept"_s,
        u"userId"_s,
        u"nextKey"_s,
        u"codeLifetime"_s,
        u"advanceClock"_s,
        u"managementOnly"_s,
        u"invalidCodeStatus"_s,
        u"newerFields"_s,
        u"authorizationLost"_s,
        u"makeKey"_s,
        u"updateKey"_s,
        u"revoke"_s,
        u"authorize"_s,
        u"deny"_s,
        u"authorizeHeadless"_s,
    };
    const auto refuse = [problem](const QString &why) {
        *problem = why;
        return std::nullopt;
    };
    for (const QString &name : orders.keys()) {
        if (!known.contains(name))
            return refuse(u"unknown order "_s + name);
    }
    const auto given = [&orders](QLatin1StringView name) { return orders.contains(name); };
    const auto text = [&orders](QLatin1StringView name) { return orders.value(name).toString(); };
    const auto link = [&text](QLatin1StringView name) {
        return QUrl::fromEncoded(text(name).toUtf8(), QUrl::StrictMode);
    };

    if (orders.value("clear"_L1).toBool()) {
        server->clearFaults();
        server->clearViolations();
    }
    const QJsonArray faults = orders.value("faults"_L1).toArray();
    for (const QJsonValue &value : faults) {
        const QJsonObject object = value.toObject();
        const auto endpoint = endpointFromName(object.value("endpoint"_L1).toString());
        if (!endpoint)
            return refuse(u"unknown endpoint"_s);
        const auto fault = Fault::fromJson(object, problem);
        if (!fault)
            return std::nullopt;
        server->inject(*endpoint, *fault, object.value("times"_L1).toInt(1));
    }
    if (given("closeAtAccept"_L1))
        server->closeAtAccept(orders.value("closeAtAccept"_L1).toInt());
    if (given("userId"_L1)) {
        server->setUserId(orders.value("userId"_L1).isNull() ? std::nullopt
                                                             : std::optional(text("userId"_L1)));
    }
    if (given("nextKey"_L1))
        server->setNextKey(text("nextKey"_L1).toUtf8());
    if (given("codeLifetime"_L1))
        server->setCodeLifetime(std::chrono::seconds(orders.value("codeLifetime"_L1).toInt()));
    if (given("advanceClock"_L1))
        server->advanceClock(std::chrono::seconds(orders.value("advanceClock"_L1).toInt()));
    if (given("managementOnly"_L1))
        server->setManagementOnly(orders.value("managementOnly"_L1).toBool());
    if (given("invalidCodeStatus"_L1))
        server->setInvalidCodeStatus(orders.value("invalidCodeStatus"_L1).toInt());
    if (given("newerFields"_L1))
        server->setNewerFields(orders.value("newerFields"_L1).toBool());
    if (given("authorizationLost"_L1))
        server->setAuthorizationLost(orders.value("authorizationLost"_L1).toBool());

    QJsonObject answer;
    if (given("makeKey"_L1)) {
        const QJsonObject object = orders.value("makeKey"_L1).toObject();
        KeyRecord record;
        record.key = object.value("key"_L1).toString().toUtf8();
        update(&record, object);
        answer.insert("key"_L1, QString::fromUtf8(server->makeKey(record)));
    }
    if (given("updateKey"_L1)) {
        const QJsonObject object = orders.value("updateKey"_L1).toObject();
        KeyRecord *record = server->keyRecord(object.value("key"_L1).toString().toUtf8());
        if (!record)
            return refuse(u"updateKey names no key"_s);
        update(record, object);
    }
    if (given("revoke"_L1)) {
        if (!server->keyRecord(text("revoke"_L1).toUtf8()))
            return refuse(u"revoke names no key"_s);
        server->revoke(text("revoke"_L1).toUtf8());
    }
    for (const auto name : {"authorize"_L1, "deny"_L1}) {
        if (!given(name))
            continue;
        const QUrl redirect =
            name == "deny"_L1 ? server->deny(link(name)) : server->authorize(link(name));
        if (redirect.isEmpty())
            return refuse(u"the page refuses this link"_s);
        answer.insert("redirect"_L1, QString::fromLatin1(redirect.toEncoded()));
    }
    if (given("authorizeHeadless"_L1)) {
        const QByteArray code = server->authorizeHeadless(link("authorizeHeadless"_L1));
        if (code.isEmpty())
            return refuse(u"the page refuses this link"_s);
        answer.insert("code"_L1, QString::fromLatin1(code));
    }
    return answer;
}

} // namespace Fake
