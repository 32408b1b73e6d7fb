// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using Mood = FakeKeychain::Mood;

namespace {

QString queryValue(const QUrl &url, const QString &name)
{
    return QUrlQuery(url).queryItemValue(name, QUrl::FullyDecoded);
}

} // namespace

/// Getting a key, whichever way.
class TestSignIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void firstStartWelcomes();
    void signingInEndsWithTheKeyInTheKeychain();
    void keyboardAloneIsEnough();
    void stepsFollowTheSignIn();
    void timeLeftIsCountedDown();
    void linkCanBeCopiedAndOpenedAgain();
    void redirectedAddressCanBePasted_data();
    void redirectedAddressCanBePasted();
    void pastedDenialIsADenial();
    void codeWorksWithoutAnyPort();
    void cancelingWhileWaitingClosesThePort();
    void escapeIsCancel();
    void cancelingTheExchangeLetsThePersonKeepTheKey();
    void cancelingTheExchangeLetsThePersonDiscardTheKey();
    void windowComesToTheFrontWhenTheBrowserReturns();
    void secondKeyComesBesideTheFirst();

    void keysStayInMemoryWhereThatIsSet();
    void existingKeyIsCheckedAndSaved();
    void nameOfAnExistingKeyIsTakenIfItCanBeStored_data();
    void nameOfAnExistingKeyIsTakenIfItCanBeStored();
    void existingKeyGivenTwiceIsOneEntry();
    void textThatIsNoKeyIsExplained_data();
    void textThatIsNoKeyIsExplained();
    void checkingAKeyCanBeCanceled();
    void pastedKeyIsNotShown();

    void optionsReachTheAuthorizationPage();
    void optionsThatCannotBeUsedAreExplained_data();
    void optionsThatCannotBeUsedAreExplained();
    void settingsThatCannotBeUsedAreNamedAtOnce();
    void otherServerIsNamedEverywhere();
    void keychainIsNamed();

private:
    std::unique_ptr<GuiFixture> m_gui;
};

void TestSignIn::initTestCase()
{
    GuiFixture::useOwnSettings();
}

void TestSignIn::init()
{
    m_gui = std::make_unique<GuiFixture>();
}

void TestSignIn::cleanup()
{
    QCOMPARE(m_gui->fake.violations(), QStringList());
    m_gui.reset();
}

void TestSignIn::firstStartWelcomes()
{
    m_gui->start();
    QCOMPARE(m_gui->window->windowTitle(), u"OpenRouter Sign-in"_s);
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QCOMPARE(m_gui->text(u"signInButton"_s), u"Sign in with OpenRouter"_s);
    QVERIFY(!m_gui->find(u"backButton"_s));
    // Looking asks nobody for anything, the keychain neither but for a list that was lost.
    QCOMPARE(m_gui->fake.requests(), 0);
    QCOMPARE(m_gui->keychain.writes, 0);
}

void TestSignIn::signingInEndsWithTheKeyInTheKeychain()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QCOMPARE(m_gui->page(), u"waitingPage"_s);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);

    QCOMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
    QCOMPARE(m_gui->fake.keysMade(), 1);
    const QByteArray key = m_gui->fake.lastKey();
    const QList<StoredKey> keys = m_gui->vault->keys();
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.first().label, u"work-laptop"_s);
    QCOMPARE(keys.first().userId, u"user_test"_s);
    QVERIFY(keys.first().isDefault);
    const QString user = keychainUser(keys.first().server, keys.first().id);
    QCOMPARE(m_gui->keychain.keyUsers(), QStringList{user});
    QCOMPARE(m_gui->keychain.secrets.value(user).toByteArray(), key);

    QVERIFY(m_gui->text(u"statusNotice"_s).startsWith("Signed in"_L1));
    QCOMPARE(m_gui->text(u"titleButton"_s), u"work-laptop"_s);
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    QVERIFY(!m_gui->says(QString::fromLatin1(key)));

    // The browser has its last page, and its address holds no code any more.
    QTRY_COMPARE(m_gui->browser->pages, 1);
    QCOMPARE(m_gui->browser->status, 200);
    QVERIFY(m_gui->browser->page.contains("You are signed in"));
    QVERIFY(!m_gui->browser->page.contains(m_gui->fake.lastCode()));
}

