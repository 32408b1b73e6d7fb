// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"
#include "core/signin/failure.h"
#include "guifixture.h"
#include "tunnelingproxy.h"

#include <QDir>
#include <QLabel>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using Garbling = FakeOpenRouter::Garbling;
using Kind = Failure::Kind;
using Mood = FakeKeychain::Mood;

namespace {

/// One line of failures.md.
struct Line
{
    QString name;
    QString kind;
    QString heading;
    QString sentence;
    QString button;
};

QList<Line> readTable()
{
    QFile file(QStringLiteral(FAILURES_TABLE));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Line> lines;
    while (!file.atEnd()) {
        const QString text = QString::fromUtf8(file.readLine()).trimmed();
        QStringList cells = text.split(u'|');
        if (cells.size() != 8 || text.startsWith("|---"_L1) || text.startsWith("| Case"_L1))
            continue;
        for (QString &cell : cells)
            cell = cell.trimmed();
        lines += {cells.at(1), cells.at(2), cells.at(4), cells.at(5), cells.at(6)};
    }
    return lines;
}

QStringList openDescriptors()
{
    return QDir(u"/proc/self/fd"_s)
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
}

qsizetype openSockets()
{
    const QStringList open = openDescriptors();
    return std::count_if(open.begin(), open.end(), [](const QString &name) {
        return QFile::symLinkTarget("/proc/self/fd/"_L1 + name).contains("socket:"_L1);
    });
}

/// Takes all file descriptors that this process may have, until it is destroyed.
class NoDescriptorsLeft
{
public:
    NoDescriptorsLeft()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_limit);
        int highest = 0;
        for (const QString &name : openDescriptors())
            highest = std::max(highest, name.toInt());
        rlimit low = m_limit;
        low.rlim_cur = rlim_t(highest) + 1;
        ::setrlimit(RLIMIT_NOFILE, &low);
        for (;;) {
            const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
            if (descriptor < 0)
                break;
            m_taken += descriptor;
        }
    }

    ~NoDescriptorsLeft()
    {
        for (const int descriptor : std::as_const(m_taken))
            ::close(descriptor);
        ::setrlimit(RLIMIT_NOFILE, &m_limit);
    }

    Q_DISABLE_COPY_MOVE(NoDescriptorsLeft)

private:
    rlimit m_limit{};
    QList<int> m_taken;
};

} // namespace

class TestFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void everyKindOfFailureIsInTheTable();
    void failureIsExplainedAndItsButtonHelps_data();
    void failureIsExplainedAndItsButtonHelps();
    void serversWordsAreShownAsTheyAre();
    void headingHasTheFocusAndTellsTheStatus();
    void detailsAreShownWhenAskedFor();

    void unsavedKeyCanBeCopied_data();
    void unsavedKeyCanBeCopied();
    void unsavedKeyCanBeKeptForTheSession_data();
    void unsavedKeyCanBeKeptForTheSession();
    void storingCanFailAgainAndAgain();
    void slowKeychainOffersToCopyAndToKeep();
    void lateAnswerOfTheKeychainStillCounts();
    void refusedCodeIsSaidAndAnotherOneIsTaken();
    void failureOfAReplacementKeepsWhatItReplaces();

private:
    struct Cause
    {
        std::function<void()> provoke;
        std::function<void()> mend;
        std::function<void()> recover; ///< What is done after the button.
    };

    void addCauses();
    void addNetworkCauses();
    void addAnswerCauses();
    void addKeychainCauses();
    void signIn();
    void addStoringRows();

    /// Presses the secondary button of a page whose main one opens the page of keys.
    void signInAgainAfterLookingAtTheKeys();

    std::unique_ptr<GuiFixture> m_gui;
    std::unique_ptr<Certificates> m_certificates;
    std::unique_ptr<QTcpServer> m_portHolder;
    std::unique_ptr<TunnelingProxy> m_proxy;
    std::unique_ptr<NoDescriptorsLeft> m_descriptors;
    quint16 m_port = 0;
    QHash<QString, Cause> m_causes;
};

