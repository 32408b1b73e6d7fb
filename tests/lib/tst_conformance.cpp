// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the library sends and what the fake server answers, compared with OpenRouter's own
// description of the API. CHECK_OPENAPI is the script that compares; it reads the description whose
// file the environment variable OPENROUTER_OPENAPI names.

#include "fakeopenrouter.h"

#include <OpenRouterAuth/authorizationrequest.h>
#include <OpenRouterAuth/client.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace OpenRouterAuth;

using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;

namespace {

const QUuid workspace(u"11111111-2222-4333-8444-555555555555"_s);

struct Verdict
{
    int exitCode = -1;
    QString output;
};

Verdict compare(const QString &transcript)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(CHECK_OPENAPI), {transcript});
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.errorString()};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

CreateAuthCodeRequest fullRequest(const QString &challenge)
{
    CreateAuthCodeRequest request;
    request.callbackUrl = QUrl(u"https://example.org/a%20b?c=%C3%A9&d=%26"_s);
    request.codeChallenge = challenge;
    request.limit = 12.5;
    request.expiresAt = QDateTime::currentDateTimeUtc().addDays(30);
    request.keyLabel = QString(99, u'é') + u"\U0001F511"_s;
    request.usageLimitType = UsageLimitType::Monthly;
    request.workspaceId = workspace;
    return request;
}

} // namespace

class ConformanceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void exchangesConform_data();
    void exchangesConform();
    void refusedExchangesConform_data();
    void refusedExchangesConform();
    void codesMadeByTheApiConform_data();
    void codesMadeByTheApiConform();
    void refusalsToMakeACodeConform_data();
    void refusalsToMakeACodeConform();
    void keyRecordsConform_data();
    void keyRecordsConform();
    void refusedKeyRecordsConform_data();
    void refusedKeyRecordsConform();

    void mismatchesAreFound_data();
    void mismatchesAreFound();

private:
    template <typename ReplyType>
    bool finishes(ReplyType *reply)
    {
        QSignalSpy spy(reply, &Reply::finished);
        return reply->isFinished() || spy.wait();
    }

    ExchangeReply *exchange(const QByteArray &code, const std::optional<Pkce> &pkce = {});
    ApiKey makeKey(const FakeOpenRouter::KeyRecord &record = {})
    {
        return *ApiKey::fromBytes(m_fake->makeKey(record));
    }
    QByteArray authorizedCode(const Pkce &pkce);
    void compareTranscript(const QStringList &expected);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<FakeOpenRouter> m_fake;
    std::unique_ptr<QNetworkAccessManager> m_accessManager;
    std::unique_ptr<Client> m_client;
};

void ConformanceTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
    m_fake = std::make_unique<FakeOpenRouter>();
    QVERIFY(m_fake->setTranscript(m_directory->filePath(u"transcript"_s)));
    QVERIFY(m_fake->listen());
    m_accessManager = std::make_unique<QNetworkAccessManager>();
    m_client =
        std::make_unique<Client>(m_accessManager.get(), *Server::fromBaseUrl(m_fake->baseUrl()));
    m_client->setRetryPolicy({.maximumRetries = 0});
}

void ConformanceTest::cleanup()
{
    m_client.reset();
    m_accessManager.reset();
    m_fake.reset();
}

ExchangeReply *ConformanceTest::exchange(const QByteArray &code, const std::optional<Pkce> &pkce)
{
    ExchangeRequest request{Secret(code), {}, {}};
    if (pkce) {
        request.codeVerifier = pkce->verifier();
        request.codeChallengeMethod = pkce->method();
    }
    return m_client->exchangeAuthCodeForApiKey(request);
}

QByteArray ConformanceTest::authorizedCode(const Pkce &pkce)
{
    AuthorizationRequest request;
    request.codeChallenge = pkce.challenge();
    request.codeChallengeMethod = pkce.method();
    return m_fake->authorizeHeadless(*request.toUrl(m_client->server()));
}

/// Everything so far is as described, and \a expected was among it.
void ConformanceTest::compareTranscript(const QStringList &expected)
{
    const Verdict verdict = compare(m_directory->filePath(u"transcript"_s));
    QVERIFY2(verdict.exitCode == 0, qUtf8Printable(verdict.output));
    for (const QString &line : expected)
        QVERIFY2(verdict.output.contains(line), qUtf8Printable(verdict.output));
    QCOMPARE(m_fake->violations(), QStringList());
}

