// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/settings/proxy.h"
#include "core/settings/settings.h"

#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSysInfo>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using OpenRouterAuth::Server;
using SignIn::ProxyOrigin;
using SignIn::Settings;
using SignIn::StartLinkUse;
using SignIn::StoreChoice;

namespace {

/// An environment variable that is as it was afterwards.
class ScopedVariable
{
public:
    ScopedVariable(const char *name, const QByteArray &value)
        : m_name(name)
        , m_wasSet(qEnvironmentVariableIsSet(name))
        , m_before(qgetenv(name))
    {
        qputenv(name, value);
    }
    ~ScopedVariable()
    {
        if (m_wasSet)
            qputenv(m_name, m_before);
        else
            qunsetenv(m_name);
    }
    Q_DISABLE_COPY_MOVE(ScopedVariable)

private:
    const char *m_name;
    bool m_wasSet;
    QByteArray m_before;
};

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void defaultsNeedNoFile();
    void administratorsPresetsCountUntilThePersonChoosesOtherwise();
    void environmentComesBeforeTheSetting();
    void serverOfTheAdministratorIsTheirsHoweverItWasChosen();
    void forbiddenServerIsAnErrorAndNeverAnotherServer_data();
    void forbiddenServerIsAnErrorAndNeverAnotherServer();
    void valuesThatOurCommandsSetMoveNoSignIn();
    void regionsSignInAtOpenRouterAndGetTheirToolsThere_data();
    void regionsSignInAtOpenRouterAndGetTheirToolsThere();
    void toolsGetTheServerOfTheKeyUnlessSet_data();
    void toolsGetTheServerOfTheKeyUnlessSet();
    void forbiddenAddressesForToolsAreErrors();
    void numbersOutOfRangeCountAsAbsent_data();
    void numbersOutOfRangeCountAsAbsent();
    void otherSenselessValuesCountAsAbsent_data();
    void otherSenselessValuesCountAsAbsent();
    void goodValuesAreNoProblem();
    void labelWithACommaStaysWhole();
    void longLabelIsCut();
    void proxyIsSetOnTheManagerOnly_data();
    void proxyIsSetOnTheManagerOnly();
    void loopbackGoesDirect_data();
    void loopbackGoesDirect();
    void environmentNamesTheProxy_data();
    void environmentNamesTheProxy();
    void requestsReallyGoThroughTheProxy();
    void proxyPasswordIsNotRepeated();

private:
    void writeUser(const QByteArray &lines) { write(m_user, lines); }
    void writeSystem(const QByteArray &lines) { write(m_system, lines); }
    static void write(const std::unique_ptr<QTemporaryDir> &folder, const QByteArray &lines)
    {
        QVERIFY(QDir(folder->path()).mkpath(u"openrouter-signin"_s));
        QFile file(folder->filePath(u"openrouter-signin/openrouter-signin.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[signin]\n" + lines + "\n");
    }
    static QNetworkProxy proxyFor(const QUrl &url)
    {
        QNetworkAccessManager manager;
        applyProxy(Settings().proxy(), &manager);
        return manager.proxyFactory()->queryProxy(QNetworkProxyQuery(url)).first();
    }

    std::unique_ptr<QTemporaryDir> m_user;
    std::unique_ptr<QTemporaryDir> m_system;
};

void TestSettings::initTestCase()
{
    qunsetenv("OPENROUTER_BASE_URL");
    qunsetenv("OPENROUTER_KEY_GIVEN_BASE_URL");
    for (const char *name : {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY",
                             "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
        qunsetenv(name);
}

void TestSettings::init()
{
    m_user = std::make_unique<QTemporaryDir>();
    m_system = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_user->path());
    QSettings::setPath(QSettings::IniFormat, QSettings::SystemScope, m_system->path());
}

void TestSettings::defaultsNeedNoFile()
{
    const Settings settings;
    QVERIFY(settings.server());
    QVERIFY(settings.server()->isOpenRouter());
    QVERIFY(settings.workspaceId().isNull());
    QVERIFY(!settings.requireWorkspace());
    QCOMPARE(settings.keyLabel(), QSysInfo::machineHostName());
    QCOMPARE(settings.clipboardTime(), 45s);
    QCOMPARE(settings.signInTimeout(), 300s);
    QCOMPARE(settings.callbackHost(), u"127.0.0.1"_s);
    QCOMPARE(settings.callbackPort(), 0);
    QCOMPARE(settings.problems(), QStringList());
}

void TestSettings::administratorsPresetsCountUntilThePersonChoosesOtherwise()
{
    writeSystem("server=https://gateway.example.org/api/v1\n"
                "workspace=8b3ab364-1f7f-4a0c-9c52-7f1ff6e3a001\n"
                "requireWorkspace=true\n"
                "keyLabel=Company\n"
                "clipboardSeconds=20\n");
    {
        Settings settings;
        QCOMPARE(settings.server()->displayName(), u"gateway.example.org"_s);
        QCOMPARE(settings.workspaceId(), QUuid(u"8b3ab364-1f7f-4a0c-9c52-7f1ff6e3a001"_s));
        QVERIFY(settings.requireWorkspace());
        QCOMPARE(settings.keyLabel(), u"Company"_s);
        QCOMPARE(settings.clipboardTime(), 20s);

        settings.setKeyLabel(u"Mine"_s);
        settings.setWorkspaceId({});
        settings.setRequireWorkspace(false);
    }
    const Settings settings;
    QCOMPARE(settings.keyLabel(), u"Mine"_s);
    QVERIFY(settings.workspaceId().isNull());
    QVERIFY(!settings.requireWorkspace());
    QCOMPARE(settings.clipboardTime(), 20s);
    QCOMPARE(settings.problems(), QStringList());
}

void TestSettings::environmentComesBeforeTheSetting()
{
    writeUser("server=https://gateway.example.org/api/v1");
    const ScopedVariable variable("OPENROUTER_BASE_URL", "http://127.0.0.1:4010/api/v1");
    QCOMPARE(Settings().server()->displayName(), u"127.0.0.1:4010"_s);
}

void TestSettings::serverOfTheAdministratorIsTheirsHoweverItWasChosen()
{
    const auto isTheirs = [] { return Settings::isServerOfAdministrator(*Settings().server()); };
    QVERIFY(!isTheirs());
    writeSystem("server=https://example.org/api/v1\n");
    QVERIFY(isTheirs());
    writeUser("server=https://example.org/other/v1\n");
    QVERIFY(!isTheirs());
    const ScopedVariable variable("OPENROUTER_BASE_URL", "https://example.org:443/api/v1/");
    QVERIFY(isTheirs());
    writeSystem("server=http://example.org/api/v1\n");
    QVERIFY(!isTheirs());
}

void TestSettings::forbiddenServerIsAnErrorAndNeverAnotherServer_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("http elsewhere") << QByteArray("http://example.org/api/v1");
    QTest::newRow("no scheme") << QByteArray("example.org");
    QTest::newRow("password") << QByteArray("https://a:b@example.org/api/v1");
    QTest::newRow("query") << QByteArray("https://example.org/api/v1?x=1");
    QTest::newRow("nonsense") << QByteArray("%%%");
}

void TestSettings::forbiddenServerIsAnErrorAndNeverAnotherServer()
{
    QFETCH(QByteArray, address);
    writeUser("server=\"" + address + '"');
    QVERIFY(!Settings().server());
    QCOMPARE(Settings().problems().size(), 1);
    QVERIFY(Settings().problems().first().contains(u"signin/server"_s));

    writeUser("server=https://gateway.example.org/api/v1");
    QVERIFY(Settings().server());
    const ScopedVariable variable("OPENROUTER_BASE_URL", address);
    QVERIFY(!Settings().server());
    QCOMPARE(Settings().problems().size(), 1);
    QVERIFY(Settings().problems().first().contains(u"OPENROUTER_BASE_URL"_s));
}

void TestSettings::valuesThatOurCommandsSetMoveNoSignIn()
{
    writeUser("server=https://gateway.example.org/api/v1");
    const ScopedVariable value("OPENROUTER_BASE_URL", "https://tools.example.org/api/v1");
    {
        const ScopedVariable mark("OPENROUTER_KEY_GIVEN_BASE_URL",
                                  "https://tools.example.org/api/v1");
        QCOMPARE(Settings().server()->displayName(), u"gateway.example.org"_s);
    }
    // Somebody has set another value since.
    const ScopedVariable mark("OPENROUTER_KEY_GIVEN_BASE_URL", "https://other.example.org/api/v1");
    QCOMPARE(Settings().server()->displayName(), u"tools.example.org"_s);

    // And one that is not allowed is no problem of ours if it is not to be followed.
    const ScopedVariable bad("OPENROUTER_BASE_URL", "http://example.org");
    QCOMPARE(Settings().problems().size(), 1);
    const ScopedVariable marked("OPENROUTER_KEY_GIVEN_BASE_URL", "http://example.org");
    QCOMPARE(Settings().problems(), QStringList());
}

void TestSettings::regionsSignInAtOpenRouterAndGetTheirToolsThere_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("Europe") << QByteArray("eu.openrouter.ai");
    QTest::newRow("United States") << QByteArray("us.openrouter.ai");
}

