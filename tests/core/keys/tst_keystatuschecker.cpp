// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fakeclock.h"
#include "fakeopenrouter.h"
#include "keychain/faultysecretstore.h"
#include "testkeys.h"
#include "testnewkey.h"

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::KeyInfo;
using OpenRouterAuth::Server;

class TestKeyStatusChecker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void answerIsNotedWithItsTime();
    void expiryOfTheEntryFollowsTheServer();
    void wrongClockMakesNoKeyLookExpired_data();
    void wrongClockMakesNoKeyLookExpired();
    void refusedKeyIsNotedAndKeepsWhatWasKnown();
    void keyThatWorksAgainIsNoLongerRefused();
    void lastStatusStaysWhileOffline();
    void otherAnswersChangeNothing_data();
    void otherAnswersChangeNothing();
    void eachKeyIsSentToItsOwnServerOnly();
    void editedIndexSendsNothing();
    void twoAtOnceAndNoMore();
    void sameKeyIsAskedOnceAtATime();
    void missingKeyIsSaidWithoutAskingTheServer();
    void lockedKeychainIsSaidAndNothingIsAsked();
    void keyThatIsNotStoredCanBeChecked();
    void keyLostOnTheWayIsNotRefused();
    void answerAboutAReplacedKeyIsDropped();

private:
    StoredKey store(const QByteArray &key, const FakeOpenRouter &server,
                    const QString &replacedId = {})
    {
        const auto newKey =
            receivedKey(*m_vault, *ApiKey::fromBytes(key), serverOf(server), replacedId);
        QSignalSpy stored(newKey.get(), &NewKey::stored);
        newKey->store();
        stored.wait();
        return newKey->entry();
    }
    static Server serverOf(const FakeOpenRouter &server)
    {
        return *Server::fromBaseUrl(server.baseUrl());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeOpenRouter> m_server;
    std::unique_ptr<FaultySecretStore> m_keychain;
    std::unique_ptr<SessionStore> m_session;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<KeyList> m_index;
    std::unique_ptr<KeyVault> m_vault;
    std::unique_ptr<KeyStatusChecker> m_checker;
};

void TestKeyStatusChecker::init()
{
    m_checker.reset();
    m_vault.reset();
    m_index.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeOpenRouter>();
    QVERIFY(m_server->listen());
    m_keychain = std::make_unique<FaultySecretStore>();
    m_session = std::make_unique<SessionStore>();
    m_manager = std::make_unique<QNetworkAccessManager>();
    m_clock = std::make_unique<FakeClock>();
    m_index = std::make_unique<KeyList>(m_folder->filePath(u"keys.json"_s));
    m_vault =
        std::make_unique<KeyVault>(m_index.get(), m_keychain.get(), m_session.get(), m_clock.get());
    m_checker = std::make_unique<KeyStatusChecker>(m_vault.get(), m_manager.get(), m_clock.get());
}

void TestKeyStatusChecker::answerIsNotedWithItsTime()
{
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    m_clock->advance(1h);
    QSignalSpy started(m_checker.get(), &KeyStatusChecker::started);
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    std::optional<KeyStatus> atSignal;
    connect(m_checker.get(), &KeyStatusChecker::checked, this,
            [&](const QString &id) { atSignal = m_vault->find(id)->lastStatus; });

    m_checker->check(entry.id);
    QVERIFY(m_checker->isChecking(entry.id));
    QCOMPARE(started.size(), 0);
    QVERIFY(checked.wait());
    QCOMPARE(started.size(), 1);
    QVERIFY(!m_checker->isChecking(entry.id));
    QVERIFY(atSignal);
    QCOMPARE(atSignal->checkedAt, m_clock->now());
    QVERIFY(!atSignal->refused);
    QVERIFY(atSignal->info.usage);
    QCOMPARE(m_server->requests(Endpoint::Key), 1);
    QCOMPARE(m_server->lastRequest(Endpoint::Key).header("X-OpenRouter-Title"),
             QByteArray("OpenRouter Sign-in"));
    QVERIFY(m_server->lastRequest(Endpoint::Key).header("HTTP-Referer").startsWith("https://"));
    QCOMPARE(m_server->violations(), QStringList());
}

void TestKeyStatusChecker::expiryOfTheEntryFollowsTheServer()
{
    const QByteArray key = m_server->makeKey();
    const StoredKey entry = store(key, *m_server);
    QVERIFY(!entry.expiresAt.isValid());
    const QDateTime expiry = QDateTime::fromString(u"2027-01-31T00:00:00Z"_s, Qt::ISODate);
    m_server->keyRecord(key)->expiresAt = expiry;
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    QCOMPARE(m_vault->find(entry.id)->expiresAt, expiry);

    m_server->keyRecord(key)->expiresAt = {};
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    QVERIFY(!m_vault->find(entry.id)->expiresAt.isValid());
}

