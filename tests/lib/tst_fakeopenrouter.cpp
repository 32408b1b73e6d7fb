// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The fake server is what every other test believes: here it is held to its rules by bare sockets,
// which send exactly what a row of a table says.

#include "certificates.h"
#include "fakeopenrouter.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkInterface>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTestEventLoop>
#include <QTimeZone>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using Garbling = FakeOpenRouter::Garbling;

namespace {

// RFC 7636, appendix B
const QByteArray verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const QByteArray challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const QByteArray goodQuery = "callback_url=http%3A%2F%2Flocalhost%3A3000%2Fcb&code_challenge="
                             + challenge + "&code_challenge_method=S256";

struct Answer
{
    int status = 0;
    QByteArray head;
    QByteArray body;
    bool isWhole = false; ///< Body as long as announced.

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QString message() const
    {
        return json().value("error"_L1).toObject().value("message"_L1).toString();
    }
    [[nodiscard]] QByteArray header(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.sliced(name.size() + 1).trimmed();
        }
        return {};
    }
};

/// A client that knows nothing but bytes.
class RawClient
{
public:
    explicit RawClient(quint16 port, const QHostAddress &address = QHostAddress::LocalHost)
    {
        m_socket.connectToHost(address, port);
        (void)QTest::qWaitFor(
            [this] { return m_socket.state() == QAbstractSocket::ConnectedState || isClosed(); });
    }

    void send(const QByteArray &bytes)
    {
        if (!isClosed())
            m_socket.write(bytes);
    }
    [[nodiscard]] bool isClosed() const
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState;
    }
    bool waitForClose()
    {
        return QTest::qWaitFor([this] { return isClosed(); });
    }

    /// Takes the next answer from the connection; what there is of it if the connection ends.
    Answer answer(bool hasBody = true)
    {
        Answer answer;
        (void)QTest::qWaitFor([&] {
            m_input += m_socket.readAll();
            return take(&answer, hasBody) || isClosed();
        });
        return answer;
    }

    [[nodiscard]] QTcpSocket *socket() { return &m_socket; }

private:
    bool take(Answer *answer, bool hasBody)
    {
        const qsizetype headEnd = m_input.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return false;
        answer->head = m_input.first(headEnd);
        answer->status = answer->head.split(' ').value(1).toInt();
        const qsizetype length = hasBody ? answer->header("Content-Length").toLongLong() : 0;
        answer->body = m_input.sliced(headEnd + 4).left(length);
        answer->isWhole = answer->body.size() == length;
        if (answer->isWhole)
            m_input.remove(0, headEnd + 4 + length);
        return answer->isWhole;
    }

    QTcpSocket m_socket;
    QByteArray m_input;
};

qint64 residentKilobytes(const QByteArray &field)
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(field + ':'))
            return line.simplified().split(' ').value(1).toLongLong();
    }
    return -1;
}

QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

} // namespace

class FakeOpenRouterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fake.reset(); }

    void malformedHttpIsRefused_data();
    void malformedHttpIsRefused();
    void requestsMayComeByteByByte();
    void oneConnectionCarriesManyRequests();
    void chunkedBodiesAreTaken();
    void aConnectionEndsWhenTheClientAsks();
    void otherMethodsAndPathsAreRefused_data();
    void otherMethodsAndPathsAreRefused();

    void linksAreAccepted_data();
    void linksAreAccepted();
    void linksAreRefused_data();
    void linksAreRefused();
    void theLinkMustLeadHere();
    void theBrowserIsSentBackWithACode();
    void theBrowserIsSentBackWithADenial();
    void thePageShowsTheCodeWithoutCallback();
    void thePageEscapesTheLabel();
    void theLabelCanBeEditedOnThePage();
    void callbacksKeepTheirQuery();

    void codesAreExchangedOnce();
    void plainChallengesAreVerified();
    void codesExpire();
    void aWrongVerifierUsesTheCodeUp_data();
    void aWrongVerifierUsesTheCodeUp();
    void theStatusOfAWrongCodeCanBeChosen();
    void theMethodMustBeTheOneOfTheLink();
    void malformedExchangesAreViolations_data();
    void malformedExchangesAreViolations();
    void unknownFieldsAreViolations();
    void exchangesMayNotBeAuthorized();
    void cookiesMayNotBeSentBack();

    void bearerKeysAreRequired_data();
    void bearerKeysAreRequired();
    void codesCanBeMade();
    void malformedRequestsForACodeAreViolations_data();
    void malformedRequestsForACodeAreViolations();
    void onlyManagementKeysMayMakeCodesIfTold();
    void keysAreRevokedAndExpire();
    void recordsFollowTheTermsOfTheCode();
    void whatIsLeftFollowsTheInterval();
    void hostileKeysCanBeHandedOut();
    void theUserIdCanBeNull();
    void olderServersKnowFewerFields();
    void ownersCanRevokeTheirKeys();

    void refusalsHaveTheDocumentedForm();
    void faultsQueueUp();
    void faultsCanLast();
    void refusalsDoNotUseTheCodeUp_data();
    void refusalsDoNotUseTheCodeUp();
    void answersGetLostAfterTheKeyWasMade_data();
    void answersGetLostAfterTheKeyWasMade();
    void answersAreGarbled_data();
    void answersAreGarbled();
    void retryAfterIsSecondsOrADate();
    void secretsAreEchoed();
    void answersAreDelayedAndDripped();
    void answersCanHang();
    void answersCanBeChunked();
    void floodsAreStreamed_data();
    void floodsAreStreamed();
    void rawBytesAreSent();
    void connectionsAreClosedAtAccept();
    void closingDropsConnections();
    void aSlotMayCloseTheServer();

    void countsAndSignals();
    void listensOnLoopbackOnly();
    void listensOnBothStacksWhenAsked();
    void speaksTls_data();
    void speaksTls();
    void transcriptsHoldNoSecrets();

    void theProgramIsControlled();
    void theProgramRefusesControlUnlessAsked();
    void theProgramSpeaksTls();
    void theProgramSaysWhatIsWrong();

private:
    Answer ask(const QByteArray &bytes, bool hasBody = true)
    {
        RawClient client(m_fake->port());
        client.send(bytes);
        return client.answer(hasBody);
    }
    [[nodiscard]] QByteArray head(const QByteArray &requestLine) const
    {
        return requestLine + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_fake->port())
               + "\r\n";
    }
    [[nodiscard]] QByteArray post(const QByteArray &path, const QByteArray &body,
                                  const QByteArray &headers = {},
                                  const QByteArray &type = "application/json") const
    {
        return head("POST " + path) + "Content-Type: " + type + "\r\nContent-Length: "
               + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body;
    }
    [[nodiscard]] QByteArray exchangeRequest(const QByteArray &code,
                                             const QByteArray &codeVerifier = verifier) const
    {
        return post("/api/v1/auth/keys", "{\"code\":\"" + code + "\",\"code_verifier\":\""
                                             + codeVerifier
                                             + "\",\"code_challenge_method\":\"S256\"}");
    }
    Answer exchange(const QByteArray &code, const QByteArray &codeVerifier = verifier)
    {
        return ask(exchangeRequest(code, codeVerifier));
    }
    Answer createCode(const QByteArray &body)
    {
        const QByteArray key = m_fake->makeKey();
        return ask(post("/api/v1/auth/keys/code", body, "Authorization: Bearer " + key + "\r\n"));
    }
    Answer key(const QByteArray &apiKey)
    {
        return ask(head("GET /api/v1/key") + "Authorization: Bearer " + apiKey + "\r\n\r\n");
    }
    [[nodiscard]] QUrl link(const QByteArray &query) const
    {
        return QUrl::fromEncoded(m_fake->origin().toEncoded() + "/auth?" + query, QUrl::StrictMode);
    }
    QByteArray freshCode()
    {
        m_fake->authorize(link(goodQuery));
        return m_fake->lastCode();
    }
    /// Opens a page and presses a button on it, with the label it shows or another one.
    Answer press(const QByteArray &query, const QByteArray &button,
                 std::optional<QByteArray> label = {});

    std::unique_ptr<FakeOpenRouter> m_fake;
};

void FakeOpenRouterTest::init()
{
    m_fake = std::make_unique<FakeOpenRouter>();
    QVERIFY(m_fake->listen());
}

Answer FakeOpenRouterTest::press(const QByteArray &query, const QByteArray &button,
                                 std::optional<QByteArray> label)
{
    const QString page = QString::fromUtf8(ask(head("GET /auth?" + query) + "\r\n").body);
    const auto valueOf = [&page](const QString &name) {
        const QRegularExpression expression(u"name=\"%1\" value=\"([^\"]*)\""_s.arg(name));
        return expression.match(page).captured(1).toUtf8();
    };
    const QByteArray form =
        "request=" + valueOf(u"request"_s) + "&key_label="
        + label.value_or(QUrl::toPercentEncoding(QString::fromUtf8(valueOf(u"key_label"_s))))
        + "&decision=" + button;
    return ask(post("/auth/decision", form, {}, "application/x-www-form-urlencoded"));
}