void TestSignIn::keyboardAloneIsEnough()
{
    m_gui->start();
    m_gui->key(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), m_gui->find(u"signInButton"_s));
    m_gui->key(Qt::Key_Return);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
}

void TestSignIn::stepsFollowTheSignIn()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->fake.inject(Endpoint::Exchange, Fault::delay(300ms));
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    QCOMPARE(m_gui->heading(), u"Continue in your browser"_s);
    for (const QString &step : {u"Browser opened"_s, u"Waiting for your approval"_s,
                                u"Get the key"_s, u"Save it in the keychain"_s})
        QVERIFY2(m_gui->says(step), qPrintable(step));

    m_gui->keychain.setMood(Mood::Hangs);
    m_gui->browser->approve(m_gui->browser->opened.first());
    QTRY_VERIFY(m_gui->says(u"Getting the key"_s));
    QCOMPARE(m_gui->heading(), u"Almost done"_s);
    QVERIFY(m_gui->says(u"Approved"_s));
    QVERIFY(!m_gui->find(u"linkField"_s));
    QTRY_VERIFY(m_gui->says(u"Saving it in the keychain"_s));
    QVERIFY(m_gui->says(u"Got the key"_s));
    m_gui->keychain.setMood(Mood::Good);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
}

void TestSignIn::timeLeftIsCountedDown()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_VERIFY(m_gui->says(u"5:00 left"_s) || m_gui->says(u"4:59 left"_s));
    m_gui->window->activateWindow(); // behind another one it counts in greater steps
    QTRY_VERIFY(m_gui->window->isActiveWindow());
    m_gui->clock.skip(60s);
    QTRY_VERIFY(m_gui->says(u"3:59 left"_s) || m_gui->says(u"3:58 left"_s));
}

void TestSignIn::linkCanBeCopiedAndOpenedAgain()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    const QUrl link = m_gui->browser->opened.first();
    QVERIFY(m_gui->find<QLineEdit>(u"linkField"_s)->isReadOnly());
    QCOMPARE(m_gui->text(u"linkField"_s), QString::fromLatin1(link.toEncoded()));
    QVERIFY(m_gui->click(u"copyLinkButton"_s));
    QCOMPARE(GuiFixture::clipboardText(), QString::fromLatin1(link.toEncoded()));
    QCOMPARE(m_gui->text(u"codeNotice"_s), u"Link copied."_s);

    QVERIFY(m_gui->click(u"openBrowserButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 2);
    QCOMPARE(m_gui->browser->opened.last(), link);
    m_gui->browser->approve(QUrl(GuiFixture::clipboardText(), QUrl::StrictMode));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
}

void TestSignIn::redirectedAddressCanBePasted_data()
{
    QTest::addColumn<QString>("around");
    QTest::newRow("as it is") << u"%1"_s;
    QTest::newRow("spaces") << u"   %1  "_s;
    QTest::newRow("quotes") << u"\"%1\""_s;
    QTest::newRow("fragment") << u"%1#_"_s;
    QTest::newRow("bracketed paste") << u"[200~%1[201~"_s;
    QTest::newRow("second question mark") << u"%1?state=x"_s;
}

void TestSignIn::redirectedAddressCanBePasted()
{
    QFETCH(QString, around);
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    const QUrl redirect = m_gui->fake.authorize(m_gui->browser->opened.first());
    QVERIFY(!m_gui->find(u"codeField"_s));
    QVERIFY(m_gui->click(u"enterCodeButton"_s));
    QCOMPARE(QApplication::focusWidget(), m_gui->find(u"codeField"_s));
    QVERIFY(m_gui->type(u"codeField"_s, around.arg(QString::fromLatin1(redirect.toEncoded()))));
    m_gui->key(Qt::Key_Return);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
}

void TestSignIn::pastedDenialIsADenial()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    const QUrl link = m_gui->browser->opened.first();
    QVERIFY(m_gui->click(u"enterCodeButton"_s));
    QVERIFY(m_gui->type(u"codeField"_s, QString::fromLatin1(link.toEncoded())));
    m_gui->key(Qt::Key_Return);
    QTRY_VERIFY(m_gui->text(u"codeError"_s).contains(u"the page where you approve"_s));
    const QString callback = queryValue(link, u"callback_url"_s);
    QVERIFY(m_gui->type(u"codeField"_s, callback + u"?error=access_denied"_s));
    m_gui->key(Qt::Key_Return);
    QTRY_COMPARE(m_gui->heading(), u"The request was denied"_s);
    QCOMPARE(m_gui->fake.requests(Endpoint::Exchange), 0);
}