void TestKeyStatusChecker::wrongClockMakesNoKeyLookExpired_data()
{
    QTest::addColumn<int>("years");
    QTest::newRow("two years fast") << 2;
    QTest::newRow("right") << 0;
    QTest::newRow("two years slow") << -2;
}

void TestKeyStatusChecker::wrongClockMakesNoKeyLookExpired()
{
    QFETCH(int, years);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_clock->setStart(now.addYears(years));
    const QByteArray key = m_server->makeKey();
    m_server->keyRecord(key)->expiresAt = now.addSecs(3600);
    const StoredKey entry = store(key, *m_server);
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    const auto condition = [&] { return m_vault->find(entry.id)->condition(m_clock->now()); };
    QCOMPARE(condition(), StoredKey::Condition::Valid);
    m_clock->advance(30min);
    QCOMPARE(condition(), StoredKey::Condition::Valid);
    m_clock->advance(31min);
    QCOMPARE(condition(), StoredKey::Condition::Expired);
}

void TestKeyStatusChecker::refusedKeyIsNotedAndKeepsWhatWasKnown()
{
    const QByteArray key = m_server->makeKey();
    const StoredKey entry = store(key, *m_server);
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    const auto known = m_vault->find(entry.id)->lastStatus;

    m_server->revoke(key);
    m_clock->advance(1h);
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().at(0).toString(), entry.id);
    QCOMPARE(failed.first().at(1).value<Failure>().kind(), Failure::Kind::UserNotFound);
    const StoredKey refused = *m_vault->find(entry.id);
    QCOMPARE(refused.condition(m_clock->now()), StoredKey::Condition::Refused);
    QCOMPARE(refused.lastStatus->checkedAt, m_clock->now());
    QCOMPARE(refused.lastStatus->info.label, known->info.label);
}

void TestKeyStatusChecker::keyThatWorksAgainIsNoLongerRefused()
{
    const QByteArray key = m_server->makeKey();
    const StoredKey entry = store(key, *m_server);
    m_server->inject(Endpoint::Key, FakeOpenRouter::Fault::refuse(401, u"User not found."_s));
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QVERIFY(m_vault->find(entry.id)->lastStatus->refused);

    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    QCOMPARE(m_vault->find(entry.id)->condition(m_clock->now()), StoredKey::Condition::Valid);
}

void TestKeyStatusChecker::lastStatusStaysWhileOffline()
{
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    const QDateTime known = m_vault->find(entry.id)->lastStatus->checkedAt;

    m_server->close();
    m_clock->advance(1h);
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    // The retries of the client wait on the clock.
    QTRY_VERIFY_WITH_TIMEOUT((m_clock->advance(1s), !failed.isEmpty()), 20'000);
    QCOMPARE(failed.first().at(1).value<Failure>().kind(), Failure::Kind::Offline);
    QCOMPARE(m_vault->find(entry.id)->lastStatus->checkedAt, known);
    QVERIFY(!m_vault->find(entry.id)->lastStatus->refused);
}

void TestKeyStatusChecker::otherAnswersChangeNothing_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Failure::Kind>("kind");
    QTest::newRow("403") << 403 << Failure::Kind::Forbidden;
    QTest::newRow("404") << 404 << Failure::Kind::UnexpectedAnswer;
    QTest::newRow("200 in HTML") << 200 << Failure::Kind::MalformedAnswer;
}

void TestKeyStatusChecker::otherAnswersChangeNothing()
{
    QFETCH(int, status);
    QFETCH(Failure::Kind, kind);
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    m_server->inject(Endpoint::Key, FakeOpenRouter::Fault::html(status));
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().at(1).value<Failure>().kind(), kind);
    QVERIFY(!m_vault->find(entry.id)->lastStatus);
}

void TestKeyStatusChecker::eachKeyIsSentToItsOwnServerOnly()
{
    FakeOpenRouter other;
    QVERIFY(other.listen());
    const QByteArray firstKey = m_server->makeKey();
    const QByteArray secondKey = other.makeKey();
    const StoredKey first = store(firstKey, *m_server);
    const StoredKey second = store(secondKey, other);
    // New sign-ins go elsewhere; what is stored does not follow.
    qputenv("OPENROUTER_BASE_URL", other.baseUrl().toEncoded());
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(first.id);
    m_checker->check(second.id);
    QTRY_COMPARE(checked.size(), 2);
    qunsetenv("OPENROUTER_BASE_URL");
    QCOMPARE(m_server->lastRequest(Endpoint::Key).header("Authorization"), "Bearer " + firstKey);
    QCOMPARE(other.lastRequest(Endpoint::Key).header("Authorization"), "Bearer " + secondKey);
    QCOMPARE(m_server->requests(), 1);
    QCOMPARE(other.requests(), 1);
}

