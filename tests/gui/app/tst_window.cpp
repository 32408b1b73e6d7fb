// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include "gui/style/theme.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QCloseEvent>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;
using Mood = FakeKeychain::Mood;

/// What closing and quitting mean, and what holds for every page.
class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void closingWithNothingToLoseEndsTheProgram();
    void closingWithACountdownHidesUntilTheClipboardIsCleared();
    void windowThatComesBackDuringTheCountdownStays();
    void quittingClearsTheClipboardAtOnce();
    void closingWithAnUnstoredKeyAsks();
    void closingWithAKeyOfThisSessionAsks();
    void closingWhileWaitingEndsTheSignIn();
    void closingDuringTheExchangeLeavesTheChoice();
    void placeIsKept();

    void darkAndLightAreFollowed();
    void biggerDesktopFontIsFollowed();

    void everyPageIsNamedReachableAndWhole_data();
    void everyPageIsNamedReachableAndWhole();

private:
    void showPage(const QString &page);
    void loseList();
    void addTellingKeys();
    void useHangingPass();
    void checkNames();
    void checkTabOrder();
    void checkNothingIsCut();

    std::unique_ptr<GuiFixture> m_gui;
    const QByteArray m_path = qgetenv("PATH");
};

namespace {

enum class Look { Light, Dark, RightToLeft };

QPalette lightPalette()
{
    return {QColor(0xef, 0xef, 0xef)};
}

QPalette darkPalette()
{
    return {QColor(0x31, 0x36, 0x3b)};
}

/// What a person can move the focus to with Tab, in no particular order.
QList<QWidget *> tabStops(const QWidget *window)
{
    QList<QWidget *> stops;
    for (QWidget *widget : window->findChildren<QWidget *>()) {
        if (widget->isVisible() && widget->isEnabled() && !widget->focusProxy()
            && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus) {
            stops += widget;
        }
    }
    return stops;
}

QString accessibleName(QWidget *widget)
{
    const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
    return accessible ? accessible->text(QAccessible::Name) : QString();
}

QByteArray describe(const QWidget *widget)
{
    return widget->metaObject()->className() + QByteArray(" ") + widget->objectName().toUtf8();
}

} // namespace

void TestWindow::initTestCase()
{
    GuiFixture::useOwnSettings();
    QVERIFY(QDir().mkpath(QStringLiteral(SCREENSHOT_FOLDER)));
}

void TestWindow::init()
{
    m_gui = std::make_unique<GuiFixture>();
}

void TestWindow::cleanup()
{
    m_gui.reset();
    qputenv("PATH", m_path);
    qunsetenv("PASSWORD_STORE_DIR");
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    QApplication::setPalette(lightPalette());
}

void TestWindow::closingWithNothingToLoseEndsTheProgram()
{
    m_gui->start();
    m_gui->window->close();
    QCOMPARE(m_gui->quits, 1);
    QVERIFY(!m_gui->window->isVisible());
}

void TestWindow::closingWithACountdownHidesUntilTheClipboardIsCleared()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_VERIFY(!GuiFixture::clipboardText().isEmpty());
    m_gui->window->close();
    QVERIFY(!m_gui->window->isVisible());
    QCOMPARE(m_gui->quits, 0);
    QVERIFY(!GuiFixture::clipboardText().isEmpty());
    m_gui->clock.skip(45s);
    QTRY_COMPARE(m_gui->quits, 1);
    QCOMPARE(GuiFixture::clipboardText(), QString());
}

void TestWindow::windowThatComesBackDuringTheCountdownStays()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_VERIFY(!GuiFixture::clipboardText().isEmpty());
    m_gui->window->close();
    m_gui->window->bringToFront(); // as a second start does
    QVERIFY(m_gui->window->isVisible());
    m_gui->clock.skip(45s);
    QTRY_COMPARE(GuiFixture::clipboardText(), QString());
    QVERIFY(m_gui->window->isVisible());
    QCOMPARE(m_gui->quits, 0);
}

