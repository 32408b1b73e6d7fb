// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientfixture.h"

#include <QAuthenticator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkCookieJar>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

namespace {

QJsonObject bodyOf(const FakeOpenRouter::Request &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

/// Notes where requests go, and sends them to the fake server.
class DivertingManager : public QNetworkAccessManager
{
public:
    explicit DivertingManager(const QUrl &fakeOrigin)
        : m_fakeOrigin(fakeOrigin)
    {}

    QStringList addresses;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override
    {
        addresses += request.url().toString();
        QNetworkRequest diverted = request;
        QUrl url = m_fakeOrigin;
        url.setPath(request.url().path());
        diverted.setUrl(url);
        return QNetworkAccessManager::createRequest(operation, diverted, body);
    }

private:
    QUrl m_fakeOrigin;
};

} // namespace

class ClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exchangeTurnsACodeIntoAKey_data()
    {
        QTest::addColumn<std::optional<QString>>("userId");
        QTest::newRow("user") << std::optional(u"user_TEST"_s);
        QTest::newRow("user null") << std::optional<QString>();
    }

    void exchangeTurnsACodeIntoAKey()
    {
        QFETCH(std::optional<QString>, userId);
        ClientFixture f;
        f.fake.setUserId(userId);
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(!reply->isFinished());
        QVERIFY(!reply->result());
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        QVERIFY(reply->result());
        QVERIFY(reply->result()->key.secret().equals(f.fake.lastKey()));
        QCOMPARE(reply->result()->userId.isNull(), !userId.has_value());
        QCOMPARE(reply->result()->userId.value_or({}), userId.value_or(QString()));
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 1);
        QCOMPARE(f.fake.keysMade(), 1);
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void exchangeTakesTheAbsenceOfTheUser()
    {
        ClientFixture f;
        f.fake.inject(Endpoint::Exchange, Fault::garble(FakeOpenRouter::Garbling::UserIdMissing));
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        QVERIFY(reply->result()->userId.isAbsent());
    }

    void exchangeSendsCodeVerifierAndMethodAndNoMore()
    {
        ClientFixture f;
        const ExchangeRequest request = f.approve();
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        const FakeOpenRouter::Request sent = f.fake.lastRequest(Endpoint::Exchange);
        QCOMPARE(sent.method, "POST"_ba);
        QCOMPARE(sent.path, "/api/v1/auth/keys"_ba);
        QVERIFY(sent.query.isNull());
        const QJsonObject expected{
            {u"code"_s, request.code.toString()},
            {u"code_verifier"_s, request.codeVerifier->toString()},
            {u"code_challenge_method"_s, u"S256"_s},
        };
        QCOMPARE(bodyOf(sent), expected);
        QCOMPARE(sent.header("Content-Type"), "application/json"_ba);
        QCOMPARE(sent.header("Content-Length"), QByteArray::number(sent.body.size()));
        QCOMPARE(sent.header("Accept"), "application/json"_ba);
        QCOMPARE(sent.header("Accept-Encoding"), "identity"_ba);
        QVERIFY(sent.header("User-Agent").startsWith("OpenRouterAuth/"));
        for (const char *name : {"Authorization", "Cookie", "Referer", "HTTP-Referer",
                                 "X-OpenRouter-Title", "X-Title", "Expect"}) {
            QVERIFY2(!sent.hasHeader(name), name);
        }
    }

    void connectionsAreKeptOnlyIfAskedFor()
    {
        ClientFixture f;
        QVERIFY(!f.client.keepsConnections());
        const auto exchangeTwice = [&f] {
            const int before = f.fake.connections();
            for (int i = 0; i < 2; ++i) {
                ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
                if (!waitFor(reply) || !reply->result())
                    return -1;
            }
            return f.fake.connections() - before;
        };
        QCOMPARE(exchangeTwice(), 2);
        f.client.setKeepsConnections(true);
        QCOMPARE(exchangeTwice(), 1);
    }