void TestSignIn::codeWorksWithoutAnyPort()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"useCodeButton"_s));
    QCOMPARE(m_gui->heading(), u"Bring a code"_s);
    const QUrl link(m_gui->text(u"linkField"_s), QUrl::StrictMode);
    QVERIFY(!QUrlQuery(link).hasQueryItem(u"callback_url"_s));
    QVERIFY(QUrlQuery(link).hasQueryItem(u"code_challenge"_s));
    // It may be for another device: nothing is opened unasked.
    QCoreApplication::processEvents();
    QVERIFY(m_gui->browser->opened.isEmpty());
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    QVERIFY(m_gui->click(u"openBrowserButton"_s));
    QCOMPARE(m_gui->browser->opened, QList<QUrl>{link});

    QVERIFY(m_gui->type(u"codeField"_s, QString::fromLatin1(m_gui->fake.authorizeHeadless(link))));
    QVERIFY(m_gui->click(u"useCodeNowButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
}

void TestSignIn::cancelingWhileWaitingClosesThePort()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    const QUrl callback(queryValue(m_gui->browser->opened.first(), u"callback_url"_s));
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QTcpSocket socket;
    socket.connectToHost(callback.host(), quint16(callback.port()));
    QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
    QVERIFY(m_gui->vault->unfinished().isEmpty());
}

void TestSignIn::escapeIsCancel()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    m_gui->key(Qt::Key_Escape);
    QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestSignIn::cancelingTheExchangeLetsThePersonKeepTheKey()
{
    m_gui->fake.inject(Endpoint::Exchange, Fault::delay(500ms));
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QCOMPARE(m_gui->heading(), u"Canceling"_s);
    QTRY_COMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
    QVERIFY(m_gui->keychain.keyUsers().isEmpty());
    QVERIFY(m_gui->click(u"keepButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().state, StoredKey::State::Stored);
}

void TestSignIn::cancelingTheExchangeLetsThePersonDiscardTheKey()
{
    m_gui->fake.inject(Endpoint::Exchange, Fault::delay(500ms));
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
    QVERIFY(m_gui->click(u"discardButton"_s));
    QTRY_COMPARE(m_gui->heading(), u"Key discarded"_s);
    QVERIFY(m_gui->click(u"openKeyPageButton"_s));
    const auto key = OpenRouterAuth::ApiKey::fromBytes(m_gui->fake.lastKey());
    QCOMPARE(m_gui->browser->opened.last().path(), QString(u"/keys/"_s + key->hash()));
    QVERIFY(m_gui->click(u"doneButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->vault->keys().isEmpty());
    QVERIFY(m_gui->vault->unfinished().isEmpty());
    QVERIFY(m_gui->keychain.keyUsers().isEmpty());
}

void TestSignIn::windowComesToTheFrontWhenTheBrowserReturns()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    m_gui->window->showMinimized();
    QWidget browserWindow;
    browserWindow.show();
    browserWindow.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&browserWindow));
    QVERIFY(!m_gui->window->isActiveWindow());

    m_gui->browser->approve(m_gui->browser->opened.first());
    QTRY_VERIFY(m_gui->window->isActiveWindow());
    QVERIFY(!m_gui->window->isMinimized());
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
}

void TestSignIn::secondKeyComesBesideTheFirst()
{
    m_gui->addKey(u"aider"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"addButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->click(u"backButton"_s));
    QCOMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(m_gui->click(u"addButton"_s));
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().size(), 2);
    // The new one is opened; the default stays.
    QVERIFY(m_gui->find(u"copyKeyButton"_s));
    QCOMPARE(m_gui->find(u"copyKeyButton"_s)->accessibleDescription(), u"work-laptop"_s);
    QCOMPARE(m_gui->vault->defaultKey()->label, u"aider"_s);
}

void TestSignIn::keysStayInMemoryWhereThatIsSet()
{
    m_gui->settings->store().setValue("signin/store"_L1, u"memory"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey({})));
    QTRY_COMPARE(m_gui->vault->keys().size(), 2);
    const QList<StoredKey> keys = m_gui->vault->keys();
    for (const StoredKey &key : keys)
        QCOMPARE(key.state, StoredKey::State::Session);
    QVERIFY(m_gui->keychain.secrets.isEmpty());
}

