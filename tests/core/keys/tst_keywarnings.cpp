// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testkeys.h"

#include "core/keys/keyplace.h"
#include "core/keys/keyusage.h"
#include "core/keys/keywarnings.h"

#include <QTest>
#include <QTimeZone>

#include <functional>

using namespace Qt::StringLiterals;
using namespace SignIn;
using OpenRouterAuth::KeyInfo;

namespace {

using Change = std::function<void(StoredKey &)>;

QDateTime now()
{
    return {QDate(2026, 11, 26), QTime(9, 30), QTimeZone::utc()};
}

StoredKey checkedKey()
{
    StoredKey key = testEntry(u"a"_s);
    key.lastStatus = KeyStatus{now(), false, {}, {}, {}};
    key.clock = {now(), now()};
    return key;
}

Change limit(double limit, double remaining)
{
    return [=](StoredKey &key) {
        key.lastStatus->info.limit = limit;
        key.lastStatus->info.limitRemaining = remaining;
    };
}

Change freeOf(std::optional<qint64> limit, std::optional<qint64> remaining,
              std::optional<qint64> used = std::nullopt)
{
    return [=](StoredKey &key) {
        key.lastStatus->info.freeModelDailyRequests =
            KeyInfo::FreeModelDailyRequests{limit, remaining, used};
    };
}

Change expiryIn(qint64 seconds)
{
    return [=](StoredKey &key) { key.expiresAt = now().addSecs(seconds); };
}

Change all(const QList<Change> &changes)
{
    return [=](StoredKey &key) {
        for (const Change &change : changes)
            change(key);
    };
}

constexpr qint64 Minute = 60;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

} // namespace

class TestKeyWarnings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void warnsOfWhatNeedsAttentionSoon_data();
    void warnsOfWhatNeedsAttentionSoon();
    void renewalIsDueAfterSoManyDays();
    void wrongClockWarnsOfNothing_data();
    void wrongClockWarnsOfNothing();
    void usedOfLimitIsOfThisInterval_data();
    void usedOfLimitIsOfThisInterval();
    void figuresOfYesterdayAreNotShownAsTodays();
    void ownProviderKeysAreNamedOnlyIfUsed();
    void placesAreNamedWhereThereAreSeveral();
    void regionsAreSaidInWords_data();
    void regionsAreSaidInWords();
};

void TestKeyWarnings::warnsOfWhatNeedsAttentionSoon_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Change &change, const QStringList &names = {},
                        const QString &text = {}) {
        QTest::newRow(name) << change << names << text;
    };
    const QStringList near{u"limit_near"_s};
    const QStringList low{u"free_requests_low"_s};
    const QStringList soon{u"expires_soon"_s};

    row("nothing known", [](StoredKey &) {});
    row("never asked", [](StoredKey &key) { key.lastStatus.reset(); });
    row("79 %", limit(100, 21));
    row("80 %", limit(100, 20), near, u"80% of the limit is used."_s);
    row("80 % that is not exact", limit(0.1, 0.02), near, u"80% of the limit is used."_s);
    row("just below", limit(10, 2.001));
    row("99.9 %", limit(1000, 1), near, u"99% of the limit is used."_s);
    row("used up", limit(100, 0));
    row("overdrawn", limit(100, -5));
    row("a limit of nothing", limit(0, 0));
    row("no limit", [](StoredKey &key) { key.lastStatus->info.limitRemaining = 1; });
    row(
        "only usage is known",
        [](StoredKey &key) {
            key.lastStatus->info.limit = 10;
            key.lastStatus->info.usage = 9;
        },
        near, u"90% of the limit is used."_s);

    row("6 of 50", freeOf(50, 6));
    row("5 of 50", freeOf(50, 5), low, u"5 free request(s) of 50 left today."_s);
    row("none of 50", freeOf(50, 0), low, u"No free requests are left today."_s);
    row("less than none", freeOf(50, -1), low, u"No free requests are left today."_s);
    row("101 of 1000", freeOf(1000, 101));
    row("100 of 1000", freeOf(1000, 100), low, u"100 free request(s) of 1000 left today."_s);
    row("no free requests at all", freeOf(0, 0));
    row("free requests without a limit", freeOf(std::nullopt, 0));
    row("only the used ones", freeOf(50, std::nullopt, 45), low,
        u"5 free request(s) of 50 left today."_s);
    row("more used than there are", freeOf(50, std::nullopt, 70), low,
        u"No free requests are left today."_s);
    row("neither", freeOf(50, std::nullopt));

    row("three days and a second", expiryIn(3 * Day + 1));
    row("three days", expiryIn(3 * Day), soon, u"This key expires in 3 day(s)."_s);
    row("less than two days", expiryIn(2 * Day - 1), soon, u"This key expires in 1 day(s)."_s);
    row("less than a day", expiryIn(Day - 1), soon, u"This key expires in 23 hour(s)."_s);
    row("ten minutes", expiryIn(10 * Minute), soon, u"This key expires within the hour."_s);
    row("expired", expiryIn(-1));
    row(
        "never asked, expires soon",
        [](StoredKey &key) {
            key.lastStatus.reset();
            key.expiresAt = now().addDays(1);
        },
        soon, u"This key expires in 1 day(s)."_s);

    const Change everything = all({limit(10, 1), freeOf(50, 1), expiryIn(Hour)});
    row("all of them, in their order", everything,
        {u"expires_soon"_s, u"limit_near"_s, u"free_requests_low"_s});
    row("used up and expires soon", all({limit(10, 0), expiryIn(Hour)}), soon);
    row("refused", all({everything, [](StoredKey &key) { key.lastStatus->refused = true; }}));
    row("missing",
        all({everything, [](StoredKey &key) { key.state = StoredKey::State::Missing; }}));
    row("expired besides", all({everything, expiryIn(0)}));
    row("of this session",
        all({limit(10, 1), [](StoredKey &key) { key.state = StoredKey::State::Session; }}), near);
}

