// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"
#include "clientfixture.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QMutex>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

namespace {

// Qt logs from its HTTP thread as well.
QMutex logMutex;
QByteArray logged;

void collect(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    const QMutexLocker locker(&logMutex);
    logged += QByteArray(context.category) + ": " + message.toUtf8() + '\n';
}

QByteArray takeLog()
{
    const QMutexLocker locker(&logMutex);
    return std::exchange(logged, {});
}

/// Everything that an error has to say.
QByteArray everythingIn(const Error &error)
{
    QString printed;
    QDebug(&printed) << error;
    return QStringList{printed,
                       error.sentence(),
                       error.detail(),
                       error.serverMessage(),
                       error.userId(),
                       QString::fromUtf8(QJsonDocument(error.metadata()).toJson()),
                       QString::fromUtf8(QJsonDocument(error.openRouterMetadata()).toJson())}
        .join(u'\n')
        .toUtf8();
}

} // namespace

/// No key, code or verifier stands in any log line, with every category of Qt and of the library
/// enabled, nor in any text of an error, however hard the server tries.
class RedactionTest : public QObject
{
    Q_OBJECT

private:
    /// The secrets as they are, and as they stand in addresses, JSON and base64.
    static void verifyNothingShows(const QByteArray &text, const QList<QByteArray> &secrets)
    {
        for (const QByteArray &secret : secrets) {
            QVERIFY(secret.size() >= 8);
            QVERIFY2(!text.contains(secret), text.constData());
            QVERIFY2(!text.contains(secret.toPercentEncoding()), text.constData());
            QVERIFY2(!text.contains(secret.toBase64()), text.constData());
            QVERIFY2(!text.contains(secret.toHex()), text.constData());
            // A good part of it would be too much, too.
            QVERIFY2(!text.contains(secret.right(secret.size() * 2 / 3)), text.constData());
        }
    }

