// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/loopback/loopbackconnection.h"
#include "core/loopback/redirectreceiver.h"
#include "core/loopback/redirectserver.h"
#include "core/loopback/visit.h"
#include "core/signin/failure.h"
#include "rawclient.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;
using SignIn::Redirect;
using SignIn::RedirectReceiver;
using SignIn::RedirectServer;
using SignIn::ResultPage;
using SignIn::Visit;

namespace {

const QByteArray Code = "TESTcode-TESTcode_0";

QUrl withQuery(QUrl url, const QString &query)
{
    url.setQuery(query);
    return url;
}

qint64 residentKiB()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * (sysconf(_SC_PAGESIZE) / 1024);
}

/// Keeps what it receives until the test says what to report.
class HoldingReceiver : public RedirectReceiver
{
public:
    void receive(const Redirect &redirect, QObject *, const Report &report) override
    {
        received += redirect;
        reports += report;
    }

    QList<Redirect> received;
    QList<Report> reports;
};

} // namespace

class TestRedirectServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void redirectIsReportedAndAnsweredWhenTheOutcomeIsKnown();
    void requestMayArriveByteByByte();
    void requestMayCarryAManyCookies();
    void codeIsWhatTheBrowserBrought_data();
    void codeIsWhatTheBrowserBrought();
    void strangersChangeNothing_data();
    void strangersChangeNothing();
    void headAndPrefetchDoNotUseUpTheRedirect();
    void sameRedirectTwiceIsReportedOnceAndGetsTheSamePage();
    void otherCodeMeanwhileIsAConflict();
    void reloadOfTheLastPageIsHarmless();
    void backToTheRedirectAfterTheEndGetsTheSamePage();
    void redirectThatComesLateIsToldSo_data();
    void redirectThatComesLateIsToldSo();
    void pastedCodeIsAnsweredToItsRedirectToo();
    void receiverGetsTheRedirectAndItsReportCounts();
    void redirectThatTheReceiverCannotReadIsSaid();
    void redirectThatLosesToAPastedCodeMayComeAgain();
    void refusedCodeThenAGoodOne();
    void denialIsReported();
    void resultThatTakesLongGetsAPageThatNamesTheStepAndAsksAgain();
    void pagesLoadNothingAndEscapeForeignWords();
    void thousandStrayConnectionsDoNotMatter();
    void drippersInEverySlotDoNotBlockTheRedirect();
    void hugeUrlCostsNoMemory();
    void slowHeadIsTimedOut();
    void connectionsOfOtherUsersAreDropped();
    void busyPortIsSaid();
    void localhostBindsBothStacks();
    void nothingListensAfterTheEnd();
    void twoAttemptsDoNotMix();

private:
    [[nodiscard]] QUrl callback(const QString &query) const
    {
        return withQuery(m_server->callbackUrl(), query);
    }
    [[nodiscard]] QUrl goodRedirect() const
    {
        return callback(u"code="_s + QString::fromLatin1(Code));
    }
    [[nodiscard]] QUrl at(const QByteArray &path) const
    {
        QUrl url = m_server->callbackUrl();
        url.setPath(QString::fromLatin1(path));
        return url;
    }
    [[nodiscard]] quint16 port() const { return quint16(m_server->callbackUrl().port()); }

    /// Starts over, with \a receiver.
    void listen(RedirectReceiver *receiver);

    /// The redirect as the browser sees it: sent on to the page that is held.
    QByteArray bringRedirect(const QUrl &url);
    void redirectStillWorks();

    /// The result of the last redirect, and of the attempt.
    void finish(const ResultPage &page);

    std::unique_ptr<RedirectServer> m_server;
    std::shared_ptr<Visit> m_visit; ///< Of the redirect that was received last.
    std::unique_ptr<QSignalSpy> m_redirected;
};

void TestRedirectServer::init()
{
    listen(nullptr);
}

void TestRedirectServer::cleanup()
{
    m_redirected.reset();
    m_server.reset();
    m_visit.reset();
}

void TestRedirectServer::listen(RedirectReceiver *receiver)
{
    cleanup();
    m_server = std::make_unique<RedirectServer>(receiver);
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
    m_redirected = std::make_unique<QSignalSpy>(m_server.get(), &RedirectServer::received);
    connect(m_server.get(), &RedirectServer::received, this,
            [this](const Redirect &, const std::shared_ptr<Visit> &visit) { m_visit = visit; });
}