void TestSettings::regionsSignInAtOpenRouterAndGetTheirToolsThere()
{
    QFETCH(QByteArray, host);
    const QByteArray address = "https://" + host + "/api/v1";
    writeUser("server=" + address);
    QCOMPARE(*Settings().server(), Server());
    QCOMPARE(Settings().toolsServer(*Settings().server())->baseUrl().toEncoded(), address);
    QCOMPARE(Settings().problems(), QStringList());

    // The variable moves sign-ins to the same place, and tools not at all.
    writeUser({});
    const ScopedVariable variable("OPENROUTER_BASE_URL", address);
    QCOMPARE(*Settings().server(), Server());
    QCOMPARE(*Settings().toolsServer(Server()), Server());
}

void TestSettings::toolsGetTheServerOfTheKeyUnlessSet_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QString>("keyServer");
    QTest::addColumn<QString>("tools");

    const QString usual = u"https://openrouter.ai/api/v1"_s;
    const QString europe = u"https://eu.openrouter.ai/api/v1"_s;
    const QString states = u"https://us.openrouter.ai/api/v1"_s;
    const QString local = u"http://127.0.0.1:4010/api/v1"_s;
    const QString gateway = u"https://gateway.example.org/v1"_s;
    QTest::newRow("nothing set") << QByteArray() << usual << usual;
    QTest::newRow("nothing set, key of another server") << QByteArray() << local << local;
    QTest::newRow("nothing set, key from under a regional host")
        << QByteArray() << europe << europe;
    QTest::newRow("set") << QByteArray("toolsBaseUrl=https://gateway.example.org/v1") << usual
                         << gateway;
    QTest::newRow("set, key from under a regional host")
        << QByteArray("toolsBaseUrl=https://gateway.example.org/v1") << europe << gateway;
    QTest::newRow("set, key of another server")
        << QByteArray("toolsBaseUrl=https://gateway.example.org/v1") << local << local;
    QTest::newRow("set for another server")
        << QByteArray("server=http://127.0.0.1:4010/api/v1\n"
                      "toolsBaseUrl=https://gateway.example.org/v1")
        << local << gateway;
    QTest::newRow("set for another server, key of openrouter.ai")
        << QByteArray("server=http://127.0.0.1:4010/api/v1\n"
                      "toolsBaseUrl=https://gateway.example.org/v1")
        << usual << usual;
    QTest::newRow("set goes before a region")
        << QByteArray("server=https://eu.openrouter.ai/api/v1\n"
                      "toolsBaseUrl=https://us.openrouter.ai/api/v1")
        << usual << states;
    QTest::newRow("region, key of another server")
        << QByteArray("server=https://eu.openrouter.ai/api/v1") << local << local;
    QTest::newRow("region, key from under another one")
        << QByteArray("server=https://eu.openrouter.ai/api/v1") << states << states;
    QTest::newRow("another server, key of openrouter.ai")
        << QByteArray("server=http://127.0.0.1:4010/api/v1") << usual << usual;
    QTest::newRow("address that is not allowed, key of another server")
        << QByteArray("server=nonsense") << local << local;
}