void TestFailures::initTestCase()
{
    GuiFixture::useOwnSettings();
    m_certificates = std::make_unique<Certificates>();
    QVERIFY2(m_certificates->isValid(), qPrintable(m_certificates->error()));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificate(m_certificates->authority());
    QSslConfiguration::setDefaultConfiguration(tls);
    addCauses();
    addNetworkCauses();
    addAnswerCauses();
    addKeychainCauses();
}

void TestFailures::init()
{
    m_gui = std::make_unique<GuiFixture>();
}

void TestFailures::cleanup()
{
    m_descriptors.reset();
    m_portHolder.reset();
    m_proxy.reset();
    m_gui.reset();
}

void TestFailures::signIn()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
}

void TestFailures::signInAgainAfterLookingAtTheKeys()
{
    QCOMPARE(m_gui->browser->opened.last().path(), u"/keys"_s);
    QVERIFY(m_gui->click(u"signInAgainButton"_s));
}

void TestFailures::addCauses()
{
    m_causes[u"server address"_s] = {
        [this] {
            m_gui->start();
            qputenv("OPENROUTER_BASE_URL", "http://example.org/api/v1");
            QVERIFY(m_gui->click(u"signInButton"_s));
        },
        [this] { qputenv("OPENROUTER_BASE_URL", m_gui->fake.baseUrl().toEncoded()); },
        [this] {
            QCOMPARE(m_gui->page(), u"optionsPage"_s);
            QVERIFY(m_gui->click(u"saveButton"_s));
            QVERIFY(m_gui->click(u"signInButton"_s));
        },
    };
    m_causes[u"denied"_s] = {
        [this] {
            m_gui->browser->person = TestBrowser::Person::Denies;
            signIn();
        },
        [this] { m_gui->browser->person = TestBrowser::Person::Approves; },
        {},
    };
    m_causes[u"timed out"_s] = {
        [this] {
            m_gui->browser->person = TestBrowser::Person::Hesitates;
            signIn();
            QTRY_COMPARE(m_gui->browser->opened.size(), 1);
            m_gui->clock.skip(299s);
            QCOMPARE(m_gui->page(), u"waitingPage"_s);
            m_gui->clock.skip(1s);
        },
        [this] { m_gui->browser->person = TestBrowser::Person::Approves; },
        {},
    };
    m_causes[u"no browser"_s] = {
        [this] {
            m_gui->browser->setInstalled(false);
            signIn();
        },
        {},
        [this] {
            QCOMPARE(m_gui->page(), u"waitingPage"_s);
            const QUrl link(GuiFixture::clipboardText(), QUrl::StrictMode);
            QCOMPARE(link.path(), u"/auth"_s);
            m_gui->browser->approve(link);
        },
    };
    m_causes[u"port taken"_s] = {
        [this] {
            m_portHolder = std::make_unique<QTcpServer>();
            QVERIFY(m_portHolder->listen(QHostAddress::LocalHost));
            m_gui->settings->store().setValue(u"signin/callbackPort"_s, m_portHolder->serverPort());
            signIn();
        },
        [this] { m_portHolder.reset(); },
        {},
    };
    m_causes[u"redirect unreadable"_s] = {
        [this] {
            m_gui->browser->person = TestBrowser::Person::Hesitates;
            signIn();
            QTRY_COMPARE(m_gui->browser->opened.size(), 1);
            const QUrl redirect = m_gui->fake.authorize(m_gui->browser->opened.first());
            // The browser has connected, and then there is no room for anything more.
            const qsizetype before = openSockets();
            QTcpSocket socket;
            socket.connectToHost(redirect.host(), quint16(redirect.port()));
            QVERIFY(socket.waitForConnected());
            socket.write("GET " + redirect.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority)
                         + " HTTP/1.1\r\nHost: " + redirect.authority().toLatin1() + "\r\n");
            QVERIFY(socket.waitForBytesWritten());
            // Both ends of the connection are this process's.
            QTRY_COMPARE(openSockets(), before + 2);
            // Who has connected is found out in a slot that is called next, and needs a descriptor.
            QCoreApplication::processEvents();
            m_descriptors = std::make_unique<NoDescriptorsLeft>();
            socket.write("\r\n");
            QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
            m_descriptors.reset();
        },
        [this] { m_gui->browser->person = TestBrowser::Person::Approves; },
        {},
    };
    m_causes[u"list unwritable"_s] = {
        [this] {
            m_gui->start();
            QVERIFY(QDir().mkdir(m_gui->folder.filePath(u"keys.json"_s)));
            QVERIFY(m_gui->click(u"signInButton"_s));
        },
        [this] { QVERIFY(QDir().rmdir(m_gui->folder.filePath(u"keys.json"_s))); },
        {},
    };
}

