// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"
#include "core/loopback/redirectreceiver.h"
#include "core/platform/urlopener.h"
#include "core/signin/signinattempt.h"
#include "fakeclock.h"
#include "fakeopenrouter.h"
#include "loopback/rawclient.h"

#include <OpenRouterAuth/client.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using State = SignInAttempt::State;

namespace {

/// Remembers what was to be opened. Where `opens` is false, no browser comes.
class RecordingOpener : public UrlOpener
{
public:
    bool open(const QUrl &url) override
    {
        opened += url;
        return opens;
    }

    QList<QUrl> opened;
    bool opens = true;
};

/// A browser that is started with the page in its argument list, and stays.
class StartedBrowser : public UrlOpener
{
public:
    ~StartedBrowser() override
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    bool open(const QUrl &url) override
    {
        opened = url;
        // "cat" stays until its input ends.
        m_process.start(u"sh"_s,
                        {u"-c"_s, u"cat; :"_s, u"browser"_s, QString::fromLatin1(url.toEncoded())});
        return m_process.waitForStarted();
    }

    QUrl opened;

private:
    QProcess m_process;
};

/// Cannot read any redirect.
class UnableReceiver : public RedirectReceiver
{
public:
    void receive(const Redirect &, QObject *context, const Report &report) override
    {
        QMetaObject::invokeMethod(
            context, [report] { report(std::nullopt); }, Qt::QueuedConnection);
    }
};

/// A keychain that does as it is told: works, fails, or answers only when released.
class FakeKeychain : public SecretStore
{
public:
    void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
               DoneHandler handler) override
    {
        if (error.isError()) {
            QMetaObject::invokeMethod(
                context, [handler = std::move(handler), this] { handler(error); },
                Qt::QueuedConnection);
        } else if (hangs) {
            held.push_back([=, this, handler = std::move(handler)]() mutable {
                memory.write(user, secret, context, std::move(handler));
            });
        } else {
            memory.write(user, secret, context, std::move(handler));
        }
    }

    void read(const QString &user, QObject *context, ReadHandler handler) override
    {
        memory.read(user, context, std::move(handler));
    }

    void remove(const QString &user, QObject *context, DoneHandler handler) override
    {
        memory.remove(user, context, std::move(handler));
    }

    void warmUp() override { ++warmUps; }

    void release()
    {
        hangs = false;
        for (auto &write : std::exchange(held, {}))
            write();
    }

    SessionStore memory;
    StoreError error;
    bool hangs = false;
    int warmUps = 0;
    std::vector<std::function<void()>> held;
};

} // namespace

class TestSignInAttempt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void redirectEndsInAStoredKey();
    void everyOptionReachesTheServer();
    void pastedCodeOrAddressDoesToo_data();
    void pastedCodeOrAddressDoesToo();
    void headlessNeedsNoPort();
    void headlessLinkIsAWayInForTheSameAttempt();
    void pasteOfSomethingElseIsExplainedAndChangesNothing();
    void refusedCodeThenAGoodOne_data();
    void refusedCodeThenAGoodOne();
    void fiveRefusedCodesEndIt();
    void refusedCodeIsNotSentAgain();
    void noEntryOutlivesAnAttemptWithoutAKey_data();
    void noEntryOutlivesAnAttemptWithoutAKey();
    void secondKeyThatMayExistIsReported();
    void denialEndsItWithItsWords();
    void otherErrorEndsItWithItsWords();
    void timeRunsOut();
    void timeAsleepCounts();
    void redirectAfterTheTimeLimitIsToldSo_data();
    void redirectAfterTheTimeLimitIsToldSo();
    void timeRunningOutDuringTheExchangeDoesNotEndIt();
    void withoutATimeLimitItWaits();
    void cancelWhileWaitingEndsAtOnce();
    void cancelDuringTheExchangeLeavesTheChoice();
    void cancelDuringAFailingExchangeIsCanceled();
    void cancelWhileStoringLeavesTheChoice();
    void pendingEntryIsThereBeforeTheCodeIsSent();
    void lostAnswerKeepsThePendingEntry();
    void serverTroubleEndsItWithoutAPendingEntry_data();
    void serverTroubleEndsItWithoutAPendingEntry();
    void browserThatDoesNotOpenDoesNotEndIt();
    void startLinkIsOpenedInsteadIfWanted();
    void startLinkIsOpenedAgainAfterARefusedCode();
    void headlessLinkNeedsNoStartLink();
    void otherUsersFindNoAuthorizationLinkAndCannotUseTheStartLink();
    void pageThatWaitsNamesTheStepThatTakesLong_data();
    void pageThatWaitsNamesTheStepThatTakesLong();
    void redirectThatCannotBeReadEndsItAndIsToldSo();
    void busyPortIsAFailure();
    void optionsThatCannotBeUsedAreAFailure_data();
    void optionsThatCannotBeUsedAreAFailure();
    void listThatCannotBeWrittenStopsItBeforeTheCodeIsSent();
    void keychainThatFailsLeavesTheKeyHere();
    void keychainThatHangsIsSaidAndMayBeLeftBehind();
    void lateAnswerOfTheKeychainStillCounts();
    void signingInAgainReplacesTheKeyUnderItsId();
    void keyToBePrintedIsNeverStored_data();
    void keyToBePrintedIsNeverStored();
    void pageIsDeliveredThoughTheAttemptIsDeleted();
    void killIsNeverSilent_data();
    void killIsNeverSilent();
    void twoProcessesAtOnceDoNotMix();
    void secretsAreInNoLogLine();

