// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gui/app/singleinstance.h"

#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocalSocket>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <csignal>
#include <optional>

using namespace Qt::StringLiterals;
using namespace SignIn;
using Role = SingleInstance::Role;

class TestSingleInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void firstStartListensInItsOwnDirectoryOnly();
    void secondStartShowsTheFirst();
    void secondStartWithoutAWordIsJustSecond();
    void tokenOfTheDesktopGoesAlong();
    void oddTokenStaysBehind();
    void unknownWordsAreAnsweredAndDoNothing_data();
    void unknownWordsAreAnsweredAndDoNothing();
    void talkersWithoutEndAreDropped();
    void otherUsersAreNotTalkedTo();
    void otherUsersAreNotListenedTo();
    void withoutADirectoryItRunsAlone_data();
    void withoutADirectoryItRunsAlone();
    void directoryIsFreeAgainAfterTheEnd();

    void secondProgramShowsTheFirstAndEndsWell();
    void killedProgramIsNoObstacle();
    void programThatHangsIsNoObstacle();
    void signalEndsTheProgramInGoodOrder_data();
    void signalEndsTheProgramInGoodOrder();
    void argumentsItDoesNotKnowAreRefused_data();
    void argumentsItDoesNotKnowAreRefused();
    void helpAndVersionNeedNoDisplay();
    void withoutADisplayItSaysSo();
    void displayThatCannotBeUsedIsOneSentence_data();
    void displayThatCannotBeUsedIsOneSentence();

private:
    [[nodiscard]] QString socketPath() const
    {
        return m_directory->filePath(u"openrouter-signin.socket"_s);
    }

    /// Starts a second instance in another thread, as the first one answers in this one.
    Role startSecond(const QByteArray &command, uint userId = ownUserId());

    /// Says \a line to the first instance; the answer.
    QByteArray say(const QByteArray &line);

    [[nodiscard]] QProcessEnvironment programEnvironment() const;
    std::unique_ptr<QProcess> startProgram(const QStringList &arguments = {});
    void waitUntilListening();

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSingleInstance::init()
{
    // Names of sockets have at most 107 bytes.
    m_directory = std::make_unique<QTemporaryDir>(u"/tmp/signin-XXXXXX"_s);
    QVERIFY(m_directory->isValid());
}

void TestSingleInstance::cleanup()
{
    m_directory.reset();
}

Role TestSingleInstance::startSecond(const QByteArray &command, uint userId)
{
    std::optional<Role> role;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        SingleInstance second(m_directory->path(), userId);
        role = second.start(command);
    }));
    thread->start();
    if (!QTest::qWaitFor([&] { return thread->isFinished(); }, 20'000))
        qFatal("the second start does not end");
    return *role;
}

QByteArray TestSingleInstance::say(const QByteArray &line)
{
    QLocalSocket socket;
    socket.connectToServer(socketPath());
    socket.write(line);
    const bool isOver =
        QTest::qWaitFor([&] { return socket.state() == QLocalSocket::UnconnectedState; }, 10'000);
    if (!isOver)
        return "no end";
    return socket.bytesAvailable() > 0 ? socket.readAll() : QByteArray();
}

QProcessEnvironment TestSingleInstance::programEnvironment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s,
                                u"XDG_CACHE_HOME"_s, u"XDG_RUNTIME_DIR"_s})
        environment.insert(name, m_directory->path());
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s,
                       QString(u"unix:path="_s + m_directory->filePath(u"no-bus"_s)));
    return environment;
}

std::unique_ptr<QProcess> TestSingleInstance::startProgram(const QStringList &arguments)
{
    auto program = std::make_unique<QProcess>();
    program->setProcessEnvironment(programEnvironment());
    program->setProcessChannelMode(QProcess::MergedChannels);
    program->start(QStringLiteral(SIGNIN_PROGRAM), arguments);
    return program;
}

void TestSingleInstance::waitUntilListening()
{
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(socketPath()), 20'000);
}