void TestFailures::addNetworkCauses()
{
    m_causes[u"offline"_s] = {
        [this] {
            m_gui->browser->person = TestBrowser::Person::Hesitates;
            signIn();
            QTRY_COMPARE(m_gui->browser->opened.size(), 1);
            const QUrl redirect = m_gui->fake.authorize(m_gui->browser->opened.first());
            m_port = m_gui->fake.port();
            m_gui->fake.close();
            m_gui->browser->visit(redirect);
        },
        [this] {
            QVERIFY(m_gui->fake.listen(m_port));
            m_gui->browser->person = TestBrowser::Person::Approves;
        },
        {},
    };

    m_causes[u"offline at the check"_s] = {
        [this] {
            m_gui->start();
            const QByteArray key = m_gui->fake.makeKey();
            m_port = m_gui->fake.port();
            m_gui->fake.close();
            QVERIFY(m_gui->enterExistingKey(key));
        },
        [this] { QVERIFY(m_gui->fake.listen(m_port)); },
        {},
    };
    m_causes[u"cut in the handshake"_s] = {
        [this] {
            // Whoever answers hangs up before a word is encrypted.
            m_portHolder = std::make_unique<QTcpServer>();
            QVERIFY(m_portHolder->listen(QHostAddress::LocalHost));
            m_port = m_portHolder->serverPort();
            connect(m_portHolder.get(), &QTcpServer::newConnection, m_portHolder.get(), [this] {
                QTcpSocket *socket = m_portHolder->nextPendingConnection();
                connect(socket, &QTcpSocket::readyRead, socket, &QTcpSocket::abort);
            });
            const QString url = u"https://127.0.0.1:%1/api/v1"_s.arg(m_port);
            qputenv("OPENROUTER_BASE_URL", url.toLatin1());
            m_gui->start();
            QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
        },
        [this] {
            m_portHolder.reset();
            m_gui->fake.close();
            const Certificates::Pair pair = m_certificates->trusted();
            QVERIFY(m_gui->fake.listenTls(pair.certificateFile, pair.keyFile, m_port));
        },
        {},
    };

    // A proxy is for other computers only, so the server is one here: wrong.example.
    const auto behindProxy = [this] {
        const Certificates::Pair pair = m_certificates->wrongHost();
        m_proxy = std::make_unique<TunnelingProxy>(m_gui->fake.port(), pair.certificateFile,
                                                   pair.keyFile);
        m_gui->browser->alias = u"wrong.example"_s;
        qputenv("OPENROUTER_BASE_URL", "https://wrong.example/api/v1");
        m_gui->settings->store().setValue(u"signin/proxy"_s,
                                          QString(u"http://127.0.0.1:%1"_s.arg(m_proxy->port())));
    };
    m_causes[u"proxy refuses"_s] = {
        [this, behindProxy] {
            behindProxy();
            m_proxy->setRefusing(true);
            signIn();
        },
        [this] { m_proxy->setRefusing(false); },
        {},
    };
    m_causes[u"proxy absent"_s] = {
        [this, behindProxy] {
            behindProxy();
            m_proxy->close();
            signIn();
        },
        [this] { QVERIFY(m_proxy->listen()); },
        {},
    };
    m_causes[u"certificate"_s] = {
        [this] {
            const Certificates::Pair pair = m_certificates->otherAuthority();
            m_gui->fake.close();
            QVERIFY(m_gui->fake.listenTls(pair.certificateFile, pair.keyFile));
            qputenv("OPENROUTER_BASE_URL", m_gui->fake.baseUrl().toEncoded());
            signIn();
        },
        [this] {
            const Certificates::Pair pair = m_certificates->trusted();
            const quint16 port = m_gui->fake.port();
            m_gui->fake.close();
            QVERIFY(m_gui->fake.listenTls(pair.certificateFile, pair.keyFile, port));
        },
        {},
    };
    m_causes[u"check too slow"_s] = {
        [this] {
            m_gui->start();
            m_gui->fake.inject(Endpoint::Key, Fault::hang());
            QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
            QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 1);
            m_gui->clock.skip(31s);
        },
        {},
        {},
    };
    m_causes[u"check drips"_s] = {
        [this] {
            m_gui->start();
            m_gui->fake.inject(Endpoint::Key, Fault::drip(100ms));
            QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
            QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 1);
            m_gui->clock.skip(31s);
        },
        {},
        {},
    };
    m_causes[u"exchange drips"_s] = {
        [this] {
            m_gui->fake.inject(Endpoint::Exchange, Fault::drip(100ms));
            signIn();
            QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
            m_gui->clock.skip(31s);
        },
        {},
        [this] { signInAgainAfterLookingAtTheKeys(); },
    };
    m_causes[u"exchange too slow"_s] = {
        [this] {
            m_gui->fake.inject(Endpoint::Exchange, Fault::hang());
            signIn();
            QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
            m_gui->clock.skip(31s);
        },
        {},
        [this] { signInAgainAfterLookingAtTheKeys(); },
    };
}

