// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fakeclock.h"
#include "gui/app/secretclipboard.h"
#include "gui/app/windowsmarks.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using OpenRouterAuth::ApiKey;
using Outcome = SecretClipboard::Outcome;

namespace {

/// On a desktop that may ignore us, as Wayland ones do while another window has the focus.
class ClipboardOnADesktop : public SecretClipboard
{
public:
    using SecretClipboard::SecretClipboard;
    bool isIgnored = false;

protected:
    [[nodiscard]] bool isIgnoredByDesktop() const override { return isIgnored; }
};

ApiKey testKey(const char *name)
{
    return *ApiKey::fromBytes(QByteArray("sk-or-v1-TEST-") + name);
}

} // namespace

class TestSecretClipboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void keyIsThereAndMarked();
    void windowsKnowsItsThreeMarks();
    void keyIsTakenBackAfterItsTime();
    void secondKeyHasItsTimeFromTheBeginning();
    void somethingElseIsLeftAlone();
    void anotherKeyOfSomebodyIsSomethingElse();
    void emptiedClipboardIsNotOursAnyMore();
    void clearNowDoesNotWait();
    void clearNowWithoutAKeyDoesNothing();
    void timeIsToldEachSecondOnlyWhileSomebodyLooks();
    void timeLeftIsRoundedUp();
    void ignoredByTheDesktopItIsTakenBackWhenAWindowIsActivated();
    void ignoredByTheDesktopWhatWasCopiedMeanwhileIsLeftAlone();
    void managerThatPutsItBackIsSaid();
    void endOfTheObjectLeavesNoTimer();

private:
    static QString text() { return QGuiApplication::clipboard()->text(); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<ClipboardOnADesktop> m_clipboard;
    std::unique_ptr<QSignalSpy> m_cleared;
    std::unique_ptr<QSignalSpy> m_changed;
};

void TestSecretClipboard::init()
{
    QGuiApplication::clipboard()->clear();
    m_changed.reset();
    m_cleared.reset();
    m_clipboard.reset();
    m_clock = std::make_unique<FakeClock>();
    m_clipboard =
        std::make_unique<ClipboardOnADesktop>(QGuiApplication::clipboard(), 45s, m_clock.get());
    m_cleared = std::make_unique<QSignalSpy>(m_clipboard.get(), &SecretClipboard::cleared);
    m_changed = std::make_unique<QSignalSpy>(m_clipboard.get(), &SecretClipboard::changed);
}

void TestSecretClipboard::keyIsThereAndMarked()
{
    QVERIFY(!m_clipboard->isActive());
    m_clipboard->copy(testKey("one"));
    QVERIFY(m_clipboard->isActive());
    QCOMPARE(m_clipboard->remaining(), 45s);
    QCOMPARE(m_changed->size(), 1);
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(content->text(), u"sk-or-v1-TEST-one"_s);
    QCOMPARE(content->data(u"text/plain"_s), "sk-or-v1-TEST-one");
#ifdef Q_OS_LINUX
    QVERIFY(content->hasFormat(u"x-kde-passwordManagerHint"_s));
    QCOMPARE(content->data(u"x-kde-passwordManagerHint"_s), "secret");
    QCOMPARE(content->formats().size(), 2);
#endif
}

/// Qt's plug-in for Windows (QLastResortMimes) registers what it does not know under the name that
/// QMimeData has for it, so these have to be the names that Windows documents.
void TestSecretClipboard::windowsKnowsItsThreeMarks()
{
    const std::map<QString, QByteArray> marks = windowsSecretMarks();
    QStringList registered;
    for (const auto &[format, value] : marks) {
        registered += format;
        QCOMPARE(value, QByteArray(4, '\0')); // FALSE as a DWORD
    }
    QCOMPARE(registered,
             (QStringList{u"CanIncludeInClipboardHistory"_s, u"CanUploadToCloudClipboard"_s,
                          u"ExcludeClipboardContentFromMonitorProcessing"_s}));
#ifdef Q_OS_WIN
    m_clipboard->copy(testKey("one"));
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    for (const QString &format : std::as_const(registered))
        QVERIFY2(content->hasFormat(format), qPrintable(format));
#endif
}