void ConformanceTest::exchangesConform_data()
{
    QTest::addColumn<std::optional<CodeChallengeMethod>>("method");
    QTest::addColumn<bool>("methodIsSent");
    QTest::addColumn<std::optional<QString>>("userId");

    const std::optional<QString> user = u"user_TEST"_s;
    QTest::newRow("S256") << std::optional(CodeChallengeMethod::S256) << true << user;
    QTest::newRow("plain") << std::optional(CodeChallengeMethod::Plain) << true << user;
    QTest::newRow("method left out") << std::optional(CodeChallengeMethod::S256) << false << user;
    QTest::newRow("no user id") << std::optional(CodeChallengeMethod::S256) << true
                                << std::optional<QString>();
    QTest::newRow("code alone") << std::optional<CodeChallengeMethod>() << false << user;
}

void ConformanceTest::exchangesConform()
{
    QFETCH(std::optional<CodeChallengeMethod>, method);
    QFETCH(bool, methodIsSent);
    QFETCH(std::optional<QString>, userId);
    m_fake->setUserId(userId);

    ExchangeRequest request;
    if (method) {
        const Pkce pkce = Pkce::generate(*method);
        request.code = Secret(authorizedCode(pkce));
        request.codeVerifier = pkce.verifier();
        if (methodIsSent)
            request.codeChallengeMethod = method;
    } else {
        AuthorizationRequest link;
        link.callbackUrl = QUrl(u"http://127.0.0.1:3000/callback"_s);
        m_fake->authorize(*link.toUrl(m_client->server()));
        request.code = Secret(m_fake->lastCode());
    }

    auto *reply = m_client->exchangeAuthCodeForApiKey(request);
    QVERIFY(finishes(reply));
    QVERIFY2(reply->result(), qUtf8Printable(reply->error().detail()));
    QCOMPARE(reply->result()->key.secret().toByteArray(), m_fake->lastKey());
    QCOMPARE(reply->result()->userId.value_or({}), userId.value_or(QString()));
    compareTranscript({u"POST /api/v1/auth/keys 200"_s});
}

void ConformanceTest::refusedExchangesConform_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Error::Kind>("kind");

    QTest::newRow("400") << 400 << Error::Kind::BadRequest;
    QTest::newRow("403") << 403 << Error::Kind::Forbidden;
    QTest::newRow("500") << 500 << Error::Kind::Server;
}

void ConformanceTest::refusedExchangesConform()
{
    QFETCH(int, status);
    QFETCH(Error::Kind, kind);

    if (status == 500)
        m_fake->inject(Endpoint::Exchange, Fault::serverError());
    else
        m_fake->setInvalidCodeStatus(status);
    auto *reply = exchange("TEST-code-that-was-never-issued", Pkce::generate());
    QVERIFY(finishes(reply));
    QCOMPARE(reply->error().kind(), kind);
    QCOMPARE(reply->error().httpStatus(), status);
    compareTranscript({u"POST /api/v1/auth/keys %1"_s.arg(status)});
}

void ConformanceTest::codesMadeByTheApiConform_data()
{
    QTest::addColumn<CreateAuthCodeRequest>("request");

    const QString challenge = QString(43, u'a');
    CreateAuthCodeRequest minimal;
    minimal.callbackUrl = QUrl(u"http://localhost:3000/"_s);
    QTest::newRow("callback alone") << minimal;

    QTest::newRow("every field") << fullRequest(challenge);

    CreateAuthCodeRequest plain = fullRequest(challenge);
    plain.codeChallengeMethod = CodeChallengeMethod::Plain;
    plain.callbackUrl = QUrl(u"http://127.0.0.1:1/callback/nonce"_s);
    plain.usageLimitType = UsageLimitType::Daily;
    plain.limit = 0;
    QTest::newRow("plain, daily, no credit") << plain;

    CreateAuthCodeRequest weekly = fullRequest(challenge);
    weekly.usageLimitType = UsageLimitType::Weekly;
    weekly.limit = 1e9;
    weekly.expiresAt = QDateTime(QDate(2099, 1, 2), QTime(3, 4), QTimeZone("Asia/Kolkata"));
    QTest::newRow("weekly, expiry of another time zone") << weekly;
}

void ConformanceTest::codesMadeByTheApiConform()
{
    QFETCH(CreateAuthCodeRequest, request);

    auto *reply = m_client->createAuthCode(request, makeKey());
    QVERIFY(finishes(reply));
    QVERIFY2(reply->result(), qUtf8Printable(reply->error().detail()));
    QCOMPARE(reply->result()->code.toByteArray(), m_fake->lastCode());
    compareTranscript({u"POST /api/v1/auth/keys/code 200"_s});
}

void ConformanceTest::refusalsToMakeACodeConform_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Error::Kind>("kind");

    QTest::newRow("400") << 400 << Error::Kind::BadRequest;
    QTest::newRow("401") << 401 << Error::Kind::Unauthorized;
    QTest::newRow("403") << 403 << Error::Kind::Forbidden;
    QTest::newRow("409") << 409 << Error::Kind::Conflict;
    QTest::newRow("500") << 500 << Error::Kind::Server;
}

