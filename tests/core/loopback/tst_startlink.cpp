// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/loopback/redirectserver.h"
#include "core/loopback/startlink.h"
#include "core/loopback/visit.h"
#include "core/platform/otherpeople.h"
#include "core/signin/failure.h"
#include "rawclient.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <cstring>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;
using SignIn::Failure;
using SignIn::Redirect;
using SignIn::RedirectServer;
using SignIn::ResultPage;
using SignIn::Visit;

namespace {

constexpr const char *AskOption = "--is-start-link-needed";

} // namespace

class TestStartLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void browserIsSentToTheAuthorizationLink_data();
    void browserIsSentToTheAuthorizationLink();
    void openedTwiceReloadedOrRestoredItLeadsThereAgain();
    void curlFollowsIt();
    void strangersGetNothingAndUseNothingUp_data();
    void strangersGetNothingAndUseNothingUp();
    void acceptedRedirectEndsIt();
    void refusedCodeBringsItBack();
    void withoutAStartLinkThereIsNoSuchPage();
    void sharedComputerNeedsOne();
    void browserThatRunsElsewhereNeedsNone_data();
    void browserThatRunsElsewhereNeedsNone();

private:
    /// Where a request to the start link is sent on to.
    [[nodiscard]] QByteArray destination(const QByteArray &headers = "Sec-Fetch-Site: none\r\n");
    [[nodiscard]] quint16 port() const { return quint16(m_start.port()); }

    std::unique_ptr<RedirectServer> m_server;
    QUrl m_authorization;
    QUrl m_start;
};

void TestStartLink::init()
{
    m_server = std::make_unique<RedirectServer>();
    QVERIFY(m_server->listen());
    m_authorization =
        QUrl(u"https://openrouter.ai/auth?callback_url="_s
             + QString::fromLatin1(QUrl::toPercentEncoding(m_server->callbackUrl().toString()))
             + u"&key_label=%C3%A9%20%26"_s);
    m_start = m_server->startUrl(m_authorization);
}

void TestStartLink::cleanup()
{
    m_server.reset();
}

QByteArray TestStartLink::destination(const QByteArray &headers)
{
    RawClient browser(port());
    browser.get(m_start, headers);
    [&] { QTRY_VERIFY(browser.isOver()); }();
    return browser.status() == 303 ? browser.header("Location") : QByteArray();
}

void TestStartLink::browserIsSentToTheAuthorizationLink_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("with fetch metadata") << QByteArray(
        "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: none\r\n"
        "Sec-Fetch-User: ?1\r\n");
    QTest::newRow("an older browser") << QByteArray("Accept: text/html\r\n");
    QTest::newRow("no headers") << QByteArray();
}

void TestStartLink::browserIsSentToTheAuthorizationLink()
{
    QFETCH(QByteArray, headers);
    RawClient browser(port());
    browser.send("GET " + m_start.path().toLatin1() + " HTTP/1.1\r\nHost: "
                 + m_start.authority().toLatin1() + "\r\n" + headers + "\r\n");
    QTRY_VERIFY(browser.isOver());
    QCOMPARE(browser.status(), 303);
    QCOMPARE(browser.header("Location"), m_authorization.toEncoded());
    QCOMPARE(browser.header("Cache-Control"), "no-store");
    QCOMPARE(browser.header("Referrer-Policy"), "no-referrer");
    QCOMPARE(browser.body(), QByteArray());
    QVERIFY(!m_start.toEncoded().contains(m_server->callbackUrl().path().toLatin1()));
}

void TestStartLink::openedTwiceReloadedOrRestoredItLeadsThereAgain()
{
    for (int i = 0; i < 3; ++i)
        QCOMPARE(destination(), m_authorization.toEncoded());
}