void TestKeyWarnings::warnsOfWhatNeedsAttentionSoon()
{
    QFETCH(Change, change);
    QFETCH(QStringList, names);
    QFETCH(QString, text);
    StoredKey key = checkedKey();
    change(key);
    const QList<KeyWarning> warnings = keyWarnings(key, now());
    QStringList found;
    for (const KeyWarning &warning : warnings)
        found += warning.name();
    QCOMPARE(found, names);
    if (!text.isEmpty())
        QCOMPARE(warnings.first().text, text);
}

void TestKeyWarnings::renewalIsDueAfterSoManyDays()
{
    StoredKey key = checkedKey();
    key.created = now().addDays(-90);
    QVERIFY(!renewalTime(key, 0).isValid());
    QCOMPARE(renewalTime(key, 91), now().addDays(1));
    QVERIFY(keyWarnings(key, now()).isEmpty());
    QVERIFY(keyWarnings(key, now(), 91).isEmpty());
    const QList<KeyWarning> due = keyWarnings(key, now(), 90);
    QCOMPARE(due.size(), 1);
    QCOMPARE(due.first().name(), "renewal_due"_L1);
    QVERIFY(due.first().text.contains(u"90"_s));
    key.state = StoredKey::State::Missing; // something else is to be done about it
    QVERIFY(keyWarnings(key, now(), 90).isEmpty());
}

void TestKeyWarnings::wrongClockWarnsOfNothing_data()
{
    QTest::addColumn<int>("years");
    QTest::newRow("two years fast") << 2;
    QTest::newRow("right") << 0;
    QTest::newRow("two years slow") << -2;
}

void TestKeyWarnings::wrongClockWarnsOfNothing()
{
    QFETCH(int, years);
    const QDateTime local = now().addYears(years);
    StoredKey key = checkedKey();
    key.lastStatus->checkedAt = local;
    key.clock = {now(), local};
    key.expiresAt = now().addDays(30);
    freeOf(50, 3)(key);
    const auto names = [&](const QDateTime &time) {
        QStringList result;
        for (const KeyWarning &warning : keyWarnings(key, time))
            result += warning.name();
        return result;
    };
    // "Today" is the server's day: it ends 14.5 hours after the answer.
    QCOMPARE(names(local.addSecs(14 * Hour)), QStringList{u"free_requests_low"_s});
    QCOMPARE(names(local.addSecs(15 * Hour)), QStringList());
    QCOMPARE(names(local.addDays(26)), QStringList());
    QCOMPARE(names(local.addDays(27)), QStringList{u"expires_soon"_s});
}

void TestKeyWarnings::usedOfLimitIsOfThisInterval_data()
{
    QTest::addColumn<QString>("reset");
    QTest::addColumn<std::optional<double>>("remaining");
    QTest::addColumn<std::optional<double>>("used");
    const std::optional<double> none;
    QTest::newRow("what is left decides") << u"daily"_s << std::optional(4.0) << std::optional(6.0);
    QTest::newRow("daily") << u"daily"_s << none << std::optional(1.0);
    QTest::newRow("weekly") << u"weekly"_s << none << std::optional(2.0);
    QTest::newRow("monthly") << u"monthly"_s << none << std::optional(3.0);
    QTest::newRow("never") << QString() << none << std::optional(9.0);
    QTest::newRow("another interval") << u"yearly"_s << none << none;
}