void TestKeyStatusChecker::editedIndexSendsNothing()
{
    FakeOpenRouter evil;
    QVERIFY(evil.listen());
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    QCOMPARE(m_index->modify([&](QList<StoredKey> &keys) { keys.first().server = serverOf(evil); }),
             QString());
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QCOMPARE(evil.connections(), 0);
    QCOMPARE(m_server->connections(), 0);
    QCOMPARE(m_vault->find(entry.id)->state, StoredKey::State::Missing);
}

void TestKeyStatusChecker::twoAtOnceAndNoMore()
{
    constexpr int keys = 6;
    QStringList ids;
    for (int i = 0; i < keys; ++i)
        ids += store(m_server->makeKey(), *m_server).id;
    m_server->inject(Endpoint::Key, FakeOpenRouter::Fault::delay(50ms), FakeOpenRouter::Always);

    int running = 0;
    int most = 0;
    connect(m_checker.get(), &KeyStatusChecker::started, this,
            [&] { most = std::max(most, ++running); });
    connect(m_checker.get(), &KeyStatusChecker::checked, this, [&] { --running; });
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    for (const QString &id : ids)
        m_checker->check(id);
    QTRY_COMPARE(checked.size(), keys);
    QCOMPARE(most, 2);
    QCOMPARE(m_server->requests(Endpoint::Key), keys);
}

void TestKeyStatusChecker::sameKeyIsAskedOnceAtATime()
{
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    QSignalSpy checked(m_checker.get(), &KeyStatusChecker::checked);
    m_checker->check(entry.id);
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    m_checker->check(entry.id);
    QVERIFY(checked.wait());
    QCOMPARE(checked.size(), 2);
    QCOMPARE(m_server->requests(Endpoint::Key), 2);
}

void TestKeyStatusChecker::missingKeyIsSaidWithoutAskingTheServer()
{
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    m_keychain->secrets.clear();
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QCOMPARE(m_vault->find(entry.id)->condition(m_clock->now()), StoredKey::Condition::Missing);
    QCOMPARE(m_server->requests(), 0);
}

void TestKeyStatusChecker::lockedKeychainIsSaidAndNothingIsAsked()
{
    const StoredKey entry = store(m_server->makeKey(), *m_server);
    m_keychain->readError = StoreError::Kind::Locked;
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().at(1).value<Failure>().kind(), Failure::Kind::KeychainLocked);
    QCOMPARE(m_server->requests(), 0);
    QCOMPARE(m_vault->find(entry.id)->state, StoredKey::State::Stored);
}

void TestKeyStatusChecker::keyThatIsNotStoredCanBeChecked()
{
    const ApiKey key = *ApiKey::fromBytes(m_server->makeKey());
    std::optional<ApiKey> checkedKey;
    ServerClock clock;
    connect(m_checker.get(), &KeyStatusChecker::checkedKey, this,
            [&](const ApiKey &answered, const KeyInfo &, const ServerClock &told) {
                checkedKey = answered;
                clock = told;
            });
    m_checker->check(key, serverOf(*m_server));
    QTRY_VERIFY(checkedKey);
    QVERIFY(clock.isKnown());
    QCOMPARE(clock.local, m_clock->now());
    QVERIFY(*checkedKey == key);
    QVERIFY(m_vault->keys().isEmpty());
    QVERIFY(m_keychain->log.isEmpty());

    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(testKey("wrong"), serverOf(*m_server));
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().at(0).toString(), QString());
    QCOMPARE(failed.first().at(1).value<Failure>().kind(), Failure::Kind::UserNotFound);
}

void TestKeyStatusChecker::keyLostOnTheWayIsNotRefused()
{
    const QByteArray key = m_server->makeKey();
    const StoredKey entry = store(key, *m_server);
    m_server->setAuthorizationLost(true);
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().at(1).value<Failure>().kind(), Failure::Kind::KeyNotReceived);
    QCOMPARE(m_vault->find(entry.id)->condition(m_clock->now()), StoredKey::Condition::Unknown);
}

void TestKeyStatusChecker::answerAboutAReplacedKeyIsDropped()
{
    const QByteArray oldKey = m_server->makeKey();
    const StoredKey entry = store(oldKey, *m_server);
    m_server->revoke(oldKey);
    m_server->inject(Endpoint::Key, FakeOpenRouter::Fault::delay(300ms));
    QSignalSpy failed(m_checker.get(), &KeyStatusChecker::failed);
    m_checker->check(entry.id);
    QTRY_COMPARE(m_server->requests(Endpoint::Key), 1);

    const StoredKey replaced = store(m_server->makeKey(), *m_server, entry.id);
    QCOMPARE(replaced.id, entry.id);
    QCOMPARE(failed.size(), 0);
    QVERIFY(failed.wait());
    QVERIFY(!m_vault->find(entry.id)->lastStatus);
}

QTEST_GUILESS_MAIN(TestKeyStatusChecker)
#include "tst_keystatuschecker.moc"