private:
    SignInAttempt *make(const SignInOptions &options = {});
    [[nodiscard]] SignInAttempt::Dependencies services(OpenRouterAuth::Clock *clock = nullptr);

    /// Begins and waits until the link was to be opened.
    void begin(SignInAttempt *attempt);

    /// The browser follows a redirect; the page it ends on.
    QByteArray follow(const QUrl &redirect);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeOpenRouter> m_fake;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<OpenRouterAuth::Client> m_client;
    std::unique_ptr<FakeKeychain> m_keychain;
    std::unique_ptr<SessionStore> m_session;
    std::unique_ptr<KeyList> m_index;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<KeyVault> m_vault;
    std::unique_ptr<RecordingOpener> m_opener;
    std::unique_ptr<SignInAttempt> m_attempt;
};

void TestSignInAttempt::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_fake = std::make_unique<FakeOpenRouter>();
    QVERIFY(m_fake->listen());
    m_manager = std::make_unique<QNetworkAccessManager>();
    m_client = std::make_unique<OpenRouterAuth::Client>(
        m_manager.get(), *OpenRouterAuth::Server::fromBaseUrl(m_fake->baseUrl()));
    OpenRouterAuth::RetryPolicy noRetries;
    noRetries.maximumRetries = 0;
    m_client->setRetryPolicy(noRetries);
    m_keychain = std::make_unique<FakeKeychain>();
    m_session = std::make_unique<SessionStore>();
    m_index = std::make_unique<KeyList>(m_folder->filePath(u"keys.json"_s));
    m_clock = std::make_unique<FakeClock>();
    m_vault =
        std::make_unique<KeyVault>(m_index.get(), m_keychain.get(), m_session.get(), m_clock.get());
    m_opener = std::make_unique<RecordingOpener>();
}

void TestSignInAttempt::cleanup()
{
    QCOMPARE(m_fake->violations(), QStringList());
    m_attempt.reset();
    m_vault.reset();
    m_index.reset();
    m_keychain.reset();
    m_session.reset();
    m_client.reset();
    m_manager.reset();
    m_fake.reset();
}

SignInAttempt::Dependencies TestSignInAttempt::services(OpenRouterAuth::Clock *clock)
{
    return {m_client.get(), m_vault.get(), m_opener.get(), clock ? clock : m_clock.get()};
}

SignInAttempt *TestSignInAttempt::make(const SignInOptions &options)
{
    m_attempt = std::make_unique<SignInAttempt>(options, services());
    return m_attempt.get();
}

void TestSignInAttempt::begin(SignInAttempt *attempt)
{
    attempt->begin();
    QTRY_VERIFY(!m_opener->opened.isEmpty());
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
}

QByteArray TestSignInAttempt::follow(const QUrl &redirect)
{
    RawClient first(quint16(redirect.port()));
    first.get(redirect);
    [&] { QTRY_VERIFY(first.isOver()); }();
    if (first.status() != 303)
        return first.received();
    QUrl next = redirect;
    next.setQuery(QString());
    next.setPath(QString::fromLatin1(first.header("Location")));
    RawClient second(quint16(next.port()));
    second.get(next);
    [&] { QTRY_VERIFY(second.isOver()); }();
    return second.body();
}

void TestSignInAttempt::redirectEndsInAStoredKey()
{
    SignInOptions options;
    options.keyLabel = u"work laptop"_s;
    SignInAttempt *attempt = make(options);
    QSignalSpy states(attempt, &SignInAttempt::stateChanged);
    QSignalSpy finished(attempt, &SignInAttempt::finished);
    QSignalSpy redirected(attempt, &SignInAttempt::redirectReceived);
    QSignalSpy stopped(attempt, &SignInAttempt::stoppedListening);
    begin(attempt);
    QCOMPARE(m_opener->opened, {attempt->authorizationUrl()});
    QVERIFY(attempt->isListening());
    QCOMPARE(m_keychain->warmUps, 1);

    const QUrl redirect = m_fake->authorize(attempt->authorizationUrl());
    QVERIFY(redirect.isValid());
    const QByteArray page = follow(redirect);
    QVERIFY(page.contains("You are signed in"));
    QCOMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(redirected.size(), 1);
    QList<State> seen;
    for (const QVariantList &arguments : states)
        seen += arguments.first().value<State>();
    QCOMPARE(seen, (QList{State::WaitingForBrowser, State::Exchanging, State::Storing,
                          State::Succeeded}));

    QCOMPARE(m_fake->requests(Endpoint::Exchange), 1);
    QCOMPARE(m_fake->keysMade(), 1);
    QCOMPARE(m_vault->keys().size(), 1);
    const StoredKey key = m_vault->keys().first();
    QCOMPARE(key.id, attempt->newKey()->entry().id);
    QCOMPARE(key.state, StoredKey::State::Stored);
    QCOMPARE(key.label, u"work laptop"_s);
    QCOMPARE(key.userId, m_fake->userId().value_or(QString()));
    QVERIFY(attempt->newKey()->key()->secret().equals(m_fake->lastKey()));

    bool read = false;
    m_keychain->read(keychainUser(key.server, key.id), this,
                     [&](const StoreError &error, const OpenRouterAuth::Secret &secret) {
                         read = !error.isError() && secret.equals(m_fake->lastKey());
                     });
    QTRY_VERIFY(read);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 6'000);
    QVERIFY(!attempt->isListening());
}

void TestSignInAttempt::everyOptionReachesTheServer()
{
    SignInOptions options;
    options.keyLabel = u"a+b & c=d #1 / \"é\" 😀"_s;
    options.workspaceId = QUuid::createUuid();
    options.requireWorkspace = true;
    options.callbackHost = u"localhost"_s;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    QCOMPARE(attempt->authorizationUrl().path(), u"/auth"_s);
    const QUrl redirect = m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(redirect.host(), u"localhost"_s);
    QVERIFY(attempt->submitCode(redirect.toString()).isEmpty());
    QTRY_COMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(m_fake->keyRecord(m_fake->lastKey())->label, options.keyLabel);
}