    void exchangeLeavesOutWhatIsNotSet()
    {
        ClientFixture f;
        AuthorizationRequest link;
        link.callbackUrl = QUrl(u"https://example.org/cb"_s);
        const QUrl redirect = f.fake.authorize(link.toUrl(f.server()).value());
        ExchangeRequest request;
        request.code = Secret(QUrlQuery(redirect).queryItemValue(u"code"_s).toUtf8());
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::Exchange)).keys(), QStringList{u"code"_s});
    }

    void exchangeNamesThePlainMethod()
    {
        ClientFixture f;
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(
            f.approve(Pkce::generate(CodeChallengeMethod::Plain)));
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::Exchange)).value("code_challenge_method"_L1),
                 u"plain"_s);
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void exchangeOfHeadlessCodesWorks()
    {
        ClientFixture f;
        const Pkce pkce = Pkce::generate();
        AuthorizationRequest link;
        link.codeChallenge = pkce.challenge();
        ExchangeRequest request;
        request.code = Secret(f.fake.authorizeHeadless(link.toUrl(f.server()).value()));
        request.codeVerifier = pkce.verifier();
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
    }

    void methodsCanBeNullAndAbsent_data()
    {
        QTest::addColumn<Nullable<CodeChallengeMethod>>("method");
        QTest::addColumn<QJsonValue>("sent");
        const auto row = [](const char *name, const Nullable<CodeChallengeMethod> &method,
                            const QJsonValue &sent) { QTest::newRow(name) << method << sent; };
        row("S256", CodeChallengeMethod::S256, u"S256"_s);
        row("null", nullptr, QJsonValue::Null);
        row("absent", {}, QJsonValue::Undefined);
    }

    void methodsCanBeNullAndAbsent()
    {
        QFETCH(Nullable<CodeChallengeMethod>, method);
        QFETCH(QJsonValue, sent);
        ClientFixture f;
        ExchangeRequest request = f.approve();
        request.codeChallengeMethod = method;
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::Exchange)).value("code_challenge_method"_L1),
                 sent);
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void datesOfExpiryCanBeNullAndAbsent_data()
    {
        QTest::addColumn<Nullable<QDateTime>>("expiresAt");
        QTest::addColumn<QJsonValue>("sent");
        const QDateTime date(QDate(2031, 1, 2), QTime(3, 4, 5), QTimeZone::utc());
        const auto row = [](const char *name, const Nullable<QDateTime> &expiresAt,
                            const QJsonValue &sent) { QTest::newRow(name) << expiresAt << sent; };
        row("whole seconds", date, u"2031-01-02T03:04:05.000Z"_s);
        row("a fraction", date.addMSecs(678), u"2031-01-02T03:04:05.678Z"_s);
        row("null", nullptr, QJsonValue::Null);
        row("absent", {}, QJsonValue::Undefined);
    }

    void datesOfExpiryCanBeNullAndAbsent()
    {
        QFETCH(Nullable<QDateTime>, expiresAt);
        QFETCH(QJsonValue, sent);
        ClientFixture f;
        CreateAuthCodeRequest request;
        request.callbackUrl = QUrl(u"https://example.org/cb"_s);
        request.expiresAt = expiresAt;
        CreateAuthCodeReply *reply = f.client.createAuthCode(request, f.makeKey());
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::CreateAuthCode)).value("expires_at"_L1), sent);
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void privateUseSchemesCanBeAskedForInBothWays()
    {
        ClientFixture f;
        const Pkce pkce = Pkce::generate();
        AuthorizationRequest link;
        link.callbackUrl = QUrl(u"com.example.app:/callback"_s);
        link.allowsPrivateUseScheme = true;
        link.codeChallenge = pkce.challenge();
        const QUrl redirect = f.fake.authorize(link.toUrl(f.server()).value());
        QCOMPARE(redirect.scheme(), u"com.example.app"_s);

        CreateAuthCodeRequest request;
        request.callbackUrl = *link.callbackUrl;
        request.codeChallenge = pkce.challenge();
        CreateAuthCodeReply *refused = f.client.createAuthCode(request, f.makeKey());
        QVERIFY(waitFor(refused));
        QCOMPARE(refused->error().kind(), Error::Kind::InvalidRequest);
        request.allowsPrivateUseScheme = true;
        CreateAuthCodeReply *taken = f.client.createAuthCode(request, f.makeKey());
        QVERIFY(waitFor(taken));
        QVERIFY(taken->result());
        request.codeChallengeMethod = CodeChallengeMethod::Plain;
        CreateAuthCodeReply *unbound = f.client.createAuthCode(request, f.makeKey());
        QVERIFY(waitFor(unbound));
        QCOMPARE(unbound->error().kind(), Error::Kind::InvalidRequest);
        QCOMPARE(f.fake.requests(Endpoint::CreateAuthCode), 1);
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void loneSurrogatesAreReplacedOnTheirWayOut()
    {
        ClientFixture f;
        CreateAuthCodeRequest request;
        request.callbackUrl = QUrl(u"https://example.org/cb"_s);
        request.keyLabel = u"a"_s + QChar(0xd83d) + u"b🔑"_s;
        QVERIFY(waitFor(f.client.createAuthCode(request, f.makeKey())));
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::CreateAuthCode)).value("key_label"_L1),
                 QJsonValue(u"a\ufffdb🔑"_s));
        QVERIFY(f.fake.lastRequest(Endpoint::CreateAuthCode)
                    .body.contains("a\xef\xbf\xbd"
                                   "b"));
    }

    void intervalsThatAreNotKnownAreSentAsText()
    {
        ClientFixture f;
        CreateAuthCodeRequest request;
        request.callbackUrl = QUrl(u"https://example.org/cb"_s);
        request.usageLimitType = UsageLimitType(u"fortnightly"_s);
        QCOMPARE(toString(*request.usageLimitType), u"fortnightly"_s);
        QVERIFY(waitFor(f.client.createAuthCode(request, f.makeKey())));
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::CreateAuthCode)).value("usage_limit_type"_L1),
                 QJsonValue(u"fortnightly"_s));
    }

    void hostileCodesArriveAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("quotes") << "a\"b'c\\d"_ba;
        QTest::newRow("JSON") << "x\",\"code_verifier\":\"y"_ba;
        QTest::newRow("line ends") << "a\r\nX-Evil: 1\r\n\r\n"_ba;
        QTest::newRow("control characters") << "a\x01\x1b\x7f"_ba;
        QTest::newRow("UTF-8") << "gr\xc3\xbc\xc3\x9f \xf0\x9f\x94\x91"_ba;
        QTest::newRow("long") << QByteArray(100'000, 'c');
    }

    void hostileCodesArriveAsTheyAre()
    {
        QFETCH(QByteArray, code);
        ClientFixture f(noRetries());
        ExchangeRequest request;
        request.code = Secret(code);
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Forbidden);
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::Exchange)).value("code"_L1).toString(),
                 QString::fromUtf8(code));
    }

    void emptyCodesAreNotSent()
    {
        ClientFixture f;
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey({});
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(!reply->isFinished());
        QVERIFY(finished.wait());
        QCOMPARE(reply->error().kind(), Error::Kind::InvalidRequest);
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.connections(), 0);
    }

    void keysOfHostileFormArriveAndAreSentBackAsTheyAre_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("usual") << "sk-or-v1-TEST0000000000000000"_ba;
        QTest::newRow("quotes") << "\"TEST'key`\\"_ba;
        QTest::newRow("shell substitution") << "$(TEST)${x};&|<>"_ba;
        QTest::newRow("percent and colon") << "TEST%0d%0aX:y"_ba;
        QTest::newRow("longest") << QByteArray(512, '~');
    }

    void keysOfHostileFormArriveAndAreSentBackAsTheyAre()
    {
        QFETCH(QByteArray, key);
        ClientFixture f;
        f.fake.setNextKey(key);
        ExchangeReply *exchange = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(waitFor(exchange));
        QVERIFY(exchange->result());
        QCOMPARE(exchange->result()->key.secret().toByteArray(), key);
        KeyInfoReply *info = f.client.keyInfo(exchange->result()->key);
        QVERIFY(waitFor(info));
        QVERIFY2(info->result(), qPrintable(info->error().serverMessage()));
        QCOMPARE(f.fake.lastRequest(Endpoint::Key).headerValues("Authorization"),
                 QList<QByteArray>{"Bearer " + key});
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void answersThatHoldNoKeyAreInvalid_data()
    {
        QTest::addColumn<FakeOpenRouter::Garbling>("garbling");
        using Garbling = FakeOpenRouter::Garbling;
        QTest::newRow("cut JSON") << Garbling::InvalidJson;
        QTest::newRow("array") << Garbling::NotAnObject;
        QTest::newRow("nothing") << Garbling::EmptyBody;
        QTest::newRow("wrong types") << Garbling::WrongTypes;
        QTest::newRow("no key") << Garbling::KeyMissing;
        QTest::newRow("empty key") << Garbling::KeyEmpty;
        QTest::newRow("key with CR LF") << Garbling::KeyMalformed;
    }

    void answersThatHoldNoKeyAreInvalid()
    {
        QFETCH(FakeOpenRouter::Garbling, garbling);
        ClientFixture f;
        f.fake.inject(Endpoint::Exchange, Fault::garble(garbling));
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::InvalidResponse);
        QCOMPARE(reply->error().httpStatus(), 200);
        QVERIFY(reply->error().keyMayExist());
        QVERIFY(!reply->result());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 1);
    }

    void answersWithoutDataAreInvalid_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<FakeOpenRouter::Garbling>("garbling");
        using Garbling = FakeOpenRouter::Garbling;
        for (const Endpoint endpoint : {Endpoint::CreateAuthCode, Endpoint::Key}) {
            for (const Garbling garbling : {Garbling::InvalidJson, Garbling::NotAnObject,
                                            Garbling::EmptyBody, Garbling::KeyMissing})
                QTest::addRow("%d %d", int(endpoint), int(garbling)) << endpoint << garbling;
        }
        QTest::newRow("no id") << Endpoint::CreateAuthCode << Garbling::KeyEmpty;
        QTest::newRow("id is a number") << Endpoint::CreateAuthCode << Garbling::WrongTypes;
    }

    void answersWithoutDataAreInvalid()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(FakeOpenRouter::Garbling, garbling);
        ClientFixture f;
        f.fake.inject(endpoint, Fault::garble(garbling));
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::InvalidResponse);
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void createAuthCodeSendsEveryField_data()
    {
        QTest::addColumn<UsageLimitType>("usageLimitType");
        QTest::addColumn<QString>("name");
        QTest::newRow("daily") << UsageLimitType(UsageLimitType::Daily) << u"daily"_s;
        QTest::newRow("weekly") << UsageLimitType(UsageLimitType::Weekly) << u"weekly"_s;
        QTest::newRow("monthly") << UsageLimitType(UsageLimitType::Monthly) << u"monthly"_s;
    }

    void createAuthCodeSendsEveryField()
    {
        QFETCH(UsageLimitType, usageLimitType);
        QFETCH(QString, name);
        ClientFixture f;
        const ApiKey key = f.makeKey();
        const Pkce pkce = Pkce::generate();
        CreateAuthCodeRequest request;
        request.callbackUrl = QUrl(u"http://localhost:3000/cb?a=%26"_s);
        request.codeChallenge = pkce.challenge();
        request.codeChallengeMethod = pkce.method();
        request.limit = 12.5;
        // Given in another zone, sent in UTC.
        request.expiresAt = QDateTime(QDate(2031, 1, 1), QTime(1, 59, 59, 999), QTimeZone(7200));
        request.keyLabel = u"Büro \"A&B\" 🔑"_s;
        request.usageLimitType = usageLimitType;
        request.workspaceId = QUuid(u"{11111111-2222-3333-4444-555555555555}"_s);

        CreateAuthCodeReply *reply = f.client.createAuthCode(request, key);
        QVERIFY(waitFor(reply));
        QVERIFY2(reply->result(), qPrintable(reply->error().serverMessage()));
        QCOMPARE(reply->result()->code.toByteArray(), f.fake.lastCode());
        QVERIFY(reply->result()->appId != 0);
        QVERIFY(reply->result()->createdAt.isValid());

        const FakeOpenRouter::Request sent = f.fake.lastRequest(Endpoint::CreateAuthCode);
        QCOMPARE(sent.method, "POST"_ba);
        QCOMPARE(sent.path, "/api/v1/auth/keys/code"_ba);
        QCOMPARE(sent.headerValues("Authorization"),
                 QList<QByteArray>{"Bearer " + key.secret().toByteArray()});
        const QJsonObject expected{
            {u"callback_url"_s, u"http://localhost:3000/cb?a=%26"_s},
            {u"code_challenge"_s, pkce.challenge()},
            {u"code_challenge_method"_s, u"S256"_s},
            {u"limit"_s, 12.5},
            {u"expires_at"_s, u"2030-12-31T23:59:59.999Z"_s},
            {u"key_label"_s, request.keyLabel},
            {u"usage_limit_type"_s, name},
            {u"workspace_id"_s, u"11111111-2222-3333-4444-555555555555"_s},
        };
        QCOMPARE(bodyOf(sent), expected);
        QCOMPARE(f.fake.violations(), QStringList());

        // The code is as good as one from a browser, and the key is what was asked for.
        ExchangeRequest exchange;
        exchange.code = reply->result()->code;
        exchange.codeVerifier = pkce.verifier();
        ExchangeReply *exchangeReply = f.client.exchangeAuthCodeForApiKey(exchange);
        QVERIFY(waitFor(exchangeReply));
        QVERIFY(exchangeReply->result());
        KeyInfoReply *info = f.client.keyInfo(exchangeReply->result()->key);
        QVERIFY(waitFor(info));
        QVERIFY(info->result());
        QCOMPARE(info->result()->limit, std::optional(12.5));
        QCOMPARE(info->result()->limitReset, name);
        QCOMPARE(info->result()->expiresAt,
                 QDateTime(QDate(2030, 12, 31), QTime(23, 59, 59), QTimeZone::utc()));
    }

    void createAuthCodeLeavesOutWhatIsNotSet()
    {
        ClientFixture f;
        CreateAuthCodeRequest request;
        request.callbackUrl = QUrl(u"https://example.org/cb"_s);
        CreateAuthCodeReply *reply = f.client.createAuthCode(request, f.makeKey());
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        const QJsonObject expected{{u"callback_url"_s, u"https://example.org/cb"_s}};
        QCOMPARE(bodyOf(f.fake.lastRequest(Endpoint::CreateAuthCode)), expected);
    }

    void createAuthCodeDoesNotSendWhatIsNotAllowed_data()
    {
        QTest::addColumn<CreateAuthCodeRequest>("request");
        CreateAuthCodeRequest good;
        good.callbackUrl = QUrl(u"https://example.org/cb"_s);
        const auto row = [&good](const char *name, auto change) {
            CreateAuthCodeRequest request = good;
            change(request);
            QTest::newRow(name) << request;
        };
        row("no callback", [](auto &r) { r.callbackUrl = {}; });
        row("callback over http", [](auto &r) { r.callbackUrl = QUrl(u"http://example.org"_s); });
        row("negative limit", [](auto &r) { r.limit = -1; });
        row("infinite limit", [](auto &r) { r.limit = std::numeric_limits<double>::infinity(); });
        row("invalid date", [](auto &r) { r.expiresAt = QDateTime(); });
        row("year 10000", [](auto &r) {
            r.expiresAt = QDateTime(QDate(10000, 1, 1), QTime(0, 0), QTimeZone::utc());
        });
        row("long label", [](auto &r) { r.keyLabel = QString(101, u'x'); });
    }

    void createAuthCodeDoesNotSendWhatIsNotAllowed()
    {
        QFETCH(CreateAuthCodeRequest, request);
        ClientFixture f;
        CreateAuthCodeReply *reply = f.client.createAuthCode(request, f.makeKey());
        QVERIFY(!reply->isFinished());
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::InvalidRequest);
        QVERIFY(!reply->error().detail().isEmpty());
        QCOMPARE(f.fake.connections(), 0);
    }

    void createAuthCodeByAnOrdinaryKeyMayBeForbidden()
    {
        ClientFixture f;
        f.fake.setManagementOnly(true);
        Reply *reply = f.call(Endpoint::CreateAuthCode);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Forbidden);
        QCOMPARE(reply->error().httpStatus(), 403);
        QCOMPARE(reply->error().serverMessage(),
                 u"Only management keys can perform this operation"_s);
        QCOMPARE(f.fake.requests(Endpoint::CreateAuthCode), 1);
    }

    void keyInfoShowsTheRecord_data()
    {
        QTest::addColumn<bool>("newer");
        QTest::newRow("newer server") << true;
        QTest::newRow("as described") << false;
    }

    void keyInfoShowsTheRecord()
    {
        QFETCH(bool, newer);
        ClientFixture f;
        f.fake.setNewerFields(newer);
        f.fake.setUserId(u"user_TEST"_s);
        FakeOpenRouter::KeyRecord record;
        record.limit = 100;
        record.limitReset = u"monthly"_s;
        record.usage = 40;
        record.usageDaily = 1;
        record.usageWeekly = 2;
        record.usageMonthly = 25.5;
        record.byokUsage = 8;
        record.byokUsageDaily = 5;
        record.byokUsageWeekly = 6;
        record.byokUsageMonthly = 7;
        record.isFreeTier = true;
        record.isManagementKey = true;
        record.expiresAt = QDateTime(QDate(2030, 12, 31), QTime(23, 59, 59), QTimeZone::utc());
        record.workspaceId = u"11111111-2222-3333-4444-555555555555"_s;
        record.organizationId = u"org_TEST"_s;
        const ApiKey key = ApiKey::fromBytes(f.fake.makeKey(record)).value();
        KeyInfoReply *reply = f.client.keyInfo(key);
        QVERIFY(waitFor(reply));
        QVERIFY2(reply->result(), qPrintable(reply->error().detail()));

        const FakeOpenRouter::Request sent = f.fake.lastRequest(Endpoint::Key);
        QCOMPARE(sent.method, "GET"_ba);
        QCOMPARE(sent.path, "/api/v1/key"_ba);
        QCOMPARE(sent.headerValues("Authorization"),
                 QList<QByteArray>{"Bearer " + key.secret().toByteArray()});
        QVERIFY(sent.body.isEmpty());
        QCOMPARE(f.fake.violations(), QStringList());

        const KeyInfo &info = *reply->result();
        QCOMPARE(info.limit, std::optional(100.0));
        QCOMPARE(info.limitRemaining, f.fake.keyRecord(f.fake.lastKey())->limitRemaining());
        QCOMPARE(info.limitReset, u"monthly"_s);
        QCOMPARE(info.usage, std::optional(40.0));
        QCOMPARE(info.usageDaily, std::optional(1.0));
        QCOMPARE(info.usageWeekly, std::optional(2.0));
        QCOMPARE(info.usageMonthly, std::optional(25.5));
        QCOMPARE(info.byokUsage, std::optional(8.0));
        QCOMPARE(info.byokUsageDaily, std::optional(5.0));
        QCOMPARE(info.byokUsageWeekly, std::optional(6.0));
        QCOMPARE(info.byokUsageMonthly, std::optional(7.0));
        QCOMPARE(info.includeByokInLimit, std::optional(false));
        QCOMPARE(info.isFreeTier, std::optional(true));
        QCOMPARE(info.isManagementKey, std::optional(true));
        QCOMPARE(info.creatorUserId.value_or({}), u"user_TEST"_s);
        QCOMPARE(info.expiresAt, record.expiresAt);
        QCOMPARE(info.freeModelDailyRequests.has_value(), newer);
        QCOMPARE(info.workspaceId.isAbsent(), !newer);
        QCOMPARE(info.organizationId.isAbsent(), !newer);
    }

    void revokedKeysAreUnauthorized()
    {
        ClientFixture f;
        const ApiKey key = f.makeKey();
        f.fake.revoke(key.secret().toByteArray());
        KeyInfoReply *reply = f.client.keyInfo(key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Unauthorized);
        QCOMPARE(reply->error().httpStatus(), 401);
        QVERIFY(!reply->error().serverMessage().isEmpty());
        QCOMPARE(f.fake.requests(Endpoint::Key), 1);
    }

    void refusedCodesSayWhy_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("as the service does") << 400 << Error::Kind::BadRequest;
        QTest::newRow("as the guide says") << 403 << Error::Kind::Forbidden;
    }

    void refusedCodesSayWhy()
    {
        QFETCH(int, status);
        QFETCH(Error::Kind, kind);
        ClientFixture f;
        f.fake.setInvalidCodeStatus(status);
        const ExchangeRequest good = f.approve();

        ExchangeRequest wrongVerifier = good;
        wrongVerifier.codeVerifier = Pkce::generate().verifier();
        ExchangeRequest wrongCode = good;
        wrongCode.code = Secret("TEST-unknown-code-0000");
        for (const ExchangeRequest &request : {wrongCode, wrongVerifier}) {
            ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(request);
            QVERIFY(waitFor(reply));
            QCOMPARE(reply->error().kind(), kind);
            QCOMPARE(reply->error().httpStatus(), status);
            QVERIFY(!reply->error().serverMessage().isEmpty());
            QVERIFY(!reply->error().keyMayExist());
            QVERIFY(!reply->result());
        }
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 2);
    }

    void codesAreUsedOnceAndNotForLong()
    {
        ClientFixture f;
        const ExchangeRequest used = f.approve();
        QVERIFY(waitFor(f.client.exchangeAuthCodeForApiKey(used)));
        Reply *again = f.client.exchangeAuthCodeForApiKey(used);
        QVERIFY(waitFor(again));
        QCOMPARE(again->error().kind(), Error::Kind::Forbidden);

        const ExchangeRequest expired = f.approve();
        f.fake.advanceClock(601s);
        Reply *late = f.client.exchangeAuthCodeForApiKey(expired);
        QVERIFY(waitFor(late));
        QCOMPARE(late->error().kind(), Error::Kind::Forbidden);
        QCOMPARE(late->error().serverMessage(), u"Authorization code expired"_s);
    }

    void everyStatusHasItsKind_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        QTest::addColumn<Error::Kind>("kind");

        struct Row
        {
            int status;
            QString message;
            Error::Kind kind;
        };
        const QList<Row> rows{
            {400, u"Invalid request parameters"_s, Error::Kind::BadRequest},
            {400, u"Invalid code_challenge_method"_s, Error::Kind::BadRequest},
            {401, u"Missing Authentication header"_s, Error::Kind::Unauthorized},
            {401, u"User not found."_s, Error::Kind::Unauthorized},
            {402, u"Insufficient credits"_s, Error::Kind::UnexpectedStatus},
            {403, u"Invalid code or code_verifier"_s, Error::Kind::Forbidden},
            {403, u"Only management keys can perform this operation"_s, Error::Kind::Forbidden},
            {404, u"Not Found"_s, Error::Kind::UnexpectedStatus},
            {405, u"Method Not Allowed"_s, Error::Kind::UnexpectedStatus},
            {408, u"Request Timeout"_s, Error::Kind::UnexpectedStatus},
            {409, u"Resource conflict. Please try again later."_s, Error::Kind::Conflict},
            {413, u"Payload Too Large"_s, Error::Kind::UnexpectedStatus},
            {418, u"I'm a teapot"_s, Error::Kind::UnexpectedStatus},
            {429, u"Rate limit exceeded"_s, Error::Kind::RateLimited},
            {451, u"Unavailable"_s, Error::Kind::UnexpectedStatus},
            {499, u"Client closed"_s, Error::Kind::UnexpectedStatus},
            {500, u"Internal Server Error"_s, Error::Kind::Server},
            {501, u"Not Implemented"_s, Error::Kind::Server},
            {502, u"Bad Gateway"_s, Error::Kind::Server},
            {503, u"Service Unavailable"_s, Error::Kind::Server},
            {504, u"Gateway Timeout"_s, Error::Kind::Server},
            {524, u"A timeout occurred"_s, Error::Kind::Server},
            {529, u"Overloaded"_s, Error::Kind::Server},
            {600, u"Beyond"_s, Error::Kind::UnexpectedStatus},
        };
        for (const Row &row : rows) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
                QTest::addRow("%d, endpoint %d: %s", row.status, int(endpoint),
                              qPrintable(row.message))
                    << endpoint << row.status << row.message << row.kind;
            }
        }
    }

    void everyStatusHasItsKind()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, status);
        QFETCH(QString, message);
        QFETCH(Error::Kind, kind);
        ClientFixture f(noRetries());
        const QJsonObject metadata{{u"reason"_s, u"TEST"_s}, {u"list"_s, QJsonArray{1, u"x"_s}}};
        f.fake.inject(endpoint, Fault::refuse(status, message).withMetadata(metadata));
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        const Error error = reply->error();
        QCOMPARE(error.kind(), kind);
        QCOMPARE(error.httpStatus(), status);
        QCOMPARE(error.serverMessage(), message);
        QCOMPARE(error.serverCode(), std::optional(status));
        QCOMPARE(error.metadata(), metadata);
        QVERIFY(!error.retryAfter());
        QVERIFY(error.sentence().endsWith(u'.'));
        // Only an exchange that was not refused may have left a key.
        const bool isRefusal = status < 500 && status != 408;
        QCOMPARE(error.keyMayExist(), endpoint == Endpoint::Exchange && !isRefusal);
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void onlyTheApisOwnRefusalProvesThatNoKeyWasMade_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("keyMayExist");
        const QByteArray json = "application/json";
        const QByteArray refusal = R"({"error":{"code":403,"message":"Invalid code"}})";
        const auto row = [](const char *name, int status, const QByteArray &contentType,
                            const QByteArray &body, bool keyMayExist) {
            QTest::newRow(name) << status << contentType << body << keyMayExist;
        };
        row("400", 400, json, refusal, false);
        row("403", 403, json, refusal, false);
        row("403 without a content type", 403, {}, refusal, false);
        row("429", 429, json, refusal, false);
        row("400 as in RFC 6749", 400, json, R"({"error":"invalid_grant"})", false);
        row("400 with a message alone", 400, json, R"({"message":"Invalid code"})", false);
        row("301", 301, json, refusal, true);
        row("304 without a body", 304, json, {}, true);
        row("307", 307, json, refusal, true);
        row("408", 408, json, refusal, true);
        row("500", 500, json, refusal, true);
        row("600", 600, json, refusal, true);
        row("400 as HTML", 400, "text/html", "<html><body>Bad Request</body></html>", true);
        row("403 as HTML", 403, "text/html", "<html><body>Forbidden</body></html>", true);
        row("403 as plain text", 403, "text/plain", "Invalid code or code_verifier", true);
        row("403 without a body", 403, json, {}, true);
        row("403 cut off", 403, json, refusal.left(20), true);
        row("403 with an array", 403, json, '[' + refusal + ']', true);
        row("403 that says nothing", 403, json, R"({"error":null,"message":null})", true);
        row("403 in another form", 403, json, R"({"detail":"blocked by policy"})", true);
        row("429 as plain text", 429, "text/plain", "error code: 1015", true);
    }

    void onlyTheApisOwnRefusalProvesThatNoKeyWasMade()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, body);
        QFETCH(bool, keyMayExist);
        ClientFixture f(noRetries());
        f.fake.inject(Endpoint::Exchange, Fault::answer(status, contentType, body));
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().httpStatus(), status);
        QCOMPARE(reply->error().keyMayExist(), keyMayExist);
        QVERIFY(!reply->anotherKeyMayExist()); // nor is there a first one
    }

    void errorsCarryEveryFieldOfTheBody()
    {
        ClientFixture f(noRetries());
        f.fake.inject(Endpoint::Key,
                      Fault::answer(403, "application/json",
                                    "{\"error\":{\"code\":1234,\"message\":\"Why \\u202e not\","
                                    "\"metadata\":{\"a\":{\"b\":1}},\"x\":0},"
                                    "\"user_id\":\"user_TEST\","
                                    "\"openrouter_metadata\":{\"c\":true},\"y\":[]}"));
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        const Error error = reply->error();
        QCOMPARE(error.httpStatus(), 403);
        QCOMPARE(error.serverCode(), std::optional(1234));
        QCOMPARE(error.serverMessage(), u"Why not"_s);
        QCOMPARE(error.metadata(), (QJsonObject{{u"a"_s, QJsonObject{{u"b"_s, 1}}}}));
        QCOMPARE(error.userId(), u"user_TEST"_s);
        QCOMPARE(error.openRouterMetadata(), (QJsonObject{{u"c"_s, true}}));
    }

    void errorsWithoutAnIntelligibleBodyAreStillOneClearError_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        struct Row
        {
            const char *name;
            QByteArray type;
            QByteArray body;
        };
        const QList<Row> rows{
            {"nothing", "application/json", {}},
            {"HTML", "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"},
            {"cut off", "application/json", "{\"error\":{\"code\":502,\"mess"},
            {"malformed", "application/json", "}{ not json"},
            {"array", "application/json", "[1,2]"},
            {"null", "application/json", "null"},
            {"error is null", "application/json", "{\"error\":null}"},
            {"error is a number", "application/json", "{\"error\":7}"},
            {"binary", "application/octet-stream", QByteArray("\0\xff\x80\n", 4)},
        };
        for (const Row &row : rows) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
                QTest::addRow("%s, endpoint %d", row.name, int(endpoint))
                    << endpoint << row.type << row.body;
            }
        }
    }

    void errorsWithoutAnIntelligibleBodyAreStillOneClearError()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        ClientFixture f(noRetries());
        for (const auto &[status, kind] :
             {std::pair(400, Error::Kind::BadRequest), std::pair(502, Error::Kind::Server)}) {
            f.fake.inject(endpoint, Fault::answer(status, type, body));
            Reply *reply = f.call(endpoint);
            QVERIFY(waitFor(reply));
            QCOMPARE(reply->error().kind(), kind);
            QCOMPARE(reply->error().httpStatus(), status);
            QVERIFY(reply->error().serverMessage().isEmpty());
            QVERIFY(!reply->error().sentence().isEmpty());
        }
    }

    void secretsThatTheServerRepeatsAreNotShown_data() { addEndpoints(); }

    void secretsThatTheServerRepeatsAreNotShown()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f;
        f.fake.inject(endpoint, Fault::echoSecrets());
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::BadRequest);
        QVERIFY2(reply->error().serverMessage().contains("***"_L1),
                 qPrintable(reply->error().serverMessage()));
        const FakeOpenRouter::Request sent = f.fake.lastRequest(endpoint);
        QStringList secrets{QString::fromLatin1(sent.header("Authorization")).mid(7)};
        secrets += bodyOf(sent).value("code"_L1).toString();
        secrets += bodyOf(sent).value("code_verifier"_L1).toString();
        secrets.removeAll(QString());
        QVERIFY(!secrets.isEmpty());
        QString printed;
        QDebug(&printed) << reply->error();
        for (const QString &secret : std::as_const(secrets)) {
            QVERIFY(!reply->error().serverMessage().contains(secret));
            QVERIFY(!printed.contains(secret));
        }
    }

    void redirectsAreNotFollowed_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("status");
        for (const int status : {300, 301, 302, 303, 304, 305, 307, 308}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("%d, endpoint %d", status, int(endpoint)) << endpoint << status;
        }
    }

    void redirectsAreNotFollowed()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, status);
        ClientFixture f;
        FakeOpenRouter elsewhere;
        QVERIFY(elsewhere.listen());
        // Whatever the embedding program prefers.
        f.network.setRedirectPolicy(QNetworkRequest::UserVerifiedRedirectPolicy);
        f.fake.inject(endpoint, Fault::redirect(elsewhere.baseUrl(), status), 1);
        f.fake.inject(endpoint, Fault::redirect(f.fake.baseUrl(), status), 1);
        for (int i = 1; i <= 2; ++i) { // to another server, and to the same
            Reply *reply = f.call(endpoint);
            QVERIFY(waitFor(reply));
            QCOMPARE(reply->error().kind(), Error::Kind::UnexpectedStatus);
            QCOMPARE(reply->error().httpStatus(), status);
            QVERIFY(reply->error().detail().contains("redirect"_L1));
            QCOMPARE(f.fake.requests(endpoint), i);
        }
        QCOMPARE(f.fake.requests(Endpoint::Other), 0);
        QCOMPARE(elsewhere.connections(), 0);
    }

    void attributionIsSentWithEveryCall_data() { addEndpoints(); }

    void attributionIsSentWithEveryCall()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f;
        QVERIFY(f.client.setAttribution(QUrl(u"https://example.org/ä?x=1"_s), u"My (App) 1.0"_s,
                                        {u"cli-agent"_s, u"ide2"_s}));
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY(!reply->error().isError());
        const FakeOpenRouter::Request sent = f.fake.lastRequest(endpoint);
        QCOMPARE(sent.headerValues("HTTP-Referer"),
                 QList<QByteArray>{"https://example.org/%C3%A4?x=1"_ba});
        QCOMPARE(sent.headerValues("X-OpenRouter-Title"), QList<QByteArray>{"My (App) 1.0"_ba});
        QCOMPARE(sent.headerValues("X-OpenRouter-Categories"),
                 QList<QByteArray>{"cli-agent,ide2"_ba});
    }

    void attributionThatCannotStandInAHeaderIsRefused_data()
    {
        QTest::addColumn<QUrl>("referer");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("categories");
        const QUrl url(u"https://example.org/"_s);
        const QStringList none;
        QTest::newRow("line end in the title")
            << url << u"App\r\nAuthorization: Bearer x"_s << none;
        QTest::newRow("line feed in the title") << url << u"App\nX: y"_s << none;
        QTest::newRow("zero in the title") << url << u"App"_s + QChar(0) << none;
        QTest::newRow("tab in the title") << url << u"App\t1"_s << none;
        QTest::newRow("umlaut in the title") << url << u"Äpp"_s << none;
        QTest::newRow("emoji in the title") << url << u"App 🔑"_s << none;
        QTest::newRow("password in the address")
            << QUrl(u"https://me:x@example.org/"_s) << u"App"_s << none;
        QTest::newRow("not a web address") << QUrl(u"file:///home/me/app"_s) << u"App"_s << none;
        QTest::newRow("relative address") << QUrl(u"app"_s) << u"App"_s << none;
        QTest::newRow("empty category") << url << u"App"_s << QStringList{QString()};
        QTest::newRow("category in capitals") << url << u"App"_s << QStringList{u"CLI"_s};
        QTest::newRow("category with a blank") << url << u"App"_s << QStringList{u"a b"_s};
        QTest::newRow("category with a comma") << url << u"App"_s << QStringList{u"a,b"_s};
        QTest::newRow("category with a line end") << url << u"App"_s << QStringList{u"a\r\nX"_s};
        QTest::newRow("category with an umlaut") << url << u"App"_s << QStringList{u"ä"_s};
        QTest::newRow("category of 31 characters")
            << url << u"App"_s << QStringList{QString(31, u'x')};
        QTest::newRow("one of two") << url << u"App"_s << QStringList{u"ide"_s, u"A"_s};
    }

    void attributionThatCannotStandInAHeaderIsRefused()
    {
        QFETCH(QUrl, referer);
        QFETCH(QString, title);
        QFETCH(QStringList, categories);
        ClientFixture f;
        QVERIFY(f.client.setAttribution(QUrl(u"https://example.org/first"_s), u"First"_s,
                                        {QString(30, u'x')}));
        QVERIFY(!f.client.setAttribution(referer, title, categories));
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        const FakeOpenRouter::Request sent = f.fake.lastRequest(Endpoint::Key);
        QCOMPARE(sent.headerValues("HTTP-Referer"),
                 QList<QByteArray>{"https://example.org/first"_ba});
        QCOMPARE(sent.headerValues("X-OpenRouter-Title"), QList<QByteArray>{"First"_ba});
        QCOMPARE(sent.headerValues("X-OpenRouter-Categories"),
                 QList<QByteArray>{QByteArray(30, 'x')});
        QVERIFY(f.client.setAttribution({}, {}));
        QVERIFY(waitFor(f.call(Endpoint::Key)));
        QVERIFY(!f.fake.lastRequest(Endpoint::Key).hasHeader("HTTP-Referer"));
        QVERIFY(!f.fake.lastRequest(Endpoint::Key).hasHeader("X-OpenRouter-Title"));
        QVERIFY(!f.fake.lastRequest(Endpoint::Key).hasHeader("X-OpenRouter-Categories"));
    }

    void clockOfTheServerIsKnown_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<bool>("isRefused");
        for (const bool isRefused : {false, true}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("%d %d", int(endpoint), isRefused) << endpoint << isRefused;
        }
    }

    void clockOfTheServerIsKnown()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(bool, isRefused);
        ClientFixture f;
        if (isRefused)
            f.fake.inject(endpoint, Fault::refuse(403, u"TEST"_s));
        const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-1);
        Reply *reply = f.call(endpoint);
        QVERIFY(!reply->serverTime().isValid());
        QVERIFY(waitFor(reply));
        QVERIFY(reply->serverTime() >= before);
        QVERIFY(reply->serverTime() <= QDateTime::currentDateTimeUtc());
        QCOMPARE(reply->serverTime().timeSpec(), Qt::UTC);
    }

    void clockOfTheServerIsUnknownWithoutAnAnswer()
    {
        ClientFixture f(noRetries());
        f.fake.inject(Endpoint::Key, Fault::raw("HTTP/1.1 200 OK\r\nDate: soon\r\n"
                                                "Content-Length: 2\r\n\r\n{}"));
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        QVERIFY(!reply->serverTime().isValid());
    }

    void challengesForAPasswordAreNotMet_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("challenge");
        for (const QByteArray &challenge :
             {"Basic realm=\"TEST\""_ba, "Bearer realm=\"TEST\", error=\"invalid_token\""_ba,
              "Digest realm=\"TEST\", nonce=\"x\", qop=\"auth\""_ba, "NTLM"_ba, "Negotiate"_ba}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
                QTest::addRow("%s, endpoint %d", challenge.left(8).constData(), int(endpoint))
                    << endpoint << challenge;
            }
        }
    }

    void challengesForAPasswordAreNotMet()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(QByteArray, challenge);
        ClientFixture f;
        // The embedding program would have one for other servers.
        QObject::connect(&f.network, &QNetworkAccessManager::authenticationRequired, &f.network,
                         [](QNetworkReply *, QAuthenticator *authenticator) {
                             authenticator->setUser(u"TESTuser"_s);
                             authenticator->setPassword(u"TESTpassword"_s);
                         });
        f.fake.inject(endpoint,
                      Fault::refuse(401, u"User not found."_s, {{"WWW-Authenticate", challenge}}));
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Unauthorized);
        QCOMPARE(reply->error().httpStatus(), 401);
        QCOMPARE(reply->error().serverMessage(), u"User not found."_s);
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void cookiesAreNeitherKeptNorSent()
    {
        ClientFixture f;
        f.fake.inject(Endpoint::Key,
                      Fault::refuse(403, u"no"_s, {{"Set-Cookie", "TEST=1; Path=/"}}));
        QVERIFY(waitFor(f.call(Endpoint::Key)));
        QVERIFY(f.network.cookieJar()->cookiesForUrl(f.fake.baseUrl()).isEmpty());
        f.network.cookieJar()->setCookiesFromUrl({QNetworkCookie("mine", "1")}, f.fake.baseUrl());
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        QVERIFY(!reply->error().isError());
        QCOMPARE(f.fake.violations(), QStringList());
    }

    void chunkedAnswersAreUnderstood_data() { addEndpoints(); }

    void chunkedAnswersAreUnderstood()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f;
        f.fake.inject(endpoint, Fault::chunked());
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
    }

    void serversBelowAPathWork()
    {
        ClientFixture f;
        const QUrl deeper(f.fake.origin().toString() + u"/other/base/"_s);
        Client client(&f.network, Server::fromBaseUrl(deeper).value());
        KeyInfoReply *reply = client.keyInfo(f.makeKey());
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().httpStatus(), 404);
        QCOMPARE(f.fake.lastRequest(Endpoint::Other).path, "/other/base/key"_ba);
    }

    void callsForARegionGoToOpenRouter()
    {
        ClientFixture f;
        DivertingManager manager(f.fake.origin());
        const Server region =
            Server::fromBaseUrl(QUrl(u"https://eu.openrouter.ai/api/v1"_s)).value();
        Client client(&manager, region);
        QCOMPARE(client.server(), region);
        CreateAuthCodeRequest request;
        request.callbackUrl = QUrl(u"https://example.org/cb"_s);
        for (Reply *reply : QList<Reply *>{client.exchangeAuthCodeForApiKey(f.approve()),
                                           client.createAuthCode(request, f.makeKey()),
                                           client.keyInfo(f.makeKey())}) {
            QVERIFY(waitFor(reply));
            QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        }
        QCOMPARE(manager.addresses, QStringList({u"https://openrouter.ai/api/v1/auth/keys"_s,
                                                 u"https://openrouter.ai/api/v1/auth/keys/code"_s,
                                                 u"https://openrouter.ai/api/v1/key"_s}));
    }

    void callsRunSideBySide()
    {
        ClientFixture f;
        QList<Reply *> replies;
        for (int i = 0; i < 5; ++i) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                replies += f.call(endpoint);
        }
        for (Reply *reply : std::as_const(replies)) {
            QVERIFY(waitFor(reply));
            QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        }
        QCOMPARE(f.fake.requests(), 15);
        QCOMPARE(f.fake.violations(), QStringList());
    }
};

QTEST_GUILESS_MAIN(ClientTest)
#include "tst_client.moc"