void TestSingleInstance::firstStartListensInItsOwnDirectoryOnly()
{
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    const QFileInfo socket(socketPath());
    QVERIFY(socket.exists());
    QCOMPARE(socket.permissions()
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

void TestSingleInstance::secondStartShowsTheFirst()
{
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QCOMPARE(startSecond(InstanceSocket::showCommand()), Role::Second);
    QCOMPARE(shown.size(), 1);
    QCOMPARE(startSecond(InstanceSocket::showCommand()), Role::Second);
    QCOMPARE(shown.size(), 2);
}

void TestSingleInstance::secondStartWithoutAWordIsJustSecond()
{
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QCOMPARE(startSecond({}), Role::Second);
    QCOMPARE(shown.size(), 0);
}

void TestSingleInstance::tokenOfTheDesktopGoesAlong()
{
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QCOMPARE(startSecond(InstanceSocket::showCommand("gnome-shell/Files/1-2-host_TIME3")),
             Role::Second);
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown.first().first().toByteArray(), "gnome-shell/Files/1-2-host_TIME3");
}

void TestSingleInstance::oddTokenStaysBehind()
{
    QCOMPARE(InstanceSocket::showCommand("two words"), "show\n");
    QCOMPARE(InstanceSocket::showCommand("line\nbreak"), "show\n");
    QCOMPARE(InstanceSocket::showCommand(QByteArray(201, 'x')), "show\n");
    QCOMPARE(InstanceSocket::showCommand(QByteArray(200, 'x')),
             "show " + QByteArray(200, 'x') + '\n');
}

void TestSingleInstance::unknownWordsAreAnsweredAndDoNothing_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("another word") << QByteArray("quit\n");
    QTest::newRow("nothing") << QByteArray("\n");
    QTest::newRow("too many words") << QByteArray("show me more\n");
    QTest::newRow("no id") << QByteArray("copy\n");
    QTest::newRow("odd id") << QByteArray("copy ../x\n");
    QTest::newRow("zero bytes") << QByteArray("\0\0\0\n", 4);
}

void TestSingleInstance::unknownWordsAreAnsweredAndDoNothing()
{
    QFETCH(QByteArray, line);
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QSignalSpy copied(&first, &SingleInstance::copyRequested);
    QCOMPARE(say(line), "unknown\n");
    QCOMPARE(shown.size() + copied.size(), 0);
    QCOMPARE(say("show\n"), "ok\n");
    QCOMPARE(say("copy a1\n"), "ok\n");
    QCOMPARE(shown.size() + copied.size(), 2);
}