void TestRedirectServer::finish(const ResultPage &page)
{
    m_visit->answer(page);
    m_server->finish(ResultPage::alreadyEnded());
}

QByteArray TestRedirectServer::bringRedirect(const QUrl &url)
{
    RawClient browser(port());
    browser.get(url);
    [&] { QTRY_VERIFY(browser.isOver()); }();
    return browser.status() == 303 ? browser.header("Location") : QByteArray();
}

void TestRedirectServer::redirectStillWorks()
{
    QCOMPARE(m_redirected->size(), 0);
    QVERIFY(!bringRedirect(goodRedirect()).isEmpty());
    QTRY_COMPARE(m_redirected->size(), 1);
    const auto redirect = m_redirected->first().first().value<Redirect>();
    QVERIFY(redirect.code.equals(Code));
}

void TestRedirectServer::redirectIsReportedAndAnsweredWhenTheOutcomeIsKnown()
{
    const QByteArray done = bringRedirect(goodRedirect());
    QVERIFY(done.startsWith("/done/"));
    QVERIFY(!done.contains(Code));
    QTRY_COMPARE(m_redirected->size(), 1);

    RawClient page(port());
    QSignalSpy connected(&page, &QTcpSocket::connected);
    page.get(at(done));
    QVERIFY(connected.wait());
    QSignalSpy answered(&page, &QTcpSocket::readyRead);
    QVERIFY2(!answered.wait(200), "answered before the outcome was known");

    finish(ResultPage::signedIn());
    QTRY_VERIFY(page.isOver());
    QCOMPARE(page.status(), 200);
    QVERIFY(page.body().contains("You are signed in"));
    QCOMPARE(page.header("Cache-Control"), "no-store");
    QCOMPARE(page.header("Referrer-Policy"), "no-referrer");
}

void TestRedirectServer::requestMayArriveByteByByte()
{
    RawClient browser(port());
    const QUrl url = goodRedirect();
    const QByteArray request = "GET " + url.path().toLatin1() + '?' + url.query().toLatin1()
                               + " HTTP/1.1\r\nHost: " + url.authority().toLatin1()
                               + "\r\nCookie: a=b\r\n\r\n";
    QTRY_COMPARE(browser.state(), QTcpSocket::ConnectedState);
    for (const char byte : request) {
        QVERIFY(!browser.isOver());
        browser.write(&byte, 1);
        browser.flush();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(browser.status(), 303);
    QTRY_COMPARE(m_redirected->size(), 1);
}

void TestRedirectServer::requestMayCarryAManyCookies()
{
    RawClient browser(port());
    browser.get(goodRedirect(), "Cookie: " + QByteArray(200 * 1024, 'c') + "\r\n");
    QTRY_COMPARE(browser.status(), 303);
    QTRY_COMPARE(m_redirected->size(), 1);
}

void TestRedirectServer::codeIsWhatTheBrowserBrought_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("usual") << u"code=abc_DEF-123"_s << QByteArray("abc_DEF-123");
    QTest::newRow("delimiters") << u"code=a%2Bb%26c%3Dd%23e%25f%3Fg"_s
                                << QByteArray("a+b&c=d#e%f?g");
    QTest::newRow("double encoding") << u"code=a%252541"_s << QByteArray("a%2541");
    QTest::newRow("quotes") << u"code=%22%27%3C%3E%5C%7C%60"_s << QByteArray("\"'<>\\|`");
    QTest::newRow("raw plus") << u"code=a+b"_s << QByteArray("a+b");
    QTest::newRow("with state") << u"state=xyz&code=abc"_s << QByteArray("abc");
    QTest::newRow("long") << u"code="_s + QString(1024, u'x') << QByteArray(1024, 'x');
}

void TestRedirectServer::codeIsWhatTheBrowserBrought()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, code);
    RawClient browser(port());
    browser.send("GET " + m_server->callbackUrl().path().toLatin1() + '?' + query.toLatin1()
                 + " HTTP/1.1\r\nHost: " + m_server->callbackUrl().authority().toLatin1()
                 + "\r\n\r\n");
    QTRY_COMPARE(browser.status(), 303);
    QTRY_COMPARE(m_redirected->size(), 1);
    const auto redirect = m_redirected->first().first().value<Redirect>();
    QCOMPARE(redirect.code.toByteArray(), code);
}