void ConformanceTest::refusalsToMakeACodeConform()
{
    QFETCH(int, status);
    QFETCH(Error::Kind, kind);

    const ApiKey key = makeKey();
    switch (status) {
    case 400:
        m_fake->inject(Endpoint::CreateAuthCode, Fault::refuse(400, u"Invalid request parameters"_s)
                                                     .withMetadata({{u"field"_s, u"limit"_s}}));
        break;
    case 401:
        m_fake->revoke(m_fake->lastKey());
        break;
    case 403:
        m_fake->setManagementOnly(true);
        break;
    case 409:
        m_fake->inject(Endpoint::CreateAuthCode, Fault::conflict());
        break;
    default:
        m_fake->setUserId({});
        m_fake->inject(Endpoint::CreateAuthCode, Fault::serverError());
    }
    auto *reply = m_client->createAuthCode(fullRequest(QString(43, u'a')), key);
    QVERIFY(finishes(reply));
    QCOMPARE(reply->error().kind(), kind);
    QCOMPARE(reply->error().httpStatus(), status);
    compareTranscript({u"POST /api/v1/auth/keys/code %1"_s.arg(status)});
}

void ConformanceTest::keyRecordsConform_data()
{
    QTest::addColumn<bool>("withTerms");
    QTest::addColumn<bool>("newerFields");

    QTest::newRow("no limit") << false << true;
    QTest::newRow("every term") << true << true;
    QTest::newRow("older server") << true << false;
}

void ConformanceTest::keyRecordsConform()
{
    QFETCH(bool, withTerms);
    QFETCH(bool, newerFields);
    m_fake->setNewerFields(newerFields);

    ApiKey key = makeKey();
    const Pkce pkce = Pkce::generate();
    const CreateAuthCodeRequest terms = fullRequest(pkce.challenge());
    if (withTerms) {
        auto *codeReply = m_client->createAuthCode(terms, key);
        QVERIFY(finishes(codeReply));
        QVERIFY(codeReply->result());
        auto *keyReply = exchange(codeReply->result()->code.toByteArray(), pkce);
        QVERIFY(finishes(keyReply));
        QVERIFY(keyReply->result());
        key = keyReply->result()->key;
        m_fake->keyRecord(m_fake->lastKey())->setUsage(2.25);
    }

    auto *reply = m_client->keyInfo(key);
    QVERIFY(finishes(reply));
    QVERIFY2(reply->result(), qUtf8Printable(reply->error().detail()));
    const KeyInfo &info = *reply->result();
    QCOMPARE(info.creatorUserId, m_fake->userId());
    if (withTerms) {
        QCOMPARE(info.label, terms.keyLabel);
        QCOMPARE(info.limit, terms.limit);
        QCOMPARE(info.limitRemaining, std::optional(10.25));
        QCOMPARE(info.limitReset, u"monthly"_s);
        QCOMPARE(info.expiresAt.toSecsSinceEpoch(), terms.expiresAt->toSecsSinceEpoch());
        QCOMPARE(info.workspaceId.value_or({}),
                 newerFields ? workspace.toString(QUuid::WithoutBraces) : QString());
    } else {
        QVERIFY(!info.limit);
        QVERIFY(!info.expiresAt.isValid());
    }
    compareTranscript({u"GET /api/v1/key 200"_s});
}

void ConformanceTest::refusedKeyRecordsConform_data()
{
    QTest::addColumn<int>("status");

    QTest::newRow("401") << 401;
    QTest::newRow("500") << 500;
}

void ConformanceTest::refusedKeyRecordsConform()
{
    QFETCH(int, status);

    const ApiKey key = makeKey();
    if (status == 401)
        m_fake->revoke(m_fake->lastKey());
    else
        m_fake->inject(Endpoint::Key, Fault::serverError());
    auto *reply = m_client->keyInfo(key);
    QVERIFY(finishes(reply));
    QCOMPARE(reply->error().httpStatus(), status);
    compareTranscript({u"GET /api/v1/key %1"_s.arg(status)});
}

// The comparison itself: what must not pass does not.

