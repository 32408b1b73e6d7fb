// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fakeclock.h"
#include "gui/app/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using OpenRouterAuth::ApiKey;
using Outcome = SecretClipboard::Outcome;

/// The clipboard as other programs of an X11 desktop see it; xclip speaks for them.
class TestX11Clipboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void otherProgramsSeeTheKeyAndItsMark();
    void primarySelectionIsNeverTouched();
    void clipboardIsEmptyAfterTheTime();
    void whatAnotherProgramCopiedIsLeftAlone();
    void keyThatAnotherProgramTookOverIsTakenBackToo();

private:
    struct Answer
    {
        bool isEmpty = false;
        QByteArray content;
    };

    /// What another program reads.
    Answer read(const QString &selection, const QString &target = u"UTF8_STRING"_s);

    /// Another program copies something and keeps it until the end of the test.
    void copyElsewhere(const QByteArray &content);

    const ApiKey m_key = *ApiKey::fromBytes("sk-or-v1-TEST-x11");
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<SecretClipboard> m_clipboard;
    std::unique_ptr<QProcess> m_other;
};

void TestX11Clipboard::initTestCase()
{
    QCOMPARE(QGuiApplication::platformName(), u"xcb"_s);
}

void TestX11Clipboard::init()
{
    QGuiApplication::clipboard()->clear();
    m_clock = std::make_unique<FakeClock>();
    m_clipboard =
        std::make_unique<SecretClipboard>(QGuiApplication::clipboard(), 45s, m_clock.get());
}

void TestX11Clipboard::cleanup()
{
    m_clipboard.reset();
    if (m_other) {
        m_other->kill();
        m_other->waitForFinished();
        m_other.reset();
    }
}

TestX11Clipboard::Answer TestX11Clipboard::read(const QString &selection, const QString &target)
{
    QProcess xclip;
    xclip.start(u"xclip"_s, {u"-out"_s, u"-selection"_s, selection, u"-target"_s, target});
    // Our event loop has to answer meanwhile.
    if (!QTest::qWaitFor([&xclip] { return xclip.state() == QProcess::NotRunning; }, 10'000))
        return {};
    return {xclip.exitCode() != 0, xclip.readAllStandardOutput()};
}

void TestX11Clipboard::copyElsewhere(const QByteArray &content)
{
    m_other = std::make_unique<QProcess>();
    m_other->start(u"xclip"_s, {u"-in"_s, u"-selection"_s, u"clipboard"_s, u"-quiet"_s});
    QVERIFY(m_other->waitForStarted());
    m_other->write(content);
    m_other->closeWriteChannel();
    QTRY_VERIFY(!QGuiApplication::clipboard()->ownsClipboard());
    QTRY_COMPARE(read(u"clipboard"_s).content, content);
}

void TestX11Clipboard::otherProgramsSeeTheKeyAndItsMark()
{
    m_clipboard->copy(m_key);
    QCOMPARE(read(u"clipboard"_s).content, m_key.secret().toByteArray());
    const QByteArrayList targets = read(u"clipboard"_s, u"TARGETS"_s).content.split('\n');
    QVERIFY(targets.contains("x-kde-passwordManagerHint"));
    QVERIFY(targets.contains("text/plain"));
    QCOMPARE(read(u"clipboard"_s, u"x-kde-passwordManagerHint"_s).content, "secret");
}

void TestX11Clipboard::primarySelectionIsNeverTouched()
{
    QVERIFY(QGuiApplication::clipboard()->supportsSelection());
    m_clipboard->copy(m_key);
    QVERIFY(read(u"primary"_s).isEmpty);
    QVERIFY(!QGuiApplication::clipboard()->ownsSelection());
}

void TestX11Clipboard::clipboardIsEmptyAfterTheTime()
{
    m_clipboard->copy(m_key);
    QVERIFY(!read(u"clipboard"_s).isEmpty);
    m_clock->advance(45s);
    QVERIFY(read(u"clipboard"_s).isEmpty);
    QVERIFY(!m_clipboard->isActive());
}

void TestX11Clipboard::whatAnotherProgramCopiedIsLeftAlone()
{
    m_clipboard->copy(m_key);
    copyElsewhere("a shopping list");
    QCOMPARE(m_clipboard->clearNow(), Outcome::ReplacedBySomethingElse);
    QCOMPARE(read(u"clipboard"_s).content, "a shopping list");
}

void TestX11Clipboard::keyThatAnotherProgramTookOverIsTakenBackToo()
{
    // Clipboard managers do so.
    m_clipboard->copy(m_key);
    copyElsewhere(m_key.secret().toByteArray());
    QCOMPARE(m_clipboard->clearNow(), Outcome::Cleared);
    QVERIFY(read(u"clipboard"_s).isEmpty);
}

QTEST_MAIN(TestX11Clipboard)
#include "tst_x11clipboard.moc"