void TestRedirectServer::strangersChangeNothing_data()
{
    QTest::addColumn<QByteArray>("request"); // PATH, HOST are replaced
    QTest::addColumn<int>("status");
    const QByteArray good = "GET PATH?code=EVILcode HTTP/1.1\r\nHost: HOST\r\n";
    QTest::newRow("favicon") << QByteArray("GET /favicon.ico HTTP/1.1\r\nHost: HOST\r\n\r\n")
                             << 404;
    QTest::newRow("root") << QByteArray("GET /?code=EVILcode HTTP/1.1\r\nHost: HOST\r\n\r\n")
                          << 404;
    QTest::newRow("wrong nonce") << QByteArray(
        "GET /callback/AAAAAAAAAAAAAAAAAAAAAA?code=EVILcode HTTP/1.1\r\nHost: "
        "HOST\r\n\r\n") << 404;
    QTest::newRow("longer path") << QByteArray(
        "GET PATH/x?code=EVILcode HTTP/1.1\r\nHost: HOST\r\n\r\n")
                                 << 404;
    QTest::newRow("path in other case")
        << QByteArray("GET /CALLBACK/x?code=EVILcode HTTP/1.1\r\nHost: HOST\r\n\r\n") << 404;
    QTest::newRow("guessed done page")
        << QByteArray("GET /done/ HTTP/1.1\r\nHost: HOST\r\n\r\n") << 404;
    QTest::newRow("rebound host") << QByteArray(
        "GET PATH?code=EVILcode HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                  << 421;
    QTest::newRow("localhost instead")
        << QByteArray("GET PATH?code=EVILcode HTTP/1.1\r\nHost: localhost\r\n\r\n") << 421;
    QTest::newRow("host without port")
        << QByteArray("GET PATH?code=EVILcode HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") << 421;
    for (const char *method : {"POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get"})
        QTest::newRow(method)
            << method + QByteArray(" PATH?code=EVILcode HTTP/1.1\r\nHost: HOST\r\n\r\n") << 405;
    QTest::newRow("origin") << good + "Origin: https://evil.example\r\n\r\n" << 403;
    QTest::newRow("own origin") << good + "Origin: http://HOST\r\n\r\n" << 403;
    for (const char *dest : {"image", "iframe", "script", "empty"})
        QTest::newRow(dest) << good + "Sec-Fetch-Dest: " + dest + "\r\n\r\n" << 403;
    QTest::newRow("no query") << QByteArray("GET PATH HTTP/1.1\r\nHost: HOST\r\n\r\n") << 400;
    QTest::newRow("no code") << QByteArray("GET PATH?state=x HTTP/1.1\r\nHost: HOST\r\n\r\n")
                             << 400;
    QTest::newRow("two codes") << QByteArray(
        "GET PATH?code=a&code=b HTTP/1.1\r\nHost: HOST\r\n\r\n")
                               << 400;
    QTest::newRow("bad code") << QByteArray("GET PATH?code=a%0d%0ab HTTP/1.1\r\nHost: HOST\r\n\r\n")
                              << 400;
    QTest::newRow("TLS") << QByteArrayLiteral("\x16\x03\x01\x00\x05hello\n") << 400;
    QTest::newRow("no host") << QByteArray("GET PATH?code=EVILcode HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 400;
    QTest::newRow("absolute form")
        << QByteArray("GET http://HOSTPATH?code=EVILcode HTTP/1.1\r\nHost: HOST\r\n\r\n") << 400;
    QTest::newRow("connect and leave") << QByteArray() << 0;
    QTest::newRow("half a request") << QByteArray("GET PATH?code=EV") << 0;
}

void TestRedirectServer::strangersChangeNothing()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    request.replace("PATH", m_server->callbackUrl().path().toLatin1());
    request.replace("HOST", m_server->callbackUrl().authority().toLatin1());
    RawClient stranger(port());
    QTRY_COMPARE(stranger.state(), QTcpSocket::ConnectedState);
    stranger.send(request);
    if (status == 0) {
        QTRY_COMPARE(stranger.bytesToWrite(), 0);
        stranger.abort();
    } else {
        QTRY_COMPARE(stranger.status(), status);
        QVERIFY(!stranger.received().contains("EVIL"));
    }
    redirectStillWorks();
}

void TestRedirectServer::headAndPrefetchDoNotUseUpTheRedirect()
{
    const QUrl url = goodRedirect();
    RawClient head(port());
    head.send("HEAD " + url.path().toLatin1() + '?' + url.query().toLatin1()
              + " HTTP/1.1\r\nHost: " + url.authority().toLatin1() + "\r\n\r\n");
    QTRY_VERIFY(head.isOver());
    QCOMPARE(head.status(), 200);
    QCOMPARE(head.body(), QByteArray());

    RawClient prefetch(port());
    prefetch.get(url, "Sec-Purpose: prefetch\r\n");
    QTRY_VERIFY(prefetch.isOver());
    QCOMPARE(prefetch.status(), 503);
    redirectStillWorks();
}

void TestRedirectServer::sameRedirectTwiceIsReportedOnceAndGetsTheSamePage()
{
    RawClient first(port());
    RawClient second(port());
    first.get(goodRedirect());
    second.get(goodRedirect());
    QTRY_COMPARE(first.status(), 303);
    QTRY_COMPARE(second.status(), 303);
    QCOMPARE(first.header("Location"), second.header("Location"));
    QTRY_COMPARE(m_redirected->size(), 1);

    RawClient firstPage(port());
    RawClient secondPage(port());
    firstPage.get(at(first.header("Location")));
    secondPage.get(at(second.header("Location")));
    QTRY_COMPARE(firstPage.state(), QTcpSocket::ConnectedState);
    finish(ResultPage::signedIn());
    QTRY_COMPARE(firstPage.status(), 200);
    QTRY_COMPARE(secondPage.status(), 200);
}

void TestRedirectServer::otherCodeMeanwhileIsAConflict()
{
    QVERIFY(!bringRedirect(goodRedirect()).isEmpty());
    RawClient other(port());
    other.get(callback(u"code=another-code"_s));
    QTRY_COMPARE(other.status(), 409);
    RawClient denial(port());
    denial.get(callback(u"error=access_denied"_s));
    QTRY_COMPARE(denial.status(), 409);
    QCOMPARE(m_redirected->size(), 1);
}

void TestRedirectServer::reloadOfTheLastPageIsHarmless()
{
    const QByteArray done = bringRedirect(goodRedirect());
    QTRY_VERIFY(m_visit);
    finish(ResultPage::signedIn());
    for (int i = 0; i < 3; ++i) {
        RawClient page(port());
        page.get(at(done));
        QTRY_COMPARE(page.status(), 200);
    }
    QCOMPARE(m_redirected->size(), 1);
}

void TestRedirectServer::backToTheRedirectAfterTheEndGetsTheSamePage()
{
    const QByteArray done = bringRedirect(goodRedirect());
    QTRY_VERIFY(m_visit);
    finish(ResultPage::signedIn());
    QCOMPARE(bringRedirect(goodRedirect()), done);
    QTRY_COMPARE(m_redirected->size(), 1);
}

void TestRedirectServer::redirectThatComesLateIsToldSo_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("code") << u"code=late-code"_s;
    QTest::newRow("denial") << u"error=access_denied"_s;
}

