// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QProgressBar>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using KeyRecord = FakeOpenRouter::KeyRecord;
using Mood = FakeKeychain::Mood;

/// What can be seen of stored keys, and done with them.
class TestKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void cardTellsWhatTheServerSays();
    void cardWithoutALimitHasNoMeter();
    void chartSaysWhatWasUsed();
    void chartOfAnOlderServerIsLeftOut();
    void cardTellsOfFreeRequestsOwnKeysAndRegions();
    void workspaceIsNamedWhereThereAreSeveral();
    void cardWarns_data();
    void cardWarns();
    void wrongClockMakesNoCardLookExpired_data();
    void wrongClockMakesNoCardLookExpired();
    void everyKeyHasItsCardHoweverMany();
    void detailsFollowTheirCardInTheTabOrder();
    void badgeAndItsButton_data();
    void badgeAndItsButton();
    void keyThatIsGoneCanBeRemovedFromTheList();
    void keyThatIsGoneCanBeReplaced();
    void keyThatIsDueCanBeRenewed();
    void onlyTheOpenedKeyIsAskedAbout();
    void comingBackAsksAgainButNotAllTheTime();
    void refreshAsksAtOnce();
    void offlineTheLastKnownIsShownWithItsTime();

    void copiedKeyIsCountedDownAndCleared();
    void copyingSomethingElseMeanwhileIsSaid();
    void foldedCardCopiesToo();
    void shortcutCopiesTheOpenedKey();
    void shownKeyHidesAfterTenSeconds();
    void shownKeyHidesWhenTheWindowLosesTheFocus();
    void shownKeyHidesWhenAskedTo();
    void shownKeyHidesWhenAnotherCardIsOpened();
    void lockedKeychainIsSaid();
    void slowKeychainIsSaid();

    void renamingChangesTheLabelHereOnly();
    void labelThatCannotBeUsedIsExplained_data();
    void labelThatCannotBeUsedIsExplained();
    void anotherKeyCanBeTheDefault();
    void pagesOfTheKeyAreOpened_data();
    void pagesOfTheKeyAreOpened();
    void pageThatDoesNotOpenIsNamed();
    void signingOutAsksAndDeletesAndOffersTheKeysPage();
    void signingOutCanBeCanceled();
    void signingOutThatFailsKeepsTheKey();
    void signingOutOfOneOfTwoKeepsTheOther();

    void unfinishedSignInIsSaidUntilItIsDismissed();
    void changesOfOtherProgramsAreSeen();
    void listInTrouble_data();
    void listInTrouble();
    void lostListComesBackFromTheKeychain();
    void listFromAnOldCopyAsksForADefault();
    void keyThatHasExpiredIsReplacedWithoutAWord();

private:
    [[nodiscard]] QByteArray key() const { return m_gui->fake.lastKey(); }
    [[nodiscard]] QString shownSecret() const { return m_gui->find(u"secret"_s)->accessibleName(); }
    [[nodiscard]] static QString masked(const QByteArray &key)
    {
        return OpenRouterAuth::ApiKey::fromBytes(key)->masked();
    }

    std::unique_ptr<GuiFixture> m_gui;
};

void TestKeys::initTestCase()
{
    GuiFixture::useOwnSettings();
}

void TestKeys::init()
{
    m_gui = std::make_unique<GuiFixture>();
}

void TestKeys::cleanup()
{
    QCOMPARE(m_gui->fake.violations(), QStringList());
    m_gui.reset();
}

void TestKeys::cardTellsWhatTheServerSays()
{
    KeyRecord record;
    record.limit = 10.0;
    record.setUsage(1.25);
    record.limitReset = u"daily"_s;
    record.isFreeTier = true;
    record.expiresAt = QDateTime::currentDateTimeUtc().addDays(30);
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->text(u"titleButton"_s), u"work-laptop"_s);
    QCOMPARE(shownSecret(), masked(key()));
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->text(u"defaultBadge"_s), u"Default"_s);
    QCOMPARE(m_gui->text(u"usedLabel"_s), u"Used $1.25 of $10.00"_s);
    QCOMPARE(m_gui->text(u"resetLabel"_s), u"resets daily"_s);
    const auto *meter = m_gui->find<QProgressBar>(u"meter"_s);
    QCOMPARE(meter->value() * 1000 / meter->maximum(), 125);
    const QString state = m_gui->text(u"stateLabel"_s);
    QVERIFY2(state.contains("$8.75 left"_L1) && state.contains("free tier"_L1)
                 && state.contains("updated"_L1),
             qPrintable(state));
    const QString facts = m_gui->text(u"factsLabel"_s);
    for (const QLatin1StringView fact :
         {"Server: 127.0.0.1"_L1, "Created"_L1, "Expires"_L1, "User user_test"_L1})
        QVERIFY2(facts.contains(fact), qPrintable(facts));
}

