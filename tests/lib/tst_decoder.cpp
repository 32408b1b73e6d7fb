// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/decoder_p.h>
#include <OpenRouterAuth/servertext.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;

namespace {

/// JSON written with ' for " to be legible here.
QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject fullKeyRecord()
{
    return {
        {u"label"_s, u"sk-or-v1-au7...890"_s},
        {u"limit"_s, 100},
        {u"limit_remaining"_s, 74.5},
        {u"limit_reset"_s, u"monthly"_s},
        {u"usage"_s, 25.5},
        {u"usage_daily"_s, 1.5},
        {u"usage_weekly"_s, 2.5},
        {u"usage_monthly"_s, 3.5},
        {u"byok_usage"_s, 17.38},
        {u"byok_usage_daily"_s, 4.5},
        {u"byok_usage_weekly"_s, 5.5},
        {u"byok_usage_monthly"_s, 6.5},
        {u"include_byok_in_limit"_s, true},
        {u"is_free_tier"_s, true},
        {u"is_management_key"_s, true},
        {u"creator_user_id"_s, u"user_TEST"_s},
        {u"expires_at"_s, u"2027-12-31T23:59:59Z"_s},
        {u"rate_limit"_s,
         QJsonObject{{u"requests"_s, 1000}, {u"interval"_s, u"1h"_s}, {u"note"_s, u"-"_s}}},
        {u"allowed_data_regions"_s, QJsonArray{u"eu"_s, u"us"_s}},
        {u"free_model_daily_requests"_s,
         QJsonObject{{u"limit"_s, 50}, {u"remaining"_s, 20}, {u"used"_s, 30}}},
        {u"organization_id"_s, u"org_TEST"_s},
        {u"workspace_id"_s, u"11111111-2222-3333-4444-555555555555"_s},
    };
}

/// Bodies that are not what any endpoint promises.
void addMalformedBodies()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("blanks") << "  \r\n "_ba;
    QTest::newRow("HTML") << "<!DOCTYPE html><title>502 Bad Gateway</title>"_ba;
    QTest::newRow("cut off") << json("{'key':'sk-or-v1-TEST', 'data':{'id':'x'");
    QTest::newRow("two documents") << "{}{}"_ba;
    QTest::newRow("array") << "[]"_ba;
    QTest::newRow("array of objects") << json("[{'key':'TESTkeyy','data':{'id':'x'}}]");
    QTest::newRow("string") << json("'TESTkeyy'");
    QTest::newRow("null") << "null"_ba;
    QTest::newRow("number") << "17"_ba;
    QTest::newRow("empty object") << "{}"_ba;
    QTest::newRow("another case") << json("{'KEY':'TESTkeyy','DATA':{'id':'x'}}");
    QTest::newRow("not UTF-8") << "{\"key\":\"\xff\xfe\",\"x\":\"\xc3\"}"_ba;
    QTest::newRow("zero bytes") << QByteArray(1024, '\0');
    QTest::newRow("comment") << "/* hello */ {}"_ba;
    QTest::newRow("single quotes") << "{'key':'TESTkeyy'}"_ba;
    QTest::newRow("deep arrays") << QByteArray(1024 * 1024, '[');
    QTest::newRow("deep objects") << QByteArray(json("{'data':")).repeated(100'000);
    QTest::newRow("deep and closed")
        << QByteArray(json("{'data':") + QByteArray(50'000, '[') + QByteArray(50'000, ']') + '}');
    QTest::newRow("many numbers") << '[' + QByteArray("1e9,").repeated(250'000) + "1]";
}

} // namespace

class DecoderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exchangeGivesKeyAndUser_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("userId");
        QTest::addColumn<bool>("userIsNull");

        QTest::newRow("both") << json("{'key':'sk-or-v1-TEST0000','user_id':'user_TEST'}")
                              << "sk-or-v1-TEST0000"_ba << u"user_TEST"_s << false;
        QTest::newRow("user null")
            << json("{'key':'TESTkeyy','user_id':null}") << "TESTkeyy"_ba << QString() << true;
        QTest::newRow("user absent")
            << json("{'key':'TESTkeyy'}") << "TESTkeyy"_ba << QString() << false;
        QTest::newRow("user of wrong type")
            << json("{'key':'TESTkeyy','user_id':{'a':1}}") << "TESTkeyy"_ba << QString() << false;
        QTest::newRow("user with control characters")
            << json("{'key':'TESTkeyy','user_id':'a\\u001b[2J\\u202eb'}") << "TESTkeyy"_ba
            << u"a [2Jb"_s << false;
        QTest::newRow("unknown fields")
            << json("{'x':[1,{'y':null}],'key':'TESTkeyy','data':{'key':'other'}}") << "TESTkeyy"_ba
            << QString() << false;
        QTest::newRow("quotes in the key") << "{\"key\":\"TEST\\\"'$(x)\\\\\"}"_ba
                                           << "TEST\"'$(x)\\"_ba << QString() << false;
        QTest::newRow("escaped letters")
            << json("{'key':'\\u0054ESTkeyy'}") << "TESTkeyy"_ba << QString() << false;
        QTest::newRow("white space") << " {\n\t\"key\" : \"TESTkeyy\"\r\n} "_ba
                                     << "TESTkeyy"_ba << QString() << false;
    }