void TestSecretClipboard::keyIsTakenBackAfterItsTime()
{
    m_clipboard->copy(testKey("one"));
    m_clock->advance(44'999ms);
    QCOMPARE(text(), u"sk-or-v1-TEST-one"_s);
    QCOMPARE(m_cleared->size(), 0);
    m_clock->advance(1ms);
    QCOMPARE(text(), QString());
    QVERIFY(!m_clipboard->isActive());
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_cleared->first().first().value<Outcome>(), Outcome::Cleared);
    m_clock->advance(100s);
    QCOMPARE(m_cleared->size(), 1);
}

void TestSecretClipboard::secondKeyHasItsTimeFromTheBeginning()
{
    m_clipboard->copy(testKey("one"));
    m_clock->advance(40s);
    m_clipboard->copy(testKey("two"));
    QCOMPARE(m_clipboard->remaining(), 45s);
    m_clock->advance(44s);
    QCOMPARE(text(), u"sk-or-v1-TEST-two"_s);
    QCOMPARE(m_cleared->size(), 0);
    m_clock->advance(1s);
    QCOMPARE(text(), QString());
    QCOMPARE(m_cleared->size(), 1);
}

void TestSecretClipboard::somethingElseIsLeftAlone()
{
    m_clipboard->copy(testKey("one"));
    QGuiApplication::clipboard()->setText(u"a shopping list"_s);
    m_clock->advance(45s);
    QCOMPARE(text(), u"a shopping list"_s);
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_cleared->first().first().value<Outcome>(), Outcome::ReplacedBySomethingElse);
    QVERIFY(!m_clipboard->isActive());
}

void TestSecretClipboard::anotherKeyOfSomebodyIsSomethingElse()
{
    m_clipboard->copy(testKey("one"));
    QGuiApplication::clipboard()->setText(u"sk-or-v1-TEST-One"_s);
    m_clock->advance(45s);
    QCOMPARE(text(), u"sk-or-v1-TEST-One"_s);
    QCOMPARE(m_cleared->first().first().value<Outcome>(), Outcome::ReplacedBySomethingElse);
}

void TestSecretClipboard::emptiedClipboardIsNotOursAnyMore()
{
    m_clipboard->copy(testKey("one"));
    QGuiApplication::clipboard()->clear();
    m_clock->advance(45s);
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_cleared->first().first().value<Outcome>(), Outcome::ReplacedBySomethingElse);
}

void TestSecretClipboard::clearNowDoesNotWait()
{
    m_clipboard->copy(testKey("one"));
    QCOMPARE(m_clipboard->clearNow(), Outcome::Cleared);
    QCOMPARE(text(), QString());
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_clipboard->remaining(), 0s);
    QCOMPARE(m_clock->waiting(), 0);
}

void TestSecretClipboard::clearNowWithoutAKeyDoesNothing()
{
    QGuiApplication::clipboard()->setText(u"a shopping list"_s);
    QCOMPARE(m_clipboard->clearNow(), Outcome::Cleared);
    QCOMPARE(text(), u"a shopping list"_s);
    QCOMPARE(m_cleared->size(), 0);
}