void TestKeys::cardWithoutALimitHasNoMeter()
{
    KeyRecord record;
    record.setUsage(0.0042);
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"usedLabel"_s), u"Used $0.0042, no limit"_s);
    QVERIFY(!m_gui->find(u"meter"_s));
}

void TestKeys::chartSaysWhatWasUsed()
{
    KeyRecord record;
    record.usage = 20;
    record.usageMonthly = 8.03;
    record.usageWeekly = 2.1;
    record.usageDaily = 0.0042;
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QTRY_VERIFY(m_gui->find(u"usageChart"_s));
    const QWidget *chart = m_gui->find(u"usageChart"_s);
    QCOMPARE(chart->accessibleName(), u"Usage"_s);
    QCOMPARE(chart->accessibleDescription(),
             u"Today: $0.0042, This week: $2.10, This month: $8.03"_s);
    m_gui->fake.keyRecord(key())->usageDaily = 1;
    QVERIFY(m_gui->click(u"refreshButton"_s));
    QTRY_VERIFY(chart->accessibleDescription().startsWith("Today: $1.00"_L1));
}

void TestKeys::chartOfAnOlderServerIsLeftOut()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->fake.inject(
        Endpoint::Key,
        Fault::answer(200, "application/json", R"({"data":{"label":"TEST","usage":2}})"),
        FakeOpenRouter::Always);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"usedLabel"_s), u"Used $2.00, no limit"_s);
    QVERIFY(!m_gui->find(u"usageChart"_s));
    QVERIFY(!m_gui->find(u"moreUsageLabel"_s));
    QVERIFY(!m_gui->find(u"warningNotice"_s));
}

void TestKeys::cardTellsOfFreeRequestsOwnKeysAndRegions()
{
    KeyRecord record;
    record.isFreeTier = true;
    record.freeRequestsUsed = 4;
    record.byokUsage = 4;
    record.byokUsageMonthly = 1.5;
    record.includeByokInLimit = true;
    record.dataRegions = {u"europe"_s, u"us"_s};
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QTRY_VERIFY(m_gui->find(u"moreUsageLabel"_s));
    QCOMPARE(m_gui->text(u"moreUsageLabel"_s),
             u"46 of 50 free requests left today\n"
             "Your own provider keys, counted in the limit: $1.50 this month, $4.00 in all"_s);
    QVERIFY(m_gui->text(u"factsLabel"_s).contains("Data regions: Europe, US"_L1));
    QVERIFY(!m_gui->text(u"factsLabel"_s).contains("Workspace"_L1));
    QVERIFY(!m_gui->find(u"warningNotice"_s));
}

void TestKeys::workspaceIsNamedWhereThereAreSeveral()
{
    KeyRecord record;
    record.workspaceId = u"ws-one"_s;
    m_gui->addKey(u"one"_s, record);
    record.workspaceId = u"ws-two"_s;
    record.organizationId = u"org-two"_s;
    m_gui->addKey(u"two"_s, record);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QVERIFY(m_gui->click(u"titleButton"_s, 1));
    QTRY_VERIFY(m_gui->text(u"factsLabel"_s).contains("Workspace: ws-two"_L1));
    QVERIFY(m_gui->text(u"factsLabel"_s).contains("Organization: org-two"_L1));
    QVERIFY(m_gui->click(u"titleButton"_s, 0));
    QTRY_VERIFY(m_gui->text(u"factsLabel"_s).contains("Workspace: ws-one"_L1));
    QVERIFY(m_gui->text(u"factsLabel"_s).contains("Organization: none, your own account"_L1));
}