void TestSettings::toolsGetTheServerOfTheKeyUnlessSet()
{
    QFETCH(QByteArray, lines);
    QFETCH(QString, keyServer);
    QFETCH(QString, tools);
    writeUser(lines);
    const ScopedVariable variable("OPENROUTER_BASE_URL", "https://elsewhere.example.org/api/v1");
    const Server server = Server::fromBaseUrl(QUrl(keyServer)).value();
    QCOMPARE(Settings().toolsServer(server)->baseUrl(), QUrl(tools));
}

void TestSettings::forbiddenAddressesForToolsAreErrors()
{
    writeUser("toolsBaseUrl=http://gateway.example.org/v1");
    QVERIFY(Settings().server());
    QVERIFY(!Settings().toolsServer(Server()));
    QCOMPARE(Settings().problems().size(), 1);
    QVERIFY(Settings().problems().first().contains(u"signin/toolsBaseUrl"_s));

    // It may have been meant to be a region, which requests must not leave.
    writeUser("server=eu.openrouter.ai");
    QVERIFY(!Settings().toolsServer(Server()));
}

void TestSettings::numbersOutOfRangeCountAsAbsent_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"clipboardSeconds=4", "clipboardSeconds=601", "clipboardSeconds=x",
                             "clipboardSeconds=45.5", "timeoutSeconds=29", "timeoutSeconds=3601",
                             "timeoutSeconds=-1", "timeoutSeconds=99999999999",
                             "callbackPort=65536", "callbackPort=-1", "callbackPort=http"}) {
        QTest::newRow(line) << QByteArray(line);
    }
}