void TestKeyWarnings::usedOfLimitIsOfThisInterval()
{
    QFETCH(QString, reset);
    QFETCH(std::optional<double>, remaining);
    QFETCH(std::optional<double>, used);
    KeyInfo info;
    info.usage = 9;
    info.usageDaily = 1;
    info.usageWeekly = 2;
    info.usageMonthly = 3;
    QVERIFY(!usedOfLimit(info));
    info.limit = 10;
    info.limitReset = reset;
    info.limitRemaining = remaining;
    QCOMPARE(usedOfLimit(info), used);
}

void TestKeyWarnings::figuresOfYesterdayAreNotShownAsTodays()
{
    StoredKey key = checkedKey();
    key.lastStatus->info.usageDaily = 1;
    key.lastStatus->info.usageWeekly = 2;
    freeOf(50, 40)(key);
    QCOMPARE(usagePeriods(key, now()).day, 1);
    QCOMPARE(freeRequests(key, now())->remaining, 40);
    const QDateTime tomorrow = now().addDays(1);
    QVERIFY(!usagePeriods(key, tomorrow).day);
    QCOMPARE(usagePeriods(key, tomorrow).week, 2);
    QVERIFY(!freeRequests(key, tomorrow));

    // The week ends on Sunday. The limit of a week is warned of until then.
    limit(100, 10)(key);
    key.lastStatus->info.limitReset = u"weekly"_s;
    const auto warnsOfLimit = [&key](const QDateTime &then) {
        const QList<KeyWarning> warnings = keyWarnings(key, then);
        return std::any_of(warnings.begin(), warnings.end(), [](const KeyWarning &warning) {
            return warning.kind == KeyWarning::Kind::LimitNear;
        });
    };
    QVERIFY(warnsOfLimit(tomorrow));
    const QDateTime nextWeek = now().addDays(7);
    QVERIFY(!usagePeriods(key, nextWeek).week);
    QVERIFY(!warnsOfLimit(nextWeek));
    key.lastStatus->info.usageMonthly = 3;
    QCOMPARE(usagePeriods(key, tomorrow).month, 3);
    QVERIFY(!usagePeriods(key, now().addMonths(1)).month);

    key.lastStatus->refused = true;
    QVERIFY(!usagePeriods(key, now()).isKnown());
    QVERIFY(!freeRequests(key, now()));
}

void TestKeyWarnings::ownProviderKeysAreNamedOnlyIfUsed()
{
    StoredKey key = checkedKey();
    QVERIFY(!byokPeriods(key, now()));
    key.lastStatus->info.byokUsage = 0;
    key.lastStatus->info.byokUsageDaily = 0;
    QVERIFY(!byokPeriods(key, now()));
    key.lastStatus->info.byokUsage = 4;
    QCOMPARE(byokPeriods(key, now())->total, 4);
}

void TestKeyWarnings::placesAreNamedWhereThereAreSeveral()
{
    StoredKey first = checkedKey();
    StoredKey second = checkedKey();
    const auto several = [&] { return SeveralPlaces::of({first, second, testEntry(u"b"_s)}); };
    QVERIFY(!several().organizations && !several().workspaces);
    KeyInfo &info = first.lastStatus->info;
    QCOMPARE(organizationText(info), QString());
    QCOMPARE(workspaceText(info), QString());
    info.organizationId = u"org_1"_s;
    info.workspaceId = u"ws_1"_s;
    QVERIFY(!several().organizations && !several().workspaces);
    second.lastStatus->info.workspaceId = u"ws_1"_s;
    second.lastStatus->info.organizationId = nullptr;
    QVERIFY(several().organizations && !several().workspaces);
    second.lastStatus->info.workspaceId = u"ws_2"_s;
    QVERIFY(several().workspaces);
    QCOMPARE(organizationText(info), u"org_1"_s);
    QCOMPARE(organizationText(second.lastStatus->info), u"none, your own account"_s);
    QCOMPARE(workspaceText(info), u"ws_1"_s);
    info.workspaceId = nullptr;
    QCOMPARE(workspaceText(info), u"deleted"_s);
}

void TestKeyWarnings::regionsAreSaidInWords_data()
{
    QTest::addColumn<std::optional<QStringList>>("regions");
    QTest::addColumn<QString>("text");
    using Regions = std::optional<QStringList>;
    QTest::newRow("not said") << Regions() << QString();
    QTest::newRow("none") << Regions(QStringList()) << u"none allowed"_s;
    QTest::newRow("known ones") << Regions(QStringList{u"global"_s, u"europe"_s, u"us"_s})
                                << u"global, Europe, US"_s;
    QTest::newRow("a new one") << Regions(QStringList{u"moon\u202e"_s}) << u"moon"_s;
}

void TestKeyWarnings::regionsAreSaidInWords()
{
    QFETCH(std::optional<QStringList>, regions);
    KeyInfo info;
    info.allowedDataRegions = regions;
    QTEST(regionsText(info), "text");
}

QTEST_GUILESS_MAIN(TestKeyWarnings)
#include "tst_keywarnings.moc"