void TestKeys::cardWarns_data()
{
    QTest::addColumn<double>("used");
    QTest::addColumn<qint64>("freeUsed");
    QTest::addColumn<int>("hours");
    QTest::addColumn<QString>("warning");
    QTest::newRow("nothing") << 7.9 << 44LL << 73 << QString();
    QTest::newRow("limit") << 8.5 << 0LL << 0 << u"85% of the limit is used."_s;
    QTest::newRow("free requests") << 0.0 << 45LL << 0 << u"5 free request(s) of 50 left today."_s;
    QTest::newRow("expiry") << 0.0 << 0LL << 71 << u"This key expires in 2 day(s)."_s;
    QTest::newRow("all") << 9.0 << 50LL << 25
                         << u"This key expires in 1 day(s).\n90% of the limit is used.\n"
                            "No free requests are left today."_s;
}

void TestKeys::cardWarns()
{
    QFETCH(double, used);
    QFETCH(qint64, freeUsed);
    QFETCH(int, hours);
    QFETCH(QString, warning);
    KeyRecord record;
    record.limit = 10;
    record.setUsage(used);
    record.isFreeTier = true;
    record.freeRequestsUsed = freeUsed;
    if (hours > 0)
        record.expiresAt = QDateTime::currentDateTimeUtc().addSecs(hours * 3600 + 600);
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->text(u"warningNotice"_s), warning);
    // Not the same number twice.
    QCOMPARE(m_gui->text(u"moreUsageLabel"_s).contains("free requests"_L1), freeUsed < 45);
}

void TestKeys::wrongClockMakesNoCardLookExpired_data()
{
    QTest::addColumn<std::chrono::seconds>("offset");
    QTest::newRow("two years fast") << std::chrono::seconds(-2 * 365 * 24h);
    QTest::newRow("two years slow") << std::chrono::seconds(2 * 365 * 24h);
}

/// The server is the one that is right here.
void TestKeys::wrongClockMakesNoCardLookExpired()
{
    QFETCH(std::chrono::seconds, offset);
    KeyRecord record;
    m_gui->fake.advanceClock(offset);
    record.expiresAt = m_gui->fake.now().addDays(10);
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QVERIFY(m_gui->text(u"factsLabel"_s).contains("Expires "_L1));
    QVERIFY(!m_gui->find(u"warningNotice"_s));
    m_gui->clock.skip(24h * 9);
    m_gui->fake.advanceClock(24h * 9);
    m_gui->key(Qt::Key_F5);
    QTRY_VERIFY(m_gui->find(u"warningNotice"_s));
    QCOMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->clock.skip(25h);
    m_gui->fake.advanceClock(25h);
    m_gui->key(Qt::Key_F5);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Expired"_s);
    QVERIFY(m_gui->text(u"factsLabel"_s).contains("Expired "_L1));
}

void TestKeys::everyKeyHasItsCardHoweverMany()
{
    constexpr int keys = 30;
    for (int i = 0; i < keys; ++i)
        m_gui->addKey(u"key %1"_s.arg(i));
    m_gui->start();
    // The last ones are made when the window is there already.
    QTRY_COMPARE(m_gui->window->findChildren<QWidget *>(u"keyCard"_s).size(), keys);
    QTRY_COMPARE(m_gui->text(u"titleButton"_s, keys - 1), u"key %1"_s.arg(keys - 1));
}

void TestKeys::detailsFollowTheirCardInTheTabOrder()
{
    for (const QString &label : {u"first"_s, u"second"_s, u"third"_s})
        m_gui->addKey(label);
    m_gui->start();
    QVERIFY(m_gui->click(u"titleButton"_s, 1));
    QTRY_VERIFY(m_gui->find(u"refreshButton"_s)->isEnabled());
    m_gui->find(u"titleButton"_s, 1)->setFocus();
    for (const QString &name : {u"showKeyButton"_s, u"refreshButton"_s, u"copyKeyButton"_s,
                                u"manageButton"_s, u"moreButton"_s, u"signOutButton"_s}) {
        m_gui->key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), m_gui->find(name));
    }
    m_gui->key(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), m_gui->find(u"titleButton"_s, 2));
}

