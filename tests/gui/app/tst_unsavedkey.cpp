// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using Mood = FakeKeychain::Mood;

/// What becomes of a new key on each way that does not simply end in the keychain, and what the
/// next start says of it.
class TestUnsavedKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void discardingIsSaidAfterTheKeychainHasConfirmedIt_data();
    void discardingIsSaidAfterTheKeychainHasConfirmedIt();
    void failureToDiscardIsSaidAndTheNextStartMakesItGood();
    void quittingBeforeTheKeychainConfirmsLeavesItToTheNextStart();
    void lateConfirmationLeavesThePersonWhereTheyAre();
    void lateFailureIsSaidWhereThePersonIs();

    void unwritableListIsSaidWhenDiscarding();
    void unwritableListIsSaidAtEachTry();

    void keyOfThisSessionIsRememberedAfterACrash_data();
    void keyOfThisSessionIsRememberedAfterACrash();
    void refusedCodeLeavesNoReminder_data();
    void refusedCodeLeavesNoReminder();
    void secondKeyThatMayExistIsSaid();
    void exchangeThatEndsWithTheProgramIsRemembered();

private:
    void signInWithAHangingKeychain();
    void discard();
    void startAgain();
    void makeListUnwritable();
    void makeListWritable();

    std::unique_ptr<GuiFixture> m_gui;
};

void TestUnsavedKey::initTestCase()
{
    GuiFixture::useOwnSettings();
}

void TestUnsavedKey::init()
{
    m_gui = std::make_unique<GuiFixture>();
}

void TestUnsavedKey::cleanup()
{
    QCOMPARE(m_gui->fake.violations(), QStringList());
    m_gui.reset();
}

void TestUnsavedKey::signInWithAHangingKeychain()
{
    m_gui->keychain.setMood(Mood::Hangs);
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_VERIFY(m_gui->keychain.writes > 0);
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
}

void TestUnsavedKey::discard()
{
    QVERIFY(m_gui->click(u"discardButton"_s));
    QCOMPARE(m_gui->heading(), u"Discarding the key"_s);
}

void TestUnsavedKey::startAgain()
{
    m_gui->stop();
    m_gui->keychain.setMood(Mood::Good);
    m_gui->start();
}

void TestUnsavedKey::makeListUnwritable()
{
    const QString path = m_gui->folder.filePath(u"keys.json"_s);
    QVERIFY(QFile::rename(path, path + ".away"_L1));
    QVERIFY(QDir().mkdir(path));
}

void TestUnsavedKey::makeListWritable()
{
    const QString path = m_gui->folder.filePath(u"keys.json"_s);
    QVERIFY(QDir().rmdir(path));
    QVERIFY(QFile::rename(path + ".away"_L1, path));
}

void TestUnsavedKey::discardingIsSaidAfterTheKeychainHasConfirmedIt_data()
{
    QTest::addColumn<bool>("answersBefore");
    QTest::newRow("saved before the answer") << true;
    QTest::newRow("saved after the answer") << false;
}

void TestUnsavedKey::discardingIsSaidAfterTheKeychainHasConfirmedIt()
{
    QFETCH(bool, answersBefore);
    signInWithAHangingKeychain();
    if (answersBefore) {
        m_gui->keychain.setMood(Mood::Good);
        QTRY_COMPARE(m_gui->keychain.keyUsers().size(), 1);
        m_gui->keychain.setMood(Mood::Hangs);
    }
    QCOMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
    QVERIFY(m_gui->vault->keys().isEmpty());

    discard();
    QTest::qWait(0); // whatever comes without the keychain has come now
    QCOMPARE(m_gui->heading(), u"Discarding the key"_s);
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->heading(), u"Key discarded"_s);
    QCOMPARE(m_gui->keychain.keyUsers(), QStringList());
    QCOMPARE(m_gui->index->keys().size(), 0);

    QVERIFY(m_gui->click(u"openKeyPageButton"_s));
    const auto key = OpenRouterAuth::ApiKey::fromBytes(m_gui->fake.lastKey());
    QCOMPARE(m_gui->browser->opened.last().path(), QString(u"/keys/"_s + key->hash()));
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestUnsavedKey::failureToDiscardIsSaidAndTheNextStartMakesItGood()
{
    signInWithAHangingKeychain();
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->keychain.keyUsers().size(), 1);
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    discard();
    QTRY_COMPARE(m_gui->heading(), u"The key was not fully removed"_s);
    QVERIFY(m_gui->text(u"sentence"_s).contains("may still be in your keychain"_L1));

    startAgain();
    QTRY_COMPARE(m_gui->keychain.keyUsers(), QStringList());
    QTRY_COMPARE(m_gui->index->keys().size(), 0);
    QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestUnsavedKey::quittingBeforeTheKeychainConfirmsLeavesItToTheNextStart()
{
    signInWithAHangingKeychain();
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->keychain.keyUsers().size(), 1);
    m_gui->keychain.setMood(Mood::Hangs);
    discard();
    m_gui->key(Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(m_gui->quits, 1); // there is nothing to ask: the person has said it
    m_gui->vault->endSession();

    startAgain();
    QTRY_COMPARE(m_gui->keychain.keyUsers(), QStringList());
    QTRY_COMPARE(m_gui->index->keys().size(), 0);
    QVERIFY(m_gui->vault->keys().isEmpty());
}

void TestUnsavedKey::lateConfirmationLeavesThePersonWhereTheyAre()
{
    signInWithAHangingKeychain();
    discard();
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QCOMPARE(m_gui->page(), u"existingKeyPage"_s);
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->index->keys().size(), 0);
    QTest::qWait(0);
    QCOMPARE(m_gui->page(), u"existingKeyPage"_s);
    QCOMPARE(m_gui->keychain.keyUsers(), QStringList());
}