void TestWindow::quittingClearsTheClipboardAtOnce()
{
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QVERIFY(m_gui->click(u"copyKeyButton"_s));
    QTRY_VERIFY(!GuiFixture::clipboardText().isEmpty());
    m_gui->key(Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(m_gui->quits, 1);
    QCOMPARE(GuiFixture::clipboardText(), QString());
}

void TestWindow::closingWithAnUnstoredKeyAsks()
{
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);

    m_gui->window->close();
    QTRY_VERIFY(m_gui->find(u"stayButton"_s));
    QVERIFY(m_gui->click(u"stayButton"_s));
    QCOMPARE(m_gui->quits, 0);
    QVERIFY(m_gui->window->isVisible());
    QCOMPARE(m_gui->page(), u"failurePage"_s);

    m_gui->window->close();
    QTRY_VERIFY(m_gui->find(u"stayButton"_s));
    // No answer is not a yes.
    QTest::keyClick(m_gui->find(u"stayButton"_s), Qt::Key_Escape);
    QTRY_VERIFY(!m_gui->find(u"stayButton"_s));
    QCOMPARE(m_gui->quits, 0);

    m_gui->window->close();
    QTRY_VERIFY(m_gui->find(u"loseKeyButton"_s));
    QVERIFY(m_gui->click(u"loseKeyButton"_s));
    QTRY_COMPARE(m_gui->quits, 1);
}

void TestWindow::closingWithAKeyOfThisSessionAsks()
{
    m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
    QVERIFY(m_gui->click(u"keepForSessionButton"_s));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    m_gui->window->close();
    QTRY_VERIFY(m_gui->find(u"stayButton"_s));
    QCOMPARE(m_gui->quits, 0);
}

void TestWindow::closingWhileWaitingEndsTheSignIn()
{
    m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_VERIFY(!m_gui->browser->opened.isEmpty());
    m_gui->window->close();
    QTRY_COMPARE(m_gui->quits, 1);
    QVERIFY(m_gui->index->keys().isEmpty());
}

void TestWindow::closingDuringTheExchangeLeavesTheChoice()
{
    m_gui->fake.inject(Endpoint::Exchange, Fault::delay(500ms));
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
    m_gui->window->close();
    QVERIFY(m_gui->window->isVisible());
    QCOMPARE(m_gui->quits, 0);
    QTRY_COMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
    QCOMPARE(m_gui->quits, 0);
}

void TestWindow::placeIsKept()
{
    m_gui->start();
    m_gui->window->resize(600, 700);
    m_gui->window->close();
    m_gui->start();
    QCOMPARE(m_gui->window->size(), QSize(600, 700));
}

void TestWindow::darkAndLightAreFollowed()
{
    QApplication::setPalette(lightPalette());
    m_gui->start();
    const auto lightness = [this] {
        return m_gui->window->grab().toImage().pixelColor(4, 4).lightness();
    };
    QTRY_VERIFY(lightness() > 200);
    QApplication::setPalette(darkPalette());
    QTRY_VERIFY(lightness() < 60);
    QVERIFY(!Theme::of(m_gui->window->palette()).highContrast);
    QApplication::setPalette(lightPalette());
    QTRY_VERIFY(lightness() > 200);
}

void TestWindow::biggerDesktopFontIsFollowed()
{
    const QFont usual = QApplication::font();
    const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
    m_gui->addKey(u"work-laptop"_s);
    m_gui->start();
    QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    const QStringList names{u"heading"_s, u"addButton"_s, u"secret"_s, u"badge"_s, u"usedLabel"_s};
    const auto sizes = [&] {
        QList<double> result;
        for (const QString &name : names)
            result += m_gui->find(name)->font().pointSizeF();
        return result;
    };
    const QList<double> before = sizes();
    QFont bigger = usual;
    bigger.setPointSizeF(20);
    QApplication::setFont(bigger);
    for (qsizetype i = 0; i < names.size(); ++i)
        QTRY_VERIFY2(sizes().at(i) > before.at(i), qPrintable(names.at(i)));
}

void TestWindow::everyPageIsNamedReachableAndWhole_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<Look>("look");
    for (const auto &[look, name] : {std::pair(Look::Light, "light"), std::pair(Look::Dark, "dark"),
                                     std::pair(Look::RightToLeft, "right-to-left")}) {
        for (const char *page :
             {"welcome",         "waiting",       "enter-code", "code",      "existing-key",
              "options",         "keys",          "unfinished", "refused",   "sign-out",
              "signed-out",      "rename",        "denied",     "locked",    "answer-lost",
              "keep-or-discard", "keychain-slow", "discarding", "discarded", "not-discarded",
              "renewed",         "second-key",    "old-copy",   "told",      "welcome-pass",
              "trying-pass"}) {
            QTest::addRow("%s-%s", page, name) << QString::fromLatin1(page) << look;
        }
    }
}