void TestKeys::badgeAndItsButton_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("badge");
    QTest::addColumn<QString>("button");
    QTest::newRow("valid") << u"valid"_s << u"Valid"_s << u"copyKeyButton"_s;
    QTest::newRow("limit reached") << u"limit"_s << u"Limit reached"_s << u"manageButton"_s;
    QTest::newRow("expired") << u"expired"_s << u"Expired"_s << u"signInAgainButton"_s;
    QTest::newRow("refused") << u"refused"_s << u"Refused"_s << u"signInAgainButton"_s;
    QTest::newRow("missing") << u"missing"_s << u"Missing"_s << u"removeButton"_s;
}

void TestKeys::badgeAndItsButton()
{
    QFETCH(QString, condition);
    QFETCH(QString, badge);
    QFETCH(QString, button);
    KeyRecord record;
    if (condition == "limit"_L1) {
        record.limit = 5.0;
        record.setUsage(5.0);
    } else if (condition == "expired"_L1) {
        record.expiresAt = QDateTime::currentDateTimeUtc().addDays(1);
    }
    const QString id = m_gui->addKey(u"work-laptop"_s, record);
    if (condition == "refused"_L1)
        m_gui->fake.revoke(key());
    if (condition == "missing"_L1)
        m_gui->keychain.secrets.clear();
    m_gui->start();
    if (condition == "expired"_L1) {
        QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
        m_gui->clock.skip(25h);
        m_gui->fake.advanceClock(25h);
        m_gui->key(Qt::Key_F5);
    }
    QTRY_COMPARE(m_gui->text(u"badge"_s), badge);
    QVERIFY2(m_gui->find(button) && m_gui->find(button)->isEnabled(), qPrintable(button));
    QCOMPARE(m_gui->find(button)->accessibleDescription(), u"work-laptop"_s);
    QCOMPARE(m_gui->find(u"problemNotice"_s) == nullptr, condition == "valid"_L1);
    QCOMPARE(m_gui->vault->find(id)->condition(m_gui->clock.now()) == StoredKey::Condition::Valid,
             condition == "valid"_L1);
}

void TestKeys::keyThatIsGoneCanBeRemovedFromTheList()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->keychain.secrets.clear();
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Missing"_s);
    QVERIFY(!m_gui->find(u"copyKeyButton"_s));
    QVERIFY(!m_gui->find(u"showKeyButton"_s));
    QVERIFY(m_gui->click(u"removeButton"_s));
    QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->vault->keys().isEmpty());
}

void TestKeys::keyThatIsGoneCanBeReplaced()
{
    const QString id = m_gui->addKey(u"aider"_s);
    m_gui->keychain.secrets.clear();
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Missing"_s);
    const QString oldHash = m_gui->vault->keys().first().keyHash;
    QVERIFY(m_gui->click(u"signInAgainButton"_s));
    // The keychain has lost it, but its server has not.
    QTRY_COMPARE(m_gui->heading(), u"Key renewed"_s);
    QVERIFY(m_gui->click(u"openKeyPageButton"_s));
    QCOMPARE(m_gui->browser->opened.last().path(), QString(u"/keys/"_s + oldHash));
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().id, id);
    QCOMPARE(m_gui->vault->keys().first().label, u"aider"_s);
}

void TestKeys::keyThatIsDueCanBeRenewed()
{
    const QString id = m_gui->addKey(u"aider"_s);
    m_gui->settings->store().setValue("signin/renewAfterDays"_L1, 30);
    m_gui->start();
    const QString oldHash = m_gui->vault->keys().first().keyHash;
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QVERIFY(!m_gui->find(u"warningNotice"_s));
    m_gui->clock.skip(31 * 24h);
    m_gui->start();
    QTRY_VERIFY(m_gui->text(u"warningNotice"_s).contains("due to be renewed"_L1));

    QVERIFY(m_gui->choose(u"moreButton"_s, u"renewAction"_s));
    QTRY_COMPARE(m_gui->heading(), u"Key renewed"_s);
    QVERIFY(m_gui->says(u"programs that were started before keep it"_s));
    QVERIFY(m_gui->click(u"openKeyPageButton"_s));
    QCOMPARE(m_gui->browser->opened.last().path(), QString(u"/keys/"_s + oldHash));
    QVERIFY(m_gui->click(u"doneButton"_s));
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QVERIFY(!m_gui->find(u"warningNotice"_s));
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().id, id);
    QVERIFY(m_gui->vault->keys().first().keyHash != oldHash);
}