void TestFailures::addAnswerCauses()
{
    const auto atExchange = [this](const Fault &fault, int times = 1) {
        return [this, fault, times] {
            m_gui->fake.inject(Endpoint::Exchange, fault, times);
            signIn();
        };
    };
    const auto atCheck = [this](const Fault &fault) {
        return [this, fault] {
            m_gui->start();
            m_gui->fake.inject(Endpoint::Key, fault, FakeOpenRouter::Always);
            QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
        };
    };
    const auto fiveCodes = [this](int status) {
        return [this, status] {
            m_gui->fake.setInvalidCodeStatus(status);
            m_gui->browser->person = TestBrowser::Person::Hesitates;
            signIn();
            QTRY_COMPARE(m_gui->browser->opened.size(), 1);
            QVERIFY(m_gui->click(u"enterCodeButton"_s));
            for (int i = 1; i <= 5; ++i) {
                QVERIFY(m_gui->type(u"codeField"_s, QString(u"TEST_no_code_of_ours_%1"_s.arg(i))));
                m_gui->key(Qt::Key_Return);
                QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), i);
                if (i == 5)
                    break;
                QTRY_VERIFY(!m_gui->text(u"codeNotice"_s).isEmpty());
                if (!m_gui->find(u"codeField"_s))
                    QVERIFY(m_gui->click(u"enterCodeButton"_s));
            }
        };
    };
    const auto approves = [this] { m_gui->browser->person = TestBrowser::Person::Approves; };
    const auto serverIsWell = [this] { m_gui->fake.clearFaults(); };
    const auto lookAtTheKeys = [this] { signInAgainAfterLookingAtTheKeys(); };

    m_causes[u"code refused with 400"_s] = {fiveCodes(400), approves, {}};
    m_causes[u"code refused with 403"_s] = {fiveCodes(403), approves, {}};
    m_causes[u"key refused with 401"_s] = {
        [this] {
            const QByteArray key = m_gui->fake.makeKey();
            m_gui->fake.revoke(key);
            m_gui->start();
            QVERIFY(m_gui->enterExistingKey(key));
        },
        {},
        {},
    };
    m_causes[u"key rejected in other words"_s] = {
        atCheck(Fault::refuse(401, u"TEST"_s)), serverIsWell, {}};
    m_causes[u"key lost on the way"_s] = {
        [this] {
            m_gui->fake.setAuthorizationLost(true);
            m_gui->start();
            QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
        },
        [this] { m_gui->fake.setAuthorizationLost(false); },
        {},
    };
    m_causes[u"link cut"_s] = {
        [this, fiveCodes] {
            m_gui->fake.inject(Endpoint::Exchange,
                               Fault::refuse(400, u"Invalid code_challenge_method"_s), 5);
            fiveCodes(400)();
        },
        approves,
        {},
    };
    m_causes[u"conflict"_s] = {atExchange(Fault::conflict()), {}, {}};
    m_causes[u"too many requests"_s] = {atExchange(Fault::rateLimited(60s)), {}, {}};
    m_causes[u"server error at the check"_s] = {atCheck(Fault::serverError()), serverIsWell, {}};
    m_causes[u"server error at the exchange"_s] = {atExchange(Fault::failAfterwards(502), 3),
                                                   serverIsWell, lookAtTheKeys};
    m_causes[u"unknown status"_s] = {atExchange(Fault::answer(418, "text/plain", "I'm a teapot")),
                                     serverIsWell, lookAtTheKeys};
    m_causes[u"redirect"_s] = {
        atExchange(Fault::redirect(QUrl(u"https://example.org/elsewhere"_s))), serverIsWell,
        lookAtTheKeys};
    m_causes[u"server error before anything"_s] = {atExchange(Fault::serverError(), 3),
                                                   serverIsWell, lookAtTheKeys};
    m_causes[u"maintenance page at the exchange"_s] = {atExchange(Fault::html(503), 3),
                                                       serverIsWell, lookAtTheKeys};
    m_causes[u"maintenance page at the check"_s] = {atCheck(Fault::html(503)), serverIsWell, {}};
    m_causes[u"key refused with 403"_s] = {
        atCheck(Fault::refuse(403, u"Not you"_s)), serverIsWell, {}};
    m_causes[u"too many requests at the check"_s] = {
        atCheck(Fault::rateLimited(60s)), serverIsWell, {}};
    m_causes[u"redirect at the check"_s] = {
        atCheck(Fault::redirect(QUrl(u"https://example.org/elsewhere"_s))), serverIsWell, {}};
    m_causes[u"secrets repeated at the check"_s] = {
        atCheck(Fault::echoSecrets()), serverIsWell, {}};

    // Answers that were spoilt on their way, or never good.
    const std::pair<QString, Fault> spoilt[] = {
        {u"broken JSON"_s, Fault::garble(Garbling::InvalidJson)},
        {u"a list"_s, Fault::garble(Garbling::NotAnObject)},
        {u"empty"_s, Fault::garble(Garbling::EmptyBody)},
        {u"incomplete"_s, Fault::garble(Garbling::KeyMissing)},
        {u"endless"_s, Fault::flood()},
        {u"no HTTP"_s, Fault::raw("220 mail.example ESMTP\r\n")},
        {u"head cut"_s, Fault::raw("HTTP/1.1 200 OK\r\nContent-Ty")},
        {u"answer cut"_s, Fault::cut()},
        {u"answer lost"_s, Fault::closeUnanswered()},
    };
    for (const auto &[name, fault] : spoilt) {
        m_causes[name + " at the check"_L1] = {atCheck(fault), serverIsWell, {}};
        m_causes[name + " at the exchange"_L1] = {atExchange(fault), serverIsWell, lookAtTheKeys};
    }
    m_causes[u"wrong types at the exchange"_s] = {
        atExchange(Fault::garble(Garbling::WrongTypes)), {}, lookAtTheKeys};
    m_causes[u"empty key at the exchange"_s] = {
        atExchange(Fault::garble(Garbling::KeyEmpty)), {}, lookAtTheKeys};
    m_causes[u"line break in the key at the exchange"_s] = {
        atExchange(Fault::garble(Garbling::KeyMalformed)), {}, lookAtTheKeys};
}