void TestStartLink::curlFollowsIt()
{
    // Instead of OpenRouter: whatever is there, it is asked for.
    QTcpServer page;
    QVERIFY(page.listen(QHostAddress(QHostAddress::LocalHost)));
    QByteArray request;
    connect(&page, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = page.nextPendingConnection();
        socket->setParent(&page);
        connect(socket, &QTcpSocket::readyRead, this, [&request, socket] {
            request += socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nauth");
            socket->disconnectFromHost();
        });
    });
    m_start = m_server->startUrl(QUrl(u"http://127.0.0.1:%1/auth?a=b"_s.arg(page.serverPort())));
    QProcess curl;
    curl.start(u"curl"_s, {u"--silent"_s, u"--noproxy"_s, u"*"_s, u"--location"_s,
                           QString::fromLatin1(m_start.toEncoded())});
    QTRY_COMPARE_WITH_TIMEOUT(curl.state(), QProcess::NotRunning, 20'000);
    QCOMPARE(curl.exitCode(), 0);
    QCOMPARE(curl.readAllStandardOutput(), "auth");
    QVERIFY(request.startsWith("GET /auth?a=b "));
}

void TestStartLink::strangersGetNothingAndUseNothingUp_data()
{
    QTest::addColumn<QByteArray>("request"); // PATH and HOST are replaced
    QTest::addColumn<int>("status");
    const auto get = [](const QByteArray &headers) {
        return "GET PATH HTTP/1.1\r\nHost: HOST\r\n" + headers + "\r\n\r\n";
    };
    QTest::newRow("HEAD") << QByteArray("HEAD PATH HTTP/1.1\r\nHost: HOST\r\n\r\n") << 200;
    QTest::newRow("POST") << QByteArray("POST PATH HTTP/1.1\r\nHost: HOST\r\n\r\n") << 405;
    QTest::newRow("prefetch") << get("Sec-Purpose: prefetch") << 503;
    QTest::newRow("prerender") << get("Sec-Purpose: prefetch;prerender") << 503;
    QTest::newRow("preview") << get("Purpose: preview") << 503;
    for (const char *site : {"cross-site", "same-site", "same-origin"})
        QTest::newRow(site) << get(QByteArray("Sec-Fetch-Site: ") + site
                                   + "\r\nSec-Fetch-Dest: document")
                            << 403;
    for (const char *dest : {"iframe", "image", "script", "empty"})
        QTest::newRow(dest) << get(QByteArray("Sec-Fetch-Site: none\r\nSec-Fetch-Dest: ") + dest)
                            << 403;
    QTest::newRow("origin") << get("Origin: https://evil.example") << 403;
    QTest::newRow("rebound host") << QByteArray("GET PATH HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                  << 421;
    QTest::newRow("wrong token") << QByteArray(
        "GET /start/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nHost: HOST\r\n\r\n")
                                 << 404;
}

void TestStartLink::strangersGetNothingAndUseNothingUp()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    request.replace("PATH", m_start.path().toLatin1());
    request.replace("HOST", m_start.authority().toLatin1());
    RawClient stranger(port());
    stranger.send(request);
    QTRY_VERIFY(stranger.isOver());
    QCOMPARE(stranger.status(), status);
    QCOMPARE(stranger.header("Location"), QByteArray());
    QVERIFY(!stranger.received().contains("openrouter.ai"));
    QCOMPARE(destination(), m_authorization.toEncoded());
}

void TestStartLink::acceptedRedirectEndsIt()
{
    QSignalSpy received(m_server.get(), &RedirectServer::received);
    std::shared_ptr<Visit> visit;
    connect(m_server.get(), &RedirectServer::received, this,
            [&visit](const Redirect &, const std::shared_ptr<Visit> &arrived) { visit = arrived; });
    QUrl redirect = m_server->callbackUrl();
    redirect.setQuery(u"code=TESTcode"_s);
    RawClient browser(port());
    browser.get(redirect);
    QTRY_COMPARE(received.size(), 1);

    // A reload, or a tab that is restored, leads to the result.
    QCOMPARE(destination(), visit->path());
    visit->answer(ResultPage::signedIn());
    m_server->finish(ResultPage::alreadyEnded());
    const QByteArray late = destination();
    QVERIFY(late.startsWith("/done/"));
    QUrl address = m_start;
    address.setPath(QString::fromLatin1(late));
    RawClient page(port());
    page.get(address);
    QTRY_VERIFY(page.body().contains("already ended"));
}