void TestSignIn::existingKeyIsCheckedAndSaved()
{
    FakeOpenRouter::KeyRecord record;
    record.label = u"from another computer"_s;
    const QByteArray key = m_gui->fake.makeKey(record);
    m_gui->start();
    QVERIFY(m_gui->enterExistingKey(key));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->fake.requests(Endpoint::Exchange), 0);
    const StoredKey entry = m_gui->vault->keys().first();
    QCOMPARE(entry.label, u"from another computer"_s);
    QCOMPARE(entry.userId, u"user_test"_s);
    QCOMPARE(m_gui->keychain.secrets.value(keychainUser(entry.server, entry.id)).toByteArray(),
             key);
}

void TestSignIn::nameOfAnExistingKeyIsTakenIfItCanBeStored_data()
{
    // The same rule as in the command line, see test_existingkey.py.
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("label");
    QTest::newRow("a name") << u"On the server"_s << u"On the server"_s;
    QTest::newRow("none") << QString() << u"work-laptop"_s;
    QTest::newRow("the masked key") << u"sk-or-v1-0e6...1c9"_s << u"work-laptop"_s;
    QTest::newRow("too long") << QString(101, u'x') << u"work-laptop"_s;
}

void TestSignIn::nameOfAnExistingKeyIsTakenIfItCanBeStored()
{
    QFETCH(QString, name);
    FakeOpenRouter::KeyRecord record;
    record.label = name;
    m_gui->start();
    QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey(record)));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QTEST(m_gui->vault->keys().first().label, "label");
}

void TestSignIn::existingKeyGivenTwiceIsOneEntry()
{
    const QByteArray key = m_gui->fake.makeKey();
    m_gui->start();
    QVERIFY(m_gui->enterExistingKey(key));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    const QString id = m_gui->vault->keys().first().id;
    QVERIFY(m_gui->enterExistingKey(key));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().size(), 1);
    QCOMPARE(m_gui->vault->keys().first().id, id);
    QCOMPARE(m_gui->keychain.keyUsers().size(), 1);
}

void TestSignIn::textThatIsNoKeyIsExplained_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("spaces only") << u"   "_s;
    QTest::newRow("too short") << u"sk-or"_s;
    QTest::newRow("two words") << u"sk-or-v1-TEST and more"_s;
    QTest::newRow("other letters") << u"sk-or-v1-TÄST"_s;
    QTest::newRow("too long") << QString(513, u'k');
}

void TestSignIn::textThatIsNoKeyIsExplained()
{
    QFETCH(QString, text);
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(m_gui->type(u"keyField"_s, text));
    m_gui->key(Qt::Key_Return);
    QTRY_VERIFY(!m_gui->text(u"keyError"_s).isEmpty());
    QCOMPARE(m_gui->page(), u"existingKeyPage"_s);
    auto *field = m_gui->find<QLineEdit>(u"keyField"_s);
    QVERIFY(field->hasFocus());
    QCOMPARE(field->accessibleDescription(), m_gui->text(u"keyError"_s));
    QCOMPARE(m_gui->fake.requests(), 0);
    // The next letter takes the complaint away.
    QTest::keyClick(field, Qt::Key_X);
    QVERIFY(!m_gui->find(u"keyError"_s));
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
}

void TestSignIn::checkingAKeyCanBeCanceled()
{
    m_gui->fake.inject(Endpoint::Key, Fault::hang());
    m_gui->start();
    QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
    QCOMPARE(m_gui->heading(), u"Checking the key"_s);
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 1);
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->vault->keys().isEmpty());
}

void TestSignIn::pastedKeyIsNotShown()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    auto *field = m_gui->find<QLineEdit>(u"keyField"_s);
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    QVERIFY(m_gui->type(u"keyField"_s, u"sk-or-v1-TEST-typed"_s));
    QVERIFY(m_gui->click(u"cancelButton"_s));
    // It does not wait there for whoever comes next.
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QCOMPARE(m_gui->text(u"keyField"_s), QString());
}