void TestKeys::onlyTheOpenedKeyIsAskedAbout()
{
    m_gui->addKey(u"one"_s);
    m_gui->addKey(u"two"_s);
    m_gui->addKey(u"three"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 1);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->find(u"copyKeyButton"_s)->accessibleDescription(), u"one"_s);
    QVERIFY(m_gui->click(u"titleButton"_s, 1));
    QCOMPARE(m_gui->find(u"copyKeyButton"_s)->accessibleDescription(), u"two"_s);
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 2);
    QVERIFY(!m_gui->find(u"copyKeyButton"_s, 1));
    // Back to one that was asked about a moment ago.
    QTRY_COMPARE(m_gui->text(u"badge"_s, 1), u"Valid"_s);
    QVERIFY(m_gui->click(u"titleButton"_s, 0));
    QCoreApplication::processEvents();
    QCOMPARE(m_gui->fake.requests(Endpoint::Key), 2);
}

void TestKeys::comingBackAsksAgainButNotAllTheTime()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->fake.requests(Endpoint::Key), 1);
    const auto comeBack = [this] {
        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        other.hide();
        m_gui->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_gui->window.get()));
    };
    comeBack();
    QCOMPARE(m_gui->fake.requests(Endpoint::Key), 1);
    m_gui->clock.skip(31s);
    m_gui->fake.keyRecord(key())->setUsage(2);
    comeBack();
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 2);
    QTRY_VERIFY(m_gui->text(u"usedLabel"_s).contains("$2.00"_L1));
}

void TestKeys::refreshAsksAtOnce()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->fake.inject(Endpoint::Key, Fault::delay(200ms));
    QVERIFY(m_gui->click(u"refreshButton"_s));
    QVERIFY(m_gui->text(u"stateLabel"_s).contains("asking the server"_L1));
    QVERIFY(!m_gui->find(u"refreshButton"_s)->isEnabled());
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 2);
    QTRY_VERIFY(m_gui->find(u"refreshButton"_s)->isEnabled());
    m_gui->key(Qt::Key_F5);
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 3);
}

void TestKeys::offlineTheLastKnownIsShownWithItsTime()
{
    KeyRecord record;
    record.limit = 10.0;
    record.setUsage(1.25);
    m_gui->addKey(u"work-laptop"_s, record);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->fake.close();
    QVERIFY(m_gui->click(u"refreshButton"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_gui->text(u"stateLabel"_s).contains("The server cannot be reached. As of"_L1), 10'000);
    QCOMPARE(m_gui->text(u"usedLabel"_s), u"Used $1.25 of $10.00"_s);
    QCOMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
}

void TestKeys::copiedKeyIsCountedDownAndCleared()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(key()));
    QCOMPARE(m_gui->text(u"clipboardNotice"_s), u"Copied. Cleared from the clipboard in 45 s."_s);
    m_gui->clock.skip(7s);
    QCOMPARE(m_gui->text(u"clipboardNotice"_s), u"Copied. Cleared from the clipboard in 38 s."_s);
    m_gui->clock.skip(38s);
    QCOMPARE(GuiFixture::clipboardText(), QString());
    QVERIFY(m_gui->text(u"clipboardNotice"_s).startsWith("Cleared from the clipboard"_L1));
}

void TestKeys::copyingSomethingElseMeanwhileIsSaid()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(key()));
    QGuiApplication::clipboard()->setText(u"a shopping list"_s);
    m_gui->clock.skip(45s);
    QCOMPARE(GuiFixture::clipboardText(), u"a shopping list"_s);
    QVERIFY(m_gui->text(u"clipboardNotice"_s).startsWith("Something else was copied"_L1));
}

void TestKeys::foldedCardCopiesToo()
{
    m_gui->addKey(u"one"_s);
    m_gui->addKey(u"two"_s);
    const QByteArray second = key();
    m_gui->start();
    QVERIFY(m_gui->click(u"foldedCopyKeyButton"_s));
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(second));
}