void TestRedirectServer::redirectThatComesLateIsToldSo()
{
    QFETCH(QString, query);
    m_server->finish(
        ResultPage::failed(SignIn::Failure(SignIn::Failure::Kind::TimedOut), u"example.org"_s));
    const QByteArray done = bringRedirect(callback(query));
    QVERIFY(done.startsWith("/done/"));
    RawClient page(port());
    page.get(at(done));
    QTRY_COMPARE(page.status(), 200);
    QVERIFY(page.body().contains(
        SignIn::Failure(SignIn::Failure::Kind::TimedOut).heading().toHtmlEscaped().toUtf8()));
    QCOMPARE(m_redirected->size(), 0);
}

void TestRedirectServer::pastedCodeIsAnsweredToItsRedirectToo()
{
    m_visit = m_server->join(Redirect{Secret(Code), {}, {}});
    const QByteArray done = bringRedirect(goodRedirect());
    QVERIFY(!done.isEmpty());
    QCOMPARE(m_redirected->size(), 0);
    RawClient page(port());
    page.get(at(done));
    QTRY_COMPARE(page.state(), QTcpSocket::ConnectedState);
    finish(ResultPage::signedIn());
    QTRY_VERIFY(page.body().contains("You are signed in"));
}

void TestRedirectServer::receiverGetsTheRedirectAndItsReportCounts()
{
    HoldingReceiver receiver;
    listen(&receiver);
    const QByteArray done = bringRedirect(goodRedirect());
    QVERIFY(!done.isEmpty());
    QCOMPARE(receiver.received.size(), 1);
    QVERIFY(receiver.received.first().code.equals(Code));
    QCOMPARE(m_redirected->size(), 0);
    QCOMPARE(bringRedirect(goodRedirect()), done); // again, while the receiver has it
    QCOMPARE(receiver.received.size(), 1);

    receiver.reports.first()(Redirect{Secret("as-it-was-read"), {}, {}});
    QCOMPARE(m_redirected->size(), 1);
    QVERIFY(m_redirected->first().first().value<Redirect>().code.equals("as-it-was-read"));
    RawClient page(port());
    page.get(at(done));
    QTRY_COMPARE(page.state(), QTcpSocket::ConnectedState);
    finish(ResultPage::signedIn());
    QTRY_VERIFY(page.body().contains("You are signed in"));
}

