// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"
#include "clientfixture.h"

#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

class TlsTest : public QObject
{
    Q_OBJECT

public:
    enum class Certificate { Trusted, Expired, WrongHost, OtherAuthority };
    Q_ENUM(Certificate)

private:
    bool listen(FakeOpenRouter &fake, Certificate which)
    {
        const Certificates::Pair pair = which == Certificate::Trusted   ? m_certificates.trusted()
                                        : which == Certificate::Expired ? m_certificates.expired()
                                        : which == Certificate::WrongHost
                                            ? m_certificates.wrongHost()
                                            : m_certificates.otherAuthority();
        return fake.listenTls(pair.certificateFile, pair.keyFile);
    }

    static Reply *call(Client &client, FakeOpenRouter &fake, Endpoint endpoint)
    {
        const ApiKey key = ApiKey::fromBytes(fake.makeKey()).value();
        if (endpoint == Endpoint::Key)
            return client.keyInfo(key);
        if (endpoint == Endpoint::CreateAuthCode) {
            CreateAuthCodeRequest request;
            request.callbackUrl = QUrl(u"https://example.org/"_s);
            return client.createAuthCode(request, key);
        }
        AuthorizationRequest link;
        link.callbackUrl = QUrl(u"https://example.org/"_s);
        fake.authorize(link.toUrl(client.server()).value());
        ExchangeRequest request;
        request.code = Secret(fake.lastCode());
        return client.exchangeAuthCodeForApiKey(request);
    }