// HTTP

void FakeOpenRouterTest::malformedHttpIsRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");

    const QByteArray host = "Host: 127.0.0.1\r\n";
    QTest::newRow("no host") << QByteArray("GET /auth HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two hosts") << "GET /auth HTTP/1.1\r\n" + host + host + "\r\n" << 400;
    QTest::newRow("another host") << "GET /auth HTTP/1.1\r\n" + host + "\r\n" << 400;
    QTest::newRow("HTTP/1.0") << "GET /auth HTTP/1.0\r\n" + host + "\r\n" << 505;
    QTest::newRow("two words") << "GET /auth\r\n" + host + "\r\n" << 400;
    QTest::newRow("two spaces") << "GET  /auth HTTP/1.1\r\n" + host + "\r\n" << 400;
    QTest::newRow("absolute target") << "GET http://127.0.0.1/ HTTP/1.1\r\n" + host + "\r\n" << 400;
    QTest::newRow("fragment") << "GET /auth#a HTTP/1.1\r\n" + host + "\r\n" << 400;
    QTest::newRow("space before colon") << "GET /auth HTTP/1.1\r\n" + host + "Accept : x\r\n\r\n"
                                        << 400;
    QTest::newRow("folded header") << "GET /auth HTTP/1.1\r\n" + host + " more\r\n\r\n" << 400;
    QTest::newRow("bare line feed") << "GET /auth HTTP/1.1\r\n" + host + "A: b\nC: d\r\n\r\n"
                                    << 400;
    QTest::newRow("not ASCII") << "GET /auth HTTP/1.1\r\n" + host + "A: \xc3\xa9\r\n\r\n" << 400;
    QTest::newRow("two lengths") << "POST /auth HTTP/1.1\r\n" + host
                                        + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"
                                 << 400;
    QTest::newRow("length that is none")
        << "POST /auth HTTP/1.1\r\n" + host + "Content-Length: +1\r\n\r\nx" << 400;
    QTest::newRow("length and chunks")
        << "POST /auth HTTP/1.1\r\n" + host
               + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        << 400;
    QTest::newRow("unknown coding")
        << "POST /auth HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n"
        << 501;
    QTest::newRow("chunk size that is none")
        << "POST /auth HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nx\r\n"
        << 400;
    QTest::newRow("chunk longer than it says")
        << "POST /auth HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"
        << 400;
    QTest::newRow("body too large")
        << "POST /auth HTTP/1.1\r\n" + host + "Content-Length: 1048577\r\n\r\n"
        << 413;
}

void FakeOpenRouterTest::malformedHttpIsRefused()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);

    const Answer answer = ask(request);
    QCOMPARE(answer.status, status);
    QCOMPARE(m_fake->violations().size(), 1);
}

void FakeOpenRouterTest::requestsMayComeByteByByte()
{
    RawClient client(m_fake->port());
    client.socket()->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QByteArray request = exchangeRequest(freshCode());
    for (const char byte : request) {
        client.send(QByteArray(1, byte));
        client.socket()->flush();
        QCoreApplication::processEvents();
    }
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(m_fake->violations(), QStringList());
}

void FakeOpenRouterTest::oneConnectionCarriesManyRequests()
{
    RawClient client(m_fake->port());
    const QByteArray first = freshCode();
    const QByteArray second = freshCode();
    client.send(exchangeRequest(first) + head("GET /auth?" + goodQuery) + "\r\n"
                + exchangeRequest(second) + exchangeRequest(first));
    QCOMPARE(client.answer().status, 200);
    QVERIFY(client.answer().body.startsWith("<!DOCTYPE html>"));
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(client.answer().status, 403);
    QVERIFY(!client.isClosed());
    QCOMPARE(m_fake->connections(), 1);
    QCOMPARE(m_fake->requests(), 4);
}

void FakeOpenRouterTest::chunkedBodiesAreTaken()
{
    const QByteArray body =
        "{\"code\":\"" + freshCode() + "\",\"code_verifier\":\"" + verifier + "\"}";
    RawClient client(m_fake->port());
    client.send(
        head("POST /api/v1/auth/keys")
        + "Content-Type: application/json; charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5;ext=1\r\n" + body.first(5) + "\r\n" + QByteArray::number(body.size() - 5, 16).toUpper()
        + "\r\n" + body.sliced(5) + "\r\n0\r\n\r\n" + head("GET /auth?" + goodQuery) + "\r\n");
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(client.answer().status, 200);
    QCOMPARE(m_fake->lastRequest(Endpoint::Exchange).body, body);
}

void FakeOpenRouterTest::aConnectionEndsWhenTheClientAsks()
{
    RawClient client(m_fake->port());
    client.send(head("GET /auth?" + goodQuery) + "Connection: close\r\n\r\n");
    const Answer answer = client.answer();
    QCOMPARE(answer.header("Connection"), "close");
    QVERIFY(client.waitForClose());
    QTRY_COMPARE(m_fake->openConnections(), 0);
}

void FakeOpenRouterTest::otherMethodsAndPathsAreRefused_data()
{
    QTest::addColumn<QByteArray>("requestLine");
    QTest::addColumn<int>("status");

    for (const char *line :
         {"GET /api/v1/auth/keys", "PUT /api/v1/auth/keys", "GET /api/v1/auth/keys/code",
          "DELETE /api/v1/auth/keys/code", "POST /api/v1/key", "HEAD /api/v1/key", "POST /auth",
          "GET /auth/decision"}) {
        QTest::newRow(line) << QByteArray(line) << 405;
    }
    for (const char *line : {"GET /api/v1/keys", "GET /api/v1/key/", "GET /api/v1/credits",
                             "GET /auth/", "GET /__counts", "GET /favicon.ico", "GET /"}) {
        QTest::newRow(line) << QByteArray(line) << 404;
    }
    QTest::newRow("query") << QByteArray("GET /api/v1/key?a=b") << 400;
}

void FakeOpenRouterTest::otherMethodsAndPathsAreRefused()
{
    QFETCH(QByteArray, requestLine);
    QFETCH(int, status);

    const bool hasBody = !requestLine.startsWith("HEAD");
    const Answer answer = ask(head(requestLine) + "\r\n", hasBody);
    QCOMPARE(answer.status, status);
    QCOMPARE(!answer.header("Allow").isEmpty(), status == 405);
    if (requestLine.contains("/api/") && hasBody)
        QCOMPARE(answer.json().value("error"_L1).toObject().value("code"_L1), QJsonValue(status));
}

// The authorization page

void FakeOpenRouterTest::linksAreAccepted_data()
{
    QTest::addColumn<QByteArray>("query");

    const QByteArray callback = "callback_url=";
    QTest::newRow("S256") << goodQuery;
    QTest::newRow("no PKCE") << callback + "https%3A%2F%2Fexample.org%2F";
    QTest::newRow("plain") << callback + "http%3A%2F%2F127.0.0.1%3A9%2F&code_challenge=" + verifier
                                  + "&code_challenge_method=plain";
    QTest::newRow("plain by default")
        << callback + "http%3A%2F%2F127.0.0.1%3A9%2F&code_challenge=" + verifier;
    QTest::newRow("headless") << "code_challenge=" + challenge + "&code_challenge_method=S256";
    QTest::newRow("label of 100 characters") << goodQuery + "&key_label=" + QByteArray(100, 'a');
    QTest::newRow("label of 100 characters outside the BMP")
        << goodQuery + "&key_label=" + QByteArray("%F0%9F%94%91").repeated(100);
    QTest::newRow("hostile label") << goodQuery + "&key_label=%26%23%3D%2B%2F%22%3C%0A";
    QTest::newRow("workspaces")
        << goodQuery
               + "&workspace_id=11111111-2222-4333-8444-555555555555"
                 "&required_workspace_id=11111111-2222-4333-8444-55555555555A";
    QTest::newRow("limit") << goodQuery + "&limit=1.5";
}

void FakeOpenRouterTest::linksAreAccepted()
{
    QFETCH(QByteArray, query);

    QCOMPARE(ask(head("GET /auth?" + query) + "\r\n").status, 200);
    if (query.contains("callback_url"))
        QVERIFY(m_fake->authorize(link(query)).isValid());
    else
        QVERIFY(!m_fake->authorizeHeadless(link(query)).isEmpty());
    QCOMPARE(m_fake->violations(), QStringList());
}