void TestSettings::numbersOutOfRangeCountAsAbsent()
{
    QFETCH(QByteArray, line);
    writeUser(line);
    const Settings settings;
    QCOMPARE(settings.clipboardTime(), 45s);
    QCOMPARE(settings.signInTimeout(), 300s);
    QCOMPARE(settings.callbackPort(), 0);
    QCOMPARE(settings.problems().size(), 1);
    const QString name = QString::fromLatin1(line.left(line.indexOf('=')));
    QVERIFY(settings.problems().first().contains(name));
    QVERIFY(
        settings.problems().first().contains(QString::fromLatin1(line.mid(line.indexOf('=') + 1))));
}

void TestSettings::otherSenselessValuesCountAsAbsent_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("workspace") << QByteArray("workspace=my workspace");
    QTest::newRow("flag") << QByteArray("requireWorkspace=perhaps");
    QTest::newRow("label") << "keyLabel=" + QByteArray(101, 'x');
    QTest::newRow("callback on all interfaces") << QByteArray("callbackHost=0.0.0.0");
    QTest::newRow("callback elsewhere") << QByteArray("callbackHost=example.org");
    QTest::newRow("start link") << QByteArray("startLink=sometimes");
    QTest::newRow("store") << QByteArray("store=gopass");
    QTest::newRow("proxy without a port") << QByteArray("proxy=http://proxy");
    QTest::newRow("proxy of another kind") << QByteArray("proxy=ftp://proxy:21");
    QTest::newRow("proxy without a scheme") << QByteArray("proxy=proxy:8080");
    QTest::newRow("proxy with a path") << QByteArray("proxy=http://proxy:8080/x");
}

void TestSettings::otherSenselessValuesCountAsAbsent()
{
    QFETCH(QByteArray, line);
    writeUser(line);
    const Settings settings;
    QVERIFY(settings.workspaceId().isNull());
    QVERIFY(!settings.requireWorkspace());
    QCOMPARE(settings.keyLabel(), QSysInfo::machineHostName());
    QCOMPARE(settings.callbackHost(), u"127.0.0.1"_s);
    QCOMPARE(settings.startLink(), StartLinkUse::Auto);
    // Not a place that keeps keys without the keychain.
    QCOMPARE(settings.storeChoice(),
             line.startsWith("store") ? StoreChoice::Keychain : StoreChoice::Auto);
    QCOMPARE(proxyFor(QUrl(u"https://openrouter.ai"_s)).type(), QNetworkProxy::NoProxy);
    QCOMPARE(settings.problems().size(), 1);
}

void TestSettings::goodValuesAreNoProblem()
{
    writeUser("server=http://localhost:4010/api/v1\n"
              "workspace={8B3AB364-1F7F-4A0C-9C52-7F1FF6E3A001}\n"
              "requireWorkspace=yes\n"
              "keyLabel=Mine\n"
              "proxy=socks5://proxy.example.org:1080\n"
              "clipboardSeconds=5\n"
              "timeoutSeconds=3600\n"
              "callbackHost=localhost\n"
              "callbackPort=3000\n"
              "startLink=never\n"
              "store=pass\n");
    const Settings settings;
    QCOMPARE(settings.problems(), QStringList());
    QVERIFY(settings.requireWorkspace());
    QCOMPARE(settings.clipboardTime(), 5s);
    QCOMPARE(settings.signInTimeout(), 3600s);
    QCOMPARE(settings.callbackHost(), u"localhost"_s);
    QCOMPARE(settings.callbackPort(), 3000);
    QCOMPARE(settings.startLink(), StartLinkUse::Never);
    QCOMPARE(settings.storeChoice(), StoreChoice::Pass);
}