    Certificates m_certificates;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_certificates.isValid(), qPrintable(m_certificates.error()));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.addCaCertificate(m_certificates.authority());
        QSslConfiguration::setDefaultConfiguration(configuration);
    }

    void trustedServersAreTalkedTo_data() { addEndpoints(); }

    void trustedServersAreTalkedTo()
    {
        QFETCH(Endpoint, endpoint);
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        for (const QString &host : {u"127.0.0.1"_s, u"localhost"_s}) {
            QNetworkAccessManager network;
            QUrl base = fake.baseUrl();
            QCOMPARE(base.scheme(), u"https"_s);
            base.setHost(host);
            Client client(&network, Server::fromBaseUrl(base).value());
            if (endpoint == Endpoint::Exchange && host == "localhost"_L1)
                continue; // the fake's authorization page has one name
            Reply *reply = call(client, fake, endpoint);
            QVERIFY(waitFor(reply));
            QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        }
    }

    void untrustedServersAreToldNothing_data()
    {
        QTest::addColumn<Certificate>("certificate");
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QString>("reason");
        for (const Endpoint endpoint :
             {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
            QTest::addRow("expired, endpoint %d", int(endpoint))
                << Certificate::Expired << endpoint << u"expired"_s;
            QTest::addRow("wrong host, endpoint %d", int(endpoint))
                << Certificate::WrongHost << endpoint << u"host name did not match"_s;
            QTest::addRow("other authority, endpoint %d", int(endpoint))
                << Certificate::OtherAuthority << endpoint << u"certificate"_s;
        }
    }

    void untrustedServersAreToldNothing()
    {
        QFETCH(Certificate, certificate);
        QFETCH(Endpoint, endpoint);
        QFETCH(QString, reason);
        FakeOpenRouter fake;
        QVERIFY(listen(fake, certificate));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        Reply *reply = call(client, fake, endpoint);
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::TlsFailure);
        QVERIFY2(reply->error().detail().contains(reason, Qt::CaseInsensitive),
                 qPrintable(reply->error().detail()));
        QCOMPARE(reply->error().httpStatus(), 0);
        QVERIFY(!reply->error().keyMayExist());
        QVERIFY(reply->error().sentence().contains("secure"_L1));
        QCOMPARE(fake.requests(), 0);
        QCOMPARE(fake.connections(), 1); // a second try would change nothing
        QCOMPARE(finished.count(), 1);
    }

    void trustIsNotCarriedFromOneServerToAnother()
    {
        // The same access manager has just spoken to a trusted one.
        QNetworkAccessManager network;
        FakeOpenRouter good;
        QVERIFY(listen(good, Certificate::Trusted));
        Client goodClient(&network, Server::fromBaseUrl(good.baseUrl()).value());
        QVERIFY(waitFor(call(goodClient, good, Endpoint::Key)));
        FakeOpenRouter bad;
        QVERIFY(listen(bad, Certificate::OtherAuthority));
        Client badClient(&network, Server::fromBaseUrl(bad.baseUrl()).value());
        Reply *reply = call(badClient, bad, Endpoint::Key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::TlsFailure);
        QCOMPARE(bad.requests(), 0);
    }

    void serversWithoutTlsAreToldNothing_data() { addEndpoints(); }

    void serversWithoutTlsAreToldNothing()
    {
        QFETCH(Endpoint, endpoint);
        // What web servers say to a TLS handshake on the port of plain http.
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        QByteArray received;
        connect(&plain, &QTcpServer::newConnection, this, [&plain, &received] {
            QTcpSocket *socket = plain.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, &received] {
                received += socket->readAll();
                socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        QNetworkAccessManager network;
        const QUrl base(u"https://127.0.0.1:%1/api/v1"_s.arg(plain.serverPort()));
        Client client(&network, Server::fromBaseUrl(base).value());
        const ApiKey key = ApiKey::fromBytes("sk-or-v1-TEST0000").value();
        ExchangeRequest exchange;
        exchange.code = Secret("TEST-code-0000");
        CreateAuthCodeRequest create;
        create.callbackUrl = QUrl(u"https://example.org/"_s);
        Reply *reply = nullptr;
        if (endpoint == Endpoint::Exchange)
            reply = client.exchangeAuthCodeForApiKey(exchange);
        else if (endpoint == Endpoint::CreateAuthCode)
            reply = client.createAuthCode(create, key);
        else
            reply = client.keyInfo(key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::TlsFailure);
        QVERIFY(!reply->error().detail().isEmpty());
        QVERIFY(!reply->error().keyMayExist());
        QVERIFY(!received.isEmpty());
        QVERIFY(!received.contains("TEST"));
    }

    void serversThatHangUpAreTriedAgain_data() { addEndpoints(); }

    void serversThatHangUpAreTriedAgain()
    {
        QFETCH(Endpoint, endpoint);
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        fake.closeAtAccept(1); // before the handshake: nothing can have been sent
        Reply *reply = call(client, fake, endpoint);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        QCOMPARE(fake.requests(endpoint), 1);
    }

    void connectionClosedUnansweredCountsOneExchange()
    {
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        fake.inject(Endpoint::Exchange, Fault::closeUnanswered(), FakeOpenRouter::Always);
        Reply *reply = call(client, fake, Endpoint::Exchange);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QVERIFY(reply->error().keyMayExist());
        QCOMPARE(fake.requests(Endpoint::Exchange), 1);
    }

    void cutAnswersAreLost_data() { addEndpoints(); }

    void cutAnswersAreLost()
    {
        QFETCH(Endpoint, endpoint);
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        fake.inject(endpoint, Fault::cut(8), FakeOpenRouter::Always);
        Reply *reply = call(client, fake, endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QCOMPARE(fake.requests(endpoint), 1);
    }

    void floodsEndAtOneMebibyte_data() { addEndpoints(); }

    void floodsEndAtOneMebibyte()
    {
        QFETCH(Endpoint, endpoint);
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        fake.inject(endpoint, Fault::flood());
        Reply *reply = call(client, fake, endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::InvalidResponse);
        QCOMPARE(reply->error().httpStatus(), 200);
        QTRY_COMPARE(fake.openConnections(), 0);
    }

    void answersOfJustOneMebibyteAreTaken()
    {
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        QByteArray body = "{\"data\":{\"label\":\"TEST\"}}";
        body += QByteArray(1024 * 1024 - body.size(), ' ');
        fake.inject(Endpoint::Key, Fault::answer(200, "application/json", body));
        Reply *reply = call(client, fake, Endpoint::Key);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
    }

    void redirectsToPlainHttpAreNotFollowed()
    {
        FakeOpenRouter fake;
        QVERIFY(listen(fake, Certificate::Trusted));
        FakeOpenRouter plain;
        QVERIFY(plain.listen());
        QNetworkAccessManager network;
        Client client(&network, Server::fromBaseUrl(fake.baseUrl()).value());
        fake.inject(Endpoint::Key, Fault::redirect(plain.baseUrl(), 307));
        Reply *reply = call(client, fake, Endpoint::Key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::UnexpectedStatus);
        QCOMPARE(plain.connections(), 0);
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