void TestSignInAttempt::pastedCodeOrAddressDoesToo_data()
{
    QTest::addColumn<bool>("address");
    QTest::newRow("code") << false;
    QTest::newRow("address") << true;
}

void TestSignInAttempt::pastedCodeOrAddressDoesToo()
{
    QFETCH(bool, address);
    SignInAttempt *attempt = make();
    begin(attempt);
    const QUrl redirect = m_fake->authorize(attempt->authorizationUrl());
    const QString pasted = address ? redirect.toString() : QString::fromLatin1(m_fake->lastCode());
    QCOMPARE(attempt->submitCode(u" \""_s + pasted + u"\"\n"_s), QString());
    QVERIFY(!attempt->submitCode(pasted).isEmpty()); // one at a time
    QTRY_COMPARE(attempt->state(), State::Succeeded);
    // The redirect that comes late sees the outcome and burns nothing.
    QVERIFY(follow(redirect).contains("You are signed in"));
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 1);
}

void TestSignInAttempt::headlessNeedsNoPort()
{
    SignInOptions options;
    options.headless = true;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    QVERIFY(!attempt->isListening());
    QVERIFY(attempt->authorizationUrl().isEmpty());
    QCOMPARE(m_opener->opened, {attempt->headlessUrl()});
    const QByteArray code = m_fake->authorizeHeadless(attempt->headlessUrl());
    QVERIFY(!code.isEmpty());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(code)), QString());
    QTRY_COMPARE(attempt->state(), State::Succeeded);
}

void TestSignInAttempt::headlessLinkIsAWayInForTheSameAttempt()
{
    SignInAttempt *attempt = make();
    begin(attempt);
    const QByteArray code = m_fake->authorizeHeadless(attempt->headlessUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(code)), QString());
    QTRY_COMPARE(attempt->state(), State::Succeeded);
}

void TestSignInAttempt::pasteOfSomethingElseIsExplainedAndChangesNothing()
{
    SignInAttempt *attempt = make();
    QVERIFY(!attempt->submitCode(u"TESTcode"_s).isEmpty()); // before begin()
    begin(attempt);
    for (const QString &pasted : {QString(), u"two words"_s, u"https://example.org/?code=x"_s})
        QVERIFY(!attempt->submitCode(pasted).isEmpty());
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 0);
}

void TestSignInAttempt::refusedCodeThenAGoodOne_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("as the guide says") << 403;
    QTest::newRow("as seen live") << 400;
}

void TestSignInAttempt::refusedCodeThenAGoodOne()
{
    QFETCH(int, status);
    m_fake->setInvalidCodeStatus(status);
    SignInAttempt *attempt = make();
    QSignalSpy refused(attempt, &SignInAttempt::codeRefused);
    begin(attempt);
    QCOMPARE(attempt->submitCode(u"TESTcode-that-is-wrong"_s), QString());
    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
    QVERIFY(!refused.first().first().value<Failure>().serverWords().isEmpty());

    QVERIFY(follow(m_fake->authorize(attempt->authorizationUrl())).contains("You are signed in"));
    QCOMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(m_vault->keys().size(), 1);
    QVERIFY(m_index->keys().size() == 1); // no pending entry is left
    m_fake->clearViolations();            // a wrong code is one
}

void TestSignInAttempt::fiveRefusedCodesEndIt()
{
    SignInAttempt *attempt = make();
    QSignalSpy refused(attempt, &SignInAttempt::codeRefused);
    begin(attempt);
    for (int i = 0; i < 5; ++i) {
        QTRY_COMPARE(attempt->state(), State::WaitingForBrowser);
        QCOMPARE(attempt->submitCode(u"TESTcode-wrong-number-%1"_s.arg(i)), QString());
    }
    QTRY_COMPARE(attempt->state(), State::Failed);
    QCOMPARE(refused.size(), 4);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::Forbidden);
    QVERIFY(m_index->keys().isEmpty());
    m_fake->clearViolations();
}

void TestSignInAttempt::refusedCodeIsNotSentAgain()
{
    SignInAttempt *attempt = make();
    QSignalSpy refused(attempt, &SignInAttempt::codeRefused);
    begin(attempt);
    for (int i = 0; i < 6; ++i) {
        QTRY_COMPARE(attempt->state(), State::WaitingForBrowser);
        QCOMPARE(attempt->submitCode(u"TESTcode-wrong-number-1"_s), QString());
    }
    QTRY_COMPARE(refused.size(), 6);
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 1);
    const auto words = [&refused](int i) {
        return refused.at(i).first().value<Failure>().serverWords();
    };
    QCOMPARE(words(5), words(0));

    // The right one still gets through.
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Succeeded);
    m_fake->clearViolations();
}

void TestSignInAttempt::noEntryOutlivesAnAttemptWithoutAKey_data()
{
    QTest::addColumn<int>("end");
    QTest::newRow("canceled") << 0;
    QTest::newRow("denied") << 1;
    QTest::newRow("timed out") << 2;
    QTest::newRow("deleted") << 3;
}

void TestSignInAttempt::noEntryOutlivesAnAttemptWithoutAKey()
{
    QFETCH(int, end);
    SignInOptions options;
    options.timeout = 60s;
    SignInAttempt *attempt = make(options);
    QSignalSpy refused(attempt, &SignInAttempt::codeRefused);
    begin(attempt);
    QCOMPARE(attempt->submitCode(u"TESTcode-wrong-number-1"_s), QString());
    QTRY_COMPARE(refused.size(), 1);
    QCOMPARE(m_index->keys().size(), 1);
    switch (end) {
    case 0:
        attempt->cancel();
        break;
    case 1:
        follow(m_fake->deny(attempt->authorizationUrl()));
        break;
    case 2:
        m_clock->advance(61s);
        break;
    default:
        m_attempt.reset();
        break;
    }
    QVERIFY(m_index->keys().isEmpty());
    m_fake->clearViolations();
}