void TestFailures::addKeychainCauses()
{
    const auto inMood = [this](Mood mood, StoreError::Kind error = StoreError::Kind::Other) {
        return [this, mood, error] {
            m_gui->keychain.setMood(mood, error);
            signIn();
        };
    };
    const auto mend = [this] { m_gui->keychain.setMood(Mood::Good); };

    m_causes[u"keychain locked"_s] = {inMood(Mood::Refuses, StoreError::Kind::Locked), mend, {}};
    m_causes[u"keyring not created"_s] = {
        inMood(Mood::Refuses, StoreError::Kind::NotCreated), mend, {}};
    m_causes[u"keychain absent"_s] = {
        inMood(Mood::Refuses, StoreError::Kind::Unavailable), mend, {}};
    m_causes[u"keychain refuses"_s] = {inMood(Mood::Refuses, StoreError::Kind::Denied), mend, {}};
    m_causes[u"keychain fails"_s] = {inMood(Mood::Refuses, StoreError::Kind::Other), mend, {}};
    m_causes[u"keychain lies"_s] = {inMood(Mood::Lies), mend, {}};
    m_causes[u"keychain hangs"_s] = {
        [this] {
            m_gui->keychain.setMood(Mood::Hangs);
            signIn();
            QTRY_VERIFY(m_gui->keychain.writes > 0);
            m_gui->clock.skip(300s);
        },
        mend,
        {},
    };
}

