// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/platform/appimage.h"
#include "core/platform/browseropener.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace SignIn;

class TestBrowserOpener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void addressIsOneArgument();
    void onlyWebPagesAreOpened_data();
    void onlyWebPagesAreOpened();
    void withoutAProgramItFails();
    void inWslWindowsBrowserIsStarted_data();
    void inWslWindowsBrowserIsStarted();
    void quoteDoesNotEndTheLiteralOfPowerShell();
    void outOfAnAppImageTheEnvironmentIsTheOneFromBefore();
    void variablesThatPointIntoTheImageGo();
    void savedVariablesComeBack();

private:
    /// Puts a program of that name into the path; it notes its arguments and its environment.
    void install(const QString &name);

    /// What it noted, once it has.
    QStringList noted(const QString &what);

    const QUrl m_url{u"https://example.org/auth?a=%24%28touch%20x%29&b='\"%3B&c=%26"_s};
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
};

void TestBrowserOpener::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment();
    m_environment.insert(u"PATH"_s, QString(m_folder->path() + ":/usr/bin:/bin"_L1));
}

void TestBrowserOpener::install(const QString &name)
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

QStringList TestBrowserOpener::noted(const QString &what)
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

void TestBrowserOpener::addressIsOneArgument()
{
    install(u"xdg-open"_s);
    BrowserOpener opener(m_environment);
    QCOMPARE(opener.program(), m_folder->filePath(u"xdg-open"_s));
    QVERIFY(opener.open(m_url));
    // Nothing of it was executed on the way.
    QCOMPARE(noted(u"arguments"_s), QStringList{m_url.toString(QUrl::FullyEncoded)});
}

void TestBrowserOpener::onlyWebPagesAreOpened_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::newRow("file") << QUrl(u"file:///etc/passwd"_s);
    QTest::newRow("mail") << QUrl(u"mailto:somebody@example.org"_s);
    QTest::newRow("option") << QUrl(u"--version"_s);
    QTest::newRow("empty") << QUrl();
}

void TestBrowserOpener::onlyWebPagesAreOpened()
{
    QFETCH(QUrl, url);
    install(u"xdg-open"_s);
    QVERIFY(!BrowserOpener(m_environment).open(url));
}

void TestBrowserOpener::withoutAProgramItFails()
{
    m_environment.insert(u"PATH"_s, m_folder->path());
    BrowserOpener opener(m_environment);
    QCOMPARE(opener.program(), QString());
    QVERIFY(!opener.open(m_url));
}

void TestBrowserOpener::inWslWindowsBrowserIsStarted_data()
{
    QTest::addColumn<QStringList>("installed");
    QTest::addColumn<QString>("started");
    QTest::newRow("with wslview") << QStringList{u"wslview"_s, u"powershell.exe"_s, u"xdg-open"_s}
                                  << u"wslview"_s;
    QTest::newRow("without") << QStringList{u"powershell.exe"_s, u"xdg-open"_s}
                             << u"powershell.exe"_s;
}

void TestBrowserOpener::inWslWindowsBrowserIsStarted()
{
    QFETCH(QStringList, installed);
    QFETCH(QString, started);
    for (const QString &name : installed)
        install(name);
    m_environment.insert(u"WSL_INTEROP"_s, u"/run/WSL/1_interop"_s);
    QCOMPARE(BrowserOpener(m_environment).program(), m_folder->filePath(started));
}

void TestBrowserOpener::quoteDoesNotEndTheLiteralOfPowerShell()
{
    install(u"powershell.exe"_s);
    m_environment.insert(u"WSL_DISTRO_NAME"_s, u"Debian"_s);
    QVERIFY(BrowserOpener(m_environment).open(m_url));
    QString address = m_url.toString(QUrl::FullyEncoded);
    QVERIFY(address.contains(u'\''));
    address.replace(u'\'', "%27"_L1);
    QCOMPARE(noted(u"arguments"_s),
             (QStringList{u"-NoProfile"_s, u"-NonInteractive"_s, u"-Command"_s,
                          u"Start-Process '"_s + address + u'\''}));
}

