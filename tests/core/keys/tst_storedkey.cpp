// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testkeys.h"

#include <QSet>
#include <QTest>
#include <QTimeZone>

#include <functional>

using namespace Qt::StringLiterals;
using namespace SignIn;

class TestStoredKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worstConditionIsTheOneShown_data();
    void worstConditionIsTheOneShown();
    void expiryCountsFromItsVeryMoment();
    void expiryCountsByTheServersClock_data();
    void expiryCountsByTheServersClock();
    void withoutTheServersClockNothingLooksExpired_data();
    void withoutTheServersClockNothingLooksExpired();
    void idIsShortAndPlain_data();
    void idIsShortAndPlain();
    void generatedIdsAreValidAndDiffer();
    void keychainUserNamesTheServer_data();
    void keychainUserNamesTheServer();
    void pagesAreThoseOfItsOwnServer();
};

void TestStoredKey::worstConditionIsTheOneShown_data()
{
    using State = StoredKey::State;
    using Condition = StoredKey::Condition;
    QTest::addColumn<State>("state");
    QTest::addColumn<bool>("checked");
    QTest::addColumn<bool>("refused");
    QTest::addColumn<bool>("expired");
    QTest::addColumn<double>("remaining");
    QTest::addColumn<Condition>("condition");

    QTest::newRow("never asked") << State::Stored << false << false << false << 1.0
                                 << Condition::Unknown;
    QTest::newRow("good") << State::Stored << true << false << false << 1.0 << Condition::Valid;
    QTest::newRow("used up") << State::Stored << true << false << false << 0.0
                             << Condition::LimitReached;
    QTest::newRow("overdrawn") << State::Stored << true << false << false << -0.5
                               << Condition::LimitReached;
    QTest::newRow("expired and used up")
        << State::Stored << true << false << true << 0.0 << Condition::Expired;
    QTest::newRow("expired, what the server says is unknown")
        << State::Stored << false << false << true << 1.0 << Condition::Expired;
    QTest::newRow("missing and expired")
        << State::Missing << true << false << true << 1.0 << Condition::Missing;
    QTest::newRow("refused and missing")
        << State::Missing << true << true << true << 0.0 << Condition::Refused;
    QTest::newRow("session") << State::Session << true << false << false << 1.0
                             << Condition::SessionOnly;
    QTest::newRow("session, used up")
        << State::Session << true << false << false << 0.0 << Condition::LimitReached;
    QTest::newRow("session, refused")
        << State::Session << true << true << false << 1.0 << Condition::Refused;
}

void TestStoredKey::worstConditionIsTheOneShown()
{
    QFETCH(StoredKey::State, state);
    QFETCH(bool, checked);
    QFETCH(bool, refused);
    QFETCH(bool, expired);
    QFETCH(double, remaining);
    QFETCH(StoredKey::Condition, condition);

    const QDateTime now = QDateTime::currentDateTimeUtc();
    StoredKey key = testEntry(u"a"_s);
    key.state = state;
    key.clock = {now, now};
    if (expired)
        key.expiresAt = now.addSecs(-1);
    if (checked) {
        key.lastStatus = KeyStatus{now, refused, {}, {}, {}};
        key.lastStatus->info.limit = 10;
        key.lastStatus->info.limitRemaining = remaining;
    }
    QCOMPARE(key.condition(now), condition);
}

void TestStoredKey::expiryCountsFromItsVeryMoment()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    StoredKey key = testEntry(u"a"_s);
    key.expiresAt = now;
    key.clock = {now.addDays(-1), now.addDays(-1)};
    QCOMPARE(key.condition(now), StoredKey::Condition::Expired);
    QCOMPARE(key.condition(now.addMSecs(-1)), StoredKey::Condition::Unknown);
}

/// The server answers at noon, and this computer's clock says something else.
void TestStoredKey::expiryCountsByTheServersClock_data()
{
    using Local = std::function<QDateTime(const QDateTime &)>;
    QTest::addColumn<Local>("atAnswer"); // this computer's clock, from the true time
    QTest::addColumn<Local>("later");
    QTest::addColumn<bool>("isExpiredLater"); // two hours after the answer: an hour too late
    const Local right = [](const QDateTime &time) { return time; };
    const Local fast = [](const QDateTime &time) { return time.addYears(2); };
    const Local slow = [](const QDateTime &time) { return time.addYears(-2); };
    QTest::newRow("right") << right << right << true;
    QTest::newRow("two years fast") << fast << fast << true;
    QTest::newRow("two years slow") << slow << slow << true;
    QTest::newRow("fast, then set right") << fast << right << true;
    QTest::newRow("slow, then set right") << slow << right << true;
    // Before the answer again: more than the moment of the answer is not known.
    QTest::newRow("fast, then slow") << fast << slow << false;
    QTest::newRow("right, then slow") << right << slow << false;
}