void TestWindow::everyPageIsNamedReachableAndWhole()
{
    QFETCH(QString, page);
    QFETCH(Look, look);
    QApplication::setPalette(look == Look::Dark ? darkPalette() : lightPalette());
    QGuiApplication::setLayoutDirection(look == Look::RightToLeft ? Qt::RightToLeft
                                                                  : Qt::LeftToRight);
    showPage(page);
    if (QTest::currentTestFailed())
        return;
    QCoreApplication::processEvents(); // what has just come into view is laid out now
    QVERIFY(QTest::qWaitForWindowActive(m_gui->window.get()));
    QVERIFY(m_gui->window->grab().save(QStringLiteral(SCREENSHOT_FOLDER "/")
                                       + QString::fromLatin1(QTest::currentDataTag()) + ".png"_L1));
    checkNames();
    checkNothingIsCut();
    checkTabOrder();
}

void TestWindow::showPage(const QString &page)
{
    const bool needsKey = page == "keys"_L1 || page == "refused"_L1 || page == "sign-out"_L1
                          || page == "signed-out"_L1 || page == "rename"_L1 || page == "renewed"_L1
                          || page == "old-copy"_L1;
    if (needsKey)
        m_gui->addKey(u"work-laptop"_s);
    if (page == "told"_L1)
        addTellingKeys();
    if (page.endsWith("pass"_L1))
        useHangingPass();
    if (page == "renewed"_L1)
        m_gui->keychain.secrets.clear();
    if (page == "old-copy"_L1)
        loseList();
    if (page == "refused"_L1)
        m_gui->fake.revoke(m_gui->fake.lastKey());
    if (page == "unfinished"_L1)
        m_gui->addUnfinished();
    if (page == "locked"_L1)
        m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
    const bool isDiscard = page.endsWith("discarded"_L1) || page == "discarding"_L1;
    if (page == "keychain-slow"_L1 || isDiscard)
        m_gui->keychain.setMood(Mood::Hangs);
    if (page == "second-key"_L1)
        m_gui->fake.inject(Endpoint::Exchange, Fault::html(504));
    if (page == "answer-lost"_L1)
        m_gui->fake.inject(Endpoint::Exchange, Fault::closeUnanswered());
    if (page == "keep-or-discard"_L1)
        m_gui->fake.inject(Endpoint::Exchange, Fault::delay(300ms));
    if (page == "denied"_L1)
        m_gui->browser->person = TestBrowser::Person::Denies;
    else if (page == "waiting"_L1 || page == "enter-code"_L1)
        m_gui->browser->person = TestBrowser::Person::Hesitates;
    m_gui->start();

    if (page == "welcome"_L1 || page == "welcome-pass"_L1) {
        QCOMPARE(m_gui->page(), u"welcomePage"_s);
    } else if (page == "code"_L1) {
        QVERIFY(m_gui->click(u"useCodeButton"_s));
        QTRY_VERIFY(m_gui->find(u"codeField"_s));
    } else if (page == "existing-key"_L1) {
        QVERIFY(m_gui->click(u"existingKeyButton"_s));
        QTRY_VERIFY(m_gui->find(u"keyField"_s));
    } else if (page == "options"_L1) {
        QVERIFY(m_gui->click(u"optionsButton"_s));
        QTRY_VERIFY(m_gui->find(u"workspaceField"_s));
    } else if (page == "told"_L1) {
        // What the opened one says about its place depends on the other one.
        QVERIFY(m_gui->click(u"titleButton"_s, 1));
        QTRY_COMPARE(m_gui->text(u"badge"_s, 1), u"Valid"_s);
        QVERIFY(m_gui->click(u"titleButton"_s, 0));
        QTRY_VERIFY(m_gui->find(u"warningNotice"_s));
        QTRY_VERIFY(m_gui->text(u"factsLabel"_s).contains("Workspace"_L1));
    } else if (page == "keys"_L1) {
        QTRY_COMPARE(m_gui->text(u"badge"_s), u"Valid"_s);
    } else if (page == "unfinished"_L1) {
        QTRY_VERIFY(m_gui->find(u"unfinishedNotice"_s));
    } else if (page == "refused"_L1) {
        QTRY_COMPARE(m_gui->text(u"badge"_s), u"Refused"_s);
    } else if (page == "sign-out"_L1 || page == "signed-out"_L1) {
        QVERIFY(m_gui->click(u"signOutButton"_s));
        QTRY_VERIFY(m_gui->find(u"confirmSignOutButton"_s));
        if (page == "signed-out"_L1) {
            QVERIFY(m_gui->click(u"confirmSignOutButton"_s));
            QTRY_VERIFY(m_gui->find(u"doneButton"_s));
        }
    } else if (page == "renewed"_L1) {
        QTRY_COMPARE(m_gui->text(u"badge"_s), u"Missing"_s);
        QVERIFY(m_gui->click(u"signInAgainButton"_s));
        QTRY_VERIFY(m_gui->find(u"doneButton"_s));
    } else if (page == "old-copy"_L1) {
        QTRY_VERIFY(m_gui->find(u"indexNotice"_s));
    } else if (page == "rename"_L1) {
        QVERIFY(m_gui->choose(u"moreButton"_s, u"renameAction"_s));
        QTRY_COMPARE(m_gui->page(), u"renamePage"_s);
    } else {
        QVERIFY(m_gui->click(u"signInButton"_s));
        if (page == "waiting"_L1 || page == "enter-code"_L1) {
            QTRY_VERIFY(!m_gui->browser->opened.isEmpty());
            QCOMPARE(m_gui->page(), u"waitingPage"_s);
            if (page == "enter-code"_L1)
                QVERIFY(m_gui->click(u"enterCodeButton"_s));
        } else if (page == "trying-pass"_L1) {
            QCOMPARE(m_gui->heading(), u"Trying pass"_s);
        } else if (page == "keep-or-discard"_L1) {
            QTRY_COMPARE(m_gui->fake.requests(Endpoint::Exchange), 1);
            QVERIFY(m_gui->click(u"cancelButton"_s));
            QTRY_COMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
        } else if (page == "keychain-slow"_L1) {
            QTRY_VERIFY(m_gui->keychain.writes > 0);
            m_gui->clock.skip(StoreOperation::SlowAfter);
            QTRY_VERIFY(m_gui->find(u"keepForSessionButton"_s));
        } else if (isDiscard) {
            QTRY_VERIFY(m_gui->keychain.writes > 0);
            QVERIFY(m_gui->click(u"cancelButton"_s));
            QTRY_COMPARE(m_gui->page(), u"keepOrDiscardPage"_s);
            if (page != "discarding"_L1) {
                m_gui->keychain.setMood(Mood::Good);
                QTRY_COMPARE(m_gui->keychain.keyUsers().size(), 1);
            }
            if (page == "not-discarded"_L1)
                m_gui->keychain.setMood(Mood::Refuses, StoreError::Kind::Locked);
            QVERIFY(m_gui->click(u"discardButton"_s));
            if (page != "discarding"_L1)
                QTRY_VERIFY(m_gui->heading() != "Discarding the key"_L1);
        } else if (page == "second-key"_L1) {
            QTRY_COMPARE_WITH_TIMEOUT(m_gui->text(u"badge"_s), u"Valid"_s, 10'000);
        } else {
            QTRY_COMPARE(m_gui->page(), u"failurePage"_s);
        }
    }
}

/// Its store is a git repository, and it never answers.
void TestWindow::useHangingPass()
{
    const QString store = m_gui->folder.filePath(u"store"_s);
    const QString program = m_gui->folder.filePath(u"bin/pass"_s);
    QVERIFY(QDir(m_gui->folder.path()).mkpath(u"store/.git"_s));
    QVERIFY(QDir(m_gui->folder.path()).mkpath(u"bin"_s));
    for (const auto &[path, text] :
         {std::pair(store + "/.gpg-id"_L1, QByteArray("person\n")),
          std::pair(program, QByteArray("#!/bin/sh\nexec sleep 600\n"))}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner));
    qputenv("PASSWORD_STORE_DIR", QFile::encodeName(store));
    qputenv("PATH", QFile::encodeName(m_gui->folder.filePath(u"bin"_s)) + ':' + m_path);
    m_gui->settings->store().setValue("signin/store"_L1, u"pass"_s);
}