    void exchangeGivesKeyAndUser()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, key);
        QFETCH(QString, userId);
        QFETCH(bool, userIsNull);
        const Result<ExchangeResponse> response = decodeExchangeResponse(body);
        QVERIFY(response);
        QCOMPARE(response->key.secret().toByteArray(), key);
        QCOMPARE(response->userId.value_or({}), userId);
        QCOMPARE(response->userId.isNull(), userIsNull);
    }

    void exchangeRefusesWhatIsNoKey_data()
    {
        addMalformedBodies();
        QTest::newRow("key null") << json("{'key':null,'user_id':'u'}");
        QTest::newRow("key absent") << json("{'user_id':'u'}");
        QTest::newRow("key empty") << json("{'key':''}");
        QTest::newRow("key a number") << json("{'key':12345678}");
        QTest::newRow("key an object") << json("{'key':{'key':'TESTkeyy'}}");
        QTest::newRow("key too short") << json("{'key':'TESTkey'}");
        QTest::newRow("key too long") << "{\"key\":\"" + QByteArray(513, 'k') + "\"}";
        QTest::newRow("key with CR LF") << json("{'key':'TESTkeyy\\r\\nX-Evil: 1'}");
        QTest::newRow("key with blank") << json("{'key':'TEST keyy'}");
        QTest::newRow("key with zero") << json("{'key':'TEST\\u0000keyy'}");
        QTest::newRow("key with umlaut") << json("{'key':'TESTkeyä'}");
        QTest::newRow("key with lone surrogate") << json("{'key':'TESTkey\\ud800'}");
        QTest::newRow("an error") << json("{'error':{'code':400,'message':'no'}}");
    }

    void exchangeRefusesWhatIsNoKey()
    {
        QFETCH(QByteArray, body);
        const Result<ExchangeResponse> response = decodeExchangeResponse(body);
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), Error::Kind::InvalidResponse);
        QVERIFY(!response.error().detail().isEmpty());
        QVERIFY(!response.error().detail().contains("TEST"_L1));
    }

    void createAuthCodeGivesEveryField_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<qint64>("appId");
        QTest::addColumn<QDateTime>("createdAt");

        const QDateTime date(QDate(2025, 8, 24), QTime(10, 30), QTimeZone::utc());
        QTest::newRow("all") << json("{'data':{'id':'auth_TEST','app_id':12345,"
                                     "'created_at':'2025-08-24T10:30:00Z'}}")
                             << "auth_TEST"_ba << qint64(12345) << date;
        QTest::newRow("large app id")
            << json("{'data':{'id':'c','app_id':9007199254740993,'created_at':'-'}}") << "c"_ba
            << qint64(9007199254740993) << QDateTime();
        QTest::newRow("milliseconds")
            << json("{'data':{'id':'c','created_at':'2025-08-24T10:30:00.250Z'}}") << "c"_ba
            << qint64(0) << date.addMSecs(250);
        QTest::newRow("microseconds")
            << json("{'data':{'id':'c','created_at':'2025-08-24T10:30:00.250000Z'}}") << "c"_ba
            << qint64(0) << date.addMSecs(250);
        QTest::newRow("offset") << json(
            "{'data':{'id':'c','created_at':'2025-08-24T12:30:00+02:00'}}")
                                << "c"_ba << qint64(0) << date;
        QTest::newRow("no zone means UTC")
            << json("{'data':{'id':'c','created_at':'2025-08-24T10:30:00'}}") << "c"_ba << qint64(0)
            << date;
        QTest::newRow("year 10000 in UTC")
            << json("{'data':{'id':'c','created_at':'9999-12-31T23:59:59-14:00'}}") << "c"_ba
            << qint64(0) << QDateTime();
        QTest::newRow("before the year 1 in UTC")
            << json("{'data':{'id':'c','created_at':'0001-01-01T00:00:00+14:00'}}") << "c"_ba
            << qint64(0) << QDateTime();
        QTest::newRow("only the code")
            << json("{'data':{'id':'c'}}") << "c"_ba << qint64(0) << QDateTime();
        QTest::newRow("other types")
            << json("{'data':{'id':'c','app_id':'12','created_at':1756031400}}") << "c"_ba
            << qint64(0) << QDateTime();
        QTest::newRow("nulls") << json("{'data':{'id':'c','app_id':null,'created_at':null}}")
                               << "c"_ba << qint64(0) << QDateTime();
        QTest::newRow("unknown fields") << json("{'x':1,'data':{'id':'c','y':{'id':'z'}}}")
                                        << "c"_ba << qint64(0) << QDateTime();
        QTest::newRow("opaque code") << "{\"data\":{\"id\":\"a b\\\"\\u00e4\"}}"_ba
                                     << "a b\"\xc3\xa4"_ba << qint64(0) << QDateTime();
    }

    void createAuthCodeGivesEveryField()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        QFETCH(qint64, appId);
        QFETCH(QDateTime, createdAt);
        const Result<CreateAuthCodeResponse> response = decodeCreateAuthCodeResponse(body);
        QVERIFY(response);
        QCOMPARE(response->code.toByteArray(), code);
        QCOMPARE(response->appId, appId);
        QCOMPARE(response->createdAt, createdAt);
        if (createdAt.isValid())
            QCOMPARE(response->createdAt.timeSpec(), Qt::UTC);
    }

    void createAuthCodeRefusesWhatHasNoCode_data()
    {
        addMalformedBodies();
        QTest::newRow("data null") << json("{'data':null}");
        QTest::newRow("data an array") << json("{'data':[{'id':'c'}]}");
        QTest::newRow("data a string") << json("{'data':'c'}");
        QTest::newRow("data empty") << json("{'data':{}}");
        QTest::newRow("id outside") << json("{'id':'c'}");
        QTest::newRow("id null") << json("{'data':{'id':null}}");
        QTest::newRow("id empty") << json("{'data':{'id':''}}");
        QTest::newRow("id a number") << json("{'data':{'id':17}}");
        QTest::newRow("id with a lone surrogate") << json("{'data':{'id':'abc\\ud83d'}}");
    }

    void createAuthCodeRefusesWhatHasNoCode()
    {
        QFETCH(QByteArray, body);
        const Result<CreateAuthCodeResponse> response = decodeCreateAuthCodeResponse(body);
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), Error::Kind::InvalidResponse);
    }

    void keyInfoGivesEveryField()
    {
        const Result<KeyInfo> info = decodeKeyInfo(json({{u"data"_s, fullKeyRecord()}}));
        QVERIFY(info);
        QCOMPARE(info->label, u"sk-or-v1-au7...890"_s);
        QCOMPARE(info->limit, std::optional(100.0));
        QCOMPARE(info->limitRemaining, std::optional(74.5));
        QCOMPARE(info->limitReset, u"monthly"_s);
        QCOMPARE(info->usage, std::optional(25.5));
        QCOMPARE(info->usageDaily, std::optional(1.5));
        QCOMPARE(info->usageWeekly, std::optional(2.5));
        QCOMPARE(info->usageMonthly, std::optional(3.5));
        QCOMPARE(info->byokUsage, std::optional(17.38));
        QCOMPARE(info->byokUsageDaily, std::optional(4.5));
        QCOMPARE(info->byokUsageWeekly, std::optional(5.5));
        QCOMPARE(info->byokUsageMonthly, std::optional(6.5));
        QCOMPARE(info->includeByokInLimit, std::optional(true));
        QCOMPARE(info->isFreeTier, std::optional(true));
        QCOMPARE(info->isManagementKey, std::optional(true));
        QCOMPARE(info->creatorUserId.value_or({}), u"user_TEST"_s);
        QCOMPARE(info->expiresAt,
                 QDateTime(QDate(2027, 12, 31), QTime(23, 59, 59), QTimeZone::utc()));
        QCOMPARE(info->allowedDataRegions.value_or(QStringList()), (QStringList{u"eu"_s, u"us"_s}));
        QVERIFY(info->freeModelDailyRequests);
        QCOMPARE(info->freeModelDailyRequests->limit, std::optional<qint64>(50));
        QCOMPARE(info->freeModelDailyRequests->remaining, std::optional<qint64>(20));
        QCOMPARE(info->freeModelDailyRequests->used, std::optional<qint64>(30));
        QCOMPARE(info->organizationId.value_or({}), u"org_TEST"_s);
        QCOMPARE(info->workspaceId.value_or({}), u"11111111-2222-3333-4444-555555555555"_s);
        QCOMPARE(info->rateLimit, fullKeyRecord().value("rate_limit"_L1).toObject());
    }

    void keyInfoTakesWhateverIsMissing_data()
    {
        QTest::addColumn<QJsonObject>("record");
        QTest::newRow("nothing at all") << QJsonObject();

        QJsonObject nulls;
        QJsonObject wrong;
        const QJsonObject full = fullKeyRecord();
        for (const QString &name : full.keys()) {
            nulls.insert(name, QJsonValue::Null);
            // A type that the field never has.
            wrong.insert(name, full.value(name).isBool() ? QJsonValue(1) : QJsonValue(true));
        }
        wrong.insert(u"limit"_s, u"100"_s);
        wrong.insert(u"label"_s, 17);
        wrong.insert(u"expires_at"_s, 1'900'000'000);
        wrong.insert(u"is_free_tier"_s, u"true"_s);
        wrong.insert(u"allowed_data_regions"_s, u"eu"_s);
        QTest::newRow("everything null") << nulls;
        QTest::newRow("everything of another type") << wrong;
        QTest::newRow("dates that are none")
            << QJsonObject{{u"expires_at"_s, u"2027-13-45T99:00:00Z"_s}};
        QTest::newRow("regions that are none")
            << QJsonObject{{u"allowed_data_regions"_s, QJsonArray{1, QJsonValue::Null}}};
    }

    void keyInfoTakesWhateverIsMissing()
    {
        QFETCH(QJsonObject, record);
        const Result<KeyInfo> info = decodeKeyInfo(json({{u"data"_s, record}}));
        QVERIFY(info);
        QVERIFY(info->label.isEmpty());
        QVERIFY(!info->limit && !info->limitRemaining && info->limitReset.isEmpty());
        QVERIFY(!info->usage && !info->usageDaily && !info->usageWeekly && !info->usageMonthly);
        QVERIFY(!info->byokUsage && !info->byokUsageDaily && !info->byokUsageWeekly
                && !info->byokUsageMonthly);
        QVERIFY(!info->includeByokInLimit && !info->isFreeTier && !info->isManagementKey);
        QVERIFY(!info->expiresAt.isValid());
        QVERIFY(!info->freeModelDailyRequests);
        QVERIFY(info->allowedDataRegions.value_or(QStringList()).isEmpty());
        QVERIFY(!info->creatorUserId && !info->organizationId && !info->workspaceId);
        QVERIFY(info->rateLimit.isEmpty());
    }

    void keyInfoTellsFalseAndZeroFromAbsent()
    {
        const Result<KeyInfo> info =
            decodeKeyInfo(json("{'data':{'limit':0,'usage':-0.5,'is_free_tier':false,"
                               "'free_model_daily_requests':{'used':0}}}"));
        QVERIFY(info);
        QCOMPARE(info->limit, std::optional(0.0));
        QCOMPARE(info->usage, std::optional(-0.5));
        QCOMPARE(info->isFreeTier, std::optional(false));
        QVERIFY(info->freeModelDailyRequests);
        QCOMPARE(info->freeModelDailyRequests->used, std::optional<qint64>(0));
        QVERIFY(!info->freeModelDailyRequests->limit);
    }

    void keyInfoTellsNullAndEmptyFromAbsent()
    {
        const Result<KeyInfo> absent = decodeKeyInfo(json("{'data':{}}"));
        QVERIFY(absent->workspaceId.isAbsent() && absent->organizationId.isAbsent()
                && absent->creatorUserId.isAbsent());
        QVERIFY(!absent->allowedDataRegions);

        const Result<KeyInfo> null = decodeKeyInfo(
            json("{'data':{'workspace_id':null,'organization_id':null,'creator_user_id':null,"
                 "'allowed_data_regions':null}}"));
        QVERIFY(null->workspaceId.isNull() && null->organizationId.isNull()
                && null->creatorUserId.isNull());
        QVERIFY(!null->allowedDataRegions);

        const Result<KeyInfo> empty = decodeKeyInfo(
            json("{'data':{'workspace_id':'','allowed_data_regions':[],'organization_id':7}}"));
        QVERIFY(empty->workspaceId.has_value() && empty->workspaceId->isEmpty());
        QVERIFY(empty->allowedDataRegions && empty->allowedDataRegions->isEmpty());
        QVERIFY(empty->organizationId.isAbsent());
    }

    void keyInfoCountsInIntegers_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<std::optional<qint64>>("count");
        const std::optional<qint64> none;
        QTest::newRow("integer") << "17"_ba << std::optional<qint64>(17);
        QTest::newRow("zero") << "0"_ba << std::optional<qint64>(0);
        QTest::newRow("one") << "1"_ba << std::optional<qint64>(1);
        QTest::newRow("negative") << "-3"_ba << std::optional<qint64>(-3);
        QTest::newRow("integer with a point") << "50.0"_ba << std::optional<qint64>(50);
        QTest::newRow("more than doubles hold")
            << "9007199254740993"_ba << std::optional<qint64>(9007199254740993);
        QTest::newRow("fraction") << "0.5"_ba << none;
        QTest::newRow("huge") << "1e300"_ba << none;
        QTest::newRow("text") << "\"17\""_ba << none;
    }

    void keyInfoCountsInIntegers()
    {
        QFETCH(QByteArray, number);
        QFETCH(std::optional<qint64>, count);
        const Result<KeyInfo> info = decodeKeyInfo(
            json("{'data':{'free_model_daily_requests':{'remaining':") + number + "}}}");
        QVERIFY(info);
        QCOMPARE(info->freeModelDailyRequests->remaining, count);
    }

    void managementKeysOfOlderServersAreKnown_data()
    {
        QTest::addColumn<QByteArray>("record");
        QTest::addColumn<std::optional<bool>>("isManagementKey");
        const std::optional<bool> unknown;
        QTest::newRow("the new name") << json("{'is_management_key':true}") << std::optional(true);
        QTest::newRow("the old name")
            << json("{'is_provisioning_key':true}") << std::optional(true);
        QTest::newRow("the new name counts")
            << json("{'is_management_key':false,'is_provisioning_key':true}")
            << std::optional(false);
        QTest::newRow("the new name null")
            << json("{'is_management_key':null,'is_provisioning_key':false}")
            << std::optional(false);
        QTest::newRow("neither") << json("{}") << unknown;
    }

    void managementKeysOfOlderServersAreKnown()
    {
        QFETCH(QByteArray, record);
        QFETCH(std::optional<bool>, isManagementKey);
        const Result<KeyInfo> info = decodeKeyInfo("{\"data\":" + record + '}');
        QVERIFY(info);
        QCOMPARE(info->isManagementKey, isManagementKey);
    }

    void keyInfoKeepsUnknownWordsAsText()
    {
        const Result<KeyInfo> info = decodeKeyInfo(
            json("{'data':{'limit_reset':'fortnightly','allowed_data_regions':['mars',7],"
                 "'brand_new':{'deep':[1,2,{'x':null}]}}}"));
        QVERIFY(info);
        QCOMPARE(info->limitReset, u"fortnightly"_s);
        QCOMPARE(info->allowedDataRegions.value_or(QStringList()), QStringList{u"mars"_s});
    }

    void keyInfoTextIsFitToShow()
    {
        QJsonObject record = fullKeyRecord();
        record.insert(u"label"_s, QString(u"<b>bold</b>\n\u202eevil "_s + QString(2000, u'x')));
        const Result<KeyInfo> info = decodeKeyInfo(json({{u"data"_s, record}}));
        QVERIFY(info);
        QVERIFY(info->label.startsWith("<b>bold</b> evil xxx"_L1)); // plain text, not escaped
        QCOMPARE(info->label.size(), 500);
    }

    void keyInfoRefusesWhatHasNoData_data()
    {
        addMalformedBodies();
        QTest::newRow("data null") << json("{'data':null}");
        QTest::newRow("data an array") << json("{'data':[]}");
        QTest::newRow("fields outside") << json("{'label':'x','usage':1}");
    }

    void keyInfoRefusesWhatHasNoData()
    {
        QFETCH(QByteArray, body);
        const Result<KeyInfo> info = decodeKeyInfo(body);
        QVERIFY(!info);
        QCOMPARE(info.error().kind(), Error::Kind::InvalidResponse);
    }

    void errorBodyGivesEveryField()
    {
        Error error(Error::Kind::BadRequest);
        decodeErrorBody(json("{'error':{'code':4711,'message':'Invalid code',"
                             "'metadata':{'reason':'used','n':[1,'a\\u0007b',{'c':true}]}},"
                             "'user_id':'user_TEST','openrouter_metadata':{'region':'eu'}}"),
                        {}, &error);
        QCOMPARE(error.kind(), Error::Kind::BadRequest);
        QCOMPARE(error.serverCode(), std::optional(4711));
        QCOMPARE(error.serverMessage(), u"Invalid code"_s);
        const QJsonObject metadata{{u"reason"_s, u"used"_s},
                                   {u"n"_s, QJsonArray{1, u"a b"_s, QJsonObject{{u"c"_s, true}}}}};
        QCOMPARE(error.metadata(), metadata);
        QCOMPARE(error.userId(), u"user_TEST"_s);
        QCOMPARE(error.openRouterMetadata(), (QJsonObject{{u"region"_s, u"eu"_s}}));
    }

    void errorBodiesOfEveryShapeAreRead_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("type");
        const auto row = [](const char *name, const QByteArray &body, const QString &message,
                            const QString &type = {}) {
            QTest::newRow(name) << body << message << type;
        };
        row("documented", json("{'error':{'code':400,'message':'Invalid code'}}"),
            u"Invalid code"_s);
        row("with a type",
            json("{'error':{'message':'No','metadata':{'error_type':'insufficient_credits'}}}"),
            u"No"_s, u"insufficient_credits"_s);
        row("RFC 6749",
            json("{'error':'invalid_grant','error_description':'The code has expired'}"),
            u"The code has expired"_s, u"invalid_grant"_s);
        row("RFC 6749 without description", json("{'error':'invalid_grant'}"), u"invalid_grant"_s,
            u"invalid_grant"_s);
        row("RFC 6749 with an empty description",
            json("{'error':'server_error','error_description':''}"), u"server_error"_s,
            u"server_error"_s);
        row("message alone", json("{'message':'Not Found','statusCode':404}"), u"Not Found"_s);
        row("message beside an empty error", json("{'error':{},'message':'Not Found'}"),
            u"Not Found"_s);
        row("the error's own message first", json("{'error':{'message':'in'},'message':'out'}"),
            u"in"_s);
        row("text", "upstream connect error\r\n"_ba, u"upstream connect error"_s);
        row("text that is not English", "Fehler: nicht verf\xc3\xbcgbar"_ba,
            u"Fehler: nicht verfügbar"_s);
        row("text with controls", "error\x1b[31m code: 1015"_ba, u"error [31m code: 1015"_s);
        row("text that is not UTF-8", "Fehler: nicht verf\xfcgbar"_ba, {});
        row("a JSON word", "true"_ba, {});
        row("a page", "\n<html>Bad Gateway</html>"_ba, {});
    }

    void errorBodiesOfEveryShapeAreRead()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, message);
        QFETCH(QString, type);
        Error error(Error::Kind::BadRequest);
        decodeErrorBody(body, {}, &error);
        QCOMPARE(error.serverMessage(), message);
        QCOMPARE(error.serverErrorType(), type);
        QVERIFY(error.additionalMembers().isEmpty());
    }

    void errorMembersThatAreNotKnownStayReadable()
    {
        Error error(Error::Kind::BadRequest);
        decodeErrorBody(json("{'error':{'code':400,'message':'No','metadata':{'a':1},"
                             "'type':'invalid_request_error','param':null,"
                             "'trace':{'id':'x\\u0007y TEST-code-1234'}}}"),
                        {Secret("TEST-code-1234")}, &error);
        QCOMPARE(error.additionalMembers(),
                 (QJsonObject{{u"type"_s, u"invalid_request_error"_s},
                              {u"param"_s, QJsonValue()},
                              {u"trace"_s, QJsonObject{{u"id"_s, u"x y ***"_s}}}}));
    }

    void errorsDoNotDependOnWhatQtMakesOfLoneSurrogates()
    {
        Error error(Error::Kind::BadRequest);
        decodeErrorBody(
            json("{'error':{'message':'a\\ud83db','metadata':{'x\\udd11':'y\\ud83d'}}}"), {},
            &error);
        QCOMPARE(error.serverMessage(), u"a\ufffdb"_s);
        QCOMPARE(error.metadata(), (QJsonObject{{u"x\ufffd"_s, u"y\ufffd"_s}}));
    }

    void errorTextLosesSecrets()
    {
        Error error(Error::Kind::BadRequest);
        decodeErrorBody("bad code TEST-code-1234", {Secret("TEST-code-1234")}, &error);
        QCOMPARE(error.serverMessage(), u"bad code ***"_s);
    }

    void errorBodyThatSaysNothingChangesNothing_data()
    {
        addMalformedBodies();
        QTest::newRow("error null") << json("{'error':null}");
        QTest::newRow("error an array") << json("{'error':['x']}");
        QTest::newRow("error empty") << json("{'error':{}}");
        QTest::newRow("all null") << json("{'error':{'code':null,'message':null,'metadata':null},"
                                          "'user_id':null,'openrouter_metadata':null}");
        QTest::newRow("other types")
            << json("{'error':{'code':'x','message':{'a':1},'metadata':[1]},"
                    "'user_id':7,'openrouter_metadata':'y'}");
    }

    void errorBodyThatSaysNothingChangesNothing()
    {
        QFETCH(QByteArray, body);
        Error error(Error::Kind::Server, u"kept"_s);
        error.setHttpStatus(502);
        decodeErrorBody(body, {}, &error);
        QCOMPARE(error.kind(), Error::Kind::Server);
        QCOMPARE(error.httpStatus(), 502);
        QCOMPARE(error.detail(), u"kept"_s);
        QVERIFY(!error.serverCode());
        QVERIFY2(error.serverMessage().isEmpty(), qPrintable(error.serverMessage()));
        QVERIFY(error.serverErrorType().isEmpty());
        QVERIFY(error.metadata().isEmpty());
        QVERIFY(error.additionalMembers().isEmpty());
        QVERIFY(error.openRouterMetadata().isEmpty());
        QVERIFY(error.userId().isEmpty());
    }

    void errorCodesThatAreNoIntegerAreLeftOut_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<std::optional<int>>("expected");
        QTest::newRow("integer") << "403"_ba << std::optional(403);
        QTest::newRow("negative") << "-1"_ba << std::optional(-1);
        QTest::newRow("fraction") << "403.5"_ba << std::optional<int>();
        QTest::newRow("huge") << "1e300"_ba << std::optional<int>();
        QTest::newRow("more than 32 bits") << "4294967297"_ba << std::optional<int>();
        QTest::newRow("text") << json("'403'") << std::optional<int>();
    }

    void errorCodesThatAreNoIntegerAreLeftOut()
    {
        QFETCH(QByteArray, code);
        QFETCH(std::optional<int>, expected);
        Error error(Error::Kind::Forbidden);
        decodeErrorBody(json("{'error':{'code':") + code + "}}", {}, &error);
        QCOMPARE(error.serverCode(), expected);
    }

    void errorBodyLosesSecretsWhereverTheyStand()
    {
        const QList<Secret> secrets{Secret("TEST-code-1234"), Secret("TEST-verifier-5678")};
        Error error(Error::Kind::BadRequest);
        decodeErrorBody(json("{'error':{'code':400,'message':'bad TEST-code-1234!',"
                             "'metadata':{'raw':'x TEST-verifier-5678 y','TEST-code-1234':1,"
                             "'deep':[['TEST-code-1234'],{'a':{'b':'TEST-verifier-5678'}}]}},"
                             "'user_id':'TEST-code-1234',"
                             "'openrouter_metadata':{'echo':'TEST-code-1234'}}"),
                        secrets, &error);
        QCOMPARE(error.serverMessage(), u"bad ***!"_s);
        QCOMPARE(error.userId(), u"***"_s);
        const QByteArray all = json(error.metadata()) + json(error.openRouterMetadata());
        QVERIFY2(!all.contains("TEST-"), all.constData());
        QCOMPARE(all.count("***"), 5);
    }

    // If it took quadratic time, the test would outlive its time limit.
    void errorBodyOfAMebibyteIsCleanedSoon()
    {
        QByteArray strings;
        while (strings.size() < 1000 * 1000)
            strings += json("'ab',");
        const QByteArray body = "{\"error\":{\"message\":\"" + QByteArray(10'000, 'x')
                                + "\",\"metadata\":{\"a\":[" + strings + json("'end']}}}");
        Error error(Error::Kind::Server);
        decodeErrorBody(body, {Secret("TEST-code-1234"), Secret("TEST-verifier")}, &error);
        QCOMPARE(error.serverMessage().size(), 500);
    }

    void serverTextIsMadeFitToShow_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("clean");

        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("plain") << u"Invalid code"_s << u"Invalid code"_s;
        QTest::newRow("markup stays text") << u"<b>&amp;</b>"_s << u"<b>&amp;</b>"_s;
        QTest::newRow("line ends") << u"one\ntwo\r\nthree"_s << u"one two three"_s;
        QTest::newRow("line and paragraph separators") << u"a\u2028b\u2029c"_s << u"a b c"_s;
        QTest::newRow("terminal escapes")
            << u"a\x1b[31mred\x1b]0;title\x07"_s << u"a [31mred ]0;title"_s;
        QTest::newRow("C1 controls") << u"a\u009b31mb"_s << u"a 31mb"_s;
        QTest::newRow("zero characters") << u"a"_s + QChar(0) + u'b' << u"a b"_s;
        QTest::newRow("white space") << u"  a \t  b\u00a0 c  "_s << u"a b c"_s;
        QTest::newRow("bidirectional override") << u"abc\u202egnp.exe\u202c"_s << u"abcgnp.exe"_s;
        QTest::newRow("bidirectional isolates") << u"\u2066a\u2067b\u2068c\u2069"_s << u"abc"_s;
        QTest::newRow("direction marks") << u"\u200ea\u200fb\u061cc"_s << u"abc"_s;
        QTest::newRow("zero width") << u"a\u200bb\u200cc\u200dd\ufeffe\u00adf"_s << u"abcdef"_s;
        QTest::newRow("private use") << u"a\ue000b"_s << u"ab"_s;
        QTest::newRow("private use beyond the BMP") << u"a\U000f0000b\U0010fffdc"_s << u"abc"_s;
        QTest::newRow("tag characters") << u"a\U000e0001\U000e0041\U000e007fb"_s << u"ab"_s;
        QTest::newRow("emoji") << u"key 🔑"_s << u"key 🔑"_s;
        QTest::newRow("right to left") << u"رمز غير صالح"_s << u"رمز غير صالح"_s;
        QTest::newRow("lone surrogates")
            << u"a"_s + QChar(0xd83d) + u'b' + QChar(0xdd11) << u"a\ufffdb\ufffd"_s;
        QTest::newRow("lone surrogate before a pair") << QChar(0xd83d) + u"🔑 z"_s << u"\ufffd🔑 z"_s;
        QTest::newRow("500 characters") << QString(500, u'x') << QString(500, u'x');
        QTest::newRow("501 characters") << QString(501, u'x') << QString(499, u'x') + u'…';
        QTest::newRow("very long") << QString(1024 * 1024, u'x') << QString(499, u'x') + u'…';
        QTest::newRow("cut before a pair")
            << QString(499, u'x') + u"🔑🔑"_s << QString(499, u'x') + u'…';
        QTest::newRow("cut inside a pair")
            << QString(498, u'x') + u"🔑🔑"_s << QString(498, u'x') + u'…';
        QTest::newRow("cut behind a pair")
            << QString(497, u'x') + u"🔑🔑"_s << QString(497, u'x') + u"🔑…"_s;
    }

    void serverTextIsMadeFitToShow()
    {
        QFETCH(QString, text);
        QFETCH(QString, clean);
        QCOMPARE(cleanServerText(text, {}), clean);
    }

    void serverTextLosesSecrets_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArrayList>("secrets");
        QTest::addColumn<QString>("clean");

        const QByteArray key = "sk-or-v1-" + QByteArray("TEST").repeated(16);
        const QString keyText = QString::fromLatin1(key);
        QTest::newRow("a known secret")
            << u"code TESTcode is used"_s << QByteArrayList{"TESTcode"} << u"code *** is used"_s;
        QTest::newRow("twice") << u"TESTcode,TESTcode"_s << QByteArrayList{"TESTcode"}
                               << u"***,***"_s;
        QTest::newRow("inside a word")
            << u"xTESTcodex"_s << QByteArrayList{"TESTcode"} << u"x***x"_s;
        QTest::newRow("hidden by zero width")
            << u"TEST\u200bcode"_s << QByteArrayList{"TESTcode"} << u"***"_s;
        QTest::newRow("secret with blanks")
            << u"bad: TEST  code\n"_s << QByteArrayList{"TEST  code"} << u"bad: ***"_s;
        QTest::newRow("secret with control characters") << u"bad: TEST\u0001code"_s
                                                        << QByteArrayList{"TEST\x01"
                                                                          "code"}
                                                        << u"bad: ***"_s;
        QTest::newRow("secret in UTF-8")
            << u"bad: TESTgrün"_s << QByteArrayList{"TESTgr\xc3\xbcn"} << u"bad: ***"_s;
        QTest::newRow("one a part of another")
            << u"a TESTcode-and-more b"_s << QByteArrayList{"TESTcode", "TESTcode-and-more"}
            << u"a *** b"_s;
        QTest::newRow("an unknown key") << u"Bearer "_s + keyText + u" refused"_s
                                        << QByteArrayList() << u"Bearer *** refused"_s;
        QTest::newRow("a piece of an unknown key")
            << keyText.left(40) << QByteArrayList() << u"***"_s;
        QTest::newRow("a masked key")
            << u"sk-or-v1-au7...890"_s << QByteArrayList() << u"sk-or-v1-au7...890"_s;
        QTest::newRow("at the cut")
            << QString(490, u'x') + u"TESTcode-and-more"_s << QByteArrayList{"TESTcode-and-more"}
            << QString(490, u'x') + u"***"_s;
        QTest::newRow("empty and tiny secrets")
            << u"a message"_s << QByteArrayList{"", "a", "es"} << u"a message"_s;
        QTest::newRow("characters of a pattern")
            << u"a T.S*[c]$(x) b TxS"_s << QByteArrayList{"T.S*[c]$(x)"} << u"a *** b TxS"_s;
    }

    void serverTextLosesSecrets()
    {
        QFETCH(QString, text);
        QFETCH(QByteArrayList, secrets);
        QFETCH(QString, clean);
        QList<Secret> list;
        for (const QByteArray &secret : secrets)
            list += Secret(secret);
        QCOMPARE(cleanServerText(text, list), clean);
    }
};

QTEST_GUILESS_MAIN(DecoderTest)
#include "tst_decoder.moc"