void TestUnsavedKey::lateFailureIsSaidWhereThePersonIs()
{
    signInWithAHangingKeychain();
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->keychain.keyUsers().size(), 1);
    m_gui->keychain.setMood(Mood::Hangs);
    discard();
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    QTRY_VERIFY(m_gui->says(u"The discarded key may still be in your keychain"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestUnsavedKey::unwritableListIsSaidWhenDiscarding()
{
    signInWithAHangingKeychain();
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->keychain.keyUsers().size(), 1);
    makeListUnwritable();
    QVERIFY(m_gui->click(u"discardButton"_s));
    QTRY_COMPARE(m_gui->heading(), u"The key was not fully removed"_s);
    QVERIFY(m_gui->text(u"sentence"_s).contains(m_gui->folder.filePath(u"keys.json"_s)));
    QCOMPARE(m_gui->keychain.keyUsers(), QStringList());

    m_gui->stop();
    makeListWritable();
    m_gui->start();
    QVERIFY(m_gui->vault->keys().isEmpty());
}

void TestUnsavedKey::unwritableListIsSaidAtEachTry()
{
    m_gui->fake.inject(Endpoint::Exchange, Fault::delay(500ms));
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
    makeListUnwritable();
    for (int i = 0; i < 3; ++i) {
        QTRY_COMPARE(m_gui->heading(), u"The list of keys cannot be written"_s);
        QVERIFY(m_gui->vault->keys().isEmpty());
        if (i == 2)
            makeListWritable();
        QVERIFY(m_gui->click(u"actionButton"_s));
        QVERIFY(m_gui->page() != "failurePage"_L1);
    }
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->index->keys().size(), 1);
    QCOMPARE(m_gui->index->keys().first().state, StoredKey::State::Stored);
    QCOMPARE(m_gui->fake.keysMade(), 1);
}

void TestUnsavedKey::keyOfThisSessionIsRememberedAfterACrash_data()
{
    QTest::addColumn<bool>("crashes");
    QTest::newRow("crash") << true;
    QTest::newRow("end in order") << false;
}

void TestUnsavedKey::keyOfThisSessionIsRememberedAfterACrash()
{
    QFETCH(bool, crashes);
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    QVERIFY(m_gui->click(u"keepForSessionButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(!m_gui->find(u"unfinishedNotice"_s));
    if (!crashes) {
        m_gui->window->close();
        QVERIFY(m_gui->click(u"loseKeyButton"_s));
        QTRY_COMPARE(m_gui->quits, 1);
        m_gui->vault->endSession(); // as the program does then
    }

    startAgain();
    if (crashes) {
        QTRY_VERIFY(m_gui->find(u"unfinishedNotice"_s));
        QVERIFY(m_gui->click(u"openUnfinishedButton"_s));
        const auto key = OpenRouterAuth::ApiKey::fromBytes(m_gui->fake.lastKey());
        QCOMPARE(m_gui->browser->opened.last().path(), QString(u"/keys/"_s + key->hash()));
    } else {
        QCOMPARE(m_gui->page(), u"welcomePage"_s);
        QCOMPARE(m_gui->index->keys().size(), 0);
    }
}

void TestUnsavedKey::refusedCodeLeavesNoReminder_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : {"cancel", "time-out", "denial", "close"})
        QTest::newRow(end) << QString::fromLatin1(end);
}

void TestUnsavedKey::refusedCodeLeavesNoReminder()
{
    QFETCH(QString, end);
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    QVERIFY(m_gui->click(u"enterCodeButton"_s));
    QVERIFY(m_gui->type(u"codeField"_s, u"TEST_no_code_of_ours"_s));
    m_gui->key(Qt::Key_Return);
    QTRY_VERIFY(!m_gui->text(u"codeNotice"_s).isEmpty());

    if (end == "cancel"_L1) {
        QVERIFY(m_gui->click(u"cancelButton"_s));
        QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
    } else if (end == "time-out"_L1) {
        m_gui->clock.skip(301s);
        QTRY_COMPARE(m_gui->heading(), u"Nobody approved in time"_s);
    } else if (end == "denial"_L1) {
        m_gui->browser->visit(m_gui->fake.deny(m_gui->browser->opened.first()));
        QTRY_COMPARE(m_gui->heading(), u"The request was denied"_s);
    } else {
        m_gui->window->close();
        QTRY_COMPARE(m_gui->quits, 1);
    }

    startAgain();
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->vault->unfinished().isEmpty());
    QCOMPARE(m_gui->index->keys().size(), 0);
}

void TestUnsavedKey::secondKeyThatMayExistIsSaid()
{
    m_gui->fake.inject(Endpoint::Exchange, Fault::html(504));
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_gui->page(), u"keysPage"_s, 10'000);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);

    // Also at the next start, until the person has seen to it.
    for (int i = 0; i < 2; ++i) {
        QVERIFY(m_gui->text(u"unfinishedNotice"_s).contains("A key may have been made"_L1));
        QVERIFY(m_gui->click(u"openUnfinishedButton"_s));
        QCOMPARE(m_gui->browser->opened.last().path(), u"/keys"_s);
        startAgain();
    }
    QVERIFY(m_gui->click(u"dismissButton"_s));
    QTRY_VERIFY(!m_gui->find(u"unfinishedNotice"_s));
    QCOMPARE(m_gui->vault->keys().size(), 1);
}

void TestUnsavedKey::exchangeThatEndsWithTheProgramIsRemembered()
{
    m_gui->fake.inject(Endpoint::Exchange, Fault::hang());
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
    startAgain();
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(m_gui->find(u"unfinishedNotice"_s));
}

QTEST_MAIN(TestUnsavedKey)
#include "tst_unsavedkey.moc"