void TestSignInAttempt::secondKeyThatMayExistIsReported()
{
    m_fake->inject(Endpoint::Exchange, Fault::html(504));
    m_client->setRetryPolicy({});
    SignInAttempt *attempt = make();
    begin(attempt);
    m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(m_fake->lastCode())), QString());
    QTRY_COMPARE(m_fake->requests(Endpoint::Exchange), 2);
    QTRY_COMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(m_vault->keys().size(), 1);
    QVERIFY(attempt->newKey()->reminder());
    QCOMPARE(m_vault->unfinished().size(), 1);
    const KeyJob *job = m_vault->remove(attempt->newKey()->reminder()->id);
    QSignalSpy removed(job, &KeyJob::finished);
    QVERIFY(removed.wait());
    QVERIFY(m_vault->unfinished().isEmpty());
}

void TestSignInAttempt::denialEndsItWithItsWords()
{
    SignInAttempt *attempt = make();
    begin(attempt);
    const QByteArray page = follow(m_fake->deny(attempt->authorizationUrl(), u"Not <today>"_s));
    QVERIFY(page.contains("The request was denied"));
    QVERIFY(!page.contains("<today>"));
    QCOMPARE(attempt->state(), State::Denied);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::Denied);
    QCOMPARE(attempt->failure().detail(), u"Not <today>"_s);
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 0);
}

void TestSignInAttempt::otherErrorEndsItWithItsWords()
{
    SignInAttempt *attempt = make();
    begin(attempt);
    QUrl redirect = m_fake->deny(attempt->authorizationUrl());
    redirect.setQuery(u"error=server_error&error_description=Later"_s);
    follow(redirect);
    QCOMPARE(attempt->state(), State::Failed);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::UnexpectedAnswer);
    QCOMPARE(attempt->failure().detail(), u"Later"_s);
}

void TestSignInAttempt::timeRunsOut()
{
    SignInOptions options;
    options.timeout = 60s;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    QCOMPARE(attempt->remaining(), 60s);
    m_clock->advance(59s);
    QCOMPARE(attempt->remaining(), 1s);
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
    m_clock->advance(1s);
    QCOMPARE(attempt->state(), State::TimedOut);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::TimedOut);
    QTRY_VERIFY_WITH_TIMEOUT(!attempt->isListening(), 6'000);
}

void TestSignInAttempt::timeAsleepCounts()
{
    SignInOptions options;
    options.timeout = 60s;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    m_clock->sleep(30s);
    QCOMPARE(attempt->remaining(), 30s);
    m_clock->advance(5s);
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
    m_clock->sleep(10min);
    QCOMPARE(attempt->remaining(), 0s);
    m_clock->advance(5s); // soon after the computer wakes up
    QCOMPARE(attempt->state(), State::TimedOut);
}

void TestSignInAttempt::redirectAfterTheTimeLimitIsToldSo_data()
{
    QTest::addColumn<bool>("isNoticed");
    QTest::newRow("just after it") << true;
    QTest::newRow("just after waking up") << false;
}

void TestSignInAttempt::redirectAfterTheTimeLimitIsToldSo()
{
    QFETCH(bool, isNoticed);
    SignInAttempt *attempt = make();
    begin(attempt);
    const QUrl redirect = m_fake->authorize(attempt->authorizationUrl());
    if (isNoticed)
        m_clock->advance(300s);
    else
        m_clock->sleep(300s);
    const QByteArray page = follow(redirect);
    QVERIFY(page.contains(Failure(Failure::Kind::TimedOut).heading().toHtmlEscaped().toUtf8()));
    QCOMPARE(attempt->state(), State::TimedOut);
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 0);
    QVERIFY(m_index->keys().isEmpty());
}

void TestSignInAttempt::timeRunningOutDuringTheExchangeDoesNotEndIt()
{
    m_fake->inject(Endpoint::Exchange, Fault::delay(200ms));
    SignInAttempt *attempt = make();
    begin(attempt);
    m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(m_fake->lastCode())), QString());
    m_clock->advance(600s);
    QTRY_COMPARE(attempt->state(), State::Succeeded);
}

void TestSignInAttempt::withoutATimeLimitItWaits()
{
    SignInOptions options;
    options.timeout = 0s;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    QVERIFY(!attempt->remaining());
    m_clock->advance(24h);
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
}

void TestSignInAttempt::cancelWhileWaitingEndsAtOnce()
{
    SignInAttempt *attempt = make();
    QSignalSpy finished(attempt, &SignInAttempt::finished);
    begin(attempt);
    attempt->cancel();
    QCOMPARE(attempt->state(), State::Canceled);
    QVERIFY(!attempt->isListening());
    attempt->cancel();
    QCOMPARE(finished.size(), 1);
    QVERIFY(m_index->keys().isEmpty());
}

void TestSignInAttempt::cancelDuringTheExchangeLeavesTheChoice()
{
    m_fake->inject(Endpoint::Exchange, Fault::delay(200ms));
    SignInAttempt *attempt = make();
    begin(attempt);
    m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(m_fake->lastCode())), QString());
    attempt->cancel();
    QCOMPARE(attempt->state(), State::Exchanging);
    QTRY_COMPARE(attempt->state(), State::SucceededUnstored);
    QVERIFY(attempt->wasCanceled());
    QVERIFY(attempt->newKey()->key()->secret().equals(m_fake->lastKey()));
    QCOMPARE(attempt->newKey()->entry().keyHash, attempt->newKey()->key()->hash());
    QVERIFY(m_vault->keys().isEmpty());

    // Keep…
    QSignalSpy stored(attempt->newKey(), &NewKey::stored);
    attempt->newKey()->store();
    QVERIFY(stored.wait());
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(m_index->keys().size(), 1);
}