void TestBrowserOpener::outOfAnAppImageTheEnvironmentIsTheOneFromBefore()
{
    install(u"xdg-open"_s);
    m_environment.insert(u"APPIMAGE"_s, u"/home/somebody/Sign-in.AppImage"_s);
    m_environment.insert(u"APPDIR"_s, u"/tmp/.mount_x"_s);
    m_environment.insert(u"QT_PLUGIN_PATH"_s, u"/tmp/.mount_x/usr/plugins"_s);
    m_environment.insert(u"LD_LIBRARY_PATH"_s, u"/tmp/.mount_x/usr/lib:/opt/lib"_s);
    QVERIFY(BrowserOpener(m_environment).open(m_url));
    QCOMPARE(noted(u"arguments"_s), QStringList{m_url.toString(QUrl::FullyEncoded)});
    const QStringList environment = noted(u"environment"_s);
    QVERIFY(environment.contains(u"LD_LIBRARY_PATH=/opt/lib"_s));
    QVERIFY(!environment.join(u'\n').contains("/tmp/.mount_x"_L1));
    QVERIFY(!environment.join(u'\n').contains("AppImage"_L1));
}

void TestBrowserOpener::variablesThatPointIntoTheImageGo()
{
    QProcessEnvironment inside;
    inside.insert(u"APPDIR"_s, u"/tmp/.mount_x"_s);
    inside.insert(u"APPIMAGE"_s, u"/home/somebody/Sign-in.AppImage"_s);
    inside.insert(u"ARGV0"_s, u"./Sign-in.AppImage"_s);
    inside.insert(u"OWD"_s, u"/home/somebody"_s);
    inside.insert(u"PATH"_s, u"/tmp/.mount_x/usr/bin:/tmp/.mount_x:/usr/bin"_s);
    inside.insert(u"GDK_PIXBUF_MODULE_FILE"_s, u"/tmp/.mount_x/loaders.cache"_s);
    inside.insert(u"XDG_DATA_DIRS"_s, u"/usr/share:/tmp/.mount_xy/share"_s);
    inside.insert(u"LANG"_s, u"de_DE.UTF-8"_s);
    inside.insert(u"DISPLAY"_s, u":0"_s);

    const QProcessEnvironment outside = outsideOfAppImage(inside);
    QStringList names = outside.keys();
    names.sort();
    QCOMPARE(names, (QStringList{u"DISPLAY"_s, u"LANG"_s, u"PATH"_s, u"XDG_DATA_DIRS"_s}));
    QCOMPARE(outside.value(u"PATH"_s), u"/usr/bin"_s);
    QCOMPARE(outside.value(u"XDG_DATA_DIRS"_s), u"/usr/share:/tmp/.mount_xy/share"_s);
    QCOMPARE(outside.value(u"DISPLAY"_s), u":0"_s);
}

void TestBrowserOpener::savedVariablesComeBack()
{
    QProcessEnvironment inside;
    inside.insert(u"APPDIR"_s, u"/tmp/.mount_x"_s);
    inside.insert(u"PATH"_s, u"/tmp/.mount_x/usr/bin:/usr/bin"_s);
    inside.insert(u"APPIMAGE_ORIGINAL_PATH"_s, u"/usr/local/bin:/usr/bin"_s);
    inside.insert(u"QT_STYLE_OVERRIDE"_s, u"ours"_s);
    inside.insert(u"APPIMAGE_ORIGINAL_QT_STYLE_OVERRIDE"_s, QString());

    const QProcessEnvironment outside = outsideOfAppImage(inside);
    QCOMPARE(outside.keys(), QStringList{u"PATH"_s});
    QCOMPARE(outside.value(u"PATH"_s), u"/usr/local/bin:/usr/bin"_s);
}

QTEST_GUILESS_MAIN(TestBrowserOpener)

#include "tst_browseropener.moc"