void TestStoredKey::expiryCountsByTheServersClock()
{
    using Local = std::function<QDateTime(const QDateTime &)>;
    QFETCH(Local, atAnswer);
    QFETCH(Local, later);
    QFETCH(bool, isExpiredLater);
    const QDateTime answer(QDate(2026, 11, 26), QTime(12, 0), QTimeZone::utc());
    constexpr qint64 hour = 3600;
    StoredKey key = testEntry(u"a"_s);
    key.clock = {answer, atAnswer(answer)};
    key.lastStatus = KeyStatus{key.clock.local, false, {}, {}, {}};
    key.expiresAt = answer.addSecs(hour);
    using Condition = StoredKey::Condition;
    QCOMPARE(key.condition(atAnswer(answer)), Condition::Valid);
    QCOMPARE(key.condition(later(answer.addSecs(hour - 1))), Condition::Valid);
    QCOMPARE(key.condition(later(answer.addSecs(2 * hour))),
             isExpiredLater ? Condition::Expired : Condition::Valid);
    QCOMPARE(key.mayWork(later(answer.addSecs(2 * hour))), !isExpiredLater);

    // One that had expired at the answer stays expired, whatever this computer's clock says.
    key.expiresAt = answer.addSecs(-1);
    for (const Local &clock : {atAnswer, later})
        QCOMPARE(key.condition(clock(answer)), Condition::Expired);
}

void TestStoredKey::withoutTheServersClockNothingLooksExpired_data()
{
    QTest::addColumn<bool>("checked");
    QTest::addColumn<int>("days"); // to the expiry, by this computer's clock
    QTest::addColumn<StoredKey::Condition>("condition");
    using Condition = StoredKey::Condition;
    QTest::newRow("never asked") << false << -1 << Condition::Unknown;
    QTest::newRow("asked by an earlier version") << true << -1 << Condition::Unknown;
    QTest::newRow("before the expiry") << true << 1 << Condition::Valid;
}

void TestStoredKey::withoutTheServersClockNothingLooksExpired()
{
    QFETCH(bool, checked);
    QFETCH(int, days);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    StoredKey key = testEntry(u"a"_s);
    key.expiresAt = now.addDays(days);
    if (checked)
        key.lastStatus = KeyStatus{now.addDays(-2), false, {}, {}, {}};
    QTEST(key.condition(now), "condition");
    QVERIFY(key.mayWork(now));
}

void TestStoredKey::idIsShortAndPlain_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("isValid");
    QTest::newRow("letters, digits, dashes") << u"work-2"_s << true;
    QTest::newRow("64 characters") << QString(64, u'a') << true;
    QTest::newRow("65 characters") << QString(65, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("upper case") << u"Work"_s << false;
    QTest::newRow("a folder up") << u"../x"_s << false;
    QTest::newRow("slash") << u"a/b"_s << false;
    QTest::newRow("another host") << u"evil.example:443"_s << false;
    QTest::newRow("letters beyond ASCII") << u"schlüssel"_s << false;
    QTest::newRow("line end") << u"a\n"_s << false;
    QTest::newRow("the copy of the index") << u"index"_s << false;
}

void TestStoredKey::idIsShortAndPlain()
{
    QFETCH(QString, id);
    QTEST(StoredKey::isValidId(id), "isValid");
}

void TestStoredKey::generatedIdsAreValidAndDiffer()
{
    QSet<QString> ids;
    for (int i = 0; i < 100; ++i) {
        const QString id = StoredKey::generateId();
        QVERIFY(StoredKey::isValidId(id));
        ids.insert(id);
    }
    QCOMPARE(ids.size(), 100);
}

void TestStoredKey::keychainUserNamesTheServer_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("user");
    QTest::newRow("openrouter.ai") << u"https://openrouter.ai/api/v1"_s << u"openrouter-signin/a"_s;
    QTest::newRow("openrouter.ai with its port")
        << u"https://openrouter.ai:443/api/v1"_s << u"openrouter-signin/a"_s;
    QTest::newRow("another port") << u"https://openrouter.ai:8443/api/v1"_s
                                  << u"openrouter-signin/openrouter.ai:8443/a"_s;
    QTest::newRow("another host") << u"https://example.org/api/v1"_s
                                  << u"openrouter-signin/example.org:443/a"_s;
    QTest::newRow("loopback") << u"http://127.0.0.1:4010/api/v1"_s
                              << u"openrouter-signin/127.0.0.1:4010/a"_s;
    QTest::newRow("regional host")
        << u"https://eu.openrouter.ai/api/v1"_s << u"openrouter-signin/eu.openrouter.ai:443/a"_s;
    QTest::newRow("IPv6") << u"http://[::1]:4010/api/v1"_s << u"openrouter-signin/[::1]:4010/a"_s;
    QTest::newRow("one that begins the same") << u"https://openrouter.ai.example/api/v1"_s
                                              << u"openrouter-signin/openrouter.ai.example:443/a"_s;
}

void TestStoredKey::keychainUserNamesTheServer()
{
    QFETCH(QString, server);
    QTEST(keychainUser(testServer(server), u"a"_s), "user");
}

void TestStoredKey::pagesAreThoseOfItsOwnServer()
{
    StoredKey key = testEntry(u"a"_s);
    key.server = testServer(u"http://127.0.0.1:4010/api/v1"_s);
    QCOMPARE(key.settingsUrl().host(), u"127.0.0.1"_s);
    QVERIFY(key.settingsUrl().path().endsWith(key.keyHash));
    QCOMPARE(key.activityUrl().port(), 4010);
}

QTEST_GUILESS_MAIN(TestStoredKey)
#include "tst_storedkey.moc"