/// Two keys, one of which has everything that a server can say about it.
void TestWindow::addTellingKeys()
{
    FakeOpenRouter::KeyRecord record;
    record.limit = 10;
    record.limitReset = u"monthly"_s;
    record.usage = 14.2;
    record.usageMonthly = 8.23;
    record.usageWeekly = 2.1;
    record.usageDaily = 0.42;
    record.byokUsage = 3.1;
    record.byokUsageMonthly = 1.2;
    record.isFreeTier = true;
    record.freeRequestsUsed = 46;
    record.dataRegions = {u"europe"_s, u"us"_s};
    record.workspaceId = u"0e6f44b2-7c1d-4a3f-9b58-5a1f3c2d7e90"_s;
    record.expiresAt = QDateTime::currentDateTimeUtc().addDays(2).addSecs(3600);
    m_gui->addKey(u"work-laptop"_s, record);
    FakeOpenRouter::KeyRecord other;
    other.workspaceId = u"b21c9d77-40e5-4f0a-8d36-e7f1a2b3c4d5"_s;
    m_gui->addKey(u"aider"_s, other);
}

/// Leaves only an outdated copy of the list in the keychain.
void TestWindow::loseList()
{
    m_gui->start();
    QVERIFY(m_gui->vault->rename(m_gui->vault->keys().first().id, u"laptop"_s).isEmpty());
    QTRY_VERIFY(m_gui->keychain.hasListCopy());
    m_gui->stop();
    const QString list = m_gui->folder.filePath(u"keys.json"_s);
    QVERIFY(QFile::remove(list));
    QFile mark(list + ".copy-outdated"_L1);
    QVERIFY(mark.open(QIODevice::WriteOnly));
}