void TestSecretClipboard::timeIsToldEachSecondOnlyWhileSomebodyLooks()
{
    QCOMPARE(m_clock->waiting(), 0);
    m_clipboard->setWatched(true);
    QCOMPARE(m_clock->waiting(), 0);
    m_clipboard->setWatched(false);

    m_clipboard->copy(testKey("one"));
    QCOMPARE(m_clock->waiting(), 1);
    m_clock->advance(5s);
    QCOMPARE(m_changed->size(), 1);

    // Two notices show it, one of them goes, then the other.
    m_clipboard->setWatched(true);
    m_clipboard->setWatched(true);
    m_clipboard->setWatched(false);
    QCOMPARE(m_clock->waiting(), 2);
    m_changed->clear();
    for (const auto left : {39s, 38s, 37s}) {
        m_clock->advance(1s);
        QCOMPARE(m_clipboard->remaining(), left);
    }
    QCOMPARE(m_changed->size(), 3);
    m_clipboard->setWatched(false);
    m_clock->advance(10s);
    QCOMPARE(m_changed->size(), 3);
    QCOMPARE(m_clock->waiting(), 1);

    // Watched or not, it ends on time.
    m_clipboard->setWatched(true);
    m_clock->advance(27s);
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_clock->waiting(), 0);
}

void TestSecretClipboard::timeLeftIsRoundedUp()
{
    m_clipboard->copy(testKey("one"));
    m_clock->advance(100ms);
    QCOMPARE(m_clipboard->remaining(), 45s);
    // Who looks later still sees the number change when it does.
    m_clipboard->setWatched(true);
    m_changed->clear();
    m_clock->advance(899ms);
    QCOMPARE(m_changed->size(), 0);
    m_clock->advance(1ms);
    QCOMPARE(m_changed->size(), 1);
    QCOMPARE(m_clipboard->remaining(), 44s);
}

void TestSecretClipboard::ignoredByTheDesktopItIsTakenBackWhenAWindowIsActivated()
{
    m_clipboard->copy(testKey("one"));
    m_clipboard->isIgnored = true;
    m_clock->advance(45s);
    QCOMPARE(text(), u"sk-or-v1-TEST-one"_s);
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_cleared->last().first().value<Outcome>(), Outcome::CouldNotClear);
    QVERIFY(m_clipboard->isActive());
    QVERIFY(m_clipboard->isOverdue());
    QCOMPARE(m_clock->waiting(), 0);

    m_clipboard->isIgnored = false;
    QWindow window;
    window.show();
    window.requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_COMPARE(m_cleared->size(), 2);
    QCOMPARE(m_cleared->last().first().value<Outcome>(), Outcome::Cleared);
    QCOMPARE(text(), QString());
    QVERIFY(!m_clipboard->isActive());
}

void TestSecretClipboard::ignoredByTheDesktopWhatWasCopiedMeanwhileIsLeftAlone()
{
    m_clipboard->copy(testKey("one"));
    m_clipboard->isIgnored = true;
    m_clock->advance(45s);
    QGuiApplication::clipboard()->setText(u"a shopping list"_s);
    m_clipboard->isIgnored = false;
    QCOMPARE(m_clipboard->clearNow(), Outcome::ReplacedBySomethingElse);
    QCOMPARE(text(), u"a shopping list"_s);
}

void TestSecretClipboard::managerThatPutsItBackIsSaid()
{
    m_clipboard->copy(testKey("one"));
    const auto manager = connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, [] {
        if (text().isEmpty())
            QGuiApplication::clipboard()->setText(u"sk-or-v1-TEST-one"_s);
    });
    m_clock->advance(45s);
    disconnect(manager);
    QCOMPARE(m_cleared->size(), 1);
    QCOMPARE(m_cleared->last().first().value<Outcome>(), Outcome::CouldNotClear);
    QCOMPARE(m_clipboard->clearNow(), Outcome::Cleared);
    QCOMPARE(text(), QString());
}

void TestSecretClipboard::endOfTheObjectLeavesNoTimer()
{
    m_clipboard->setWatched(true);
    m_clipboard->copy(testKey("one"));
    m_changed.reset();
    m_cleared.reset();
    m_clipboard.reset();
    QCOMPARE(m_clock->waiting(), 0);
    m_clock->advance(100s);
}

QTEST_MAIN(TestSecretClipboard)
#include "tst_secretclipboard.moc"