void FakeOpenRouterTest::linksAreRefused_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("why");

    const auto callback = [](const char *url) {
        return "callback_url=" + QByteArray(url).toPercentEncoding();
    };
    const QString notAllowed = u"callback_url is not allowed"_s;
    QTest::newRow("http elsewhere") << callback("http://example.org/") << notAllowed;
    QTest::newRow("http on another loopback") << callback("http://127.0.0.2/") << notAllowed;
    QTest::newRow("http on ::1") << callback("http://[::1]/") << notAllowed;
    QTest::newRow("localhost as a prefix") << callback("http://localhost.example/") << notAllowed;
    QTest::newRow("localhost as a user") << callback("http://localhost@example.org/") << notAllowed;
    QTest::newRow("user") << callback("http://a:b@localhost/") << notAllowed;
    QTest::newRow("fragment") << callback("https://example.org/#a") << notAllowed;
    QTest::newRow("other scheme") << callback("myapp://callback") << notAllowed;
    QTest::newRow("relative") << callback("/callback") << notAllowed;
    QTest::newRow("nothing") << QByteArray() << u"code_challenge is required"_s;
    QTest::newRow("headless without challenge")
        << QByteArray("key_label=a") << u"code_challenge is required"_s;
    QTest::newRow("unknown parameter") << goodQuery + "&state=1" << u"unknown query parameter"_s;
    QTest::newRow("empty parameter") << goodQuery + "&key_label=" << u"is empty"_s;
    QTest::newRow("nothing between") << goodQuery + "&&limit=1" << u"without name or value"_s;
    QTest::newRow("no value") << goodQuery + "&limit" << u"without name or value"_s;
    QTest::newRow("parameter twice") << goodQuery + "&limit=1&limit=1" << u"stands twice"_s;
    QTest::newRow("twice, differently written")
        << goodQuery + "&limit=1&li%6Dit=1" << u"stands twice"_s;
    for (const char *bad : {"a+b", "a/b", "a:b", "a@b", "a,b", "a'b", "a%", "a%4", "a%zz", "%ff"}) {
        QTest::addRow("encoding of %s", bad)
            << goodQuery + "&key_label=" + bad << u"is not percent-encoded"_s;
    }
    QTest::newRow("cut off") << goodQuery.chopped(2) << u"code_challenge_method is neither"_s;
    QTest::newRow("method in lower case")
        << goodQuery.chopped(4) + "s256" << u"code_challenge_method is neither"_s;
    QTest::newRow("method alone") << QByteArray("callback_url=https%3A%2F%2Fa.example%2F"
                                                "&code_challenge_method=S256")
                                  << u"without code_challenge"_s;
    QTest::newRow("padded challenge")
        << QByteArray(goodQuery).replace("-cM", "-cM%3D") << u"not 43 characters"_s;
    QTest::newRow("short challenge")
        << QByteArray(goodQuery).replace("-cM", "-c") << u"not 43 characters"_s;
    QTest::newRow("short plain challenge")
        << QByteArray("code_challenge=short&code_challenge_method=plain") << u"of a verifier"_s;
    QTest::newRow("long label") << goodQuery + "&key_label=" + QByteArray(101, 'a')
                                << u"longer than 100"_s;
    QTest::newRow("workspace in braces")
        << goodQuery + "&workspace_id=%7B11111111-2222-4333-8444-555555555555%7D"
        << u"is not a UUID"_s;
    QTest::newRow("workspace that is none")
        << goodQuery + "&required_workspace_id=1" << u"is not a UUID"_s;
    for (const char *bad : {"-1", "nan", "inf", "1%2C5", "a"}) {
        QTest::addRow("limit of %s", bad)
            << goodQuery + "&limit=" + bad << u"limit is not an amount"_s;
    }
}

void FakeOpenRouterTest::linksAreRefused()
{
    QFETCH(QByteArray, query);
    QFETCH(QString, why);

    const Answer answer = ask(head("GET /auth?" + query) + "\r\n");
    QCOMPARE(answer.status, 400);
    QVERIFY2(m_fake->violations().value(0).contains(why),
             qUtf8Printable(m_fake->violations().join(u'\n')));
    QCOMPARE(m_fake->codesMade(), 0);
}

void FakeOpenRouterTest::theLinkMustLeadHere()
{
    QUrl elsewhere = link(goodQuery);
    elsewhere.setPort(m_fake->port() ^ 1);
    QVERIFY(m_fake->authorize(elsewhere).isEmpty());
    QUrl otherPath = link(goodQuery);
    otherPath.setPath(u"/api/v1/auth"_s);
    QVERIFY(m_fake->authorize(otherPath).isEmpty());
    QCOMPARE(m_fake->violations().size(), 2);
}

void FakeOpenRouterTest::theBrowserIsSentBackWithACode()
{
    const Answer answer = press(goodQuery, "authorize");
    QCOMPARE(answer.status, 303);
    QCOMPARE(answer.header("Location"), "http://localhost:3000/cb?code=" + m_fake->lastCode());
    const QRegularExpression form(u"^[A-Za-z0-9_-]{16,128}$"_s);
    QVERIFY(form.match(QString::fromLatin1(m_fake->lastCode())).hasMatch());
    QCOMPARE(exchange(m_fake->lastCode()).status, 200);
    QCOMPARE(m_fake->keyRecord(m_fake->lastKey())->label, u"localhost:3000"_s);
    QCOMPARE(m_fake->violations(), QStringList());
}

void FakeOpenRouterTest::theBrowserIsSentBackWithADenial()
{
    const QByteArray expected = "http://localhost:3000/cb?error=access_denied"
                                "&error_description=The%20user%20denied%20the%20request";
    const Answer answer = press(goodQuery, "deny");
    QCOMPARE(answer.status, 303);
    QCOMPARE(answer.header("Location"), expected);
    QCOMPARE(m_fake->deny(link(goodQuery)).toEncoded(), expected);
    QCOMPARE(m_fake->codesMade(), 0);
}

void FakeOpenRouterTest::thePageShowsTheCodeWithoutCallback()
{
    const QByteArray query = "code_challenge=" + challenge + "&code_challenge_method=S256";
    const Answer answer = press(query, "authorize");
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("id=\"code\">" + m_fake->lastCode() + "<"));
    QCOMPARE(exchange(m_fake->lastCode()).status, 200);
    QCOMPARE(press(query, "deny").status, 200);
    QCOMPARE(m_fake->codesMade(), 1);
}

void FakeOpenRouterTest::thePageEscapesTheLabel()
{
    const Answer page = ask(head("GET /auth?" + goodQuery
                                 + "&key_label=%22%3E%3Cscript%3E%251%252&workspace_id="
                                   "11111111-2222-4333-8444-555555555555")
                            + "\r\n");
    QVERIFY(page.body.contains("value=\"&quot;&gt;&lt;script&gt;%1%2\""));
    QVERIFY(page.body.contains("id=\"app\">localhost:3000<"));
    QVERIFY(page.body.contains("id=\"workspace\">11111111-"));
    QVERIFY(page.body.contains("id=\"authorize\""));
    QVERIFY(page.body.contains("id=\"deny\""));
}

void FakeOpenRouterTest::theLabelCanBeEditedOnThePage()
{
    press(goodQuery, "authorize", "my+%C3%A9diting");
    QCOMPARE(exchange(m_fake->lastCode()).status, 200);
    QCOMPARE(m_fake->keyRecord(m_fake->lastKey())->label, u"my éditing"_s);
    QCOMPARE(press(goodQuery, "authorize", QByteArray(101, 'a')).status, 400);
}

void FakeOpenRouterTest::callbacksKeepTheirQuery()
{
    const QByteArray callback = "https://a.example/x%20y?b=%26&c=%C3%A9";
    const QUrl redirect = m_fake->authorize(link("callback_url=" + callback.toPercentEncoding()));
    QCOMPARE(redirect.toEncoded(), callback + "&code=" + m_fake->lastCode());
}

// The exchange

void FakeOpenRouterTest::codesAreExchangedOnce()
{
    const QByteArray code = freshCode();
    const Answer answer = exchange(code);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().keys(), (QStringList{u"key"_s, u"user_id"_s}));
    const QRegularExpression form(u"^sk-or-v1-[0-9a-f]{64}$"_s);
    QVERIFY(form.match(answer.json().value("key"_L1).toString()).hasMatch());
    QCOMPARE(answer.json().value("key"_L1).toString().toUtf8(), m_fake->lastKey());

    const Answer again = exchange(code);
    QCOMPARE(again.status, 403);
    QCOMPARE(again.message(), u"Invalid code or code_verifier"_s);
    QCOMPARE(m_fake->keysMade(), 1);
    QCOMPARE(m_fake->codesReused(), 1);
    QCOMPARE(m_fake->violations(), QStringList());
}

void FakeOpenRouterTest::plainChallengesAreVerified()
{
    const QByteArray query = "code_challenge=" + verifier + "&code_challenge_method=plain";
    const auto plainExchange = [&](const QByteArray &codeVerifier) {
        const QByteArray code = m_fake->authorizeHeadless(link(query));
        return ask(post("/api/v1/auth/keys", "{\"code\":\"" + code + "\",\"code_verifier\":\""
                                                 + codeVerifier
                                                 + "\",\"code_challenge_method\":\"plain\"}"));
    };
    QCOMPARE(plainExchange(challenge).status, 403);
    QCOMPARE(plainExchange(verifier).status, 200);
}