void TestRedirectServer::redirectThatTheReceiverCannotReadIsSaid()
{
    HoldingReceiver receiver;
    listen(&receiver);
    QSignalSpy unreadable(m_server.get(), &RedirectServer::unreadable);
    QVERIFY(!bringRedirect(goodRedirect()).isEmpty());
    receiver.reports.first()(std::nullopt);
    QCOMPARE(unreadable.size(), 1);
    QCOMPARE(m_redirected->size(), 0);
}

void TestRedirectServer::redirectThatLosesToAPastedCodeMayComeAgain()
{
    HoldingReceiver receiver;
    listen(&receiver);
    const QByteArray done = bringRedirect(goodRedirect());
    const std::shared_ptr<Visit> pasted = m_server->join(Redirect{Secret("pasted-code"), {}, {}});
    receiver.reports.takeFirst()(receiver.received.first());
    QCOMPARE(m_redirected->size(), 0);
    RawClient page(port());
    page.get(at(done));
    QTRY_VERIFY(page.body().contains("Another code is being tried"));
    RawClient meanwhile(port());
    meanwhile.get(goodRedirect());
    QTRY_COMPARE(meanwhile.status(), 409);

    pasted->answer(ResultPage::codeRefused(SignIn::Failure(SignIn::Failure::Kind::Forbidden)));
    QVERIFY(bringRedirect(goodRedirect()) != done);
    receiver.reports.takeFirst()(receiver.received.last());
    QCOMPARE(m_redirected->size(), 1);
}

void TestRedirectServer::refusedCodeThenAGoodOne()
{
    const QByteArray done = bringRedirect(callback(u"code=refused-code"_s));
    QTRY_COMPARE(m_redirected->size(), 1);
    RawClient page(port());
    page.get(at(done));
    QTRY_COMPARE(page.state(), QTcpSocket::ConnectedState);
    m_visit->answer(ResultPage::codeRefused(SignIn::Failure(SignIn::Failure::Kind::Forbidden)));
    QTRY_VERIFY(page.body().contains("The code was not accepted"));

    QVERIFY(bringRedirect(goodRedirect()) != done);
    QTRY_COMPARE(m_redirected->size(), 2);
    // The refused one again: its own page, no second try.
    QCOMPARE(bringRedirect(callback(u"code=refused-code"_s)), done);
    QCOMPARE(m_redirected->size(), 2);
}

void TestRedirectServer::denialIsReported()
{
    const QByteArray done =
        bringRedirect(callback(u"error=access_denied&error_description=Not%20today"_s));
    QVERIFY(!done.isEmpty());
    QTRY_COMPARE(m_redirected->size(), 1);
    const auto redirect = m_redirected->first().first().value<Redirect>();
    QVERIFY(redirect.isDenial());
    QCOMPARE(redirect.errorDescription, u"Not today"_s);
    finish(ResultPage::failed(SignIn::Failure(SignIn::Failure::Kind::Denied), u"example.org"_s));
    RawClient page(port());
    page.get(at(done));
    QTRY_VERIFY(page.body().contains("The request was denied"));
}