void TestSignInAttempt::cancelDuringAFailingExchangeIsCanceled()
{
    m_fake->inject(Endpoint::Exchange, Fault::refuse(403, u"No"_s).after(100ms));
    SignInAttempt *attempt = make();
    begin(attempt);
    QCOMPARE(attempt->submitCode(u"TESTcode-TESTcode"_s), QString());
    attempt->cancel();
    QTRY_COMPARE(attempt->state(), State::Canceled);
    QVERIFY(m_index->keys().isEmpty());
}

void TestSignInAttempt::cancelWhileStoringLeavesTheChoice()
{
    m_keychain->hangs = true;
    SignInAttempt *attempt = make();
    begin(attempt);
    m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(m_fake->lastCode())), QString());
    QTRY_COMPARE(attempt->state(), State::Storing);
    attempt->cancel();
    QCOMPARE(attempt->state(), State::SucceededUnstored);
    QVERIFY(attempt->wasCanceled());

    // … or discard: then a late answer of the keychain leaves nothing behind.
    attempt->newKey()->discard();
    m_keychain->release();
    const QString user = keychainUser(attempt->server(), attempt->newKey()->entry().id);
    QTRY_VERIFY(m_index->keys().isEmpty());
    bool settled = false;
    m_vault->settle(this, [&] { settled = true; });
    QTRY_VERIFY(settled);
    bool gone = false;
    m_keychain->read(user, this, [&](const StoreError &error, const OpenRouterAuth::Secret &) {
        gone = error.kind == StoreError::Kind::NotFound;
    });
    QTRY_VERIFY(gone);
}

void TestSignInAttempt::pendingEntryIsThereBeforeTheCodeIsSent()
{
    SignInAttempt *attempt = make();
    begin(attempt);
    QVERIFY(m_index->keys().isEmpty());
    bool wasThere = false;
    connect(m_fake.get(), &FakeOpenRouter::requestReceived, this, [&](Endpoint endpoint) {
        if (endpoint != Endpoint::Exchange)
            return;
        QFile file(m_folder->filePath(u"keys.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const KeyListContent decoded = decodeKeyList(file.readAll());
        wasThere =
            decoded.keys.size() == 1 && decoded.keys.first().state == StoredKey::State::Pending;
    });
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Succeeded);
    QVERIFY(wasThere);
}

void TestSignInAttempt::lostAnswerKeepsThePendingEntry()
{
    m_fake->inject(Endpoint::Exchange, Fault::closeUnanswered());
    SignInAttempt *attempt = make();
    begin(attempt);
    const QByteArray page = follow(m_fake->authorize(attempt->authorizationUrl()));
    QVERIFY(page.contains("did not work"));
    QCOMPARE(attempt->state(), State::Failed);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::AnswerLost);
    QVERIFY(attempt->failure().keyMayExist());
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 1);
    QCOMPARE(m_index->keys().size(), 1);
    QCOMPARE(m_index->keys().first().state, StoredKey::State::Pending);
}

void TestSignInAttempt::serverTroubleEndsItWithoutAPendingEntry_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Failure::Kind>("kind");
    QTest::newRow("401") << 401 << Failure::Kind::Unauthorized;
    QTest::newRow("404") << 404 << Failure::Kind::UnexpectedAnswer;
    QTest::newRow("409") << 409 << Failure::Kind::Conflict;
    QTest::newRow("429") << 429 << Failure::Kind::RateLimited;
}

void TestSignInAttempt::serverTroubleEndsItWithoutAPendingEntry()
{
    QFETCH(int, status);
    QFETCH(Failure::Kind, kind);
    m_fake->inject(Endpoint::Exchange, Fault::refuse(status, u"The server's words"_s));
    SignInAttempt *attempt = make();
    begin(attempt);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Failed);
    QCOMPARE(attempt->failure().kind(), kind);
    QCOMPARE(attempt->failure().serverWords(), u"The server's words"_s);
    QVERIFY(!attempt->failure().keyMayExist());
    QVERIFY(m_index->keys().isEmpty());
}

void TestSignInAttempt::browserThatDoesNotOpenDoesNotEndIt()
{
    m_opener->opens = false;
    SignInAttempt *attempt = make();
    QSignalSpy failed(attempt, &SignInAttempt::browserFailed);
    begin(attempt);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(attempt->state(), State::WaitingForBrowser);
    m_opener->opens = true;
    attempt->openBrowserAgain();
    QCOMPARE(m_opener->opened.size(), 2);
    QCOMPARE(failed.size(), 1);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Succeeded);
}

void TestSignInAttempt::startLinkIsOpenedInsteadIfWanted()
{
    SignInOptions options;
    options.startLink = StartLinkUse::Always;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    const QUrl start = m_opener->opened.first();
    QCOMPARE(start.host(), u"127.0.0.1"_s);
    QVERIFY(start.path().startsWith("/start/"_L1));
    QCOMPARE(attempt->authorizationUrl().path(), u"/auth"_s); // what is copied and scanned

    RawClient browser(quint16(start.port()));
    browser.get(start, "Sec-Fetch-Site: none\r\n");
    QTRY_COMPARE(browser.status(), 303);
    QCOMPARE(browser.header("Location"), attempt->authorizationUrl().toEncoded());
    QVERIFY(follow(m_fake->authorize(attempt->authorizationUrl())).contains("You are signed in"));
    QCOMPARE(attempt->state(), State::Succeeded);
}