void FakeOpenRouterTest::codesExpire()
{
    const QByteArray code = freshCode();
    const QByteArray second = freshCode();
    m_fake->advanceClock(590s);
    QCOMPARE(exchange(code).status, 200);
    m_fake->advanceClock(10s);
    const Answer answer = exchange(second);
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.message(), u"Authorization code expired"_s);

    m_fake->setCodeLifetime(0s);
    QCOMPARE(exchange(freshCode()).message(), u"Authorization code expired"_s);
}

void FakeOpenRouterTest::aWrongVerifierUsesTheCodeUp_data()
{
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("wrong") << QByteArray(R"({"code":"CODE","code_verifier":")")
                                  + QByteArray(43, 'a') + "\"}";
    QTest::newRow("missing") << QByteArray(R"({"code":"CODE"})");
    QTest::newRow("missing, with method")
        << QByteArray(R"({"code":"CODE","code_challenge_method":"S256"})");
}

void FakeOpenRouterTest::aWrongVerifierUsesTheCodeUp()
{
    QFETCH(QByteArray, body);

    const QByteArray code = freshCode();
    QCOMPARE(ask(post("/api/v1/auth/keys", body.replace("CODE", code))).status, 403);
    QCOMPARE(exchange(code).status, 403);
    QCOMPARE(m_fake->keysMade(), 0);
    QCOMPARE(m_fake->violations(), QStringList());
}

void FakeOpenRouterTest::theStatusOfAWrongCodeCanBeChosen()
{
    m_fake->setInvalidCodeStatus(400);
    const Answer answer = exchange("TEST-never-issued");
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.message(), u"Invalid code"_s);
    QCOMPARE(answer.json().value("user_id"_L1).toString(), *m_fake->userId());
}

void FakeOpenRouterTest::theMethodMustBeTheOneOfTheLink()
{
    const QByteArray body =
        R"({"code":"CODE","code_verifier":"VERIFIER","code_challenge_method":M})";
    const auto with = [&](const QByteArray &method) {
        QByteArray request = body;
        request.replace("CODE", freshCode())
            .replace("VERIFIER", verifier)
            .replace("M}", method + '}');
        return ask(post("/api/v1/auth/keys", request));
    };
    QCOMPARE(with("\"plain\"").message(), u"Invalid code_challenge_method"_s);
    QCOMPARE(with("null").status, 200);
    QCOMPARE(with("\"S256\"").status, 200);
}

void FakeOpenRouterTest::malformedExchangesAreViolations_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("why");

    const QByteArray json = "application/json";
    const auto row = [&json](const char *name, const char *body, const QString &why) {
        QTest::newRow(name) << json << quoted(body) << why;
    };
    const QByteArray good = R"({"code":"CODE"})";
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << good
                          << u"the Content-Type"_s;
    QTest::newRow("JSON by another name")
        << QByteArray("text/json") << good << u"the Content-Type"_s;
    QTest::newRow("other charset")
        << QByteArray("application/json; charset=latin1") << good << u"the Content-Type"_s;
    row("nothing", "", u"not JSON"_s);
    row("not JSON", "{code:'a'}", u"not JSON"_s);
    row("comma at the end", "{'code':'CODE',}", u"not JSON"_s);
    row("text after it", "{'code':'CODE'} x", u"not JSON"_s);
    row("not UTF-8", "{'code':'\xff'}", u"not JSON"_s);
    row("list", "['CODE']", u"not a JSON object"_s);
    row("code twice", "{'code':'CODE','code':'CODE'}", u"code stands twice"_s);
    row("code twice, differently written", "{'code':'CODE', '\\u0063ode' : 'CODE'}",
        u"code stands twice"_s);
    row("no code", "{'code_verifier':'x'}", u"code is not a string"_s);
    row("number as code", "{'code':1}", u"code is not a string"_s);
    row("null code", "{'code':null}", u"code is not a string"_s);
    row("empty code", "{'code':''}", u"code is not a string"_s);
    row("null verifier", "{'code':'CODE','code_verifier':null}",
        u"code_verifier is not a string"_s);
    row("short verifier", "{'code':'CODE','code_verifier':'short'}", u"43 to 128"_s);
    row("verifier of other characters",
        "{'code':'CODE','code_verifier':'dBjftJeZ4CVP+mB92K27uhbUJU1p1r_wW1gFWFOEjXk'}",
        u"43 to 128"_s);
    row("unknown method", "{'code':'CODE','code_challenge_method':'s256'}",
        u"neither S256, plain nor null"_s);
    row("number as method", "{'code':'CODE','code_challenge_method':256}",
        u"neither S256, plain nor null"_s);
}

void FakeOpenRouterTest::malformedExchangesAreViolations()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QString, why);

    m_fake->authorize(link("callback_url=https%3A%2F%2Fa.example%2F"));
    const QByteArray code = m_fake->lastCode();
    const Answer answer = ask(post("/api/v1/auth/keys", body.replace("CODE", code), {}, type));
    QCOMPARE(answer.status, 400);
    QVERIFY2(m_fake->violations().value(0).contains(why),
             qUtf8Printable(m_fake->violations().join(u'\n')));
    QVERIFY(!answer.body.contains(code));
    // It did no harm.
    QCOMPARE(ask(post("/api/v1/auth/keys", "{\"code\":\"" + code + "\"}")).status, 200);
}

void FakeOpenRouterTest::unknownFieldsAreViolations()
{
    const QByteArray body = "{\"code\":\"" + freshCode() + "\",\"code_verifier\":\"" + verifier
                            + "\",\"client_id\":\"x\"}";
    QCOMPARE(ask(post("/api/v1/auth/keys", body)).status, 200);
    QCOMPARE(m_fake->violations(), QStringList{u"/auth/keys: unknown field client_id"_s});

    m_fake->clearViolations();
    QCOMPARE(createCode(quoted("{'callback_url':'https://a.example/','spawn_agent':'x'}")).status,
             200);
    QCOMPARE(m_fake->violations(), QStringList{u"/auth/keys/code: unknown field spawn_agent"_s});
}

void FakeOpenRouterTest::exchangesMayNotBeAuthorized()
{
    const QByteArray body = "{\"code\":\"" + freshCode() + "\"}";
    const Answer answer =
        ask(post("/api/v1/auth/keys", body, "Authorization: Bearer " + m_fake->makeKey() + "\r\n"));
    QCOMPARE(answer.status, 400);
    QCOMPARE(m_fake->violations(), QStringList{u"/auth/keys: an Authorization header was sent"_s});
}

void FakeOpenRouterTest::cookiesMayNotBeSentBack()
{
    const Answer first = key(m_fake->makeKey());
    const QByteArray cookie = first.header("Set-Cookie").split(';').first();
    QVERIFY(!cookie.isEmpty());
    ask(head("GET /api/v1/key") + "Cookie: " + cookie + "\r\n\r\n");
    QCOMPARE(m_fake->violations(), QStringList{u"a Cookie was sent to the API"_s});
}

// Calls with a key

void FakeOpenRouterTest::bearerKeysAreRequired_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("message");

    const QString missing = u"Missing Authentication header"_s;
    const QString unknown = u"User not found."_s;
    QTest::newRow("none") << QByteArray() << missing;
    QTest::newRow("basic") << QByteArray("Authorization: Basic a2V5\r\n") << missing;
    QTest::newRow("lower case") << QByteArray("Authorization: bearer KEY\r\n") << missing;
    QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n") << missing;
    QTest::newRow("unknown") << QByteArray("Authorization: Bearer sk-or-v1-TEST\r\n") << unknown;
    QTest::newRow("two spaces") << QByteArray("Authorization: Bearer  KEY\r\n") << unknown;
    QTest::newRow("in quotes") << QByteArray("Authorization: Bearer \"KEY\"\r\n") << unknown;
}

void FakeOpenRouterTest::bearerKeysAreRequired()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, message);
    header.replace("KEY", m_fake->makeKey());

    for (const QByteArray &request :
         {head("GET /api/v1/key") + header + "\r\n",
          post("/api/v1/auth/keys/code", R"({"callback_url":"https://a.example/"})", header)}) {
        const Answer answer = ask(request);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.message(), message);
    }
}

void FakeOpenRouterTest::codesCanBeMade()
{
    const Answer answer = createCode(quoted("{'callback_url':'http://localhost:1/'}"));
    QCOMPARE(answer.status, 200);
    const QJsonObject data = answer.json().value("data"_L1).toObject();
    QCOMPARE(data.value("id"_L1).toString().toLatin1(), m_fake->lastCode());
    QVERIFY(data.value("app_id"_L1).isDouble());
    QVERIFY(QDateTime::fromString(data.value("created_at"_L1).toString(), Qt::ISODate).isValid());
    QVERIFY(data.value("created_at"_L1).toString().endsWith(u'Z'));
    QCOMPARE(ask(post("/api/v1/auth/keys", "{\"code\":\"" + m_fake->lastCode() + "\"}")).status,
             200);
    QCOMPARE(m_fake->violations(), QStringList());
}