void TestSingleInstance::talkersWithoutEndAreDropped()
{
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QCOMPARE(say(QByteArray(100'000, 'x')), "");
    QCOMPARE(say("sho"), ""); // after two seconds
    QCOMPARE(shown.size(), 0);
    QCOMPARE(say("show\n"), "ok\n");
}

void TestSingleInstance::otherUsersAreNotTalkedTo()
{
    // To the second start, the first one is another user's.
    SingleInstance first(m_directory->path());
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QCOMPARE(startSecond(InstanceSocket::showCommand(), ownUserId() + 1), Role::Alone);
    QCOMPARE(shown.size(), 0);
}

void TestSingleInstance::otherUsersAreNotListenedTo()
{
    // To the first start, every caller is another user.
    SingleInstance first(m_directory->path(), ownUserId() + 1);
    QCOMPARE(first.start(), Role::First);
    QSignalSpy shown(&first, &SingleInstance::showRequested);
    QCOMPARE(say("show\n"), "");
    QCOMPARE(shown.size(), 0);
}

void TestSingleInstance::withoutADirectoryItRunsAlone_data()
{
    QTest::addColumn<QString>("directory");
    QTest::newRow("none") << QString();
    QTest::newRow("gone") << u"/nonexistent/directory"_s;
    QTest::newRow("no directory") << u"/dev/null"_s;
    QTest::newRow("name too long for a socket") << QString(300, u'x');
}

void TestSingleInstance::withoutADirectoryItRunsAlone()
{
    QFETCH(QString, directory);
    if (directory.startsWith(u'x')) {
        directory = m_directory->filePath(directory.left(150));
        QVERIFY(QDir().mkpath(directory));
    }
    SingleInstance instance(directory);
    QCOMPARE(instance.start(), Role::Alone);
}

void TestSingleInstance::directoryIsFreeAgainAfterTheEnd()
{
    {
        SingleInstance first(m_directory->path());
        QCOMPARE(first.start(), Role::First);
    }
    SingleInstance next(m_directory->path());
    QCOMPARE(next.start(), Role::First);
}

void TestSingleInstance::secondProgramShowsTheFirstAndEndsWell()
{
    const auto first = startProgram();
    waitUntilListening();
    const auto second = startProgram();
    QTRY_COMPARE_WITH_TIMEOUT(second->state(), QProcess::NotRunning, 20'000);
    QCOMPARE(second->exitStatus(), QProcess::NormalExit);
    QCOMPARE(second->exitCode(), 0);
    QCOMPARE(first->state(), QProcess::Running);
    first->terminate();
    QTRY_COMPARE_WITH_TIMEOUT(first->state(), QProcess::NotRunning, 20'000);
}

void TestSingleInstance::killedProgramIsNoObstacle()
{
    const auto first = startProgram();
    waitUntilListening();
    first->kill();
    QVERIFY(first->waitForFinished());
    QVERIFY(QFileInfo::exists(socketPath()));

    SingleInstance next(m_directory->path());
    QCOMPARE(next.start(), Role::First);
    QCOMPARE(say("show\n"), "ok\n");
}

void TestSingleInstance::programThatHangsIsNoObstacle()
{
    const auto first = startProgram();
    waitUntilListening();
    QVERIFY(::kill(pid_t(first->processId()), SIGSTOP) == 0);
    QCOMPARE(startSecond(InstanceSocket::showCommand()), Role::Alone);
    QVERIFY(::kill(pid_t(first->processId()), SIGCONT) == 0);
    first->kill();
    QVERIFY(first->waitForFinished());
}

void TestSingleInstance::signalEndsTheProgramInGoodOrder_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestSingleInstance::signalEndsTheProgramInGoodOrder()
{
    QFETCH(int, signal);
    // A test started in the background may have been told to ignore it.
    const auto before = ::signal(signal, SIG_DFL);
    const auto program = startProgram({u"--hidden"_s});
    ::signal(signal, before);
    waitUntilListening();
    QCOMPARE(say("copy a1\n"), "ok\n"); // its event loop runs
    QVERIFY(::kill(pid_t(program->processId()), signal) == 0);
    QTRY_COMPARE_WITH_TIMEOUT(program->state(), QProcess::NotRunning, 20'000);
    QCOMPARE(program->exitStatus(), QProcess::NormalExit);
    QCOMPARE(program->exitCode(), 0);
    QVERIFY(!QFileInfo::exists(socketPath()));
}

void TestSingleInstance::argumentsItDoesNotKnowAreRefused_data()
{
    QTest::addColumn<QString>("argument");
    QTest::newRow("long option") << u"--nonsense"_s;
    QTest::newRow("short option") << u"-x"_s;
    QTest::newRow("word") << u"nonsense"_s;
    QTest::newRow("value for a flag") << u"--hidden=nonsense"_s;
}

void TestSingleInstance::argumentsItDoesNotKnowAreRefused()
{
    QFETCH(QString, argument);
    const auto program = startProgram({argument});
    QTRY_COMPARE_WITH_TIMEOUT(program->state(), QProcess::NotRunning, 20'000);
    QCOMPARE(program->exitCode(), 2);
    const QByteArray said = program->readAll();
    QCOMPARE(said.count('\n'), 1);
    QVERIFY2(said.contains(argument.toUtf8()), said.constData());
    QVERIFY(!QFileInfo::exists(socketPath()));
}

void TestSingleInstance::helpAndVersionNeedNoDisplay()
{
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    qputenv("QT_QPA_PLATFORM", "xcb");
    qunsetenv("DISPLAY");
    const auto help = startProgram({u"--help"_s});
    const auto version = startProgram({u"--version"_s});
    qputenv("QT_QPA_PLATFORM", platform);
    QTRY_COMPARE_WITH_TIMEOUT(help->state(), QProcess::NotRunning, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(version->state(), QProcess::NotRunning, 20'000);
    QCOMPARE(help->exitCode(), 0);
    QCOMPARE(version->exitCode(), 0);
    QVERIFY(help->readAll().contains("--hidden"));
    QCOMPARE(version->readAll(), "openrouter-signin " SIGNIN_VERSION "\n");
}

void TestSingleInstance::withoutADisplayItSaysSo()
{
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    for (const char *name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
        qunsetenv(name);
    const auto program = startProgram();
    qputenv("QT_QPA_PLATFORM", platform);
    QTRY_COMPARE_WITH_TIMEOUT(program->state(), QProcess::NotRunning, 20'000);
    QCOMPARE(program->exitStatus(), QProcess::NormalExit);
    QCOMPARE(program->exitCode(), 1);
    const QByteArray said = program->readAll();
    QVERIFY2(said.contains("DISPLAY"), said.constData());
    QCOMPARE(said.count('\n'), 1);
}

void TestSingleInstance::displayThatCannotBeUsedIsOneSentence_data()
{
    QTest::addColumn<QByteArray>("display");
    QTest::addColumn<QByteArray>("waylandDisplay");
    QTest::addColumn<QStringList>("plugins");
    QTest::addColumn<QByteArray>("words");

    const QStringList x11{u"libqxcb.so"_s};
    const QStringList all{u"libqxcb.so"_s, u"libqwayland-egl.so"_s, u"libqwayland-generic.so"_s};
    QTest::newRow("no Wayland plug-in")
        << QByteArray() << QByteArray("wayland-0") << x11 << QByteArray("package qt6-wayland");
    QTest::newRow("dead socket") << QByteArray() << QByteArray("/nonexistent/wayland-7") << all
                                 << QByteArray("/nonexistent/wayland-7");
    QTest::newRow("refused X display")
        << QByteArray(":4711") << QByteArray() << x11 << QByteArray(":4711");
    QTest::newRow("neither, and no plug-in for one")
        << QByteArray(":4711") << QByteArray("wayland-0") << x11
        << QByteArray("package qt6-wayland");
    QTest::newRow("no plug-in that can be loaded")
        << QByteArray(":4711") << QByteArray() << QStringList{u"../libqxcb.so"_s}
        << QByteArray("package libxcb-cursor0");
}

/// With only the named plug-ins: a program's qt.conf says where they are.
void TestSingleInstance::displayThatCannotBeUsedIsOneSentence()
{
    QFETCH(const QByteArray, display);
    QFETCH(const QByteArray, waylandDisplay);
    QFETCH(const QStringList, plugins);
    QFETCH(const QByteArray, words);

    const QString program = m_directory->filePath(u"openrouter-signin"_s);
    QVERIFY(QFile::copy(QStringLiteral(SIGNIN_PROGRAM), program));
    QFile configuration(m_directory->filePath(u"qt.conf"_s));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("[Paths]\nPlugins=" + m_directory->path().toUtf8() + "/plugins\n");
    configuration.close();
    const QDir folder(m_directory->filePath(u"plugins/platforms"_s));
    QVERIFY(folder.mkpath(u"."_s));
    const QString system = QLibraryInfo::path(QLibraryInfo::PluginsPath);
    for (const QString &plugin : plugins) {
        const QFileInfo source(system + "/platforms/"_L1 + plugin);
        if (source.exists()) {
            QVERIFY(QFile::link(source.filePath(), folder.filePath(plugin)));
            continue;
        }
        if (!plugin.startsWith(u'.'))
            QSKIP("the package qt6-wayland is not installed");
        QFile broken(folder.filePath(source.fileName()));
        QVERIFY(broken.open(QIODevice::WriteOnly));
    }

    QProcess process;
    QProcessEnvironment environment = programEnvironment();
    for (const QString &name : {u"QT_QPA_PLATFORM"_s, u"QT_PLUGIN_PATH"_s, u"DISPLAY"_s,
                                u"WAYLAND_DISPLAY"_s, u"XDG_SESSION_TYPE"_s})
        environment.remove(name);
    if (!display.isEmpty())
        environment.insert(u"DISPLAY"_s, QString::fromLatin1(display));
    if (!waylandDisplay.isEmpty())
        environment.insert(u"WAYLAND_DISPLAY"_s, QString::fromLatin1(waylandDisplay));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, {});
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000);
    const QByteArray said = process.readAll();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit, said.constData());
    QCOMPARE(process.exitCode(), 1);
    QVERIFY2(said.contains(words), said.constData());
    QVERIFY2(said.startsWith("openrouter-signin ") && said.count('\n') == 1, said.constData());
}

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