void ConformanceTest::mismatchesAreFound_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const char *before, const char *after,
                        const QString &reason) {
        QTest::newRow(name) << QByteArray(before).replace('\'', "\\\"")
                            << QByteArray(after).replace('\'', "\\\"") << reason;
    };
    row("nothing changed", "'limit':12.5", "'limit':12.5", {});
    row("null verifier", "'code_verifier':'***'", "'code_verifier':null", u"$.code_verifier"_s);
    row("number as code", "'code':'***'", "'code':1", u"$.code"_s);
    row("code missing", "'code':'***',", "", u"'code' is a required property"_s);
    row("unknown method", "'S256','code_v", "'s256','code_v", u"$.code_challenge_method"_s);
    row("limit as text", "'limit':12.5", "'limit':'12.5'", u"$.limit"_s);
    row("no minutes of expiry", ":00:00.000Z'", "Z'", u"$.expires_at"_s);
    row("day that is none", "2099-02-03", "2099-02-30", u"$.expires_at"_s);
    row("callback that is no address", "https://example.org/a%20b", "https://example.org/a b",
        u"$.callback_url"_s);
    row("callback missing", "'callback_url':", "'callback':", u"'callback_url' is a required"_s);
    row("label too long", "'key_label':'", "'key_label':'x", u"$.key_label"_s);
    row("unknown interval", "'usage_limit_type':'monthly'", "'usage_limit_type':'yearly'",
        u"$.usage_limit_type"_s);
    row("workspace that is no UUID", "11111111-2222", "111111112222", u"$.workspace_id"_s);
    row("hidden field", "'limit':12.5", "'limit':12.5,'spawn_agent':'x'", u"spawn_agent"_s);
    row("unknown field", "'limit':12.5", "'limit':12.5,'label':'x'", u"label is not a field"_s);
    row("field twice", "'limit':12.5", "'limit':12.5,'limit':12.5", u"stands in it twice"_s);
    row("not JSON", "{'code':", "{code:", u"is not JSON"_s);
    row("answer without key", "'key':'***'", "'keys':'***'", u"'key' is a required property"_s);
    row("answer without user id", ",'user_id':'user_TEST'}", "}",
        u"'user_id' is a required property"_s);
    row("text as app id", "'app_id':12345", "'app_id':'12345'", u"$.data.app_id"_s);
    row("error code as text", "'code':403", "'code':'403'", u"$.error.code"_s);
    row("error without message", "'message':'Invalid", "'msg':'Invalid",
        u"'message' is a required property"_s);
    row("usage missing", "'usage':0,", "", u"'usage' is a required property"_s);
    row("free tier as text", "'is_free_tier':false", "'is_free_tier':'no'",
        u"$.data.is_free_tier"_s);

    // These stand outside the bodies.
    QTest::newRow("other content type")
        << QByteArray(R"("content-type":"application/json","host")")
        << QByteArray(R"("content-type":"text/plain","host")") << u"Content-Type is text/plain"_s;
    QTest::newRow("no bearer key")
        << QByteArray(R"("authorization":"Bearer ***",)") << QByteArray() << u"no bearer key"_s;
    QTest::newRow("key sent with the exchange")
        << QByteArray(R"("path":"/api/v1/auth/keys/code")")
        << QByteArray(R"("path":"/api/v1/auth/keys")") << u"Authorization header"_s;
    QTest::newRow("query") << QByteArray(R"("path":"/api/v1/key","query":"")")
                           << QByteArray(R"("path":"/api/v1/key","query":"a=b")")
                           << u"there is a query"_s;
    QTest::newRow("undocumented status")
        << QByteArray(R"("status":403)") << QByteArray(R"("status":418)") << u"no such status"_s;
    QTest::newRow("unknown operation")
        << QByteArray(R"("path":"/api/v1/key")") << QByteArray(R"("path":"/api/v1/keyring")")
        << u"no such operation"_s;
}

void ConformanceTest::mismatchesAreFound()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, reason);

    // One of each: a code made, a key, its record, a refused exchange.
    m_fake->setUserId(u"user_TEST"_s);
    const ApiKey key = makeKey();
    const Pkce pkce = Pkce::generate();
    CreateAuthCodeRequest terms = fullRequest(pkce.challenge());
    terms.expiresAt = QDateTime(QDate(2099, 2, 3), QTime(4, 0), QTimeZone::utc());
    auto *codeReply = m_client->createAuthCode(terms, key);
    QVERIFY(finishes(codeReply));
    QVERIFY(codeReply->result());
    const QByteArray code = codeReply->result()->code.toByteArray();
    for (int i = 0; i < 2; ++i)
        QVERIFY(finishes(exchange(code, pkce)));
    QVERIFY(finishes(m_client->keyInfo(key)));

    QFile transcript(m_directory->filePath(u"transcript"_s));
    QVERIFY(transcript.open(QIODevice::ReadOnly));
    QByteArray content = transcript.readAll();
    QVERIFY2(content.contains(before), content.constData());
    content.replace(before, after);
    QFile changed(m_directory->filePath(u"changed"_s));
    QVERIFY(changed.open(QIODevice::WriteOnly));
    changed.write(content);
    changed.close();

    const Verdict verdict = compare(changed.fileName());
    QVERIFY2(verdict.exitCode == (reason.isEmpty() ? 0 : 1), qUtf8Printable(verdict.output));
    QVERIFY2(verdict.output.contains(reason), qUtf8Printable(verdict.output));
}

QTEST_GUILESS_MAIN(ConformanceTest)

#include "tst_conformance.moc"