void TestSignInAttempt::startLinkIsOpenedAgainAfterARefusedCode()
{
    SignInOptions options;
    options.startLink = StartLinkUse::Always;
    SignInAttempt *attempt = make(options);
    QSignalSpy refused(attempt, &SignInAttempt::codeRefused);
    begin(attempt);
    QCOMPARE(attempt->submitCode(u"TESTcode-that-is-wrong"_s), QString());
    QTRY_COMPARE(refused.size(), 1);
    attempt->openBrowserAgain();
    QCOMPARE(m_opener->opened.size(), 2);
    const QUrl start = m_opener->opened.last();
    RawClient browser(quint16(start.port()));
    browser.get(start);
    QTRY_COMPARE(browser.header("Location"), attempt->authorizationUrl().toEncoded());
    m_fake->clearViolations(); // a wrong code is one
}

void TestSignInAttempt::headlessLinkNeedsNoStartLink()
{
    SignInOptions options;
    options.headless = true;
    options.startLink = StartLinkUse::Always;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    QCOMPARE(m_opener->opened, {attempt->headlessUrl()});
}

void TestSignInAttempt::otherUsersFindNoAuthorizationLinkAndCannotUseTheStartLink()
{
#ifdef Q_OS_LINUX
    if (::getuid() != 0)
        QFAIL("this test changes the user of a process and so must be run as root");
    StartedBrowser browser;
    SignInOptions options;
    options.startLink = StartLinkUse::Always;
    SignInAttempt::Dependencies given = services();
    given.opener = &browser;
    m_attempt = std::make_unique<SignInAttempt>(options, given);
    m_attempt->begin();
    QTRY_VERIFY(!browser.opened.isEmpty());

    // As another user: everything that the system shows about processes, then what was found there.
    QProcess other;
    other.setChildProcessModifier([] {
        if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(99);
    });
    other.start(u"bash"_s,
                {u"-c"_s,
                 u"cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null;"
                 "exec 3<>/dev/tcp/127.0.0.1/$1 || exit 98;"
                 "printf 'GET %s HTTP/1.1\\r\\nHost: 127.0.0.1:%s\\r\\n\\r\\n' \"$2\" \"$1\" >&3;"
                 "cat <&3"_s,
                 u"other"_s, QString::number(browser.opened.port()), browser.opened.path()});
    QTRY_COMPARE(other.state(), QProcess::NotRunning);
    QVERIFY(other.exitCode() != 98 && other.exitCode() != 99);
    const QByteArray seen = other.readAllStandardOutput();
    QVERIFY(seen.contains(browser.opened.toEncoded()));
    // Only what is this attempt's own: other programs on this computer may have such words.
    const QUrlQuery link(m_attempt->authorizationUrl());
    const QUrl callback(link.queryItemValue(u"callback_url"_s, QUrl::FullyDecoded));
    QVERIFY(!link.queryItemValue(u"code_challenge"_s).isEmpty());
    QVERIFY(!seen.contains(link.queryItemValue(u"code_challenge"_s).toLatin1()));
    QVERIFY(!callback.fileName().isEmpty());
    QVERIFY(!seen.contains(callback.fileName().toLatin1()));
    QVERIFY(!seen.contains("HTTP/1.1 303"));

    // A page of theirs sends this user's browser there.
    RawClient lured(quint16(browser.opened.port()));
    lured.get(browser.opened, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n");
    QTRY_COMPARE(lured.status(), 403);
    QCOMPARE(lured.header("Location"), QByteArray());

    // The browser that was opened gets there all the same.
    RawClient opened(quint16(browser.opened.port()));
    opened.get(browser.opened, "Sec-Fetch-Site: none\r\n");
    QTRY_COMPARE(opened.header("Location"), m_attempt->authorizationUrl().toEncoded());
    QCOMPARE(m_attempt->state(), State::WaitingForBrowser);
    m_attempt.reset();
#else
    QSKIP("only Linux tells the user at the other end of a connection");
#endif
}

void TestSignInAttempt::pageThatWaitsNamesTheStepThatTakesLong_data()
{
    QTest::addColumn<bool>("isServerSlow");
    QTest::newRow("server") << true;
    QTest::newRow("keychain") << false;
}

void TestSignInAttempt::pageThatWaitsNamesTheStepThatTakesLong()
{
    QFETCH(bool, isServerSlow);
    if (isServerSlow)
        m_fake->inject(Endpoint::Exchange, Fault::delay(60s));
    m_keychain->hangs = !isServerSlow;
    SignInAttempt *attempt = make();
    begin(attempt);
    const QUrl redirect = m_fake->authorize(attempt->authorizationUrl());
    RawClient first(quint16(redirect.port()));
    first.get(redirect);
    QTRY_COMPARE(first.status(), 303);
    QUrl next = redirect;
    next.setQuery(QString());
    next.setPath(QString::fromLatin1(first.header("Location")));
    RawClient page(quint16(next.port()));
    page.get(next);
    QTRY_VERIFY_WITH_TIMEOUT(page.isOver(), 20'000);
    QVERIFY(page.body().contains("Still working"));
    QCOMPARE(page.body().contains("keychain"), !isServerSlow);
    QCOMPARE(page.body().contains(attempt->server().displayName().toUtf8()), isServerSlow);
}

void TestSignInAttempt::redirectThatCannotBeReadEndsItAndIsToldSo()
{
    UnableReceiver receiver;
    SignInAttempt::Dependencies given = services();
    given.receiver = &receiver;
    m_attempt = std::make_unique<SignInAttempt>(SignInOptions(), given);
    begin(m_attempt.get());
    const QByteArray page = follow(m_fake->authorize(m_attempt->authorizationUrl()));
    const Failure failure(Failure::Kind::RedirectUnreadable);
    QVERIFY(page.contains(failure.heading().toHtmlEscaped().toUtf8()));
    QCOMPARE(m_attempt->state(), State::Failed);
    QCOMPARE(m_attempt->failure().kind(), failure.kind());
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 0);
    m_attempt.reset();
}

void TestSignInAttempt::busyPortIsAFailure()
{
    SignInOptions options;
    options.callbackPort = m_fake->port();
    SignInAttempt *attempt = make(options);
    QSignalSpy finished(attempt, &SignInAttempt::finished);
    attempt->begin();
    QCOMPARE(finished.size(), 0); // never from inside begin()
    QVERIFY(finished.wait());
    QCOMPARE(attempt->state(), State::Failed);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::PortRefused);
    QVERIFY(m_opener->opened.isEmpty());
}