void TestSignIn::optionsReachTheAuthorizationPage()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"optionsButton"_s));
    QCOMPARE(m_gui->text(u"labelField"_s), u"work-laptop"_s);
    QVERIFY(m_gui->type(u"labelField"_s, u"Büro & <b>+%#</b>"_s));
    QVERIFY(m_gui->type(u"workspaceField"_s, u"123e4567-e89b-12d3-a456-426614174000"_s));
    QVERIFY(m_gui->click(u"saveButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    QUrl link = m_gui->browser->opened.last();
    QCOMPARE(queryValue(link, u"key_label"_s), u"Büro & <b>+%#</b>"_s);
    QCOMPARE(queryValue(link, u"workspace_id"_s), u"123e4567-e89b-12d3-a456-426614174000"_s);
    QVERIFY(!QUrlQuery(link).hasQueryItem(u"required_workspace_id"_s));
    QVERIFY(m_gui->click(u"cancelButton"_s));

    // They are still there after a restart.
    m_gui->start();
    QVERIFY(m_gui->click(u"optionsButton"_s));
    QCOMPARE(m_gui->text(u"labelField"_s), u"Büro & <b>+%#</b>"_s);
    auto *box = m_gui->find<QCheckBox>(u"requireWorkspaceBox"_s);
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QVERIFY(box->isChecked());
    QVERIFY(m_gui->click(u"saveButton"_s));
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->browser->opened.size(), 2);
    link = m_gui->browser->opened.last();
    QCOMPARE(queryValue(link, u"required_workspace_id"_s),
             u"123e4567-e89b-12d3-a456-426614174000"_s);
    m_gui->browser->approve(link);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QCOMPARE(m_gui->vault->keys().first().label, u"Büro & <b>+%#</b>"_s);
}

void TestSignIn::optionsThatCannotBeUsedAreExplained_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("workspace");
    QTest::addColumn<bool>("required");
    QTest::newRow("label too long") << QString(101, u'x') << QString() << false;
    QTest::newRow("no workspace id") << u"fine"_s << u"my workspace"_s << false;
    QTest::newRow("required without an id") << u"fine"_s << QString() << true;
}

void TestSignIn::optionsThatCannotBeUsedAreExplained()
{
    QFETCH(QString, label);
    QFETCH(QString, workspace);
    QFETCH(bool, required);
    m_gui->start();
    QVERIFY(m_gui->click(u"optionsButton"_s));
    QVERIFY(m_gui->type(u"labelField"_s, label));
    QVERIFY(m_gui->type(u"workspaceField"_s, workspace));
    m_gui->find<QCheckBox>(u"requireWorkspaceBox"_s)->setChecked(required);
    QVERIFY(m_gui->click(u"saveButton"_s));
    QCOMPARE(m_gui->page(), u"optionsPage"_s);
    QVERIFY(!m_gui->text(u"optionsError"_s).isEmpty());
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QCOMPARE(m_gui->settings->keyLabel(), u"work-laptop"_s);
    QVERIFY(m_gui->settings->workspaceId().isNull());
}

void TestSignIn::settingsThatCannotBeUsedAreNamedAtOnce()
{
    m_gui->settings->store().setValue(u"signin/timeoutSeconds"_s, u"soon"_s);
    m_gui->start();
    QVERIFY(m_gui->text(u"problemNotice"_s).contains("timeoutSeconds"_L1));
    QVERIFY(m_gui->text(u"problemNotice"_s).contains("soon"_L1));
}

void TestSignIn::otherServerIsNamedEverywhere()
{
    const QString name = "127.0.0.1:"_L1 + QString::number(m_gui->fake.port());
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->text(u"serverLabel"_s).contains(name));
    QVERIFY(m_gui->click(u"signInButton"_s));
    QVERIFY(m_gui->says(name));
    QTRY_COMPARE(m_gui->browser->opened.size(), 1);
    m_gui->browser->approve(m_gui->browser->opened.first());
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(m_gui->text(u"factsLabel"_s).contains(name));
    m_gui->stop();

    // openrouter.ai is what everybody expects, and is not.
    GuiFixture usual;
    qunsetenv("OPENROUTER_BASE_URL");
    usual.start();
    QVERIFY(!usual.find(u"serverLabel"_s));
}

void TestSignIn::keychainIsNamed()
{
    m_gui->start();
    QTRY_VERIFY(m_gui->text(u"keychainLabel"_s).contains("Test Keychain"_L1));
    m_gui->keychainService = {KeychainStatus::State::NoBus, u"Secret Service"_s};
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"keychainLabel"_s), m_gui->keychainService.summary());
}

QTEST_MAIN(TestSignIn)
#include "tst_signin.moc"
