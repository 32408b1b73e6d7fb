// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/server.h>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;

namespace {

Server server(const QString &baseUrl)
{
    return Server::fromBaseUrl(QUrl(baseUrl)).value();
}

} // namespace

class ServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDefaultIsOpenRouter()
    {
        const Server server;
        QCOMPARE(server.baseUrl(), QUrl(u"https://openrouter.ai/api/v1"_s));
        QVERIFY(server.isOpenRouter());
        QCOMPARE(server.displayName(), u"openrouter.ai"_s);
        QCOMPARE(server.hostAndPort(), u"openrouter.ai:443"_s);
        QCOMPARE(server.origin(), QUrl(u"https://openrouter.ai"_s));
        QCOMPARE(server, Server::fromBaseUrl(QUrl(u"https://openrouter.ai/api/v1/"_s)).value());
    }

    void addressesThatAreSafeAreTaken_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("base");

        QTest::newRow("https") << u"https://example.org/api/v1"_s
                               << u"https://example.org/api/v1"_s;
        QTest::newRow("https with port")
            << u"https://example.org:8443/api/v1"_s << u"https://example.org:8443/api/v1"_s;
        QTest::newRow("usual https port")
            << u"https://example.org:443/api"_s << u"https://example.org/api"_s;
        QTest::newRow("usual http port")
            << u"http://localhost:80/api"_s << u"http://localhost/api"_s;
        QTest::newRow("https on port 80")
            << u"https://example.org:80/api"_s << u"https://example.org:80/api"_s;
        QTest::newRow("http on 127.0.0.1")
            << u"http://127.0.0.1:4010/api/v1"_s << u"http://127.0.0.1:4010/api/v1"_s;
        QTest::newRow("http on 127.9.9.9") << u"http://127.9.9.9/"_s << u"http://127.9.9.9"_s;
        QTest::newRow("http on localhost")
            << u"http://localhost:4010/api/v1"_s << u"http://localhost:4010/api/v1"_s;
        QTest::newRow("http on ::1")
            << u"http://[::1]:4010/api/v1"_s << u"http://[::1]:4010/api/v1"_s;
        QTest::newRow("http on ::1 of an interface")
            << u"http://[::1%25lo]/api"_s << u"http://[::1%25lo]/api"_s;
        QTest::newRow("http on 127.0.0.1 as IPv6")
            << u"http://[::ffff:7f00:1]/api"_s << u"http://[::ffff:127.0.0.1]/api"_s;
        QTest::newRow("no path") << u"https://example.org"_s << u"https://example.org"_s;
        QTest::newRow("root path") << u"https://example.org/"_s << u"https://example.org"_s;
        QTest::newRow("trailing slash")
            << u"https://example.org/api/v1/"_s << u"https://example.org/api/v1"_s;
        QTest::newRow("many trailing slashes")
            << u"https://example.org/api/v1///"_s << u"https://example.org/api/v1"_s;
        QTest::newRow("dot segments")
            << u"https://example.org/a/../api/./v1"_s << u"https://example.org/api/v1"_s;
        QTest::newRow("capital letters")
            << u"HTTPS://Example.ORG/Api"_s << u"https://example.org/Api"_s;
        QTest::newRow("international name")
            << u"https://bücher.example/api"_s << u"https://xn--bcher-kva.example/api"_s;
    }

    void addressesThatAreSafeAreTaken()
    {
        QFETCH(QString, given);
        QFETCH(QString, base);
        const Result<Server> server = Server::fromBaseUrl(QUrl(given));
        QVERIFY(server);
        QCOMPARE(server->baseUrl(), QUrl(base));
        QCOMPARE(*server, Server::fromBaseUrl(QUrl(base)).value());
    }

    void addressesThatASecretMustNotGoToAreRefused_data()
    {
        QTest::addColumn<QUrl>("given");

        const auto row = [](const char *name, const QString &text) {
            QTest::newRow(name) << QUrl(text);
        };
        row("nothing", {});
        row("http elsewhere", u"http://example.org/api/v1"_s);
        row("http to openrouter.ai", u"http://openrouter.ai/api/v1"_s);
        row("http in the local network", u"http://192.168.1.1/api/v1"_s);
        row("http on every interface", u"http://0.0.0.0/api"_s);
        row("http on [::]", u"http://[::]/api"_s);
        row("http elsewhere as IPv6", u"http://[::ffff:192.168.1.1]/api"_s);
        row("http on a name that is almost 127.0.0.8", u"http://127.0.0.08/"_s);
        row("http on a name with too great a number", u"http://127.0.0.256/"_s);
        row("a name that begins like loopback", u"http://127.0.0.1.example.org/"_s);
        row("a name that begins like localhost", u"http://localhost.example.org/"_s);
        row("a name below localhost", u"http://evil.localhost/"_s);
        row("localhost with a dot", u"http://localhost./"_s);
        row("user", u"https://user@example.org/api"_s);
        row("user and password", u"https://user:TESTword@example.org/api"_s);
        row("empty user", u"https://@example.org/api"_s);
        row("user that looks like a host", u"https://openrouter.ai@example.org/api"_s);
        row("query", u"https://example.org/api?x=1"_s);
        row("empty query", u"https://example.org/api?"_s);
        row("fragment", u"https://example.org/api#x"_s);
        row("empty fragment", u"https://example.org/api#"_s);
        row("no scheme", u"example.org/api/v1"_s);
        row("no scheme but slashes", u"//example.org/api"_s);
        row("no host", u"https:///api"_s);
        row("path only", u"/api/v1"_s);
        row("ftp", u"ftp://localhost/api"_s);
        row("file", u"file:///etc/passwd"_s);
        row("file with host", u"file://localhost/etc/passwd"_s);
        row("javascript", u"javascript:alert(1)"_s);
        row("data", u"data:text/plain,hello"_s);
        row("ws", u"ws://localhost/api"_s);
        row("blank in the host", u"https://exa mple.org/api"_s);
        row("port too large", u"https://example.org:70000/api"_s);
        row("port 0", u"http://127.0.0.1:0/api"_s);
    }

    void addressesThatASecretMustNotGoToAreRefused()
    {
        QFETCH(QUrl, given);
        const Result<Server> server = Server::fromBaseUrl(given);
        QVERIFY(!server);
        QCOMPARE(server.error().kind(), Error::Kind::InvalidRequest);
        QVERIFY(!server.error().detail().isEmpty());
        QVERIFY(!server.error().detail().contains("TESTword"_L1));
    }

    void endpointsStandBelowTheBase_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QByteArray>("endpoint");
        QTest::newRow("default") << u"https://openrouter.ai/api/v1"_s
                                 << "https://openrouter.ai/api/v1/auth/keys"_ba;
        QTest::newRow("no path") << u"https://example.org"_s << "https://example.org/auth/keys"_ba;
        QTest::newRow("trailing slash")
            << u"https://example.org/x/"_s << "https://example.org/x/auth/keys"_ba;
        QTest::newRow("encoded slash")
            << u"https://example.org/a%2Fb"_s << "https://example.org/a%2Fb/auth/keys"_ba;
        QTest::newRow("encoded percent")
            << u"https://example.org/a%25b"_s << "https://example.org/a%25b/auth/keys"_ba;
        QTest::newRow("blank") << u"https://example.org/a%20b"_s
                               << "https://example.org/a%20b/auth/keys"_ba;
        QTest::newRow("umlaut") << u"https://example.org/ä"_s
                                << "https://example.org/%C3%A4/auth/keys"_ba;
        QTest::newRow("IPv6") << u"http://[::1]:4010/api"_s << "http://[::1]:4010/api/auth/keys"_ba;
    }

    void endpointsStandBelowTheBase()
    {
        QFETCH(QString, base);
        QFETCH(QByteArray, endpoint);
        QCOMPARE(server(base).endpoint("auth/keys"_L1).toEncoded(), endpoint);
    }

    void pagesStandAtTheOriginWhateverTheBase_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("origin");
        QTest::newRow("default") << u"https://openrouter.ai/api/v1"_s << u"https://openrouter.ai"_s;
        QTest::newRow("port") << u"http://127.0.0.1:4010/api/v1"_s << u"http://127.0.0.1:4010"_s;
        QTest::newRow("IPv6") << u"http://[::1]:4010/api/v1"_s << u"http://[::1]:4010"_s;
        QTest::newRow("deep") << u"https://example.org/a/b/c"_s << u"https://example.org"_s;
        QTest::newRow("no path") << u"https://example.org"_s << u"https://example.org"_s;
    }

    void pagesStandAtTheOriginWhateverTheBase()
    {
        QFETCH(QString, base);
        QFETCH(QString, origin);
        const Server s = server(base);
        QCOMPARE(s.origin(), QUrl(origin));
        QCOMPARE(s.authorizationPage(), QUrl(origin + u"/auth"_s));
        QCOMPARE(s.keysPage(), QUrl(origin + u"/keys"_s));
        QCOMPARE(s.keyPage(u"00ff"_s), QUrl(origin + u"/keys/00ff"_s));
        QCOMPARE(s.activityPage(u"00ff"_s), QUrl(origin + u"/logs?api_key_hash=00ff"_s));
    }

    void regionalHostsHaveTheirPagesAtOpenRouter_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<bool>("isRegional");
        QTest::newRow("Europe") << u"https://eu.openrouter.ai/api/v1"_s << true;
        QTest::newRow("United States") << u"https://us.openrouter.ai/api/v1"_s << true;
        QTest::newRow("capital letters and port")
            << u"HTTPS://EU.OpenRouter.ai:443/api/v1/"_s << true;
        QTest::newRow("another path") << u"https://eu.openrouter.ai/api"_s << true;
        QTest::newRow("OpenRouter itself") << u"https://openrouter.ai/api/v1"_s << false;
        QTest::newRow("another port") << u"https://eu.openrouter.ai:8443/api/v1"_s << false;
        QTest::newRow("a host that is not known")
            << u"https://staging.openrouter.ai/api/v1"_s << false;
        QTest::newRow("a name below") << u"https://x.eu.openrouter.ai/api/v1"_s << false;
        QTest::newRow("a longer name") << u"https://eu.openrouter.ai.example.org/api/v1"_s << false;
        QTest::newRow("a name that ends alike") << u"https://fakeeu.openrouter.ai"_s << false;
    }

    void regionalHostsHaveTheirPagesAtOpenRouter()
    {
        QFETCH(QString, base);
        QFETCH(bool, isRegional);
        const Server s = server(base);
        const Server signIn = s.signInServer();
        QCOMPARE(s.isRegional(), isRegional);
        QCOMPARE(signIn, isRegional ? Server() : s);
        QCOMPARE(s.authorizationPage(), signIn.authorizationPage());
        QCOMPARE(s.keysPage(), signIn.keysPage());
        QCOMPARE(s.keyPage(u"00ff"_s), signIn.keyPage(u"00ff"_s));
        QCOMPARE(s.activityPage(u"00ff"_s), signIn.activityPage(u"00ff"_s));
        // What tells it from openrouter.ai stays: inference goes there.
        QCOMPARE(s.baseUrl().host(), QUrl(base).host());
        QCOMPARE(s.origin().host(), QUrl(base).host());
        QCOMPARE(s.endpoint("chat/completions"_L1).host(), QUrl(base).host());
    }

    void namesAServerForPeopleAndForTheKeychain_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("displayName");
        QTest::addColumn<QString>("hostAndPort");
        QTest::addColumn<bool>("isOpenRouter");
        QTest::newRow("OpenRouter") << u"https://openrouter.ai/api/v1"_s << u"openrouter.ai"_s
                                    << u"openrouter.ai:443"_s << true;
        QTest::newRow("OpenRouter with port")
            << u"https://openrouter.ai:443/other"_s << u"openrouter.ai"_s << u"openrouter.ai:443"_s
            << true;
        QTest::newRow("another port")
            << u"https://openrouter.ai:8443/api/v1"_s << u"openrouter.ai:8443"_s
            << u"openrouter.ai:8443"_s << false;
        QTest::newRow("capital letters") << u"https://OpenRouter.AI/api/v1"_s << u"openrouter.ai"_s
                                         << u"openrouter.ai:443"_s << true;
        QTest::newRow("a longer name")
            << u"https://openrouter.ai.example.org/api/v1"_s << u"openrouter.ai.example.org"_s
            << u"openrouter.ai.example.org:443"_s << false;
        QTest::newRow("a name below")
            << u"https://eu.openrouter.ai/api/v1"_s << u"eu.openrouter.ai"_s
            << u"eu.openrouter.ai:443"_s << false;
        QTest::newRow("loopback") << u"http://127.0.0.1:4010/api/v1"_s << u"127.0.0.1:4010"_s
                                  << u"127.0.0.1:4010"_s << false;
        QTest::newRow("loopback, usual port")
            << u"http://localhost/api"_s << u"localhost"_s << u"localhost:80"_s << false;
        QTest::newRow("IPv6") << u"http://[::1]/api"_s << u"[::1]"_s << u"[::1]:80"_s << false;
    }

    void namesAServerForPeopleAndForTheKeychain()
    {
        QFETCH(QString, base);
        QFETCH(QString, displayName);
        QFETCH(QString, hostAndPort);
        QFETCH(bool, isOpenRouter);
        const Server s = server(base);
        QCOMPARE(s.displayName(), displayName);
        QCOMPARE(s.hostAndPort(), hostAndPort);
        QCOMPARE(s.isOpenRouter(), isOpenRouter);
    }

    void serversDifferWhenTheirBasesDo()
    {
        QVERIFY(server(u"https://example.org/a"_s) != server(u"https://example.org/b"_s));
        QVERIFY(server(u"https://example.org/a"_s) != server(u"https://example.org:8443/a"_s));
        QVERIFY(server(u"http://localhost/a"_s) != server(u"https://localhost/a"_s));
        QVERIFY(server(u"http://localhost/a"_s) == server(u"http://LOCALHOST:80/a/"_s));
    }
};

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