void FakeOpenRouterTest::malformedRequestsForACodeAreViolations_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QString>("why");

    const auto row = [](const char *fields, const QString &why) {
        QTest::newRow(fields) << quoted(fields) << why;
    };
    row("'callback_url':null", u"callback_url is not a string"_s);
    row("'callback_url':'http://a.example/'", u"callback_url is not allowed"_s);
    row("'key_label':'a'", u"callback_url is missing"_s);
    const QString date = u"expires_at is not UTC with seconds"_s;
    for (const char *bad :
         {"'2099-01-01T00:00Z'", "'2099-01-01T00:00:00'", "'2099-01-01'",
          "'2099-01-01T00:00:00+00:00'", "'2099-01-01 00:00:00Z'", "1", "'2099-1-1T00:00:00Z'"}) {
        row(QByteArray("'callback_url':'https://a.example/','expires_at':" + QByteArray(bad))
                .constData(),
            date);
    }
    const QByteArray callback = "'callback_url':'https://a.example/',";
    const auto with = [&](const char *field, const QString &why) {
        row((callback + field).constData(), why);
    };
    with("'expires_at':'2099-02-30T00:00:00Z'", u"expires_at is no date"_s);
    with("'expires_at':'2020-01-01T00:00:00Z'", u"expires_at has passed"_s);
    with("'limit':'1'", u"limit is not an amount"_s);
    with("'limit':null", u"limit is not an amount"_s);
    with("'limit':-1", u"limit is not an amount"_s);
    with("'usage_limit_type':'yearly'", u"usage_limit_type is not daily"_s);
    with("'usage_limit_type':null", u"usage_limit_type is not a string"_s);
    with("'workspace_id':'1'", u"workspace_id is not a UUID"_s);
    with("'workspace_id':null", u"workspace_id is not a string"_s);
    with("'key_label':1", u"key_label is not a string"_s);
    with("'code_challenge':''", u"code_challenge is empty"_s);
    with("'code_challenge':'short','code_challenge_method':'S256'", u"not 43 characters"_s);
    with("'code_challenge_method':'S256'", u"without code_challenge"_s);
    with("'code_challenge_method':null", u"code_challenge_method is not a string"_s);
    with("'limit':1,'limit':1", u"limit stands twice"_s);
    QTest::newRow("long label") << quoted(callback.constData()) + "\"key_label\":\""
                                       + QByteArray(101, 'a') + '"'
                                << u"longer than 100"_s;
}

void FakeOpenRouterTest::malformedRequestsForACodeAreViolations()
{
    QFETCH(QByteArray, fields);
    QFETCH(QString, why);

    QCOMPARE(createCode('{' + fields + '}').status, 400);
    QVERIFY2(m_fake->violations().value(0).contains(why),
             qUtf8Printable(m_fake->violations().join(u'\n')));
    QCOMPARE(m_fake->codesMade(), 0);
}

void FakeOpenRouterTest::onlyManagementKeysMayMakeCodesIfTold()
{
    const QByteArray body = quoted("{'callback_url':'https://a.example/'}");
    m_fake->setManagementOnly(true);
    const Answer answer = createCode(body);
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.message(), u"Only management keys can perform this operation"_s);

    FakeOpenRouter::KeyRecord record;
    record.isManagementKey = true;
    const QByteArray management = m_fake->makeKey(record);
    QCOMPARE(
        ask(post("/api/v1/auth/keys/code", body, "Authorization: Bearer " + management + "\r\n"))
            .status,
        200);
}

void FakeOpenRouterTest::keysAreRevokedAndExpire()
{
    const QByteArray revoked = m_fake->makeKey();
    FakeOpenRouter::KeyRecord record;
    record.expiresAt = m_fake->now().addSecs(60);
    const QByteArray expiring = m_fake->makeKey(record);

    QCOMPARE(key(revoked).status, 200);
    m_fake->revoke(revoked);
    QCOMPARE(key(revoked).status, 401);
    QCOMPARE(key(expiring).status, 200);
    m_fake->advanceClock(60s);
    QCOMPARE(key(expiring).status, 401);
}

void FakeOpenRouterTest::recordsFollowTheTermsOfTheCode()
{
    const QByteArray body =
        quoted("{'callback_url':'https://a.example/','limit':20.5,'usage_limit_type':'weekly',"
               "'expires_at':'2099-12-31T23:59:59.5Z','key_label':'A \\u00e9 label',"
               "'workspace_id':'11111111-2222-4333-8444-555555555555'}");
    QCOMPARE(createCode(body).status, 200);
    QCOMPARE(ask(post("/api/v1/auth/keys", "{\"code\":\"" + m_fake->lastCode() + "\"}")).status,
             200);
    FakeOpenRouter::KeyRecord *record = m_fake->keyRecord(m_fake->lastKey());
    QVERIFY(record);
    record->setUsage(0.5);
    record->isFreeTier = true;

    const Answer answer = key(m_fake->lastKey());
    const QJsonObject data = answer.json().value("data"_L1).toObject();
    const QJsonObject expected{
        {u"label"_s, u"A é label"_s},
        {u"limit"_s, 20.5},
        {u"limit_remaining"_s, 20},
        {u"limit_reset"_s, u"weekly"_s},
        {u"usage"_s, 0.5},
        {u"expires_at"_s, u"2099-12-31T23:59:59Z"_s},
        {u"is_free_tier"_s, true},
        {u"is_management_key"_s, false},
        {u"creator_user_id"_s, *m_fake->userId()},
        {u"workspace_id"_s, u"11111111-2222-4333-8444-555555555555"_s},
    };
    for (auto it = expected.begin(); it != expected.end(); ++it)
        QCOMPARE(data.value(it.key()), it.value());
    QCOMPARE(data.value("free_model_daily_requests"_L1).toObject().keys(),
             (QStringList{u"limit"_s, u"remaining"_s, u"used"_s}));
}

void FakeOpenRouterTest::whatIsLeftFollowsTheInterval()
{
    FakeOpenRouter::KeyRecord record;
    record.usage = 8;
    record.usageMonthly = 4;
    record.usageWeekly = 2;
    record.usageDaily = 1;
    record.byokUsage = 3;
    QVERIFY(!record.limitRemaining());
    record.limit = 10;
    QCOMPARE(record.limitRemaining(), 2);
    record.includeByokInLimit = true;
    QCOMPARE(record.limitRemaining(), 0);
    record.limitReset = u"monthly"_s;
    QCOMPARE(record.limitRemaining(), 6);
    record.limitReset = u"weekly"_s;
    QCOMPARE(record.limitRemaining(), 8);
    record.limitReset = u"daily"_s;
    QCOMPARE(record.limitRemaining(), 9);
}

void FakeOpenRouterTest::hostileKeysCanBeHandedOut()
{
    const QByteArray hostile = "sk-TEST-\"'$(id)`\\\\&;|<b>%41\r\nX: y";
    m_fake->setNextKey(hostile);
    const Answer answer = exchange(freshCode());
    QCOMPARE(answer.json().value("key"_L1).toString().toUtf8(), hostile);
    QCOMPARE(m_fake->lastKey(), hostile);
    QVERIFY(exchange(freshCode()).json().value("key"_L1).toString().startsWith("sk-or-v1-"_L1));
}

void FakeOpenRouterTest::theUserIdCanBeNull()
{
    m_fake->setUserId({});
    const Answer answer = exchange(freshCode());
    QVERIFY(answer.json().value("user_id"_L1).isNull());
    QVERIFY(answer.json().contains("user_id"_L1));
    const Answer record = key(m_fake->lastKey());
    QVERIFY(record.json().value("data"_L1).toObject().value("creator_user_id"_L1).isNull());
}

void FakeOpenRouterTest::olderServersKnowFewerFields()
{
    const QByteArray apiKey = m_fake->makeKey();
    QVERIFY(key(apiKey).body.contains("allowed_data_regions"));
    m_fake->setNewerFields(false);
    QVERIFY(!key(apiKey).body.contains("allowed_data_regions"));
}

void FakeOpenRouterTest::ownersCanRevokeTheirKeys()
{
    const QByteArray apiKey = m_fake->makeKey();
    const QByteArray hash = QCryptographicHash::hash(apiKey, QCryptographicHash::Sha256).toHex();
    QVERIFY(ask(head("GET /keys") + "\r\n").body.contains("/keys/" + hash));
    QVERIFY(ask(head("GET /keys/" + hash) + "\r\n").body.contains("id=\"revoke\""));
    QCOMPARE(ask(head("GET /logs?api_key_hash=" + hash) + "\r\n").status, 200);
    QCOMPARE(ask(post("/keys/" + hash + "/revoke", {}, {}, "text/plain")).status, 303);
    QCOMPARE(key(apiKey).status, 401);
    QVERIFY(ask(head("GET /keys/" + hash) + "\r\n").body.contains("revoked"));
}

