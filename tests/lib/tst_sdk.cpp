// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The library beside OpenRouter's official TypeScript SDK, in the version that tests/sdk pins: the
// same request gives the same method, path, JSON values and headers on the wire, the same answer
// the same values. The order of members, the spelling of numbers and headers of transport may
// differ. SDK_SOURCE is tests/sdk, SDK_FOLDER where it is installed, once for each version.

#include "clientfixture.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;

namespace {

const QString folder = QStringLiteral(SDK_FOLDER);
const QDir source(QStringLiteral(SDK_SOURCE));

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Installs the SDK if its pinned version is not there yet; what went wrong, or nothing.
QString install()
{
    const QString stamp = folder + "/installed"_L1;
    const QByteArray lock = contentOf(source.filePath(u"package-lock.json"_s));
    QDir().mkpath(folder);
    for (const QString &name : {u"package.json"_s, u"package-lock.json"_s, u"calls.mjs"_s}) {
        const QString copy = folder + u'/' + name;
        QFile::remove(copy);
        if (!QFile::copy(source.filePath(name), copy))
            return copy + " cannot be written"_L1;
    }
    if (lock.isEmpty())
        return u"tests/sdk/package-lock.json cannot be read"_s;
    if (contentOf(stamp) == lock)
        return {};

    QProcess npm;
    npm.setWorkingDirectory(folder);
    npm.setProcessChannelMode(QProcess::MergedChannels);
    npm.start(u"npm"_s, {u"ci"_s, u"--omit=dev"_s, u"--ignore-scripts"_s, u"--no-audit"_s,
                         u"--no-fund"_s, u"--fetch-retries=1"_s});
    if (!npm.waitForStarted())
        return u"npm cannot be started; it comes with Debian's packages nodejs and npm"_s;
    if (!npm.waitForFinished(180'000) || npm.exitCode() != 0) {
        return u"npm could not install the official SDK; it needs its registry the first time: "_s
               + QString::fromUtf8(npm.readAll());
    }
    QFile file(stamp);
    return file.open(QIODevice::WriteOnly) && file.write(lock) == lock.size()
               ? QString()
               : stamp + " cannot be written"_L1;
}

/// A request as the server saw it, without what belongs to transport.
struct Seen
{
    QByteArray method;
    QByteArray path;
    QByteArray query;
    QJsonValue body;
    QJsonObject headers;

    friend bool operator==(const Seen &, const Seen &) = default;
};

Seen seen(const FakeOpenRouter::Request &request)
{
    // Qt asks caches on the way for a fresh answer.
    static const QSet<QByteArray> transport{"accept-encoding", "accept-language", "cache-control",
                                            "connection",      "content-length",  "host",
                                            "pragma",          "sec-fetch-mode",  "user-agent"};
    Seen result{request.method, request.path, request.query, {}, {}};
    for (const auto &[name, value] : request.headers) {
        // The SDK sends a Cookie without content.
        if (!transport.contains(name.toLower()) && !(name.toLower() == "cookie" && value.isEmpty()))
            result.headers.insert(QString::fromLatin1(name.toLower()), QString::fromLatin1(value));
    }
    if (!request.body.isEmpty())
        result.body = QJsonDocument::fromJson(request.body).object();
    return result;
}

QByteArray toText(const Seen &seen)
{
    return seen.method + ' ' + seen.path + ' ' + seen.query + ' '
           + QJsonDocument(seen.headers).toJson(QJsonDocument::Compact) + ' '
           + QJsonDocument(seen.body.toObject()).toJson(QJsonDocument::Compact);
}

// Values as the SDK names and writes them.

QJsonValue toJson(const Nullable<QString> &text)
{
    if (text.isAbsent())
        return QJsonValue::Undefined;
    return text ? QJsonValue(*text) : QJsonValue();
}

template <typename T>
QJsonValue toJson(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue toJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toString(Qt::ISODateWithMs)) : QJsonValue();
}

QJsonObject toJson(const ExchangeResponse &response)
{
    return {{u"key"_s, response.key.secret().toString()}, {u"userId"_s, toJson(response.userId)}};
}

QJsonObject toJson(const CreateAuthCodeResponse &response)
{
    return {{u"data"_s, QJsonObject{{u"id"_s, response.code.toString()},
                                    {u"appId"_s, response.appId},
                                    {u"createdAt"_s, toJson(response.createdAt)}}}};
}

QJsonObject toJson(const KeyInfo &info)
{
    const auto requests = info.freeModelDailyRequests.value_or(KeyInfo::FreeModelDailyRequests());
    return {
        {u"data"_s,
         QJsonObject{
             {u"label"_s, info.label},
             {u"limit"_s, toJson(info.limit)},
             {u"limitRemaining"_s, toJson(info.limitRemaining)},
             {u"limitReset"_s,
              info.limitReset.isEmpty() ? QJsonValue() : QJsonValue(info.limitReset)},
             {u"usage"_s, toJson(info.usage)},
             {u"usageDaily"_s, toJson(info.usageDaily)},
             {u"usageWeekly"_s, toJson(info.usageWeekly)},
             {u"usageMonthly"_s, toJson(info.usageMonthly)},
             {u"byokUsage"_s, toJson(info.byokUsage)},
             {u"byokUsageDaily"_s, toJson(info.byokUsageDaily)},
             {u"byokUsageWeekly"_s, toJson(info.byokUsageWeekly)},
             {u"byokUsageMonthly"_s, toJson(info.byokUsageMonthly)},
             {u"includeByokInLimit"_s, toJson(info.includeByokInLimit)},
             {u"isFreeTier"_s, toJson(info.isFreeTier)},
             {u"isManagementKey"_s, toJson(info.isManagementKey)},
             {u"creatorUserId"_s, toJson(info.creatorUserId)},
             {u"expiresAt"_s, toJson(info.expiresAt)},
             {u"freeModelDailyRequests"_s, QJsonObject{{u"limit"_s, toJson(requests.limit)},
                                                       {u"remaining"_s, toJson(requests.remaining)},
                                                       {u"used"_s, toJson(requests.used)}}},
             {u"allowedDataRegions"_s,
              QJsonArray::fromStringList(info.allowedDataRegions.value_or(QStringList()))},
             {u"organizationId"_s, toJson(info.organizationId)},
             {u"workspaceId"_s, toJson(info.workspaceId)},
             {u"rateLimit"_s, info.rateLimit},
         }}};
}

QJsonObject toJson(const Error &error)
{
    QJsonObject object{{u"statusCode"_s, error.httpStatus()},
                       {u"message"_s, error.serverMessage()},
                       {u"code"_s, toJson(error.serverCode())}};
    if (!error.metadata().isEmpty())
        object.insert("metadata"_L1, error.metadata());
    if (!error.userId().isEmpty())
        object.insert("userId"_L1, error.userId());
    return object;
}

const QByteArray verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const QByteArray code = "TESTcode-0123456789";

QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

} // namespace

class SdkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();

    void authorizationLinksAgree_data();
    void authorizationLinksAgree();
    void exchangesAgree_data();
    void exchangesAgree();
    void codesAgree_data();
    void codesAgree();
    void keyRecordsAgree_data();
    void keyRecordsAgree();
    void refusalsAgree_data();
    void refusalsAgree();

private:
    /// What the SDK makes of it: {"value": …} or {"error": …}.
    QJsonObject callSdk(const QString &operation, const QJsonObject &request, bool withKey);

    /// Compares the last request to \a endpoint with \a expected, the one before.
    void compareRequest(Endpoint endpoint, const Seen &expected);

    std::unique_ptr<ClientFixture> m_f;
    QProcess m_node;
    ApiKey m_key = *ApiKey::fromBytes("sk-or-v1-TEST0000000000000000");
};

void SdkTest::initTestCase()
{
    const QString problem = install();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void SdkTest::init()
{
    // Once for all tests, because loading the SDK takes longer than all its calls; after a crash
    // the next test has a new one.
    if (m_node.state() == QProcess::NotRunning) {
        m_node.setWorkingDirectory(folder);
        m_node.start(u"node"_s, {u"calls.mjs"_s});
    }
    QVERIFY2(m_node.waitForStarted(), "node cannot be started; it is in Debian's package nodejs");
}

void SdkTest::cleanupTestCase()
{
    m_node.closeWriteChannel();
    QVERIFY(m_node.state() == QProcess::NotRunning || m_node.waitForFinished());
    QCOMPARE(m_node.exitCode(), 0);
}

QJsonObject SdkTest::callSdk(const QString &operation, const QJsonObject &request, bool withKey)
{
    QJsonObject client{{u"serverURL"_s, m_f->fake.baseUrl().toString()},
                       {u"httpReferer"_s, u"https://example.org/app"_s},
                       {u"appTitle"_s, u"My (App) 1.0"_s},
                       {u"appCategories"_s, u"cli-agent,ide"_s}};
    if (withKey)
        client.insert("apiKey"_L1, m_key.secret().toString());
    m_node.write(QJsonDocument(QJsonObject{{u"operation"_s, operation},
                                           {u"client"_s, client},
                                           {u"request"_s, request}})
                     .toJson(QJsonDocument::Compact)
                 + '\n');
    // The server that it talks to runs here.
    if (!QTest::qWaitFor(
            [this] { return m_node.canReadLine() || m_node.state() == QProcess::NotRunning; },
            60'000)
        || !m_node.canReadLine()) {
        qWarning("The SDK does not answer: %s", m_node.readAllStandardError().constData());
        return {};
    }
    return QJsonDocument::fromJson(m_node.readLine()).object();
}

void SdkTest::compareRequest(Endpoint endpoint, const Seen &expected)
{
    const Seen now = seen(m_f->fake.lastRequest(endpoint));
    QVERIFY2(now == expected, (toText(now) + "\ninstead of\n" + toText(expected)).constData());
}

void SdkTest::authorizationLinksAgree_data()
{
    QTest::addColumn<QString>("callback");
    QTest::addColumn<bool>("withChallenge");
    QTest::addColumn<std::optional<double>>("limit");
    QTest::newRow("all") << u"http://localhost:3000/cb?a=1&b=%26"_s << true << std::optional(12.5);
    QTest::newRow("callback alone")
        << u"https://example.org/cb"_s << false << std::optional<double>();
}

void SdkTest::authorizationLinksAgree()
{
    QFETCH(QString, callback);
    QFETCH(bool, withChallenge);
    QFETCH(std::optional<double>, limit);
    m_f = std::make_unique<ClientFixture>();
    const Pkce pkce = *Pkce::fromVerifier(verifier);
    AuthorizationRequest request;
    request.callbackUrl = QUrl(callback);
    QJsonObject argument{{u"callbackUrl"_s, callback}};
    if (withChallenge) {
        request.codeChallenge = pkce.challenge();
        argument.insert("codeChallenge"_L1, pkce.challenge());
        argument.insert("codeChallengeMethod"_L1, u"S256"_s);
    }
    request.limit = limit;
    if (limit)
        argument.insert("limit"_L1, *limit);

    const QUrl ours = request.toUrl(m_f->server()).value();
    const QUrl theirs(callSdk(u"authorizationUrl"_s, argument, false).value("value"_L1).toString());
    QCOMPARE(theirs.adjusted(QUrl::RemoveQuery), ours.adjusted(QUrl::RemoveQuery));
    const auto items = QUrlQuery(ours).queryItems(QUrl::FullyDecoded);
    QVERIFY(items.size() > 0);
    QCOMPARE(QUrlQuery(theirs).queryItems(QUrl::FullyDecoded), items);
}

void SdkTest::exchangesAgree_data()
{
    QTest::addColumn<QJsonObject>("body");
    QTest::addColumn<QByteArray>("answer");
    const QJsonObject all{{u"code"_s, QString::fromLatin1(code)},
                          {u"codeVerifier"_s, QString::fromLatin1(verifier)},
                          {u"codeChallengeMethod"_s, u"S256"_s}};
    const auto with = [&all](const QString &method) {
        QJsonObject body = all;
        body.insert("codeChallengeMethod"_L1, method.isEmpty() ? QJsonValue() : QJsonValue(method));
        return body;
    };
    const QByteArray answer = json("{'key':'sk-or-v1-TEST1111','user_id':'user_TEST'}");
    QTest::newRow("all") << all << answer;
    QTest::newRow("plain") << with(u"plain"_s) << answer;
    QTest::newRow("method null") << with({}) << answer;
    QTest::newRow("code alone") << QJsonObject{{u"code"_s, all.value("code"_L1)}} << answer;
    QTest::newRow("user null, more members")
        << all << json("{'x':[1],'user_id':null,'key':'sk-or-v1-TEST1111'}");
}

void SdkTest::exchangesAgree()
{
    QFETCH(QJsonObject, body);
    QFETCH(QByteArray, answer);
    m_f = std::make_unique<ClientFixture>();
    QVERIFY(m_f->client.setAttribution(QUrl(u"https://example.org/app"_s), u"My (App) 1.0"_s,
                                       {u"cli-agent"_s, u"ide"_s}));
    m_f->fake.inject(Endpoint::Exchange, Fault::answer(200, "application/json", answer), 2);
    ExchangeRequest request;
    request.code = Secret(body.value("code"_L1).toString().toLatin1());
    if (body.contains("codeVerifier"_L1))
        request.codeVerifier = Secret(verifier);
    if (const QJsonValue method = body.value("codeChallengeMethod"_L1); method.isNull())
        request.codeChallengeMethod = nullptr;
    else if (method == QJsonValue(u"plain"_s))
        request.codeChallengeMethod = CodeChallengeMethod::Plain;
    else if (!method.isUndefined())
        request.codeChallengeMethod = CodeChallengeMethod::S256;

    ExchangeReply *reply = m_f->client.exchangeAuthCodeForApiKey(request);
    QVERIFY(waitFor(reply));
    const Seen ours = seen(m_f->fake.lastRequest(Endpoint::Exchange));
    const QJsonObject theirs = callSdk(u"exchange"_s, {{u"requestBody"_s, body}}, false);
    compareRequest(Endpoint::Exchange, ours);
    QVERIFY(reply->result());
    QCOMPARE(theirs.value("value"_L1).toObject(), toJson(*reply->result()));
}

void SdkTest::codesAgree_data()
{
    QTest::addColumn<QJsonObject>("body");
    const QString challenge = Pkce::fromVerifier(verifier)->challenge();
    const QJsonObject all{{u"callbackUrl"_s, u"https://example.org/a%20b?c=%C3%A9&d=%26"_s},
                          {u"codeChallenge"_s, challenge},
                          {u"codeChallengeMethod"_s, u"S256"_s},
                          {u"limit"_s, 12.5},
                          {u"expiresAt"_s, u"2031-12-31T23:59:58.123Z"_s},
                          {u"keyLabel"_s, u"Büro \"A&B\" 🔑"_s},
                          {u"usageLimitType"_s, u"monthly"_s},
                          {u"workspaceId"_s, u"11111111-2222-4333-8444-555555555555"_s}};
    const auto with = [&all](QLatin1StringView name, const QJsonValue &value) {
        QJsonObject body = all;
        body.insert(name, value);
        return body;
    };
    QTest::newRow("all") << all;
    QTest::newRow("callback alone") << QJsonObject{{u"callbackUrl"_s, all.value("callbackUrl"_L1)}};
    QTest::newRow("never expires") << with("expiresAt"_L1, QJsonValue());
    QTest::newRow("whole seconds") << with("expiresAt"_L1, u"2031-12-31T23:59:58.000Z"_s);
    QTest::newRow("whole dollars") << with("limit"_L1, 100);
    QTest::newRow("nothing to spend") << with("limit"_L1, 0);
    QTest::newRow("small amount") << with("limit"_L1, 0.1);
    QTest::newRow("weekly") << with("usageLimitType"_L1, u"weekly"_s);
    QTest::newRow("interval that is not known") << with("usageLimitType"_L1, u"fortnightly"_s);
}

void SdkTest::codesAgree()
{
    QFETCH(QJsonObject, body);
    m_f = std::make_unique<ClientFixture>();
    QVERIFY(m_f->client.setAttribution(QUrl(u"https://example.org/app"_s), u"My (App) 1.0"_s,
                                       {u"cli-agent"_s, u"ide"_s}));
    const QByteArray answer = json("{'data':{'id':'TESTcode','app_id':9007199254740991,"
                                   "'created_at':'2026-09-01T10:30:00.250Z'}}");
    m_f->fake.inject(Endpoint::CreateAuthCode, Fault::answer(200, "application/json", answer), 2);
    CreateAuthCodeRequest request;
    request.callbackUrl = QUrl(body.value("callbackUrl"_L1).toString(), QUrl::StrictMode);
    request.codeChallenge = body.value("codeChallenge"_L1).toString();
    if (body.contains("limit"_L1))
        request.limit = body.value("limit"_L1).toDouble();
    if (const QJsonValue expiry = body.value("expiresAt"_L1); expiry.isNull())
        request.expiresAt = nullptr;
    else if (expiry.isString())
        request.expiresAt = QDateTime::fromString(expiry.toString(), Qt::ISODateWithMs);
    request.keyLabel = body.value("keyLabel"_L1).toString();
    if (body.contains("usageLimitType"_L1))
        request.usageLimitType = UsageLimitType(body.value("usageLimitType"_L1).toString());
    request.workspaceId = QUuid::fromString(body.value("workspaceId"_L1).toString());

    CreateAuthCodeReply *reply = m_f->client.createAuthCode(request, m_key);
    QVERIFY(waitFor(reply));
    const Seen ours = seen(m_f->fake.lastRequest(Endpoint::CreateAuthCode));
    const QJsonObject theirs = callSdk(u"createAuthCode"_s, {{u"requestBody"_s, body}}, true);
    compareRequest(Endpoint::CreateAuthCode, ours);
    QVERIFY(reply->result());
    QCOMPARE(theirs.value("value"_L1).toObject(), toJson(*reply->result()));
}

void SdkTest::keyRecordsAgree_data()
{
    QTest::addColumn<QJsonObject>("changes");
    QTest::newRow("all") << QJsonObject();
    QJsonObject nulls;
    for (const auto name :
         {"limit"_L1, "limit_remaining"_L1, "limit_reset"_L1, "creator_user_id"_L1, "expires_at"_L1,
          "organization_id"_L1, "workspace_id"_L1}) {
        nulls.insert(name, QJsonValue::Null);
    }
    QTest::newRow("nulls") << nulls;
    QTest::newRow("no region") << QJsonObject{{u"allowed_data_regions"_s, QJsonArray()}};
    QTest::newRow("names that are not known")
        << QJsonObject{{u"allowed_data_regions"_s, QJsonArray{u"mars"_s}},
                       {u"limit_reset"_s, u"fortnightly"_s},
                       {u"brand_new"_s, 1}};
    QTest::newRow("zeros") << QJsonObject{
        {u"limit"_s, 0}, {u"limit_remaining"_s, 0}, {u"usage"_s, 0}, {u"is_free_tier"_s, false}};
    QTest::newRow("offset") << QJsonObject{{u"expires_at"_s, u"2027-12-31T23:59:59+02:00"_s}};
}

void SdkTest::keyRecordsAgree()
{
    QFETCH(QJsonObject, changes);
    QJsonObject record{
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
        {u"is_provisioning_key"_s, true},
        {u"creator_user_id"_s, u"user_TEST"_s},
        {u"expires_at"_s, u"2027-12-31T23:59:59.125Z"_s},
        {u"free_model_daily_requests"_s,
         QJsonObject{{u"limit"_s, 50}, {u"remaining"_s, 20}, {u"used"_s, 30}}},
        {u"allowed_data_regions"_s, QJsonArray{u"global"_s, u"europe"_s}},
        {u"organization_id"_s, u"org_TEST"_s},
        {u"workspace_id"_s, u"11111111-2222-4333-8444-555555555555"_s},
        {u"rate_limit"_s,
         QJsonObject{{u"requests"_s, -1}, {u"interval"_s, u"10s"_s}, {u"note"_s, u"old"_s}}},
    };
    for (auto it = changes.begin(); it != changes.end(); ++it)
        record.insert(it.key(), it.value());
    m_f = std::make_unique<ClientFixture>();
    QVERIFY(m_f->client.setAttribution(QUrl(u"https://example.org/app"_s), u"My (App) 1.0"_s,
                                       {u"cli-agent"_s, u"ide"_s}));
    m_f->fake.inject(Endpoint::Key,
                     Fault::answer(200, "application/json",
                                   QJsonDocument(QJsonObject{{u"data"_s, record}}).toJson()),
                     2);

    KeyInfoReply *reply = m_f->client.keyInfo(m_key);
    QVERIFY(waitFor(reply));
    const Seen ours = seen(m_f->fake.lastRequest(Endpoint::Key));
    const QJsonObject theirs = callSdk(u"key"_s, {}, true);
    compareRequest(Endpoint::Key, ours);
    QVERIFY(reply->result());
    QJsonObject values = theirs.value("value"_L1).toObject();
    // The older name of another member.
    QJsonObject data = values.value("data"_L1).toObject();
    QCOMPARE(data.take("isProvisioningKey"_L1), data.value("isManagementKey"_L1));
    values.insert("data"_L1, data);
    QCOMPARE(values, toJson(*reply->result()));
}

void SdkTest::refusalsAgree_data()
{
    QTest::addColumn<Endpoint>("endpoint");
    QTest::addColumn<int>("status");
    const auto row = [](Endpoint endpoint, int status) {
        QTest::addRow("%d from endpoint %d", status, int(endpoint)) << endpoint << status;
    };
    for (const int status : {400, 403, 500})
        row(Endpoint::Exchange, status);
    for (const int status : {400, 401, 403, 409, 500})
        row(Endpoint::CreateAuthCode, status);
    for (const int status : {401, 500})
        row(Endpoint::Key, status);
}

void SdkTest::refusalsAgree()
{
    QFETCH(Endpoint, endpoint);
    QFETCH(int, status);
    m_f = std::make_unique<ClientFixture>(noRetries());
    m_f->fake.inject(endpoint,
                     Fault::refuse(status, u"TEST words"_s)
                         .withMetadata({{u"error_type"_s, u"TEST_type"_s}, {u"n"_s, 7}}),
                     2);
    Reply *reply = m_f->call(endpoint);
    QVERIFY(waitFor(reply));
    const QJsonObject body{
        {u"requestBody"_s, endpoint == Endpoint::Exchange
                               ? QJsonObject{{u"code"_s, QString::fromLatin1(code)}}
                               : QJsonObject{{u"callbackUrl"_s, u"https://example.org/cb"_s}}}};
    QJsonObject theirs =
        (endpoint == Endpoint::Exchange         ? callSdk(u"exchange"_s, body, false)
         : endpoint == Endpoint::CreateAuthCode ? callSdk(u"createAuthCode"_s, body, true)
                                                : callSdk(u"key"_s, {}, true))
            .value("error"_L1)
            .toObject();
    theirs.remove("name"_L1);
    QCOMPARE(theirs, toJson(reply->error()));
}

QTEST_GUILESS_MAIN(SdkTest)
#include "tst_sdk.moc"
