// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientfixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

/// Memory of this process that is really in use; 0 where nobody tells.
qint64 residentMemory()
{
#ifdef Q_OS_LINUX
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
#else
    return 0;
#endif
}

/// A good answer of an endpoint, for servers of bytes.
QByteArray goodBody(Endpoint endpoint)
{
    switch (endpoint) {
    case Endpoint::Exchange:
        return "{\"key\":\"sk-or-v1-TEST0000\",\"user_id\":\"user_TEST\"}";
    case Endpoint::CreateAuthCode:
        return "{\"data\":{\"id\":\"auth_TEST\",\"app_id\":1,\"created_at\":\"2026-01-01T00:00:"
               "00Z\"}}";
    default:
        return "{\"data\":{\"label\":\"TEST\"}}";
    }
}

QByteArray withLength(const QByteArray &head, const QByteArray &body)
{
    return head + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class TransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectionClosedUnansweredCountsOneExchange()
    {
        ClientFixture f; // with retries
        f.fake.inject(Endpoint::Exchange, Fault::closeUnanswered(), FakeOpenRouter::Always);
        Reply *reply = f.call(Endpoint::Exchange);
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QVERIFY(reply->error().keyMayExist());
        QCOMPARE(reply->error().httpStatus(), 0);
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 1);
        QCOMPARE(f.fake.codesReused(), 0);
        QCOMPARE(f.fake.keysMade(), 1);
        QCOMPARE(finished.count(), 1);
    }

    void connectionClosedUnansweredCountsOneExchangeAfterOtherCalls()
    {
        // Qt may have a connection at hand then, and sends again more readily.
        ClientFixture f;
        QVERIFY(waitFor(f.call(Endpoint::Key)));
        QVERIFY(waitFor(f.call(Endpoint::Exchange)));
        f.fake.inject(Endpoint::Exchange, Fault::closeUnanswered(), FakeOpenRouter::Always);
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QVERIFY(reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 2);
        QCOMPARE(f.fake.codesReused(), 0);
    }

    void connectionClosedUnansweredCountsOneAuthCode()
    {
        ClientFixture f;
        f.fake.inject(Endpoint::CreateAuthCode, Fault::closeUnanswered(), FakeOpenRouter::Always);
        Reply *reply = f.call(Endpoint::CreateAuthCode);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(Endpoint::CreateAuthCode), 1);
    }

    void connectionClosedUnansweredDoesNotHarmKeyInfo()
    {
        // Asking twice is harmless.
        ClientFixture f;
        f.fake.inject(Endpoint::Key, Fault::closeUnanswered(), 1);
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
    }

    void cutAnswersAreLost_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 8, 20, 25}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("after %d, endpoint %d", bytes, int(endpoint)) << endpoint << bytes;
        }
    }

    void cutAnswersAreLost()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, bytes);
        ClientFixture f;
        f.fake.inject(endpoint, Fault::cut(bytes), FakeOpenRouter::Always);
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QCOMPARE(reply->error().httpStatus(), 200);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void cutChunkedAnswersAreLost_data() { addEndpoints(); }

    void cutChunkedAnswersAreLost()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f;
        // All of the JSON is there, but the last chunk that says so is not.
        const QByteArray body = goodBody(endpoint);
        f.fake.inject(endpoint,
                      Fault::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 + QByteArray::number(body.size() + 10, 16) + "\r\n" + body),
                      FakeOpenRouter::Always);
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->error().isError());
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void cutErrorsKeepTheirStatus_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 30}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("after %d, endpoint %d", bytes, int(endpoint)) << endpoint << bytes;
        }
    }

    void cutErrorsKeepTheirStatus()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, bytes);
        ClientFixture f;
        Fault fault = Fault::refuse(403, u"Invalid code or code_verifier"_s);
        fault.delivery.cutAfter = bytes;
        f.fake.inject(endpoint, fault);
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Forbidden);
        QCOMPARE(reply->error().httpStatus(), 403);
        QVERIFY(reply->error().serverMessage().isEmpty());
        // Half a refusal cannot be told from a page of a proxy.
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void answersAreUnderstoodInEveryForm_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("bytes");
        for (const Endpoint endpoint :
             {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
            const QByteArray body = goodBody(endpoint);
            const QByteArray good = withLength("HTTP/1.1 200 OK\r\n", body);
            const auto row = [endpoint](const char *name, const QByteArray &bytes) {
                QTest::addRow("%s, endpoint %d", name, int(endpoint)) << endpoint << bytes;
            };
            row("plain", good);
            row("until the connection ends", "HTTP/1.1 200 OK\r\n\r\n" + body);
            row("HTTP/1.0", withLength("HTTP/1.0 200 OK\r\n", body));
            row("without a phrase", withLength("HTTP/1.1 200 \r\n", body));
            row("201", withLength("HTTP/1.1 201 Created\r\n", body));
            row("no content type", good);
            row("another content type",
                withLength("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", body));
            row("byte by byte chunks", [&body] {
                QByteArray chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                for (const char c : body)
                    chunks += "1;x=y\r\n" + QByteArray(1, c) + "\r\n";
                return QByteArray(chunks + "0\r\n\r\n");
            }());
            row("100 first", "HTTP/1.1 100 Continue\r\n\r\n" + good);
            row("100 many times", QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(5) + good);
        }
    }

    void answersAreUnderstoodInEveryForm()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(QByteArray, bytes);
        ClientFixture f(noRetries());
        f.fake.inject(endpoint, Fault::raw(bytes));
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void answersThatAreNoHttpAreOneClearError_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("bytes");
        for (const Endpoint endpoint :
             {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
            const auto row = [endpoint](const char *name, const QByteArray &bytes) {
                QTest::addRow("%s, endpoint %d", name, int(endpoint)) << endpoint << bytes;
            };
            row("another protocol", "220 mail.example.org ESMTP\r\n");
            row("zero bytes", QByteArray(4096, '\0'));
            row("bare JSON", goodBody(endpoint));
            row("only a status line", "HTTP/1.1 200 OK\r\n");
            row("half a status line", "HTTP/1.1 20");
            row("head without an end", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
            row("status that is no number", withLength("HTTP/1.1 abc OK\r\n", goodBody(endpoint)));

            row("bad chunk size",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n");
            row("negative chunk size",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nxx\r\n");
            row("switches protocols",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
            row("100 and no more", "HTTP/1.1 100 Continue\r\n\r\n");
            row("no content", "HTTP/1.1 204 No Content\r\n\r\n");
            row("gzip although refused", withLength("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n",
                                                    "\x1f\x8b\x08 garbage"));
        }
    }

    void answersThatAreNoHttpAreOneClearError()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(QByteArray, bytes);
        ClientFixture f(noRetries());
        f.client.setTimeout(1s); // Qt waits for ever for the rest of some of them
        f.fake.inject(endpoint, Fault::raw(bytes), FakeOpenRouter::Always);
        Reply *reply = f.call(endpoint);
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->error().isError());

        QVERIFY(reply->error().kind() != Error::Kind::Canceled);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        if (endpoint != Endpoint::Key)
            QCOMPARE(f.fake.requests(endpoint), 1);
        QCOMPARE(finished.count(), 1);
    }

    void interimAnswersOtherThan100AreUnderstoodOrSaid_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("interim");
        for (const Endpoint endpoint :
             {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
            QTest::addRow("103, endpoint %d", int(endpoint))
                << endpoint << "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"_ba;
            QTest::addRow("102, endpoint %d", int(endpoint))
                << endpoint << "HTTP/1.1 102 Processing\r\n\r\n"_ba;
        }
    }

    void interimAnswersOtherThan100AreUnderstoodOrSaid()
    {
        // Qt 6.4 takes them for the answer itself. Then whoever exchanged a code is warned.
        QFETCH(Endpoint, endpoint);
        QFETCH(QByteArray, interim);
        ClientFixture f;
        f.fake.inject(endpoint,
                      Fault::raw(interim + withLength("HTTP/1.1 200 OK\r\n", goodBody(endpoint))),
                      FakeOpenRouter::Always);
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(f.fake.requests(endpoint), 1);
        if (reply->error().isError()) {
            QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
            QVERIFY2(reply->error().detail().contains("HTTP 10"_L1),
                     qPrintable(reply->error().detail()));
            QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        }
    }

    void floodsEndAtOneMebibyte_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("declared");
        for (const bool declared : {true, false}) {
            for (const int status : {200, 403}) {
                for (const Endpoint endpoint :
                     {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
                    QTest::addRow("%s, status %d, endpoint %d", declared ? "declared" : "chunked",
                                  status, int(endpoint))
                        << endpoint << status << declared;
                }
            }
        }
    }

    void floodsEndAtOneMebibyte()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, status);
        QFETCH(bool, declared);
        ClientFixture f;
        Fault fault = Fault::flood(2048 * MiB, declared);
        if (status != 200) {
            const Fake::Delivery delivery = fault.delivery;
            fault = Fault::refuse(status, u"no"_s);
            fault.delivery = delivery;
        }
        QVERIFY(waitFor(f.call(Endpoint::Key))); // whatever grows at first use has grown
        f.fake.inject(endpoint, fault);
        const int requestsBefore = f.fake.requests(endpoint);
        const qint64 before = residentMemory();
        qint64 most = 0;
        QElapsedTimer timer;
        timer.start();
        Reply *reply = f.call(endpoint);
        QVERIFY(QTest::qWaitFor(
            [&] {
                most = std::max(most, residentMemory());
                return reply->isFinished();
            },
            20'000));
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY2(most - before < 48 * MiB, qPrintable(QString::number((most - before) / MiB)));
        QCOMPARE(reply->error().kind(),
                 status == 200 ? Error::Kind::InvalidResponse : Error::Kind::Forbidden);
        QCOMPARE(reply->error().httpStatus(), status);
        QVERIFY(reply->error().detail().contains("1 MiB"_L1));
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange && status == 200);
        QCOMPARE(f.fake.requests(endpoint), requestsBefore + 1);
        QTRY_COMPARE(f.fake.openConnections(), 0);
    }

    void answersOfJustOneMebibyteAreTaken_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<bool>("chunked");
        QTest::addColumn<int>("more");
        for (const Endpoint endpoint :
             {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
            for (const bool chunked : {false, true}) {
                for (const int more : {0, 1}) {
                    QTest::addRow("endpoint %d%s, %d more", int(endpoint),
                                  chunked ? ", chunked" : "", more)
                        << endpoint << chunked << more;
                }
            }
        }
    }

    void answersOfJustOneMebibyteAreTaken()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(bool, chunked);
        QFETCH(int, more);
        ClientFixture f;
        QByteArray body = goodBody(endpoint);
        body += QByteArray(MiB - body.size() + more, ' ');
        Fault fault = Fault::answer(200, "application/json", body);
        fault.delivery.chunked = chunked;
        f.fake.inject(endpoint, fault);
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), more ? Error::Kind::InvalidResponse : Error::Kind::None);
    }

    void endlessHeadersEnd_data() { addEndpoints(); }

    void endlessHeadersEnd()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f(noRetries());
        f.client.setTimeout(5s);
        f.fake.inject(endpoint,
                      Fault::raw("HTTP/1.1 200 OK\r\n" + QByteArray("X: y\r\n").repeated(100'000)),
                      FakeOpenRouter::Always);
        const qint64 before = residentMemory();
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY(reply->error().isError());
        QVERIFY(residentMemory() - before < 256 * MiB);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
    }

    void dripsEndAtTheTotalTime_data() { addEndpoints(); }

    void dripsEndAtTheTotalTime()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f;
        f.client.setTimeout(700ms);
        f.fake.inject(endpoint, Fault::drip(50ms)); // whole only after seconds
        QElapsedTimer timer;
        timer.start();
        Reply *reply = f.call(endpoint);
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(waitFor(reply));
        QVERIFY(timer.elapsed() >= 700);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(reply->error().kind(), Error::Kind::Timeout);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QCOMPARE(f.fake.requests(endpoint), 1);
        QTRY_COMPARE(f.fake.openConnections(), 0);
        QCOMPARE(finished.count(), 1);
    }

    void silenceEndsAtTheTotalTime_data() { addEndpoints(); }

    void silenceEndsAtTheTotalTime()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f;
        f.client.setTimeout(300ms);
        f.fake.inject(endpoint, Fault::hang());
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Timeout);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QTRY_COMPARE(f.fake.openConnections(), 0);
    }

    void slowAnswersArriveWithinTheTime()
    {
        constexpr Endpoint endpoint = Endpoint::Exchange;
        ClientFixture f;
        f.fake.inject(endpoint, Fault::drip(1ms));
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
    }

    void serversThatDoNotAcceptEndAtTheTotalTimeWithoutAKey()
    {
        // The kernel takes the connection, nobody reads: that the body left is all we can know.
        // A server that is not even there for the handshake would be a network without packets.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(
                                    QUrl(u"https://127.0.0.1:%1/api"_s.arg(silent.serverPort())))
                                    .value());
        client.setTimeout(300ms);
        ExchangeRequest request;
        request.code = Secret("TEST-code-0000");
        ExchangeReply *reply = client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Timeout);
        QVERIFY(!reply->error().keyMayExist()); // no TLS, no code
    }

    void eachCallHasAConnectionOfItsOwn()
    {
        // A kept one might be closed by the server in the moment of its next use; then a code that
        // was never read would count as lost.
        ClientFixture f;
        for (int i = 1; i <= 5; ++i) {
            Reply *reply = f.call(Endpoint::Exchange);
            QVERIFY(waitFor(reply));
            QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
            QCOMPARE(f.fake.connections(), i);
        }
        QTRY_COMPARE(f.fake.openConnections(), 0);
    }

    void connectionsThatOthersLeftBehindDoNoHarm()
    {
        // The embedding program used the same access manager; the server ends idle connections.
        ClientFixture f;
        for (int i = 0; i < 20; ++i) {
            QNetworkReply *other =
                f.network.get(QNetworkRequest(QUrl(f.fake.origin().toString() + u"/other"_s)));
            QSignalSpy done(other, &QNetworkReply::finished);
            QVERIFY(done.wait());
            other->deleteLater();
            const quint16 port = f.fake.port();
            f.fake.close();
            QVERIFY(f.fake.listen(port));
            Reply *reply = f.call(Endpoint::Exchange);
            QVERIFY(waitFor(reply));
            QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        }
    }

    void refusedConnectionsAreANetworkError_data() { addEndpoints(); }

    void refusedConnectionsAreANetworkError()
    {
        QFETCH(Endpoint, endpoint);
        ClientFixture f(noRetries());
        Reply *reply = nullptr;
        {
            // The values come from the server before it goes.
            const ExchangeRequest exchange = f.approve();
            const ApiKey key = f.makeKey();
            f.fake.close();
            CreateAuthCodeRequest create;
            create.callbackUrl = QUrl(u"https://example.org/"_s);
            if (endpoint == Endpoint::Exchange)
                reply = f.client.exchangeAuthCodeForApiKey(exchange);
            else if (endpoint == Endpoint::CreateAuthCode)
                reply = f.client.createAuthCode(create, key);
            else
                reply = f.client.keyInfo(key);
        }
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Network);
        QCOMPARE(reply->error().httpStatus(), 0);
        QVERIFY(!reply->error().keyMayExist());
        QVERIFY(!reply->error().detail().isEmpty());
    }

    void unknownHostsAreANetworkError()
    {
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(QUrl(u"https://host.invalid/api"_s)).value());
        client.setRetryPolicy(noRetries());
        ExchangeRequest request;
        request.code = Secret("TEST-code-0000");
        ExchangeReply *reply = client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Network);
        QVERIFY(!reply->error().keyMayExist());
    }

    void proxiesThatAreNotThereAreSaid()
    {
        ClientFixture f(noRetries());
        QTcpServer probe; // for a port where nobody listens
        QVERIFY(probe.listen(QHostAddress::LocalHost));
        const quint16 port = probe.serverPort();
        probe.close();
        f.network.setProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, port));
        Client client(&f.network,
                      Server::fromBaseUrl(QUrl(u"https://example.invalid/api"_s)).value());
        client.setRetryPolicy(noRetries());
        ExchangeRequest request;
        request.code = Secret("TEST-code-0000");
        ExchangeReply *reply = client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Proxy);
        QVERIFY(!reply->error().keyMayExist());
    }

    void proxiesThatWantAPasswordAreSaid()
    {
        QTcpServer proxy;
        QVERIFY(proxy.listen(QHostAddress::LocalHost));
        QByteArray received;
        connect(&proxy, &QTcpServer::newConnection, &proxy, [&proxy, &received] {
            QTcpSocket *socket = proxy.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, &received] {
                received += socket->readAll();
                if (!received.endsWith("\r\n\r\n"))
                    return;
                socket->write("HTTP/1.1 407 Proxy Authentication Required\r\n"
                              "Proxy-Authenticate: Basic realm=\"TEST\"\r\n"
                              "Content-Length: 0\r\nConnection: close\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        QNetworkAccessManager network;
        network.setProxy(
            QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, proxy.serverPort()));
        Client client(&network,
                      Server::fromBaseUrl(QUrl(u"https://example.invalid/api"_s)).value());
        client.setRetryPolicy(noRetries());
        ExchangeRequest request;
        request.code = Secret("TEST-code-0000");
        ExchangeReply *reply = client.exchangeAuthCodeForApiKey(request);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Proxy);
        QVERIFY(!reply->error().keyMayExist());
        QVERIFY(received.startsWith("CONNECT "));
        QVERIFY(!received.contains("TEST-code"));
    }
};

QTEST_GUILESS_MAIN(TransportTest)
#include "tst_transport.moc"