// Faults

void FakeOpenRouterTest::refusalsHaveTheDocumentedForm()
{
    m_fake->inject(
        Endpoint::Exchange,
        Fault::refuse(418, u"I am \"a\" teapot"_s, {{"X-Test", "1"}}).withMetadata({{u"a"_s, 1}}));
    const Answer answer = exchange(freshCode());
    QCOMPARE(answer.status, 418);
    QCOMPARE(answer.header("X-Test"), "1");
    const QJsonObject error{{u"code"_s, 418},
                            {u"message"_s, u"I am \"a\" teapot"_s},
                            {u"metadata"_s, QJsonObject{{u"a"_s, 1}}}};
    QCOMPARE(answer.json(), (QJsonObject{{u"error"_s, error}, {u"user_id"_s, *m_fake->userId()}}));
}

void FakeOpenRouterTest::faultsQueueUp()
{
    m_fake->inject(Endpoint::Exchange, Fault::serverError());
    m_fake->inject(Endpoint::Exchange, Fault::conflict(), 2);
    m_fake->inject(Endpoint::Key, Fault::html(503));
    const QByteArray code = freshCode();
    QCOMPARE(exchange(code).status, 500);
    QCOMPARE(exchange(code).status, 409);
    QCOMPARE(exchange(code).status, 409);
    QCOMPARE(exchange(code).status, 200);
    QCOMPARE(key(m_fake->lastKey()).status, 503);
    QCOMPARE(key(m_fake->lastKey()).status, 200);
}

void FakeOpenRouterTest::faultsCanLast()
{
    m_fake->inject(Endpoint::Key, Fault::serverError(), FakeOpenRouter::Always);
    const QByteArray apiKey = m_fake->makeKey();
    for (int i = 0; i < 5; ++i)
        QCOMPARE(key(apiKey).status, 500);
    m_fake->clearFaults();
    QCOMPARE(key(apiKey).status, 200);
}

void FakeOpenRouterTest::refusalsDoNotUseTheCodeUp_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("status");

    QTest::newRow("refuse") << Fault::refuse(403, u"No"_s) << 403;
    QTest::newRow("server error") << Fault::serverError() << 500;
    QTest::newRow("HTML") << Fault::html() << 502;
    QTest::newRow("redirect") << Fault::redirect(QUrl(u"http://127.0.0.1:9/"_s)) << 302;
    QTest::newRow("echo") << Fault::echoSecrets() << 400;
    QTest::newRow("other answer") << Fault::answer(200, "text/plain", "hello") << 200;
}

void FakeOpenRouterTest::refusalsDoNotUseTheCodeUp()
{
    QFETCH(Fault, fault);
    QFETCH(int, status);

    m_fake->inject(Endpoint::Exchange, fault);
    const QByteArray code = freshCode();
    const Answer answer = exchange(code);
    QCOMPARE(answer.status, status);
    QVERIFY(answer.isWhole);
    if (status == 302)
        QCOMPARE(answer.header("Location"), "http://127.0.0.1:9/");
    QCOMPARE(m_fake->keysMade(), 0);
    QCOMPARE(exchange(code).status, 200);
}

void FakeOpenRouterTest::answersGetLostAfterTheKeyWasMade_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("status");

    QTest::newRow("502") << Fault::failAfterwards() << 502;
    QTest::newRow("closed") << Fault::closeUnanswered() << 0;
    QTest::newRow("cut") << Fault::cut(10) << 200;
}

void FakeOpenRouterTest::answersGetLostAfterTheKeyWasMade()
{
    QFETCH(Fault, fault);
    QFETCH(int, status);

    m_fake->inject(Endpoint::Exchange, fault);
    const QByteArray code = freshCode();
    const Answer answer = exchange(code);
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.body.contains(m_fake->lastKey()));
    if (fault.delivery.cutAfter) {
        QVERIFY(!answer.isWhole);
        QCOMPARE(answer.body.size(), 10);
    }
    QCOMPARE(m_fake->keysMade(), 1);
    QCOMPARE(exchange(code).status, 403);
}

void FakeOpenRouterTest::answersAreGarbled_data()
{
    QTest::addColumn<Garbling>("garbling");
    QTest::addColumn<QByteArray>("expected"); // KEY stands for the key

    QTest::newRow("cut JSON") << Garbling::InvalidJson << QByteArray();
    QTest::newRow("list") << Garbling::NotAnObject << QByteArray("[]");
    QTest::newRow("empty") << Garbling::EmptyBody << QByteArray("");
    QTest::newRow("types") << Garbling::WrongTypes << QByteArray(R"({"key":42,"user_id":42})");
    QTest::newRow("no key") << Garbling::KeyMissing << QByteArray(R"({"user_id":"USER"})");
    QTest::newRow("empty key") << Garbling::KeyEmpty
                               << QByteArray(R"({"key":"","user_id":"USER"})");
    QTest::newRow("no user") << Garbling::UserIdMissing << QByteArray(R"({"key":"KEY"})");
    QTest::newRow("bad key") << Garbling::KeyMalformed
                             << QByteArray(R"({"key":"sk-or-v1-TEST\r\nX-Injected: 1",)"
                                           R"("user_id":"USER"})");
}

void FakeOpenRouterTest::answersAreGarbled()
{
    QFETCH(Garbling, garbling);
    QFETCH(QByteArray, expected);

    m_fake->inject(Endpoint::Exchange, Fault::garble(garbling));
    const Answer answer = exchange(freshCode());
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.isWhole);
    QCOMPARE(m_fake->keysMade(), 1);
    if (garbling == Garbling::InvalidJson) {
        QVERIFY(!answer.body.isEmpty());
        QVERIFY(QJsonDocument::fromJson(answer.body).isNull());
        return;
    }
    expected.replace("KEY", m_fake->lastKey()).replace("USER", m_fake->userId()->toUtf8());
    QCOMPARE(answer.body, expected);
}