void TestRedirectServer::resultThatTakesLongGetsAPageThatNamesTheStepAndAsksAgain()
{
    const QByteArray done = bringRedirect(goodRedirect());
    QTRY_VERIFY(m_visit);
    m_visit->setInterimPage(ResultPage::exchanging(u"example.org"_s));
    RawClient page(port());
    page.get(at(done));
    QTRY_VERIFY_WITH_TIMEOUT(page.isOver(), 15'000);
    QVERIFY(page.body().contains("Still working"));
    QVERIFY(page.body().contains("example.org"));
    QVERIFY(!page.body().contains("keychain"));
    QCOMPARE(page.header("Refresh"), "2");

    // The browser asks again, and the step that it is told is the one of that moment.
    RawClient second(port());
    second.get(at(done));
    QTRY_COMPARE(second.state(), QTcpSocket::ConnectedState);
    m_visit->setInterimPage(ResultPage::storing());
    QTRY_VERIFY_WITH_TIMEOUT(second.isOver(), 15'000);
    QVERIFY(second.body().contains("keychain"));
    QVERIFY(!second.body().contains("example.org"));

    finish(ResultPage::signedIn());
    RawClient again(port());
    again.get(at(done));
    QTRY_VERIFY(again.body().contains("You are signed in"));
    QCOMPARE(again.header("Refresh"), QByteArray());
}

void TestRedirectServer::pagesLoadNothingAndEscapeForeignWords()
{
    OpenRouterAuth::Error error(OpenRouterAuth::Error::Kind::Forbidden);
    error.setServerMessage(u"<script>alert(1)</script>\"'&{{style}}"_s);
    const QByteArray html = ResultPage::failed(SignIn::Failure(error), u"<b>evil</b>"_s).html();
    QVERIFY(!html.contains("<script"));
    QVERIFY(!html.contains("<b>"));
    QVERIFY(html.contains("&lt;script&gt;"));
    QVERIFY(html.contains("{{style}}"));
    QVERIFY(!html.contains("http"));
    QVERIFY(!html.contains(" on"));
    QCOMPARE(html.count("<style>"), 1);
    QVERIFY(
        ResultPage::contentSecurityPolicy().startsWith("default-src 'none'; style-src 'sha256-"));
}

void TestRedirectServer::thousandStrayConnectionsDoNotMatter()
{
    for (int batch = 0; batch < 20; ++batch) {
        std::vector<std::unique_ptr<RawClient>> strays;
        for (int i = 0; i < 50; ++i) {
            strays.push_back(std::make_unique<RawClient>(port()));
            strays.back()->send(i % 2 ? QByteArray("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
                                      : QByteArray("nonsense"));
        }
        QTRY_COMPARE(strays.back()->state() != QTcpSocket::ConnectingState, true);
        QCoreApplication::processEvents();
    }
    redirectStillWorks();
}

void TestRedirectServer::drippersInEverySlotDoNotBlockTheRedirect()
{
    std::vector<std::unique_ptr<RawClient>> drippers;
    for (int i = 0; i < 3 * RedirectServer::MaximumConnections; ++i) {
        drippers.push_back(std::make_unique<RawClient>(port()));
        drippers.back()->send("GET /slow");
    }
    QTRY_COMPARE(drippers.back()->state(), QTcpSocket::ConnectedState);
    redirectStillWorks();
    const auto alive = std::count_if(drippers.begin(), drippers.end(),
                                     [](const auto &dripper) { return !dripper->isOver(); });
    QVERIFY(alive <= RedirectServer::MaximumConnections);
}

void TestRedirectServer::hugeUrlCostsNoMemory()
{
    RawClient stranger(port());
    QTRY_COMPARE(stranger.state(), QTcpSocket::ConnectedState);
    const QByteArray piece(64 * 1024, 'a');
    constexpr qint64 wanted = 64 * 1024 * 1024;
    const qint64 before = residentKiB();
    stranger.write("GET /");
    qint64 sent = 0;
    // Another piece whenever the last one is gone, so that the bytes do not pile up on this side.
    const auto sendMore = [&] {
        if (sent < wanted && stranger.bytesToWrite() == 0)
            sent += stranger.write(piece);
    };
    connect(&stranger, &QTcpSocket::bytesWritten, this, sendMore);
    QTRY_VERIFY(stranger.isOver() || sent >= wanted);
    QCOMPARE(stranger.status(), 414);
    QVERIFY2(sent < wanted / 16, "nearly all of it was taken in");
    QVERIFY2(residentKiB() - before < 4 * 1024, "memory grew with the URL");
    redirectStillWorks();
}

void TestRedirectServer::slowHeadIsTimedOut()
{
    RawClient dripper(port());
    dripper.send("GET / HT");
    QTRY_COMPARE_WITH_TIMEOUT(dripper.status(), 408, 8'000);
    QTRY_VERIFY(dripper.isOver());
    redirectStillWorks();
}

void TestRedirectServer::connectionsOfOtherUsersAreDropped()
{
#ifdef Q_OS_LINUX
    // Somebody else on this computer who has read the link off the process list.
    if (::getuid() != 0)
        QFAIL("this test changes the user of a process and so must be run as root");
    QProcess other;
    other.setChildProcessModifier([] {
        if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(99);
    });
    const QUrl url = goodRedirect();
    const QByteArray request = "GET " + url.path().toLatin1() + '?' + url.query().toLatin1()
                               + " HTTP/1.1\\r\\nHost: " + url.authority().toLatin1()
                               + "\\r\\n\\r\\n";
    const auto connectAs = [&](const QByteArray &rest) {
        other.start(
            u"bash"_s,
            {u"-c"_s, u"exec 3<>/dev/tcp/127.0.0.1/%1 || exit 98; printf '%2' >&3; %3"_s.arg(
                          QString::number(port()), QString::fromLatin1(request),
                          QString::fromLatin1(rest))});
    };
    // Staying to read the answer.
    connectAs("cat <&3");
    QTRY_COMPARE(other.state(), QProcess::NotRunning);
    QCOMPARE(other.exitCode() == 98 || other.exitCode() == 99, false);
    QVERIFY(!other.readAllStandardOutput().contains("303"));
    QCOMPARE(m_redirected->size(), 0);

    // Leaving before the server looks: such a socket counts as root's on older kernels. No event is
    // handled here while the other process runs, so the server accepts afterwards.
    connectAs("exec 3>&-");
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitCode(), 0);
    QSignalSpy redirected(m_server.get(), &RedirectServer::received);
    QVERIFY(!redirected.wait(500));
#endif
    redirectStillWorks();
}

void TestRedirectServer::busyPortIsSaid()
{
    RedirectServer other;
    QVERIFY(!other.listen(u"127.0.0.1"_s, port()));
    QVERIFY(!other.errorString().isEmpty());
    QVERIFY(!other.isListening());
    QVERIFY(!other.listen(u"0.0.0.0"_s));
    QVERIFY(!other.isListening());
}

void TestRedirectServer::localhostBindsBothStacks()
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress(QHostAddress::LocalHostIPv6)))
        qInfo("no IPv6 on this computer: only 127.0.0.1 is expected");
    RedirectServer server;
    QVERIFY(server.listen(u"localhost"_s));
    QCOMPARE(server.callbackUrl().host(), u"localhost"_s);
    const auto serverPort = quint16(server.callbackUrl().port());
    QTcpSocket four;
    four.connectToHost(QHostAddress(QHostAddress::LocalHost), serverPort);
    QTRY_COMPARE(four.state(), QTcpSocket::ConnectedState);
    if (probe.isListening()) {
        QTcpSocket six;
        six.connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), serverPort);
        QTRY_COMPARE(six.state(), QTcpSocket::ConnectedState);
    }
}