    QtMessageHandler m_previousHandler = nullptr;

private Q_SLOTS:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(u"*=true"_s);
        m_previousHandler = qInstallMessageHandler(collect);
    }

    void cleanupTestCase() { qInstallMessageHandler(m_previousHandler); }

    void init() { takeLog(); }

    void theLogIsCollected()
    {
        // Guards the tests below: Qt's and the library's lines do arrive.
        ClientFixture f;
        QVERIFY(waitFor(f.call(Endpoint::Key)));
        const QByteArray log = takeLog();
        QVERIFY2(log.contains("openrouter.auth.network: GET"), log.constData());
        QVERIFY2(log.contains("HTTP 200"), log.constData());
        QLoggingCategory probe("qt.network.http");
        QVERIFY(probe.isDebugEnabled());
    }

    void nothingShowsDuringACall_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<std::optional<Fault>>("fault");

        struct Row
        {
            const char *name;
            std::optional<Fault> fault;
        };
        const QList<Row> rows{
            {"success", {}},
            {"secrets repeated", Fault::echoSecrets()},
            {"refused", Fault::refuse(403, u"Invalid code or code_verifier"_s)},
            {"unauthorized", Fault::refuse(401, u"User not found."_s,
                                           {{"WWW-Authenticate", "Basic realm=\"TEST\""}})},
            {"rate limited", Fault::rateLimited(3600s)},
            {"server error", Fault::serverError()},
            {"failed afterwards", Fault::failAfterwards()},
            {"HTML", Fault::html()},
            {"redirect", Fault::redirect(QUrl(u"https://example.invalid/"_s), 307)},
            {"cut", Fault::cut(8)},
            {"closed unanswered", Fault::closeUnanswered()},
            {"malformed", Fault::garble(FakeOpenRouter::Garbling::InvalidJson)},
            {"wrong types", Fault::garble(FakeOpenRouter::Garbling::WrongTypes)},
            {"key malformed", Fault::garble(FakeOpenRouter::Garbling::KeyMalformed)},
            {"flood", Fault::flood()},
            {"no HTTP", Fault::raw("220 mail\r\n")},
            {"hang", Fault::hang()},
            {"drip", Fault::drip(50ms)},
        };
        for (const Row &row : rows) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("%s, endpoint %d", row.name, int(endpoint)) << endpoint << row.fault;
        }
    }

    void nothingShowsDuringACall()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(std::optional<Fault>, fault);
        ClientFixture f(noRetries());
        f.client.setTimeout(1500ms);
        if (fault)
            f.fake.inject(endpoint, *fault, FakeOpenRouter::Always);
        const Pkce pkce = Pkce::generate();
        const ExchangeRequest exchange = f.approve(pkce);
        const ApiKey key = f.makeKey();
        QList<QByteArray> secrets{exchange.code.toByteArray(), pkce.verifier().toByteArray(),
                                  key.secret().toByteArray()};
        takeLog(); // the fake server's own lines

        CreateAuthCodeRequest create;
        create.callbackUrl = QUrl(u"https://example.org/"_s);
        Reply *reply = nullptr;
        if (endpoint == Endpoint::Exchange)
            reply = f.client.exchangeAuthCodeForApiKey(exchange);
        else if (endpoint == Endpoint::CreateAuthCode)
            reply = f.client.createAuthCode(create, key);
        else
            reply = f.client.keyInfo(key);
        QVERIFY(waitFor(reply));
        if (!fault)
            QVERIFY(!reply->error().isError());
        secrets += f.fake.lastKey();
        secrets += f.fake.lastCode();

        QString printed;
        QDebug(&printed) << exchange.code << pkce.verifier() << key << reply << reply->error();
        verifyNothingShows(everythingIn(reply->error()) + printed.toUtf8(), secrets);
        delete reply;
        verifyNothingShows(takeLog(), secrets);
    }

    void nothingShowsInWordsThatOnlyTheServerChose_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray echo = "@code@ @verifier@";
        QTest::newRow("reason phrase of a cut answer")
            << "HTTP/1.1 200 " + echo + "\r\nContent-Length: 100\r\n\r\n{";
        QTest::newRow("reason phrase of a refusal")
            << "HTTP/1.1 403 " + echo + "\r\nContent-Length: 0\r\n\r\n";
        QTest::newRow("headers") << "HTTP/1.1 403 no\r\nX-Echo: " + echo + "\r\nRetry-After: "
                                        + echo + "\r\nContent-Length: 0\r\n\r\n";
        QTest::newRow("location")
            << "HTTP/1.1 302 no\r\nLocation: https://example.invalid/?code=@code@"
               "\r\nContent-Length: 0\r\n\r\n"_ba;
        QTest::newRow("challenge") << "HTTP/1.1 401 no\r\nWWW-Authenticate: Basic realm=\"" + echo
                                          + "\"\r\nContent-Length: 0\r\n\r\n";
        QTest::newRow("cookie")
            << "HTTP/1.1 403 no\r\nSet-Cookie: a=@code@\r\nContent-Length: 0\r\n\r\n"_ba;
        QTest::newRow("no HTTP at all") << echo + "\r\n\r\n";
        QTest::newRow("no JSON") << "HTTP/1.1 200 OK\r\n\r\n" + echo;
        QTest::newRow("chunk size")
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echo + "\r\n";
        QTest::newRow("every field of an error")
            << "HTTP/1.1 400 no\r\n\r\n{\"error\":{\"code\":1,\"message\":\"" + echo
                   + "\",\"metadata\":{\"@code@\":[\"@verifier@\",{\"a\":\"@code@\"}]}},"
                     "\"user_id\":\"@code@\",\"openrouter_metadata\":{\"x\":\"@verifier@\"}}";
        QTest::newRow("hidden by zero width")
            << "HTTP/1.1 400 no\r\n\r\n{\"error\":{\"message\":\"@zero@\"}}"_ba;
        QTest::newRow("key of no good form")
            << "HTTP/1.1 200 OK\r\n\r\n{\"key\":\"@code@ @verifier@\"}"_ba;
    }

    void nothingShowsInWordsThatOnlyTheServerChose()
    {
        QFETCH(QByteArray, bytes);
        ClientFixture f(noRetries());
        f.client.setTimeout(1500ms);
        const Pkce pkce = Pkce::generate();
        const ExchangeRequest exchange = f.approve(pkce);
        const QByteArray code = exchange.code.toByteArray();
        const QByteArray verifier = pkce.verifier().toByteArray();
        QByteArray zero = code;
        zero.insert(code.size() / 2, "\xe2\x80\x8b");
        bytes.replace("@code@", code);
        bytes.replace("@verifier@", verifier);
        bytes.replace("@zero@", zero);
        f.fake.inject(Endpoint::Exchange, Fault::raw(bytes));
        takeLog();
        Reply *reply = f.client.exchangeAuthCodeForApiKey(exchange);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->error().isError());
        verifyNothingShows(everythingIn(reply->error()) + takeLog(), {code, verifier});
    }

    void nothingShowsWhenNothingCanBeSent()
    {
        Certificates certificates;
        QVERIFY2(certificates.isValid(), qPrintable(certificates.error()));
        FakeOpenRouter untrusted;
        const Certificates::Pair pair = certificates.otherAuthority();
        QVERIFY(untrusted.listenTls(pair.certificateFile, pair.keyFile));
        FakeOpenRouter gone;
        QVERIFY(gone.listen());
        const QUrl goneUrl = gone.baseUrl();
        gone.close();
        const QByteArray code = "TEST-code-0123456789";
        const QByteArray key = "sk-or-v1-TEST0123456789";
        for (const QUrl &base :
             {untrusted.baseUrl(), goneUrl, QUrl(u"https://host.invalid/api/v1"_s)}) {
            QNetworkAccessManager network;
            Client client(&network, Server::fromBaseUrl(base).value());
            client.setRetryPolicy(noRetries());
            ExchangeRequest request;
            request.code = Secret(code);
            Reply *exchange = client.exchangeAuthCodeForApiKey(request);
            Reply *info = client.keyInfo(ApiKey::fromBytes(key).value());
            QVERIFY(waitFor(exchange));
            QVERIFY(waitFor(info));
            verifyNothingShows(everythingIn(exchange->error()) + everythingIn(info->error())
                                   + takeLog(),
                               {code, key});
        }
    }

    void nothingShowsOfThePlainChallengeInAnError()
    {
        // There the challenge is the verifier.
        ClientFixture f(noRetries());
        const Pkce pkce = Pkce::generate(CodeChallengeMethod::Plain);
        CreateAuthCodeRequest create;
        create.callbackUrl = QUrl(u"https://example.org/"_s);
        create.codeChallenge = pkce.challenge();
        create.codeChallengeMethod = CodeChallengeMethod::Plain;
        const ApiKey key = f.makeKey();
        f.fake.inject(Endpoint::CreateAuthCode,
                      Fault::refuse(400, u"Invalid code_challenge "_s + pkce.challenge()));
        takeLog();
        Reply *reply = f.client.createAuthCode(create, key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().serverMessage(), u"Invalid code_challenge ***"_s);
        verifyNothingShows(everythingIn(reply->error()) + takeLog(),
                           {pkce.verifier().toByteArray(), key.secret().toByteArray()});
    }
};

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