void TestSignInAttempt::optionsThatCannotBeUsedAreAFailure_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("host");
    QTest::addColumn<Failure::Kind>("kind");
    QTest::newRow("label") << QString(101, u'x') << u"127.0.0.1"_s
                           << Failure::Kind::InvalidSettings;
    QTest::newRow("host") << QString() << u"0.0.0.0"_s << Failure::Kind::PortRefused;
}

void TestSignInAttempt::optionsThatCannotBeUsedAreAFailure()
{
    QFETCH(QString, label);
    QFETCH(QString, host);
    QFETCH(Failure::Kind, kind);
    SignInOptions options;
    options.keyLabel = label;
    options.callbackHost = host;
    SignInAttempt *attempt = make(options);
    QSignalSpy finished(attempt, &SignInAttempt::finished);
    attempt->begin();
    QVERIFY(finished.wait());
    QCOMPARE(attempt->failure().kind(), kind);
    QVERIFY(m_opener->opened.isEmpty());
}

void TestSignInAttempt::listThatCannotBeWrittenStopsItBeforeTheCodeIsSent()
{
    QFile file(m_folder->filePath(u"keys.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"version":99,"keys":[]})");
    file.close();
    m_index->reload();
    SignInAttempt *attempt = make();
    begin(attempt);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Failed);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::IndexUnwritable);
    QCOMPARE(m_fake->requests(Endpoint::Exchange), 0);
}

void TestSignInAttempt::keychainThatFailsLeavesTheKeyHere()
{
    m_keychain->error = {StoreError::Kind::Locked, u"prompt dismissed"_s};
    SignInAttempt *attempt = make();
    begin(attempt);
    const QByteArray page = follow(m_fake->authorize(attempt->authorizationUrl()));
    QVERIFY(page.contains("not in your keychain yet"));
    QCOMPARE(attempt->state(), State::SucceededUnstored);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::KeychainLocked);
    QVERIFY(attempt->newKey()->key()->secret().equals(m_fake->lastKey()));
    QVERIFY(m_vault->keys().isEmpty());

    m_keychain->error = {};
    QSignalSpy stored(attempt->newKey(), &NewKey::stored);
    attempt->newKey()->store();
    QVERIFY(stored.wait());
    QCOMPARE(m_vault->keys().size(), 1);
}

void TestSignInAttempt::keychainThatHangsIsSaidAndMayBeLeftBehind()
{
    m_keychain->hangs = true;
    SignInAttempt *attempt = make();
    QSignalSpy slow(attempt, &SignInAttempt::keychainSlow);
    begin(attempt);
    m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(m_fake->lastCode())), QString());
    QTRY_COMPARE(attempt->state(), State::Storing);
    m_clock->advance(StoreOperation::SlowAfter);
    QCOMPARE(slow.size(), 1);
    attempt->keepForSession();
    QCOMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(m_vault->keys().first().state, StoredKey::State::Session);
}

void TestSignInAttempt::lateAnswerOfTheKeychainStillCounts()
{
    m_keychain->hangs = true;
    SignInAttempt *attempt = make();
    begin(attempt);
    m_fake->authorize(attempt->authorizationUrl());
    QCOMPARE(attempt->submitCode(QString::fromLatin1(m_fake->lastCode())), QString());
    QTRY_COMPARE(attempt->state(), State::Storing);
    attempt->keepForSession();
    m_keychain->release();
    QTRY_COMPARE(m_vault->keys().first().state, StoredKey::State::Stored);
    QCOMPARE(m_vault->keys().size(), 1);
}

void TestSignInAttempt::signingInAgainReplacesTheKeyUnderItsId()
{
    SignInAttempt *attempt = make();
    begin(attempt);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    const StoredKey before = m_vault->keys().first();
    m_fake->revoke(m_fake->lastKey());

    SignInOptions options;
    options.replacedId = before.id;
    m_opener->opened.clear();
    attempt = make(options);
    begin(attempt);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(m_vault->keys().first().id, before.id);
    QVERIFY(m_vault->keys().first().keyHash != before.keyHash);
}

void TestSignInAttempt::keyToBePrintedIsNeverStored_data()
{
    QTest::addColumn<bool>("reminder");
    QTest::newRow("with a reminder") << true;
    QTest::newRow("without") << false;
}

void TestSignInAttempt::keyToBePrintedIsNeverStored()
{
    QFETCH(bool, reminder);
    SignInOptions options;
    options.print = true;
    options.reminder = reminder;
    SignInAttempt *attempt = make(options);
    begin(attempt);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::SucceededUnstored);
    QCOMPARE(attempt->failure().kind(), Failure::Kind::None);
    QVERIFY(!attempt->wasCanceled());
    QVERIFY(attempt->newKey()->key()->secret().equals(m_fake->lastKey()));
    QCOMPARE(QFile::exists(m_folder->filePath(u"keys.json"_s)), reminder);
    QVERIFY(m_vault->keys().isEmpty());
    QCOMPARE(m_keychain->warmUps, 0);
    attempt->newKey()->printed();
    m_index->reload();
    QVERIFY(m_index->keys().isEmpty());
}