void TestRedirectServer::nothingListensAfterTheEnd()
{
    QSignalSpy closed(m_server.get(), &RedirectServer::closed);
    const quint16 boundPort = port();
    const QByteArray done = bringRedirect(goodRedirect());
    QTRY_VERIFY(m_visit);
    finish(ResultPage::signedIn());
    RawClient page(boundPort);
    page.get(at(done));
    QTRY_COMPARE(page.status(), 200);
    QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 6'000);
    QVERIFY(!m_server->isListening());
    RawClient late(boundPort);
    QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
}

void TestRedirectServer::twoAttemptsDoNotMix()
{
    RedirectServer other;
    QVERIFY(other.listen());
    QSignalSpy otherRedirected(&other, &RedirectServer::received);
    QVERIFY(other.callbackUrl().port() != m_server->callbackUrl().port());
    QVERIFY(other.callbackUrl().path() != m_server->callbackUrl().path());
    RawClient client(quint16(other.callbackUrl().port()));
    QUrl mixed = goodRedirect();
    mixed.setPort(other.callbackUrl().port());
    client.get(mixed);
    QTRY_COMPARE(client.status(), 404);
    QCOMPARE(otherRedirected.size(), 0);
    redirectStillWorks();
}

QTEST_GUILESS_MAIN(TestRedirectServer)
#include "tst_redirectserver.moc"