void TestKeys::shortcutCopiesTheOpenedKey()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    m_gui->key(Qt::Key_C, Qt::AltModifier);
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(key()));
}

void TestKeys::shownKeyHidesAfterTenSeconds()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"showKeyButton"_s));
    QTRY_COMPARE(shownSecret(), QString::fromLatin1(key()));
    QCOMPARE(m_gui->text(u"showKeyButton"_s), u"Hide key"_s);
    m_gui->clock.skip(9'000ms);
    QCOMPARE(shownSecret(), QString::fromLatin1(key()));
    m_gui->clock.skip(1'000ms);
    QCOMPARE(shownSecret(), masked(key()));
    QCOMPARE(m_gui->text(u"showKeyButton"_s), u"Show key"_s);
}

void TestKeys::shownKeyHidesWhenTheWindowLosesTheFocus()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"showKeyButton"_s));
    QTRY_COMPARE(shownSecret(), QString::fromLatin1(key()));
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QCOMPARE(shownSecret(), masked(key()));
}

void TestKeys::shownKeyHidesWhenAskedTo()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"showKeyButton"_s));
    QTRY_COMPARE(shownSecret(), QString::fromLatin1(key()));
    QVERIFY(m_gui->click(u"showKeyButton"_s));
    QCOMPARE(shownSecret(), masked(key()));
}

void TestKeys::shownKeyHidesWhenAnotherCardIsOpened()
{
    m_gui->addKey(u"one"_s);
    const QByteArray first = key();
    m_gui->addKey(u"two"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"showKeyButton"_s));
    QTRY_COMPARE(shownSecret(), QString::fromLatin1(first));
    QVERIFY(m_gui->click(u"titleButton"_s, 1));
    QCOMPARE(shownSecret(), masked(first));
}

void TestKeys::lockedKeychainIsSaid()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_VERIFY(m_gui->text(u"problemNotice"_s).contains("The keychain is locked"_L1));
    QCOMPARE(GuiFixture::clipboardText(), QString());
    QCOMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->keychain.setMood(Mood::Good);
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(key()));
    QVERIFY(!m_gui->find(u"problemNotice"_s));
}

void TestKeys::slowKeychainIsSaid()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->keychain.setMood(Mood::Hangs);
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QVERIFY(!m_gui->find(u"problemNotice"_s));
    m_gui->clock.skip(5s);
    QVERIFY(m_gui->text(u"problemNotice"_s).startsWith("Waiting for your keychain"_L1));
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(key()));
    QVERIFY(!m_gui->find(u"problemNotice"_s));
}

void TestKeys::renamingChangesTheLabelHereOnly()
{
    const QString id = m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->choose(u"moreButton"_s, u"renameAction"_s));
    QCOMPARE(m_gui->page(), u"renamePage"_s);
    QCOMPARE(m_gui->text(u"labelField"_s), u"work-laptop"_s);
    QVERIFY(m_gui->type(u"labelField"_s, u"  Büro <i>1</i> "_s));
    m_gui->key(Qt::Key_Return);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->text(u"titleButton"_s), u"Büro <i>1</i>"_s);
    QCOMPARE(m_gui->vault->find(id)->label, u"Büro <i>1</i>"_s);
    // It is in the file: another start sees it.
    m_gui->start();
    QCOMPARE(m_gui->text(u"titleButton"_s), u"Büro <i>1</i>"_s);
}

void TestKeys::labelThatCannotBeUsedIsExplained_data()
{
    QTest::addColumn<QString>("label");
    QTest::newRow("empty") << QString();
    QTest::newRow("spaces") << u"   "_s;
    QTest::newRow("too long") << QString(101, u'x');
}

void TestKeys::labelThatCannotBeUsedIsExplained()
{
    QFETCH(QString, label);
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->choose(u"moreButton"_s, u"renameAction"_s));
    QVERIFY(m_gui->type(u"labelField"_s, label));
    QVERIFY(m_gui->click(u"saveButton"_s));
    QVERIFY(!m_gui->text(u"renameError"_s).isEmpty());
    m_gui->key(Qt::Key_Escape);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->text(u"titleButton"_s), u"work-laptop"_s);
}