void TestStartLink::refusedCodeBringsItBack()
{
    const std::shared_ptr<Visit> visit = m_server->join(Redirect{Secret("TESTcode"), {}, {}});
    QCOMPARE(destination(), visit->path());
    visit->answer(ResultPage::codeRefused(Failure(Failure::Kind::Forbidden)));
    QCOMPARE(destination(), m_authorization.toEncoded());
}

void TestStartLink::withoutAStartLinkThereIsNoSuchPage()
{
    RedirectServer other;
    QVERIFY(other.listen());
    QUrl start = other.callbackUrl();
    start.setPath(m_start.path());
    RawClient browser(quint16(start.port()));
    browser.get(start);
    QTRY_COMPARE(browser.status(), 404);
}

void TestStartLink::sharedComputerNeedsOne()
{
#ifdef Q_OS_LINUX
    if (::getuid() != 0)
        QFAIL("this test changes the user of a process and so must be run as root");
    // This computer without the marks that make a container of it.
    const QTemporaryDir root;
    const QString script = u"mount -t tmpfs none \"$0\" && for entry in /*; do "
                           "if [ -L \"$entry\" ]; then cp -P \"$entry\" \"$0$entry\"; "
                           "elif [ -d \"$entry\" ] && [ \"$entry\" != /run ]; then "
                           "mkdir \"$0$entry\" && mount --rbind \"$entry\" \"$0$entry\"; fi; done; "
                           "unset container SSH_CONNECTION; exec chroot \"$0\" \"$@\""_s;
    const auto isNeeded = [&] {
        QProcess program;
        program.start(u"unshare"_s,
                      {u"--mount"_s, u"sh"_s, u"-c"_s, script, root.path(),
                       QCoreApplication::applicationFilePath(), QString::fromLatin1(AskOption)});
        [&] { QVERIFY(program.waitForFinished()); }();
        return program.readAllStandardOutput().trimmed();
    };
    QProcess other;
    other.setChildProcessModifier([] {
        if (::setgid(12'345) != 0 || ::setuid(12'345) != 0)
            ::_exit(99);
    });
    other.start(u"cat"_s, QStringList()); // until its input ends
    QVERIFY(other.waitForStarted());
    QTRY_COMPARE(isNeeded(), "yes");
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitCode(), 0);
    // Unless there are others on this computer.
    QCOMPARE(isNeeded(), SignIn::OtherPeople().haveProcesses() ? "yes" : "no");
#else
    QSKIP("only Linux tells the user at the other end of a connection");
#endif
}

void TestStartLink::browserThatRunsElsewhereNeedsNone_data()
{
    QTest::addColumn<QList<QByteArray>>("variables");
    QTest::newRow("container") << QList<QByteArray>{"container"};
    QTest::newRow("WSL") << QList<QByteArray>{"WSL_DISTRO_NAME"};
    QTest::newRow("BROWSER over SSH") << QList<QByteArray>{"SSH_CONNECTION", "BROWSER"};
}

void TestStartLink::browserThatRunsElsewhereNeedsNone()
{
    QFETCH(QList<QByteArray>, variables);
    for (const QByteArray &name : std::as_const(variables))
        qputenv(name.constData(), "set");
    const bool isNeeded = SignIn::isStartLinkNeeded();
    for (const QByteArray &name : std::as_const(variables))
        qunsetenv(name.constData());
    QVERIFY(!isNeeded);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc > 1 && std::strcmp(argv[1], AskOption) == 0) {
        std::puts(SignIn::isStartLinkNeeded() ? "yes" : "no");
        return 0;
    }
    TestStartLink test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_startlink.moc"