void TestSettings::labelWithACommaStaysWhole()
{
    // QSettings reads a list here.
    writeUser("keyLabel=My computer, at home");
    QCOMPARE(Settings().keyLabel(), u"My computer, at home"_s);
    {
        Settings settings;
        settings.setKeyLabel(u"a, \"b\"; c=d"_s);
    }
    QCOMPARE(Settings().keyLabel(), u"a, \"b\"; c=d"_s);
}

void TestSettings::longLabelIsCut()
{
    Settings settings;
    settings.setKeyLabel(QString(300, u'x'));
    QCOMPARE(settings.keyLabel(), QString(100, u'x'));
    settings.setKeyLabel({});
    QCOMPARE(settings.keyLabel(), QSysInfo::machineHostName());
}

void TestSettings::proxyIsSetOnTheManagerOnly_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<QNetworkProxy>("proxy");
    QTest::newRow("http") << QByteArray("proxy=http://proxy.example.org:8080") << QByteArray()
                          << QNetworkProxy(QNetworkProxy::HttpProxy, u"proxy.example.org"_s, 8080);
    QTest::newRow("socks5") << QByteArray("proxy=socks5://10.0.0.1:1080") << QByteArray()
                            << QNetworkProxy(QNetworkProxy::Socks5Proxy, u"10.0.0.1"_s, 1080);
    QTest::newRow("direct") << QByteArray("proxy=direct") << QByteArray("http://system:3128")
                            << QNetworkProxy(QNetworkProxy::NoProxy);
    QTest::newRow("the system's") << QByteArray() << QByteArray("http://system:3128")
                                  << QNetworkProxy(QNetworkProxy::HttpProxy, u"system"_s, 3128);
    QTest::newRow("none at all") << QByteArray() << QByteArray()
                                 << QNetworkProxy(QNetworkProxy::NoProxy);
}

void TestSettings::proxyIsSetOnTheManagerOnly()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, environment);
    QFETCH(QNetworkProxy, proxy);
    writeUser(line);
    const ScopedVariable http("https_proxy", environment);
    const QNetworkProxy used = proxyFor(QUrl(u"https://openrouter.ai/api/v1"_s));
    QCOMPARE(used.type(), proxy.type());
    QCOMPARE(used.hostName(), proxy.hostName());
    QCOMPARE(used.port(), proxy.port());
    // An application proxy would reach the sockets that listen for the redirect.
    QCOMPARE(QNetworkProxy::applicationProxy().type(), QNetworkProxy::NoProxy);
}

void TestSettings::loopbackGoesDirect_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("IPv4") << QUrl(u"http://127.0.0.1:4010/api/v1"_s);
    QTest::newRow("other IPv4") << QUrl(u"http://127.1.2.3:4010/api/v1"_s);
    QTest::newRow("IPv6") << QUrl(u"http://[::1]:4010/api/v1"_s);
    QTest::newRow("localhost") << QUrl(u"http://localhost:4010/api/v1"_s);
}

void TestSettings::loopbackGoesDirect()
{
    QFETCH(QUrl, url);
    writeUser("proxy=http://proxy.example.org:8080");
    QCOMPARE(proxyFor(url).type(), QNetworkProxy::NoProxy);
}