/// Whoever hears the window instead of seeing it knows where they are and what each thing is.
void TestWindow::checkNames()
{
    QWidget *focus = QApplication::focusWidget();
    QVERIFY2(focus, "nothing has the focus");
    QVERIFY2(!accessibleName(focus).isEmpty(), describe(focus).constData());
    QVERIFY(QAccessible::queryAccessibleInterface(focus)->state().focusable);
    QCOMPARE(QAccessible::queryAccessibleInterface(m_gui->window.get())->role(),
             QAccessible::Window);
    for (QWidget *widget : tabStops(m_gui->window.get())) {
        const QString name = accessibleName(widget);
        QVERIFY2(!name.isEmpty(), describe(widget).constData());
        const auto *button = qobject_cast<QAbstractButton *>(widget);
        // An opened card's title carries its state as well.
        if (button && !button->text().isEmpty()) {
            const QString visible = button->text().remove(u'&');
            QVERIFY2(name.startsWith(visible), describe(widget).constData());
        }
    }
}

/// Tab comes by everything once and back to where it began.
void TestWindow::checkTabOrder()
{
    QWidget *window = m_gui->window.get();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QWidget *first = QApplication::focusWidget();
    QVERIFY(first);
    QList<QWidget *> seen;
    QWidget *current = first;
    do {
        seen += current;
        QTest::keyClick(current, Qt::Key_Tab);
        current = QApplication::focusWidget();
        QVERIFY(current);
        QVERIFY2(seen.size() < 50, "Tab does not come round");
    } while (!seen.contains(current));
    for (QWidget *widget : tabStops(window))
        QVERIFY2(seen.contains(widget), describe(widget).constData());
}

void TestWindow::checkNothingIsCut()
{
    for (const QAbstractButton *button : m_gui->window->findChildren<QAbstractButton *>()) {
        // Labels of people's own may be elided.
        if (button->isVisible() && button->objectName() != "titleButton"_L1) {
            QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                     describe(button).constData());
            QVERIFY2(button->height() >= button->minimumSizeHint().height(),
                     describe(button).constData());
        }
    }
    for (const QLabel *label : m_gui->window->findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const int needed = label->wordWrap() ? label->heightForWidth(label->width())
                                             : label->minimumSizeHint().height();
        QVERIFY2(label->height() >= needed, describe(label).constData());
    }
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