void TestKeys::anotherKeyCanBeTheDefault()
{
    m_gui->addKey(u"one"_s);
    m_gui->addKey(u"two"_s);
    m_gui->start();
    QVERIFY(!m_gui->choose(u"moreButton"_s, u"makeDefaultAction"_s)); // it is
    QVERIFY(m_gui->choose(u"foldedMoreButton"_s, u"makeDefaultAction"_s));
    QTRY_COMPARE(m_gui->vault->defaultKey()->label, u"two"_s);
    QVERIFY(!m_gui->find(u"defaultBadge"_s, 1));
}

void TestKeys::pagesOfTheKeyAreOpened_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("path");
    QTest::newRow("page") << u"openPageAction"_s << u"/keys/%1"_s;
    QTest::newRow("activity") << u"openActivityAction"_s << u"/logs?api_key_hash=%1"_s;
}

void TestKeys::pagesOfTheKeyAreOpened()
{
    QFETCH(QString, action);
    QFETCH(QString, path);
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->choose(u"moreButton"_s, action));
    const QString hash = OpenRouterAuth::ApiKey::fromBytes(key())->hash();
    QCOMPARE(m_gui->browser->opened.size(), 1);
    QCOMPARE(m_gui->browser->opened.first(),
             QUrl(m_gui->fake.origin().toString() + path.arg(hash)));
    if (action == "openPageAction"_L1) {
        QVERIFY(m_gui->click(u"manageButton"_s));
        QCOMPARE(m_gui->browser->opened.last(), m_gui->browser->opened.first());
    }
}

void TestKeys::pageThatDoesNotOpenIsNamed()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->browser->setInstalled(false);
    m_gui->start();
    QVERIFY(m_gui->click(u"manageButton"_s));
    QVERIFY(m_gui->text(u"problemNotice"_s).startsWith("Your system could not open"_L1));
    QVERIFY(m_gui->says(u"/keys/"_s + OpenRouterAuth::ApiKey::fromBytes(key())->hash()));
}

void TestKeys::signingOutAsksAndDeletesAndOffersTheKeysPage()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"signOutButton"_s));
    QCOMPARE(m_gui->page(), u"signOutPage"_s);
    QVERIFY(m_gui->says(u"work-laptop"_s));
    QVERIFY(m_gui->says(masked(key())));
    // Enter alone deletes nothing.
    m_gui->key(Qt::Key_Return);
    QCoreApplication::processEvents();
    QCOMPARE(m_gui->page(), u"signOutPage"_s);
    QCOMPARE(m_gui->keychain.keyUsers().size(), 1);

    QVERIFY(m_gui->click(u"confirmSignOutButton"_s));
    QTRY_COMPARE(m_gui->page(), u"revokePage"_s);
    QVERIFY(m_gui->keychain.keyUsers().isEmpty());
    QVERIFY(m_gui->vault->keys().isEmpty());
    QVERIFY(m_gui->text(u"sentence"_s).contains("still valid"_L1));
    QVERIFY(m_gui->click(u"openKeyPageButton"_s));
    QCOMPARE(m_gui->browser->opened.last().path(),
             QString(u"/keys/"_s + OpenRouterAuth::ApiKey::fromBytes(key())->hash()));
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestKeys::signingOutCanBeCanceled()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->choose(u"moreButton"_s, u"signOutAction"_s));
    QCOMPARE(m_gui->page(), u"signOutPage"_s);
    m_gui->key(Qt::Key_Escape);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->keychain.keyUsers().size(), 1);
}

void TestKeys::signingOutThatFailsKeepsTheKey()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QVERIFY(m_gui->click(u"signOutButton"_s));
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    QVERIFY(m_gui->click(u"confirmSignOutButton"_s));
    QTRY_VERIFY(m_gui->text(u"signOutNotice"_s).contains("nothing was deleted"_L1));
    QCOMPARE(m_gui->vault->keys().size(), 1);
    m_gui->keychain.setMood(Mood::Good);
    QVERIFY(m_gui->click(u"confirmSignOutButton"_s));
    QTRY_COMPARE(m_gui->page(), u"revokePage"_s);
}