void FakeOpenRouterTest::retryAfterIsSecondsOrADate()
{
    m_fake->inject(Endpoint::Exchange, Fault::rateLimited(7s));
    m_fake->inject(
        Endpoint::Exchange,
        Fault::rateLimitedUntil(QDateTime(QDate(1994, 11, 6), QTime(8, 49, 37), QTimeZone::utc())));
    const Answer seconds = exchange(freshCode());
    QCOMPARE(seconds.status, 429);
    QCOMPARE(seconds.header("Retry-After"), "7");
    // The example of RFC 9110, section 5.6.7
    QCOMPARE(exchange(freshCode()).header("Retry-After"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

void FakeOpenRouterTest::secretsAreEchoed()
{
    m_fake->inject(Endpoint::Exchange, Fault::echoSecrets());
    m_fake->inject(Endpoint::Key, Fault::echoSecrets());
    const QByteArray code = freshCode();
    const Answer answer = exchange(code);
    QVERIFY(answer.message().contains(QString::fromLatin1(code)));
    QVERIFY(answer.message().contains(QString::fromLatin1(verifier)));
    const QByteArray apiKey = m_fake->makeKey();
    QVERIFY(key(apiKey).message().contains(QString::fromLatin1(apiKey)));
}

void FakeOpenRouterTest::answersAreDelayedAndDripped()
{
    m_fake->inject(Endpoint::Exchange, Fault::delay(200ms));
    m_fake->inject(Endpoint::Exchange, Fault::drip(1ms));
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(exchange(freshCode()).status, 200);
    QVERIFY2(timer.elapsed() >= 199, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(m_fake->keysMade(), 1);

    timer.restart();
    const Answer answer = exchange(freshCode());
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.isWhole);
    const qint64 bytes = answer.head.size() + 4 + answer.body.size();
    QVERIFY2(timer.elapsed() >= bytes * 9 / 10, qPrintable(QString::number(timer.elapsed())));
}

void FakeOpenRouterTest::answersCanHang()
{
    m_fake->inject(Endpoint::Exchange, Fault::hang());
    const QByteArray code = freshCode();
    {
        RawClient client(m_fake->port());
        client.send(exchangeRequest(code));
        QTRY_COMPARE(m_fake->requests(Endpoint::Exchange), 1);
        // Others are served meanwhile, and nothing came.
        QCOMPARE(exchange(code).status, 200);
        QCOMPARE(client.socket()->bytesAvailable(), 0);
        QVERIFY(!client.isClosed());
    }
    QTRY_COMPARE(m_fake->openConnections(), 0);
}

void FakeOpenRouterTest::answersCanBeChunked()
{
    m_fake->inject(Endpoint::Exchange, Fault::chunked());
    RawClient client(m_fake->port());
    client.send(exchangeRequest(freshCode()));
    QByteArray received;
    QVERIFY(QTest::qWaitFor([&] {
        received += client.socket()->readAll();
        return received.endsWith("\r\n0\r\n\r\n");
    }));
    QVERIFY(received.contains("Transfer-Encoding: chunked"));
    QVERIFY(!received.contains("Content-Length"));
}

void FakeOpenRouterTest::floodsAreStreamed_data()
{
    QTest::addColumn<bool>("declared");

    QTest::newRow("with a length") << true;
    QTest::newRow("in chunks") << false;
}

void FakeOpenRouterTest::floodsAreStreamed()
{
    QFETCH(bool, declared);

    constexpr qint64 size = 64 * 1024 * 1024;
    constexpr qint64 readBuffer = 256 * 1024;
    m_fake->inject(Endpoint::Exchange, Fault::flood(size, declared));
    RawClient client(m_fake->port());
    client.socket()->setReadBufferSize(readBuffer);
    const qint64 before = residentKilobytes("VmRSS");
    QVERIFY(before > 0);
    client.send(exchangeRequest(freshCode()));

    // A client that does not read holds the server up: what it has not sent it has not made either.
    QTRY_COMPARE(client.socket()->bytesAvailable(), readBuffer);
    const qint64 grown = residentKilobytes("VmRSS") - before;
    QVERIFY2(grown < 16 * 1024, qPrintable(QString::number(grown)));

    // An event loop of its own: QTest::qWaitFor() pauses after each piece.
    QTestEventLoop loop;
    qint64 received = 0;
    QByteArray last;
    const auto take = [&] {
        const QByteArray bytes = client.socket()->readAll();
        received += bytes.size();
        last = (last + bytes).last(std::min<qsizetype>(5, last.size() + bytes.size()));
        if (received >= size && last == (declared ? "     " : "0\r\n\r\n"))
            loop.exitLoop();
    };
    connect(client.socket(), &QTcpSocket::readyRead, this, take);
    take();
    loop.enterLoop(60);
    QVERIFY(!loop.timeout());
    client.socket()->disconnect(this);

    // What is left of a declared one, then an answer to another request on the same connection.
    client.send(head("GET /auth?" + goodQuery) + "\r\n");
    QByteArray rest;
    QTRY_VERIFY((rest += client.socket()->readAll()).contains("</html>\n"));
    QVERIFY(rest.trimmed().startsWith("HTTP/1.1 200 OK\r\n"));
}

void FakeOpenRouterTest::rawBytesAreSent()
{
    m_fake->inject(Endpoint::Key, Fault::raw("HTTP/1.1 two hundred\r\n\r\n"));
    RawClient client(m_fake->port());
    client.send(head("GET /api/v1/key") + "\r\n");
    QVERIFY(client.waitForClose());
    QCOMPARE(client.socket()->readAll(), "HTTP/1.1 two hundred\r\n\r\n");
}

void FakeOpenRouterTest::connectionsAreClosedAtAccept()
{
    m_fake->closeAtAccept(2);
    const QByteArray code = freshCode();
    QCOMPARE(exchange(code).status, 0);
    QCOMPARE(exchange(code).status, 0);
    QCOMPARE(m_fake->requests(), 0);
    QCOMPARE(exchange(code).status, 200);
    QCOMPARE(m_fake->connections(), 3);
}

void FakeOpenRouterTest::closingDropsConnections()
{
    const quint16 port = m_fake->port();
    const QByteArray code = freshCode();
    RawClient client(port);
    client.send(head("GET /auth?" + goodQuery) + "\r\n");
    QCOMPARE(client.answer().status, 200);
    m_fake->close();
    QVERIFY(client.waitForClose());
    RawClient refused(port);
    QVERIFY(refused.waitForClose());
    QCOMPARE(refused.socket()->error(), QAbstractSocket::ConnectionRefusedError);

    QVERIFY(m_fake->listen(port));
    QCOMPARE(exchange(code).status, 200);
}

void FakeOpenRouterTest::aSlotMayCloseTheServer()
{
    connect(m_fake.get(), &FakeOpenRouter::requestReceived, this, [this] { m_fake->close(); });
    QCOMPARE(ask(head("GET /auth?" + goodQuery) + "\r\n").status, 0);
    QCOMPARE(m_fake->openConnections(), 0);
}

// Around it

void FakeOpenRouterTest::countsAndSignals()
{
    QSignalSpy received(m_fake.get(), &FakeOpenRouter::requestReceived);
    QSignalSpy handled(m_fake.get(), &FakeOpenRouter::requestHandled);
    QCOMPARE(exchange(freshCode()).status, 200);
    QCOMPARE(key("sk-or-v1-TEST").status, 401);

    QCOMPARE(received.size(), 2);
    QCOMPARE(received[0][0].value<Endpoint>(), Endpoint::Exchange);
    QCOMPARE(received[0][1].value<FakeOpenRouter::Request>().method, "POST");
    QCOMPARE(handled[1][0].value<Endpoint>(), Endpoint::Key);
    QCOMPARE(handled[1][1].toInt(), 401);
    QCOMPARE(m_fake->lastRequest(Endpoint::Key).header("authorization"), "Bearer sk-or-v1-TEST");
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 1);
    QCOMPARE(m_fake->requests(Endpoint::Key), 1);
    QCOMPARE(m_fake->requests(Endpoint::CreateAuthCode), 0);
    QCOMPARE(m_fake->counts().value("exchange"_L1).toInt(), 1);
    QCOMPARE(m_fake->counts().value("connections"_L1).toInt(), 2);
}

void FakeOpenRouterTest::listensOnLoopbackOnly()
{
    QList<QHostAddress> others = QNetworkInterface::allAddresses();
    others.removeIf([](const QHostAddress &address) { return address.isLoopback(); });
    others += QHostAddress(u"127.0.0.2"_s);
    others += QHostAddress(QHostAddress::LocalHostIPv6);
    for (const QHostAddress &address : std::as_const(others)) {
        RawClient client(m_fake->port(), address);
        QVERIFY2(client.waitForClose(), qUtf8Printable(address.toString()));
    }
    QCOMPARE(m_fake->connections(), 0);
}

void FakeOpenRouterTest::listensOnBothStacksWhenAsked()
{
    m_fake->setIpv6(true);
    if (!m_fake->listen())
        QVERIFY2(!QNetworkInterface::allAddresses().contains(QHostAddress::LocalHostIPv6),
                 "::1 exists, but cannot be listened on");
    else {
        RawClient client(m_fake->port(), QHostAddress::LocalHostIPv6);
        client.send("GET /auth?" + goodQuery + " HTTP/1.1\r\nHost: [::1]:"
                    + QByteArray::number(m_fake->port()) + "\r\n\r\n");
        QCOMPARE(client.answer().status, 200);
        QCOMPARE(ask(head("GET /auth?" + goodQuery) + "\r\n").status, 200);
    }
}

void FakeOpenRouterTest::speaksTls_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QList<QSslError::SslError>>("errors");

    QTest::newRow("trusted") << u"trusted"_s << QList<QSslError::SslError>();
    QTest::newRow("expired") << u"expired"_s
                             << QList<QSslError::SslError>{QSslError::CertificateExpired};
    QTest::newRow("wrong host") << u"wrong-host"_s
                                << QList<QSslError::SslError>{QSslError::HostNameMismatch};
    QTest::newRow("other authority")
        << u"other-authority"_s
        << QList<QSslError::SslError>{QSslError::UnableToGetLocalIssuerCertificate,
                                      QSslError::UnableToVerifyFirstCertificate};
}

void FakeOpenRouterTest::speaksTls()
{
    QFETCH(QString, certificate);
    QFETCH(QList<QSslError::SslError>, errors);

    Certificates certificates;
    QVERIFY2(certificates.isValid(), qUtf8Printable(certificates.error()));
    const Certificates::Pair pair = certificate == "trusted"_L1   ? certificates.trusted()
                                    : certificate == "expired"_L1 ? certificates.expired()
                                    : certificate == "wrong-host"_L1
                                        ? certificates.wrongHost()
                                        : certificates.otherAuthority();
    QVERIFY2(certificates.isValid(), qUtf8Printable(certificates.error()));
    QVERIFY(m_fake->listenTls(pair.certificateFile, pair.keyFile));
    QCOMPARE(m_fake->baseUrl().scheme(), u"https"_s);

    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates({certificates.authority()});
    for (const QString &host : {u"127.0.0.1"_s, u"localhost"_s}) {
        QSslSocket socket;
        socket.setSslConfiguration(configuration);
        QList<QSslError::SslError> seen;
        connect(&socket, &QSslSocket::sslErrors, this, [&seen](const QList<QSslError> &list) {
            for (const QSslError &error : list)
                seen += error.error();
        });
        socket.connectToHostEncrypted(u"127.0.0.1"_s, m_fake->port(), host);
        QTRY_VERIFY(socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState);
        QCOMPARE(seen, errors);
        QCOMPARE(socket.isEncrypted(), errors.isEmpty());
        if (errors.isEmpty()) {
            socket.write(head("GET /auth?" + goodQuery) + "\r\n");
            QTRY_VERIFY(socket.peek(1024).startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }
    QVERIFY(m_fake->connections() >= 2);
    QVERIFY(errors.isEmpty() || m_fake->requests() == 0);
}

void FakeOpenRouterTest::transcriptsHoldNoSecrets()
{
    QTemporaryDir directory;
    const QString fileName = directory.filePath(u"transcript"_s);
    QVERIFY(m_fake->setTranscript(fileName));
    QVERIFY(!FakeOpenRouter().setTranscript(directory.filePath(u"none/transcript"_s)));

    m_fake->setNextKey("sk-TEST-\"quoted\"\\key");
    press(goodQuery, "authorize");
    QByteArrayList secrets{m_fake->lastCode(), verifier, "TEST-unknown-code"};
    exchange(m_fake->lastCode());
    secrets += m_fake->lastKey();
    secrets += "quoted";
    key(m_fake->lastKey());
    key("sk-or-v1-TEST-unknown");
    secrets += "sk-or-v1-TEST-unknown";
    m_fake->inject(Endpoint::Exchange, Fault::echoSecrets());
    exchange("TEST-unknown-code");
    createCode(quoted("{'callback_url':'https://a.example/'}"));
    secrets += m_fake->lastCode();
    secrets += m_fake->lastKey();

    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther),
             QFileDevice::Permissions());
    const QByteArray content = file.readAll();
    QCOMPARE(content.count('\n'), 7);
    for (const QByteArray &secret : std::as_const(secrets))
        QVERIFY2(!content.contains(secret), secret.constData());

    const QJsonObject exchanged = QJsonDocument::fromJson(content.split('\n').value(2)).object();
    const QJsonObject request = exchanged.value("request"_L1).toObject();
    const QJsonObject response = exchanged.value("response"_L1).toObject();
    QCOMPARE(request.value("method"_L1).toString(), u"POST"_s);
    QCOMPARE(request.value("path"_L1).toString(), u"/api/v1/auth/keys"_s);
    QCOMPARE(request.value("headers"_L1).toObject().value("content-type"_L1).toString(),
             u"application/json"_s);
    QCOMPARE(QJsonDocument::fromJson(request.value("body"_L1).toString().toUtf8()).object(),
             (QJsonObject{{u"code"_s, u"***"_s},
                          {u"code_verifier"_s, u"***"_s},
                          {u"code_challenge_method"_s, u"S256"_s}}));
    QCOMPARE(response.value("status"_L1).toInt(), 200);
    QCOMPARE(QJsonDocument::fromJson(response.value("body"_L1).toString().toUtf8())
                 .object()
                 .value("key"_L1)
                 .toString(),
             u"***"_s);
}

// The program

namespace {

/// fake-openrouter, running.
class Program
{
public:
    explicit Program(const QStringList &arguments)
    {
        m_process.start(QStringLiteral(FAKE_OPENROUTER), arguments);
        (void)QTest::qWaitFor(
            [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
            20'000);
        const QByteArray line = m_process.readLine().trimmed();
        if (line.startsWith("listening "))
            m_baseUrl = QUrl::fromEncoded(line.sliced(10));
    }
    ~Program()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] QUrl baseUrl() const { return m_baseUrl; }
    [[nodiscard]] quint16 port() const { return quint16(m_baseUrl.port()); }

    Answer ask(const QByteArray &requestLine, const QByteArray &body = {})
    {
        RawClient client(port());
        client.send(requestLine + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port())
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return client.answer();
    }
    Answer control(const char *orders) { return ask("POST /__control", quoted(orders)); }
    Answer exchange(const QByteArray &code)
    {
        return ask("POST /api/v1/auth/keys",
                   "{\"code\":\"" + code + "\",\"code_verifier\":\"" + verifier + "\"}");
    }

    /// Exit code, or -1 if it crashed or stays.
    int exitCode()
    {
        if (!QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 20'000)
            || m_process.exitStatus() != QProcess::NormalExit) {
            return -1;
        }
        return m_process.exitCode();
    }
    [[nodiscard]] QProcess *process() { return &m_process; }

private:
    QProcess m_process;
    QUrl m_baseUrl;
};

} // namespace

void FakeOpenRouterTest::theProgramIsControlled()
{
    QTemporaryDir directory;
    const QString transcript = directory.filePath(u"transcript"_s);
    Program program({u"--control"_s, u"--transcript"_s, transcript});
    QCOMPARE(program.baseUrl().toString(QUrl::RemovePort), u"http://127.0.0.1/api/v1"_s);
    const QByteArray origin = "http://127.0.0.1:" + QByteArray::number(program.port());

    QCOMPARE(program
                 .control("{'nextKey':'sk-TEST-$(id)','userId':null,'faults':["
                          "{'endpoint':'exchange','fault':'server-error'},"
                          "{'endpoint':'key','fault':'refuse','status':403,'message':'No',"
                          "'headers':{'X-Test':'1'},'times':-1}]}")
                 .status,
             200);
    const QByteArray orders = "{'authorize':'" + origin + "/auth?" + goodQuery + "'}";
    const QUrl redirect(program.control(orders.constData()).json().value("redirect"_L1).toString());
    const QByteArray code = redirect.query().sliced(5).toLatin1();
    QCOMPARE(redirect.port(), 3000);

    QCOMPARE(program.exchange(code).status, 500);
    const Answer answer = program.exchange(code);
    QCOMPARE(answer.json(), (QJsonObject{{u"key"_s, u"sk-TEST-$(id)"_s}, {u"user_id"_s, {}}}));
    QCOMPARE(program.ask("GET /api/v1/key").header("X-Test"), "1");
    QCOMPARE(program.ask("GET /api/v1/key").message(), u"No"_s);
    QCOMPARE(program.control("{'clear':true,'revoke':'sk-TEST-$(id)'}").status, 200);
    QCOMPARE(program.ask("GET /api/v1/key").status, 401);
    QVERIFY(program.control("{'makeKey':{'label':'a'}}").json().value("key"_L1).isString());

    // What is not understood changes nothing silently.
    for (const char *bad : {"{'unknown':1}", "[]", "{'revoke':'TEST'}", "{'authorize':'http://a/'}",
                            "{'faults':[{'endpoint':'exchange','fault':'unknown'}]}",
                            "{'faults':[{'endpoint':'unknown','fault':'hang'}]}",
                            "{'faults':[{'endpoint':'key','fault':'garble','how':'unknown'}]}"}) {
        QCOMPARE(program.control(bad).status, 400);
    }

    const QJsonObject counts = program.ask("GET /__counts").json();
    QCOMPARE(counts.value("exchange"_L1).toInt(), 2);
    QCOMPARE(counts.value("key"_L1).toInt(), 3);
    QCOMPARE(counts.value("keysMade"_L1).toInt(), 2);
    QCOMPARE(counts.value("other"_L1).toInt(), 0);
    QFile file(transcript);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 5);

#ifdef Q_OS_UNIX
    QVERIFY(program.process()->processId() > 0);
    ::kill(pid_t(program.process()->processId()), SIGTERM);
    QCOMPARE(program.exitCode(), 0);
#endif
    QCOMPARE(program.process()->readAllStandardError(), QByteArray());
}

void FakeOpenRouterTest::theProgramRefusesControlUnlessAsked()
{
    Program program({u"--port"_s, u"0"_s});
    QCOMPARE(program.control("{}").status, 404);
    QCOMPARE(program.ask("GET /__counts").status, 404);
}

void FakeOpenRouterTest::theProgramSpeaksTls()
{
    Certificates certificates;
    const Certificates::Pair pair = certificates.trusted();
    QVERIFY2(certificates.isValid(), qUtf8Printable(certificates.error()));
    Program program({u"--tls"_s, pair.certificateFile, pair.keyFile});
    QCOMPARE(program.baseUrl().scheme(), u"https"_s);

    QSslSocket socket;
    QSslConfiguration configuration = socket.sslConfiguration();
    configuration.setCaCertificates({certificates.authority()});
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, program.port());
    QTRY_VERIFY(socket.isEncrypted());
}

void FakeOpenRouterTest::theProgramSaysWhatIsWrong()
{
    for (const QStringList &arguments :
         {QStringList{u"--port"_s, u"65536"_s}, QStringList{u"--tls"_s, u"none.pem"_s},
          QStringList{u"--tls"_s, u"none.pem"_s, u"none.key"_s}, QStringList{u"extra"_s},
          QStringList{u"--transcript"_s, u"/none/transcript"_s},
          QStringList{u"--port"_s, QString::number(m_fake->port())}}) {
        Program program(arguments);
        QCOMPARE(program.exitCode(), 1);
        QVERIFY(program.process()->readAllStandardError().startsWith("fake-openrouter: "));
    }
}

QTEST_GUILESS_MAIN(FakeOpenRouterTest)

#include "tst_fakeopenrouter.moc"
