// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/desktopurlopener.h"

#include <QDesktopServices>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace SignIn;

/// Stands for the desktop.
class Handler : public QObject
{
    Q_OBJECT

public:
    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened += url; }
};

class TestDesktopUrlOpener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void desktopIsAsked();
    void onlyWebPagesAreOpened_data();
    void onlyWebPagesAreOpened();
    void desktopWithoutABrowserIsSaid();
    void appImageStartsTheBrowserWithTheEnvironmentFromBefore();
    void appImageWithoutXdgOpenIsSaid();
    void windowsBrowserIsAskedInWsl();
    void wslWithoutWslviewAsksTheDesktop();

private:
    /// Puts a program of that name into the path; it notes its arguments and its environment.
    void install(const QString &name);

    /// What it noted, once it has.
    QStringList noted(const QString &what);

    const QUrl m_url{u"https://example.org/auth?a=%24%28touch%20x%29&b='\"%3B&c=%26"_s};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Handler> m_handler;
    QProcessEnvironment m_environment;
};

void TestDesktopUrlOpener::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_handler = std::make_unique<Handler>();
    for (const QString &scheme : {u"http"_s, u"https"_s, u"file"_s, u"mailto"_s})
        QDesktopServices::setUrlHandler(scheme, m_handler.get(), "open");
    m_environment = QProcessEnvironment();
    m_environment.insert(u"PATH"_s, QString(m_folder->path() + ":/usr/bin:/bin"_L1));
}

void TestDesktopUrlOpener::cleanup()
{
    for (const QString &scheme : {u"http"_s, u"https"_s, u"file"_s, u"mailto"_s})
        QDesktopServices::unsetUrlHandler(scheme);
}

void TestDesktopUrlOpener::install(const QString &name)
{
    QFile script(m_folder->filePath(name));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\n"
                 "env > '"
                 + m_folder->filePath(u"environment"_s).toUtf8()
                 + "'\n"
                   "printf '%s\\n' \"$@\" > '"
                 + m_folder->filePath(u"arguments.new"_s).toUtf8()
                 + "'\n"
                   "mv '"
                 + m_folder->filePath(u"arguments.new"_s).toUtf8() + "' '"
                 + m_folder->filePath(u"arguments"_s).toUtf8() + "'\n");
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QStringList TestDesktopUrlOpener::noted(const QString &what)
{
    // The arguments are noted last.
    if (!QTest::qWaitFor([this] { return QFile::exists(m_folder->filePath(u"arguments"_s)); },
                         10'000))
        return {};
    QFile file(m_folder->filePath(what));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

void TestDesktopUrlOpener::desktopIsAsked()
{
    DesktopUrlOpener opener(m_environment);
    QVERIFY(opener.open(m_url));
    QCOMPARE(m_handler->opened, QList<QUrl>{m_url});
}

void TestDesktopUrlOpener::onlyWebPagesAreOpened_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("file") << QUrl(u"file:///etc/passwd"_s);
    QTest::newRow("mail") << QUrl(u"mailto:somebody@example.org"_s);
    QTest::newRow("relative") << QUrl(u"auth"_s);
    QTest::newRow("empty") << QUrl();
}

void TestDesktopUrlOpener::onlyWebPagesAreOpened()
{
    QFETCH(QUrl, url);
    DesktopUrlOpener opener(m_environment);
    QVERIFY(!opener.open(url));
    QVERIFY(m_handler->opened.isEmpty());
}

void TestDesktopUrlOpener::desktopWithoutABrowserIsSaid()
{
    QDesktopServices::unsetUrlHandler(u"https"_s);
    DesktopUrlOpener opener(m_environment);
    QVERIFY(!opener.open(m_url));
}

void TestDesktopUrlOpener::appImageStartsTheBrowserWithTheEnvironmentFromBefore()
{
    install(u"xdg-open"_s);
    m_environment.insert(u"APPIMAGE"_s, u"/home/somebody/Sign-in.AppImage"_s);
    m_environment.insert(u"APPDIR"_s, u"/tmp/.mount_x"_s);
    m_environment.insert(u"QT_PLUGIN_PATH"_s, u"/tmp/.mount_x/usr/plugins"_s);
    m_environment.insert(u"LD_LIBRARY_PATH"_s, u"/tmp/.mount_x/usr/lib:/opt/lib"_s);
    DesktopUrlOpener opener(m_environment);
    QVERIFY(opener.open(m_url));

    // One argument, and nothing of it was executed on the way.
    QCOMPARE(noted(u"arguments"_s), QStringList{m_url.toString(QUrl::FullyEncoded)});
    const QStringList environment = noted(u"environment"_s);
    QVERIFY(environment.contains(u"LD_LIBRARY_PATH=/opt/lib"_s));
    QVERIFY(!environment.join(u'\n').contains("/tmp/.mount_x"_L1));
    QVERIFY(!environment.join(u'\n').contains("AppImage"_L1));
    QVERIFY(m_handler->opened.isEmpty());
}

void TestDesktopUrlOpener::appImageWithoutXdgOpenIsSaid()
{
    m_environment.insert(u"APPIMAGE"_s, u"/home/somebody/Sign-in.AppImage"_s);
    m_environment.insert(u"PATH"_s, m_folder->path());
    DesktopUrlOpener opener(m_environment);
    QVERIFY(!opener.open(m_url));
}

void TestDesktopUrlOpener::windowsBrowserIsAskedInWsl()
{
    install(u"wslview"_s);
    m_environment.insert(u"WSL_DISTRO_NAME"_s, u"Debian"_s);
    DesktopUrlOpener opener(m_environment);
    QVERIFY(opener.open(m_url));
    QCOMPARE(noted(u"arguments"_s), QStringList{m_url.toString(QUrl::FullyEncoded)});
    QVERIFY(m_handler->opened.isEmpty());
}

void TestDesktopUrlOpener::wslWithoutWslviewAsksTheDesktop()
{
    m_environment.insert(u"WSL_DISTRO_NAME"_s, u"Debian"_s);
    m_environment.insert(u"PATH"_s, m_folder->path());
    DesktopUrlOpener opener(m_environment);
    QVERIFY(opener.open(m_url));
    QCOMPARE(m_handler->opened, QList<QUrl>{m_url});
}

QTEST_MAIN(TestDesktopUrlOpener)
#include "tst_desktopurlopener.moc"