void TestFailures::everyKindOfFailureIsInTheTable()
{
    const QList<Line> table = readTable();
    QVERIFY(!table.isEmpty());
    QStringList names;
    for (const Line &line : table) {
        names += line.name;
        QVERIFY2(m_causes.contains(line.name), qPrintable(line.name));
    }
    QCOMPARE(names.size(), m_causes.size());

    // By their headings, which no two kinds share.
    for (int kind = int(Kind::None) + 1; kind <= int(Kind::IndexUnwritable); ++kind) {
        const QString heading = Failure(Kind(kind)).heading();
        const bool isThere = std::any_of(table.begin(), table.end(),
                                         [&](const Line &line) { return line.heading == heading; });
        QVERIFY2(isThere, qPrintable(heading));
    }
}

void TestFailures::failureIsExplainedAndItsButtonHelps_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("heading");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("button");
    for (const Line &line : readTable())
        QTest::newRow(qPrintable(line.name))
            << line.name << line.heading << line.sentence << line.button;
}

void TestFailures::failureIsExplainedAndItsButtonHelps()
{
    QFETCH(QString, name);
    QFETCH(QString, heading);
    QFETCH(QString, sentence);
    QFETCH(QString, button);
    const Cause cause = m_causes.value(name);
    QVERIFY(cause.provoke);

    cause.provoke();
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE_WITH_TIMEOUT(m_gui->page(), u"failurePage"_s, 10'000);
    const auto server = m_gui->settings->server();
    const QString serverName = server ? server->displayName() : QString();
    QCOMPARE(m_gui->heading(), heading);
    QCOMPARE(m_gui->text(u"sentence"_s),
             sentence.replace("%1"_L1, serverName)
                 .replace("%2"_L1, m_gui->folder.filePath(u"keys.json"_s)));
    QVERIFY(!m_gui->text(u"advice"_s).isEmpty());
    QCOMPARE(m_gui->text(u"actionButton"_s), button);
    const QByteArray secret = m_gui->fake.lastKey();
    QVERIFY(secret.isEmpty() || !m_gui->says(QString::fromLatin1(secret)));

    if (cause.mend)
        cause.mend();
    QVERIFY(m_gui->click(u"actionButton"_s));
    if (cause.recover)
        cause.recover();
    if (QTest::currentTestFailed())
        return;

    QTRY_COMPARE_WITH_TIMEOUT(m_gui->page(), u"keysPage"_s, 10'000);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().state, StoredKey::State::Stored);
    QCOMPARE(m_gui->keychain.keyUsers().size(), 1);
    QCOMPARE(m_gui->keychain.secrets.value(m_gui->keychain.keyUsers().first()).toByteArray(),
             m_gui->fake.lastKey());
}

void TestFailures::serversWordsAreShownAsTheyAre()
{
    const QString words = u"<b>No</b> & <img src=x> more than 10 % \u05d0"_s;
    m_gui->fake.inject(Endpoint::Exchange, Fault::refuse(409, words + u"\u202e\n\x1b[31m"_s));
    signIn();
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    auto *label = m_gui->find<QLabel>(u"serverWords"_s);
    QVERIFY(label);
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(label->text().startsWith(words));
    QVERIFY(!label->text().contains(QChar(0x202e)));
    QVERIFY(!label->text().contains(QChar(0x1b)));
}

void TestFailures::headingHasTheFocusAndTellsTheStatus()
{
    m_gui->browser->person = TestBrowser::Person::Denies;
    signIn();
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    auto *heading = m_gui->find(u"heading"_s);
    QVERIFY(heading && heading->hasFocus());
    QVERIFY(heading->accessibleName().startsWith(m_gui->heading()));
    QVERIFY(heading->accessibleName().contains(m_gui->text(u"sentence"_s)));
    // Enter is the button, Escape the way back.
    m_gui->key(Qt::Key_Escape);
    QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestFailures::detailsAreShownWhenAskedFor()
{
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    signIn();
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    QVERIFY(!m_gui->find(u"details"_s));
    QVERIFY(m_gui->click(u"detailsButton"_s));
    QVERIFY(m_gui->text(u"details"_s).contains("org.example.Keychain.Error"_L1));
    QVERIFY(m_gui->click(u"detailsButton"_s));
    QVERIFY(!m_gui->find(u"details"_s));
}

void TestFailures::addStoringRows()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"keychain locked", "keychain absent", "keychain refuses",
                             "keychain hangs", "keychain lies", "keychain fails"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestFailures::unsavedKeyCanBeCopied_data()
{
    addStoringRows();
}

void TestFailures::unsavedKeyCanBeCopied()
{
    QFETCH(QString, name);
    m_causes.value(name).provoke();
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    const QString key = QString::fromLatin1(m_gui->fake.lastKey());
    const auto masked = OpenRouterAuth::ApiKey::fromInput(key)->masked();
    QCOMPARE(m_gui->text(u"maskedKey"_s), masked);
    QVERIFY(!m_gui->says(key));

    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QCOMPARE(GuiFixture::clipboardText(), key);
    QVERIFY(m_gui->text(u"clipboardNotice"_s).contains("45"_L1));
    m_gui->clock.skip(45s);
    QCOMPARE(GuiFixture::clipboardText(), QString());
    QCOMPARE(m_gui->page(), u"failurePage"_s);
}

void TestFailures::unsavedKeyCanBeKeptForTheSession_data()
{
    addStoringRows();
}

void TestFailures::unsavedKeyCanBeKeptForTheSession()
{
    QFETCH(QString, name);
    m_causes.value(name).provoke();
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    QVERIFY(m_gui->click(u"keepForSessionButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().state, StoredKey::State::Session);
    QCOMPARE(m_gui->text(u"badge"_s), u"This session"_s);
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(m_gui->fake.lastKey()));
    QVERIFY(m_gui->keychain.keyUsers().isEmpty());
}

void TestFailures::storingCanFailAgainAndAgain()
{
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    signIn();
    QTRY_COMPARE(m_gui->heading(), u"The keychain is locked"_s);
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Denied);
    QVERIFY(m_gui->click(u"actionButton"_s));
    QTRY_COMPARE(m_gui->heading(), u"The keychain did not accept the key"_s);
    m_gui->keychain.setMood(Mood::Good);
    m_gui->key(Qt::Key_Return);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->fake.keysMade(), 1);
    QCOMPARE(m_gui->vault->keys().first().state, StoredKey::State::Stored);
}

void TestFailures::slowKeychainOffersToCopyAndToKeep()
{
    m_gui->keychain.setMood(Mood::Hangs);
    signIn();
    QTRY_VERIFY(m_gui->keychain.writes > 0);
    QCOMPARE(m_gui->page(), u"waitingPage"_s);
    QVERIFY(!m_gui->find(u"keychainNotice"_s));
    m_gui->clock.skip(5s);
    QVERIFY(m_gui->text(u"keychainNotice"_s).startsWith("Waiting for your keychain"_L1));
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QCOMPARE(GuiFixture::clipboardText(), QString::fromLatin1(m_gui->fake.lastKey()));
    QVERIFY(m_gui->click(u"keepForSessionButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().first().state, StoredKey::State::Session);

    // The prompt is answered after all.
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->vault->keys().first().state, StoredKey::State::Stored);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QTRY_VERIFY(m_gui->text(u"badge"_s) != "This session"_L1);
}

void TestFailures::lateAnswerOfTheKeychainStillCounts()
{
    m_gui->keychain.setMood(Mood::Hangs);
    signIn();
    QTRY_VERIFY(m_gui->keychain.writes > 0);
    m_gui->clock.skip(40s);
    QCOMPARE(m_gui->page(), u"waitingPage"_s);
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().first().state, StoredKey::State::Stored);
}

void TestFailures::refusedCodeIsSaidAndAnotherOneIsTaken()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"useCodeButton"_s));
    QCOMPARE(m_gui->page(), u"waitingPage"_s);
    QTRY_VERIFY(m_gui->find(u"codeField"_s));
    const QUrl link(m_gui->text(u"linkField"_s), QUrl::StrictMode);

    QVERIFY(m_gui->type(u"codeField"_s, u"two words"_s));
    m_gui->key(Qt::Key_Return);
    QTRY_VERIFY(!m_gui->text(u"codeError"_s).isEmpty());
    QCOMPARE(m_gui->fake.requests(Endpoint::Exchange), 0);

    QVERIFY(m_gui->type(u"codeField"_s, u"TEST_no_code_of_ours"_s));
    QVERIFY(!m_gui->find(u"codeError"_s));
    m_gui->key(Qt::Key_Return);
    QTRY_VERIFY(m_gui->text(u"codeNotice"_s).startsWith("The server did not take this code"_L1));
    QVERIFY(m_gui->says(u"Invalid code"_s));

    const QByteArray code = m_gui->fake.authorizeHeadless(link);
    QVERIFY(m_gui->type(u"codeField"_s, QString(u"  \"%1\" "_s.arg(QString::fromLatin1(code)))));
    QVERIFY(m_gui->click(u"useCodeNowButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);
}

void TestFailures::failureOfAReplacementKeepsWhatItReplaces()
{
    const QString id = m_gui->addKey(u"aider"_s);
    const QByteArray old = m_gui->fake.lastKey();
    m_gui->fake.revoke(old);
    m_gui->start();
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Refused"_s);

    m_gui->browser->person = TestBrowser::Person::Denies;
    QVERIFY(m_gui->click(u"signInAgainButton"_s));
    QTRY_COMPARE(m_gui->heading(), u"The request was denied"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);

    m_gui->browser->person = TestBrowser::Person::Approves;
    QVERIFY(m_gui->click(u"actionButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().id, id);
    QCOMPARE(m_gui->vault->keys().first().label, u"aider"_s);
    QVERIFY(m_gui->fake.lastKey() != old);
    QCOMPARE(m_gui->keychain.secrets.value(m_gui->keychain.keyUsers().first()).toByteArray(),
             m_gui->fake.lastKey());
}

QTEST_MAIN(TestFailures)
#include "tst_failures.moc"