void TestKeys::signingOutOfOneOfTwoKeepsTheOther()
{
    m_gui->addKey(u"one"_s);
    m_gui->addKey(u"two"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"signOutButton"_s));
    QVERIFY(m_gui->click(u"confirmSignOutButton"_s));
    QTRY_COMPARE(m_gui->page(), u"revokePage"_s);
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->text(u"titleButton"_s), u"two"_s);
    QVERIFY(!m_gui->find(u"titleButton"_s, 1));
    QCOMPARE(m_gui->vault->defaultKey()->label, u"two"_s);
}

void TestKeys::unfinishedSignInIsSaidUntilItIsDismissed()
{
    m_gui->addUnfinished();
    m_gui->start();
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(m_gui->text(u"unfinishedNotice"_s).contains("A key may have been made"_L1));
    QVERIFY(m_gui->click(u"openUnfinishedButton"_s));
    QCOMPARE(m_gui->browser->opened.last().path(), u"/keys"_s);
    m_gui->start();
    QVERIFY(m_gui->find(u"unfinishedNotice"_s));
    QVERIFY(m_gui->click(u"dismissButton"_s));
    QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
    m_gui->start();
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestKeys::changesOfOtherProgramsAreSeen()
{
    m_gui->addKey(u"one"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->addKey(u"two"_s);
    QTRY_COMPARE(m_gui->text(u"titleButton"_s, 1), u"two"_s);
}

void TestKeys::listInTrouble_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("corrupt") << QByteArray("{ \"keys\": [") << u"The list of keys was damaged"_s;
    QTest::newRow("newer") << QByteArray(R"({"version": 999, "keys": []})")
                           << u"A newer version of this program"_s;
    QTest::newRow("unreadable") << QByteArray() << u"The list of keys cannot be read"_s;
}

void TestKeys::listInTrouble()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    const QString path = m_gui->folder.filePath(u"keys.json"_s);
    if (content.isEmpty()) {
        QVERIFY(QDir().mkdir(path));
    } else {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    m_gui->start();
    QTRY_VERIFY(m_gui->says(words));
    QVERIFY(content.isEmpty() || !QDir(m_gui->folder.path()).isEmpty());
}

void TestKeys::lostListComesBackFromTheKeychain()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QTRY_VERIFY(m_gui->keychain.hasListCopy());
    m_gui->stop();
    QVERIFY(QFile::remove(m_gui->folder.filePath(u"keys.json"_s)));
    m_gui->start();
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->text(u"titleButton"_s), u"work-laptop"_s);
    QVERIFY(m_gui->text(u"statusNotice"_s).contains("came back"_L1));
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_COMPARE(GuiFixture::clipboardText(), QString::fromLatin1(key()));
}

void TestKeys::listFromAnOldCopyAsksForADefault()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QTRY_VERIFY(m_gui->keychain.hasListCopy());
    m_gui->stop();
    const QString list = m_gui->folder.filePath(u"keys.json"_s);
    QVERIFY(QFile::remove(list));
    QFile mark(list + ".copy-outdated"_L1);
    QVERIFY(mark.open(QIODevice::WriteOnly));

    m_gui->start();
    QTRY_VERIFY(m_gui->text(u"indexNotice"_s).contains("an older copy of the list"_L1));
    QVERIFY(m_gui->choose(u"moreButton"_s, u"makeDefaultAction"_s));
    QTRY_VERIFY(!m_gui->find(u"indexNotice"_s));
    QVERIFY(m_gui->vault->defaultKey());
}

void TestKeys::keyThatHasExpiredIsReplacedWithoutAWord()
{
    KeyRecord record;
    record.expiresAt = QDateTime::currentDateTimeUtc().addDays(1);
    m_gui->addKey(u"aider"_s, record);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    m_gui->clock.skip(25h);
    m_gui->fake.advanceClock(25h);
    m_gui->key(Qt::Key_F5);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Expired"_s);
    QVERIFY(m_gui->click(u"signInAgainButton"_s));
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QCOMPARE(m_gui->page(), u"keysPage"_s);
}

QTEST_MAIN(TestKeys)
#include "tst_keys.moc"