void TestSignInAttempt::pageIsDeliveredThoughTheAttemptIsDeleted()
{
    SignInAttempt *attempt = make();
    connect(attempt, &SignInAttempt::finished, this,
            [this] { m_attempt.release()->deleteLater(); });
    begin(attempt);
    QVERIFY(follow(m_fake->authorize(attempt->authorizationUrl())).contains("You are signed in"));
    QCOMPARE(m_vault->keys().size(), 1);
}

void TestSignInAttempt::killIsNeverSilent_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<int>("unfinished");
    QTest::addColumn<bool>("keyKnown");
    QTest::newRow("waiting") << u"WaitingForBrowser"_s << 0 << false;
    QTest::newRow("exchanging") << u"Exchanging"_s << 1 << false;
    QTest::newRow("storing") << u"Storing"_s << 1 << true;
}

void TestSignInAttempt::killIsNeverSilent()
{
    QFETCH(QString, at);
    QFETCH(int, unfinished);
    QFETCH(bool, keyKnown);
    if (at == u"Exchanging")
        m_fake->inject(Endpoint::Exchange, Fault::delay(60s));

    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QStringLiteral(ATTEMPT_PROGRAM),
                  {m_fake->baseUrl().toString(), m_folder->filePath(u"keys.json"_s)});
    QByteArray output;
    const auto reached = [&](const QString &line) {
        output += program.readAllStandardOutput();
        return output.contains(line.toLatin1() + '\n');
    };
    QTRY_VERIFY_WITH_TIMEOUT(reached(u"WaitingForBrowser"_s), 10'000);
    if (at != u"WaitingForBrowser") {
        QTRY_VERIFY(output.contains("link "));
        const qsizetype start = output.indexOf("link ") + 5;
        const QUrl link =
            QUrl::fromEncoded(output.sliced(start, output.indexOf('\n', start) - start));
        m_fake->authorize(link);
        program.write(m_fake->lastCode() + '\n');
        QTRY_VERIFY(reached(at));
    }
    program.kill();
    QTRY_COMPARE(program.state(), QProcess::NotRunning);

    KeyList index(m_folder->filePath(u"keys.json"_s));
    KeyVault vault(&index, m_keychain.get(), m_session.get(), m_clock.get());
    QCOMPARE(vault.unfinished().size(), unfinished);
    QVERIFY(vault.keys().isEmpty());
    if (unfinished > 0) {
        QCOMPARE(vault.unfinished().first().server.baseUrl(), m_fake->baseUrl());
        QCOMPARE(!vault.unfinished().first().keyHash.isEmpty(), keyKnown);
    }
}

void TestSignInAttempt::twoProcessesAtOnceDoNotMix()
{
    // The other process waits in the same folder and with the same server.
    QProcess other;
    other.start(QStringLiteral(ATTEMPT_PROGRAM),
                {m_fake->baseUrl().toString(), m_folder->filePath(u"keys.json"_s)});
    QByteArray output;
    const auto reached = [&](const QByteArray &line) {
        output += other.readAllStandardOutput();
        return output.contains(line);
    };
    QTRY_VERIFY_WITH_TIMEOUT(reached("link "), 10'000);
    QTRY_VERIFY(reached("\n"));

    SignInAttempt *attempt = make();
    begin(attempt);
    follow(m_fake->authorize(attempt->authorizationUrl()));
    QCOMPARE(attempt->state(), State::Succeeded);
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(other.state(), QProcess::Running);

    const qsizetype start = output.indexOf("link ") + 5;
    const QUrl link = QUrl::fromEncoded(output.sliced(start, output.indexOf('\n', start) - start));
    m_fake->authorize(link);
    other.write(m_fake->lastCode() + '\n');
    QTRY_VERIFY(reached("Storing\n"));
    QCOMPARE(m_fake->keysMade(), 2);
    QTRY_COMPARE(m_index->keys().size(), 2);   // its entry is seen here, as pending
    QCOMPARE(m_vault->unfinished().size(), 0); // and is not unfinished: its program lives
    other.kill();
    QTRY_COMPARE(other.state(), QProcess::NotRunning);
    QCOMPARE(m_vault->unfinished().size(), 1);
}

namespace {

QByteArray logged;

void collect(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged += message.toUtf8() + '\n';
}

} // namespace

void TestSignInAttempt::secretsAreInNoLogLine()
{
    logged.clear();
    QLoggingCategory::setFilterRules(u"*=true"_s);
    const QtMessageHandler previous = qInstallMessageHandler(collect);
    const auto restore = qScopeGuard([previous] {
        qInstallMessageHandler(previous);
        QLoggingCategory::setFilterRules(QString());
    });
    SignInAttempt *attempt = make();
    begin(attempt);
    QByteArray verifierOrCode = m_fake->lastCode();
    follow(m_fake->authorize(attempt->authorizationUrl()));
    verifierOrCode = m_fake->lastCode();
    qDebug() << *attempt->newKey()->key() << attempt->newKey()->key()->secret();
    QVERIFY(!logged.isEmpty());
    QVERIFY(!logged.contains(m_fake->lastKey()));
    QVERIFY(!logged.contains(verifierOrCode));
    const QByteArray body = m_fake->lastRequest(Endpoint::Exchange).body;
    const QByteArray verifier =
        QJsonDocument::fromJson(body).object().value("code_verifier"_L1).toString().toLatin1();
    QVERIFY(!verifier.isEmpty());
    QVERIFY(!logged.contains(verifier));
}

QTEST_GUILESS_MAIN(TestSignInAttempt)
#include "tst_signinattempt.moc"
