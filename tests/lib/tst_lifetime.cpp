// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientfixture.h"
#include "fakeclock.h"

#include <QAbstractEventDispatcher>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

namespace {

/// How far a call has come.
enum class Phase {
    Begun,     ///< The function has just returned.
    Connected, ///< The server has accepted, and says nothing.
    Answering, ///< Half of the answer is there.
    PausedAfter429,
    PausedAfter500,
    SecondTry, ///< Sent again after a 429, no answer yet.
    Finished,
};

void addPhases()
{
    QTest::addColumn<Endpoint>("endpoint");
    QTest::addColumn<Phase>("phase");
    for (const Endpoint endpoint : {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
        const auto row = [endpoint](const char *name, Phase phase) {
            QTest::addRow("%s, endpoint %d", name, int(endpoint)) << endpoint << phase;
        };
        row("begun", Phase::Begun);
        row("connected", Phase::Connected);
        row("answering", Phase::Answering);
        row("paused after 429", Phase::PausedAfter429);
        row("paused after 500", Phase::PausedAfter500);
        row("second try", Phase::SecondTry);
        row("finished", Phase::Finished);
    }
}

/// A client whose parts can be destroyed one by one.
struct LifetimeFixture
{
    LifetimeFixture()
        : network(std::make_unique<QNetworkAccessManager>())
        , listening(fake.listen())
    {
        renewClient();
    }

    void renewClient()
    {
        client =
            std::make_unique<Client>(network.get(), Server::fromBaseUrl(fake.baseUrl()).value());
        client->setClock(&clock);
    }

    Reply *call(Endpoint endpoint)
    {
        const Pkce pkce = Pkce::generate();
        AuthorizationRequest link;
        link.callbackUrl = QUrl(u"https://example.org/cb"_s);
        link.codeChallenge = pkce.challenge();
        CreateAuthCodeRequest create;
        create.callbackUrl = link.callbackUrl.value();
        switch (endpoint) {
        case Endpoint::Exchange: {
            fake.authorize(link.toUrl(client->server()).value());
            ExchangeRequest request;
            request.code = Secret(fake.lastCode());
            request.codeVerifier = pkce.verifier();
            return client->exchangeAuthCodeForApiKey(request);
        }
        case Endpoint::CreateAuthCode:
            return client->createAuthCode(create, ApiKey::fromBytes(fake.makeKey()).value());
        default:
            return client->keyInfo(ApiKey::fromBytes(fake.makeKey()).value());
        }
    }

    /// Begins a call and brings it to \a phase; null if it does not get there.
    Reply *bringTo(Phase phase, Endpoint endpoint)
    {
        switch (phase) {
        case Phase::Begun:
        case Phase::Finished:
            break;
        case Phase::Connected:
            fake.inject(endpoint, Fault::hang());
            break;
        case Phase::Answering:
            fake.inject(endpoint, Fault::drip(5ms));
            break;
        case Phase::PausedAfter429:
            fake.inject(endpoint, Fault::rateLimited(5s));
            break;
        case Phase::PausedAfter500:
            fake.inject(endpoint, Fault::serverError());
            break;
        case Phase::SecondTry:
            fake.inject(endpoint, Fault::rateLimited(5s));
            fake.inject(endpoint, Fault::hang());
            break;
        }
        Reply *reply = call(endpoint);
        bool there = true;
        const auto wait = [&there](const std::function<bool()> &condition) {
            there = there && QTest::qWaitFor(condition, 10'000);
        };
        const auto requests = [this, endpoint] { return fake.requests(endpoint); };
        const auto paused = [this] { return clock.waiting() == 2; };
        switch (phase) {
        case Phase::Begun:
            break;
        case Phase::Connected:
            wait([&] { return requests() == 1; });
            break;
        case Phase::Answering: {
            QNetworkReply *networkReply = nullptr;
            wait([&] {
                networkReply = network->findChild<QNetworkReply *>();
                return networkReply && networkReply->hasRawHeader("Content-Length");
            });
            break;
        }
        case Phase::PausedAfter429:
        case Phase::PausedAfter500:
            wait(paused);
            break;
        case Phase::SecondTry:
            wait(paused);
            clock.advance(5s);
            wait([&] { return requests() == 2; });
            break;
        case Phase::Finished:
            wait([reply] { return reply->isFinished(); });
            break;
        }
        return there && (phase == Phase::Finished || !reply->isFinished()) ? reply : nullptr;
    }

    /// Lets everything happen that is still to come.
    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            (void)QTest::qWaitFor([this] { return fake.openConnections() == 0; }, 2000);
            clock.advance(1min);
        }
    }

    FakeOpenRouter fake;
    FakeClock clock;
    std::unique_ptr<QNetworkAccessManager> network;
    std::unique_ptr<Client> client;
    bool listening;
};

/// Whether an exchange that ends in this phase may have made a key.
bool keyMayExistIn(Phase phase, Endpoint endpoint)
{
    return endpoint == Endpoint::Exchange
           && (phase == Phase::Connected || phase == Phase::Answering
               || phase == Phase::PausedAfter500 || phase == Phase::SecondTry);
}

} // namespace

class LifetimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finishedComesOnceAndNeverFromInsideTheCall_data()
    {
        QTest::addColumn<QString>("outcome");
        for (const char *outcome : {"good", "invalid", "refused", "no server", "no manager"})
            QTest::newRow(outcome) << QString::fromLatin1(outcome);
    }

    void finishedComesOnceAndNeverFromInsideTheCall()
    {
        QFETCH(QString, outcome);
        LifetimeFixture f;
        if (outcome == "refused"_L1)
            f.fake.inject(Endpoint::Key, Fault::refuse(403, u"no"_s));
        const ApiKey key = ApiKey::fromBytes(f.fake.makeKey()).value();
        if (outcome == "no server"_L1) {
            f.client->setRetryPolicy(noRetries());
            f.fake.close();
        }
        if (outcome == "no manager"_L1)
            f.network.reset();
        Reply *reply = outcome == "invalid"_L1
                           ? static_cast<Reply *>(f.client->exchangeAuthCodeForApiKey({}))
                           : f.client->keyInfo(key);
        QVERIFY(!reply->isFinished());
        QVERIFY(!reply->error().isError());
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(finished.count() == 1 || finished.wait());
        QVERIFY(reply->isFinished());
        QCOMPARE(reply->error().isError(), outcome != "good"_L1);
        if (outcome == "no manager"_L1)
            QCOMPARE(reply->error().kind(), Error::Kind::Network);
        f.settle();
        QCOMPARE(finished.count(), 1);
    }

    void abortEndsTheCallInEachPhase_data() { addPhases(); }

    void abortEndsTheCallInEachPhase()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(Phase, phase);
        LifetimeFixture f;
        Reply *reply = f.bringTo(phase, endpoint);
        QVERIFY(reply);
        QSignalSpy finished(reply, &Reply::finished);
        const int requests = f.fake.requests();
        reply->abort();
        QVERIFY(reply->isFinished());
        if (phase == Phase::Finished) {
            QCOMPARE(finished.count(), 0);
            QVERIFY(!reply->error().isError());
            return;
        }
        QCOMPARE(finished.count(), 1);
        QCOMPARE(reply->error().kind(), Error::Kind::Canceled);
        QCOMPARE(reply->error().keyMayExist(), keyMayExistIn(phase, endpoint));
        reply->abort();
        f.settle();
        QCOMPARE(finished.count(), 1);
        QCOMPARE(f.fake.requests(), requests);
        QCOMPARE(f.fake.openConnections(), 0);
    }

    void abortOfARefusedCallIsACancellation()
    {
        LifetimeFixture f;
        Reply *reply = f.client->exchangeAuthCodeForApiKey({});
        QSignalSpy finished(reply, &Reply::finished);
        reply->abort();
        QCOMPARE(reply->error().kind(), Error::Kind::Canceled);
        f.settle();
        QCOMPARE(finished.count(), 1);
    }

    void abortFromTheEndItselfDoesNothing()
    {
        LifetimeFixture f;
        Reply *reply = f.call(Endpoint::Key);
        int count = 0;
        connect(reply, &Reply::finished, this, [reply, &count] {
            ++count;
            reply->abort();
        });
        QTRY_COMPARE(count, 1);
        QVERIFY(!reply->error().isError());
        f.settle();
        QCOMPARE(count, 1);
    }

    void replyMayBeDeletedInEachPhase_data() { addPhases(); }

    void replyMayBeDeletedInEachPhase()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(Phase, phase);
        LifetimeFixture f;
        Reply *reply = f.bringTo(phase, endpoint);
        QVERIFY(reply);
        QSignalSpy finished(reply, &Reply::finished);
        const int requests = f.fake.requests();
        delete reply;
        f.settle();
        QCOMPARE(finished.count(), 0);
        QCOMPARE(f.fake.requests(), requests);
        QCOMPARE(f.fake.openConnections(), 0);
        QCOMPARE(f.clock.waiting(), 0);
    }

    void replyMayBeDeletedFromItsEnd_data()
    {
        QTest::addColumn<QString>("outcome");
        for (const char *outcome :
             {"good", "invalid", "refused", "too large", "abort", "timeout", "no manager"})
            QTest::newRow(outcome) << QString::fromLatin1(outcome);
    }

    void replyMayBeDeletedFromItsEnd()
    {
        QFETCH(QString, outcome);
        LifetimeFixture f;
        if (outcome == "refused"_L1)
            f.fake.inject(Endpoint::Key, Fault::refuse(403, u"no"_s));
        else if (outcome == "too large"_L1)
            f.fake.inject(Endpoint::Key, Fault::flood());
        else if (outcome != "good"_L1)
            f.fake.inject(Endpoint::Key, Fault::hang());
        QPointer<Reply> reply = outcome == "invalid"_L1
                                    ? static_cast<Reply *>(f.client->exchangeAuthCodeForApiKey({}))
                                    : f.call(Endpoint::Key);
        connect(reply, &Reply::finished, this, [&reply] { delete reply; });
        if (outcome == "abort"_L1)
            reply->abort();
        else if (outcome == "timeout"_L1)
            f.clock.advance(30s);
        else if (outcome == "no manager"_L1)
            f.network.reset();
        QTRY_VERIFY(reply.isNull());
        f.settle();
    }

    void clientMayBeDeletedInEachPhase_data() { addPhases(); }

    void clientMayBeDeletedInEachPhase()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(Phase, phase);
        LifetimeFixture f;
        QPointer<Reply> reply = f.bringTo(phase, endpoint);
        QVERIFY(reply);
        QSignalSpy finished(reply, &Reply::finished);
        const int requests = f.fake.requests();
        f.client.reset();
        QVERIFY(reply.isNull()); // its child
        f.settle();
        QCOMPARE(finished.count(), 0);
        QCOMPARE(f.fake.requests(), requests);
        QCOMPARE(f.fake.openConnections(), 0);
    }

    void clientMayBeDeletedFromTheEndOfACall()
    {
        LifetimeFixture f;
        QPointer<Reply> reply = f.call(Endpoint::Key);
        QPointer<Reply> other = f.call(Endpoint::Exchange);
        connect(reply, &Reply::finished, this, [&f] { f.client.reset(); });
        QTRY_VERIFY(reply.isNull());
        QVERIFY(other.isNull());
        f.settle();
    }

    void replyTakenFromItsClientOutlivesIt_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::newRow("begun") << Phase::Begun;
        QTest::newRow("paused after 429") << Phase::PausedAfter429;
        QTest::newRow("paused after 500") << Phase::PausedAfter500;
    }

    void replyTakenFromItsClientOutlivesIt()
    {
        QFETCH(Phase, phase);
        LifetimeFixture f;
        const std::unique_ptr<Reply> reply(f.bringTo(phase, Endpoint::Exchange));
        QVERIFY(reply);
        reply->setParent(nullptr);
        f.client.reset();
        f.clock.advance(5s);
        QVERIFY(waitFor(reply.get()));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
    }

    void accessManagerMayBeDeletedInEachPhase_data() { addPhases(); }

    void accessManagerMayBeDeletedInEachPhase()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(Phase, phase);
        LifetimeFixture f;
        Reply *reply = f.bringTo(phase, endpoint);
        QVERIFY(reply);
        QSignalSpy finished(reply, &Reply::finished);
        f.network.reset();
        QCOMPARE(finished.count(), 0); // not from inside a destructor
        if (phase == Phase::Finished)
            return;
        f.clock.advance(5s); // those that pause learn of it when they go on
        QTRY_COMPARE(finished.count(), 1);
        const bool sent = endpoint != Endpoint::Key
                          && (phase == Phase::Connected || phase == Phase::Answering
                              || phase == Phase::SecondTry);
        QCOMPARE(reply->error().kind(), sent ? Error::Kind::AnswerLost : Error::Kind::Network);
        QCOMPARE(reply->error().keyMayExist(), keyMayExistIn(phase, endpoint));
        f.settle();
        QCOMPARE(finished.count(), 1);
    }

    void everythingMayGoAtOnce()
    {
        for (int order = 0; order < 3; ++order) {
            LifetimeFixture f;
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                f.call(endpoint);
            if (order == 0) {
                f.network.reset();
                f.client.reset();
            } else if (order == 1) {
                f.client.reset();
                f.network.reset();
            } else {
                QTRY_VERIFY(f.fake.connections() > 0);
                f.network.reset();
                f.client.reset();
            }
            f.settle();
        }
    }

    void accessManagersThatDeleteTheirRepliesAreFine_data() { addEndpoints(); }

    void accessManagersThatDeleteTheirRepliesAreFine()
    {
        QFETCH(Endpoint, endpoint);
        LifetimeFixture f;
        f.network->setAutoDeleteReplies(true);
        f.fake.inject(endpoint, Fault::serverError());
        Reply *reply = f.call(endpoint);
        QTRY_COMPARE(f.clock.waiting(), 2);
        f.settle();
        QVERIFY(waitFor(reply));
    }

    void accessManagersKeepNothingOfACall_data() { addEndpoints(); }

    void accessManagersKeepNothingOfACall()
    {
        QFETCH(Endpoint, endpoint);
        LifetimeFixture f;
        f.fake.inject(endpoint, Fault::serverError());
        Reply *reply = f.call(endpoint);
        QTRY_COMPARE(f.clock.waiting(), 2);
        f.clock.advance(500ms);
        QVERIFY(waitFor(reply));
        QTRY_COMPARE(f.network->findChildren<QNetworkReply *>().size(), 0);
    }

    void theNextCallMayBeginAtTheEndOfOne()
    {
        LifetimeFixture f;
        int left = 10;
        std::function<void()> next = [&] {
            Reply *reply = f.call(Endpoint::Exchange);
            connect(reply, &Reply::finished, this, [&, reply] {
                QVERIFY(!reply->error().isError());
                reply->deleteLater();
                if (--left > 0)
                    next();
            });
        };
        next();
        QTRY_COMPARE_WITH_TIMEOUT(left, 0, 10'000);
        QCOMPARE(f.fake.keysMade(), 10);
    }

    void clockForgetsWhoIsGone()
    {
        const auto timers = [] {
            return QAbstractEventDispatcher::instance()->findChildren<QTimer *>().size();
        };
        const auto before = timers();
        auto context = std::make_unique<QObject>();
        Clock::system()->callAfter(1h, context.get(), [] {});
        QCOMPARE(timers(), before + 1);
        context.reset();
        QTRY_COMPARE(timers(), before);
    }

    void clockCallsOnceAndItsContextMayGoThen()
    {
        auto *context = new QObject;
        int calls = 0;
        Clock::system()->callAfter(1ms, context, [&] {
            ++calls;
            delete context;
        });
        QTRY_COMPARE(calls, 1);
        QTRY_VERIFY(QAbstractEventDispatcher::instance()->findChildren<QTimer *>().isEmpty());
        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(LifetimeTest)
#include "tst_lifetime.moc"