void TestSettings::environmentNamesTheProxy_data()
{
    using Variables = QList<std::pair<QByteArray, QByteArray>>;
    QTest::addColumn<Variables>("variables");
    QTest::addColumn<QString>("proxy"); // "type host port"
    QTest::addColumn<QByteArray>("origin");

    const QString none = u"none"_s;
    QTest::newRow("all_proxy") << Variables{{"all_proxy", "http://p:3128"}} << u"http p 3128"_s
                               << QByteArray("all_proxy");
    QTest::newRow("ALL_PROXY") << Variables{{"ALL_PROXY", "socks5h://p:9050"}} << u"socks5 p 9050"_s
                               << QByteArray("ALL_PROXY");
    QTest::newRow("usual ports") << Variables{{"all_proxy", "socks5://p"}} << u"socks5 p 1080"_s
                                 << QByteArray("all_proxy");
    QTest::newRow("without a scheme")
        << Variables{{"https_proxy", "p:3128"}} << u"http p 3128"_s << QByteArray("https_proxy");
    QTest::newRow("capitals without a scheme")
        << Variables{{"HTTPS_PROXY", "p:3128"}} << u"http p 3128"_s << QByteArray("HTTPS_PROXY");
    QTest::newRow("all_proxy without a scheme")
        << Variables{{"all_proxy", "p:3128"}} << u"http p 3128"_s << QByteArray("all_proxy");
    QTest::newRow("more specific")
        << Variables{{"all_proxy", "http://a:1"}, {"https_proxy", "http://b:2"}} << u"http b 2"_s
        << QByteArray("https_proxy");
    QTest::newRow("more specific, without a scheme")
        << Variables{{"all_proxy", "http://a:1"}, {"https_proxy", "b:2"}} << u"http b 2"_s
        << QByteArray("https_proxy");
    QTest::newRow("excepted host")
        << Variables{{"all_proxy", "http://a:1"}, {"no_proxy", "x.test, openrouter.ai"}} << none
        << QByteArray("no_proxy");
    QTest::newRow("excepted domain") << Variables{{"all_proxy", "http://a:1"}, {"NO_PROXY", ".ai"}}
                                     << none << QByteArray("no_proxy");
    QTest::newRow("excepted port")
        << Variables{{"https_proxy", "a:1"}, {"no_proxy", "openrouter.ai:443"}} << none
        << QByteArray("no_proxy");
    QTest::newRow("everything excepted")
        << Variables{{"all_proxy", "http://a:1"}, {"no_proxy", "*"}} << none
        << QByteArray("no_proxy");
    QTest::newRow("another host excepted")
        << Variables{{"all_proxy", "http://a:1"}, {"no_proxy", "router.ai,openrouter.ai:80"}}
        << u"http a 1"_s << QByteArray("all_proxy");
    QTest::newRow("no proxy at all")
        << Variables{{"all_proxy", "ftp://a:1"}} << none << QByteArray();
    QTest::newRow("nothing") << Variables{} << none << QByteArray();
}

void TestSettings::environmentNamesTheProxy()
{
    using Variables = QList<std::pair<QByteArray, QByteArray>>;
    QFETCH(const Variables, variables);
    QFETCH(const QString, proxy);
    QFETCH(const QByteArray, origin);
    for (const auto &[name, value] : variables)
        qputenv(name.constData(), value);
    const auto restore = qScopeGuard([&variables] {
        for (const auto &[name, value] : variables)
            qunsetenv(name.constData());
    });
    const QUrl url(u"https://openrouter.ai/api/v1"_s);
    const QNetworkProxy used = proxyFor(url);
    const QString found =
        used.type() == QNetworkProxy::NoProxy
            ? u"none"_s
            : u"%1 %2 %3"_s
                  .arg(used.type() == QNetworkProxy::Socks5Proxy ? u"socks5"_s : u"http"_s,
                       used.hostName())
                  .arg(used.port());
    QCOMPARE(found, proxy);
    const ProxyOrigin why = ProxyOrigin::find(Settings().proxy(), url);
    QCOMPARE(why.kind == ProxyOrigin::Kind::Exception ? QByteArray("no_proxy") : why.variable,
             origin);
}

void TestSettings::requestsReallyGoThroughTheProxy()
{
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    writeUser("proxy=http://127.0.0.1:" + QByteArray::number(proxy.serverPort()));
    QNetworkAccessManager manager;
    applyProxy(Settings().proxy(), &manager);
    const std::unique_ptr<QNetworkReply> reply(
        manager.get(QNetworkRequest(QUrl(u"https://openrouter.ai/api/v1/key"_s))));
    QVERIFY(proxy.waitForNewConnection(5000));
    const std::unique_ptr<QTcpSocket> socket(proxy.nextPendingConnection());
    QTRY_VERIFY(socket->canReadLine());
    QCOMPARE(socket->readLine().trimmed(), "CONNECT openrouter.ai:443 HTTP/1.1");
    reply->abort();
}

void TestSettings::proxyPasswordIsNotRepeated()
{
    writeUser("proxy=http://user:hunter2@proxy.example.org:8080");
    QCOMPARE(Settings().problems().size(), 1);
    QVERIFY(!Settings().problems().first().contains(u"hunter2"_s));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
