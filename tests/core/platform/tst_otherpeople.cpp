// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/platform/otherpeople.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using SignIn::OtherPeople;

/// Changes the owners of files and the user of a process, and so must be run as root.
class TestOtherPeople : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void peopleAreUsersOfTheRangeForPeople_data();
    void peopleAreUsersOfTheRangeForPeople();
    void onlyProcessesCount();
    void processOfAnotherPersonIsSeen();
};

void TestOtherPeople::initTestCase()
{
#ifdef Q_OS_LINUX
    if (::getuid() != 0)
        QFAIL("this test must be run as root");
#else
    QSKIP("other systems are not asked");
#endif
}

#ifdef Q_OS_LINUX

namespace {

QByteArray path(const QTemporaryDir &folder, const QString &name)
{
    return QFile::encodeName(folder.filePath(name));
}

} // namespace

void TestOtherPeople::peopleAreUsersOfTheRangeForPeople_data()
{
    QTest::addColumn<QByteArray>("definitions");
    QTest::addColumn<uint>("user");
    QTest::addColumn<bool>("isPerson");
    const QByteArray usual = "# UID_MIN 5\nUID_MIN\t\t\t 1000\nUID_MAX\t\t\t60000\n";
    QTest::newRow("root, who runs this") << usual << 0U << false;
    QTest::newRow("system service") << usual << 999U << false;
    QTest::newRow("first person") << usual << 1000U << true;
    QTest::newRow("last person") << usual << 60'000U << true;
    QTest::newRow("nobody") << usual << 65'534U << false;
    QTest::newRow("no definitions, service") << QByteArray() << 999U << false;
    QTest::newRow("no definitions, person") << QByteArray() << 1000U << true;
    QTest::newRow("no definitions, nobody") << QByteArray() << 65'534U << false;
    QTest::newRow("people from 500") << QByteArray("UID_MIN 500\n") << 500U << true;
    QTest::newRow("directory service") << QByteArray("UID_MAX 2000000\n") << 1'234'567U << true;
    QTest::newRow("number that is none") << QByteArray("UID_MIN many\n") << 999U << false;
}

void TestOtherPeople::peopleAreUsersOfTheRangeForPeople()
{
    QFETCH(QByteArray, definitions);
    QFETCH(uint, user);
    QFETCH(bool, isPerson);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"login.defs"_s);
    if (!definitions.isEmpty()) {
        QFile login(file);
        QVERIFY(login.open(QIODevice::WriteOnly));
        login.write(definitions);
    }
    QVERIFY(QDir(folder.path()).mkpath(u"proc/4711"_s));
    QCOMPARE(::chown(path(folder, u"proc/4711"_s).constData(), user, 0), 0);
    QCOMPARE(OtherPeople(folder.filePath(u"proc"_s), file).haveProcesses(), isPerson);
}

void TestOtherPeople::onlyProcessesCount()
{
    const QTemporaryDir folder;
    for (const QString &name : {u"sys"_s, u"0"_s, u".4711"_s}) {
        QVERIFY(QDir(folder.path()).mkdir(name));
        QCOMPARE(::chown(path(folder, name).constData(), 1000, 1000), 0);
    }
    const QString none = folder.filePath(u"missing"_s);
    QVERIFY(!OtherPeople(folder.path(), none).haveProcesses());
    QVERIFY(!OtherPeople(none, none).haveProcesses());
}

void TestOtherPeople::processOfAnotherPersonIsSeen()
{
    if (OtherPeople().haveProcesses())
        QSKIP("other people work on this computer");
    QProcess other;
    other.setChildProcessModifier([] {
        if (::setgid(12'345) != 0 || ::setuid(12'345) != 0)
            ::_exit(99);
    });
    other.start(u"cat"_s, QStringList()); // until its input ends
    QVERIFY(other.waitForStarted());
    QTRY_VERIFY(OtherPeople().haveProcesses());
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitCode(), 0);
    QVERIFY(!OtherPeople().haveProcesses());
}

#else

void TestOtherPeople::peopleAreUsersOfTheRangeForPeople_data() {}
void TestOtherPeople::peopleAreUsersOfTheRangeForPeople() {}
void TestOtherPeople::onlyProcessesCount() {}
void TestOtherPeople::processOfAnotherPersonIsSeen() {}

#endif

QTEST_GUILESS_MAIN(TestOtherPeople)
#include "tst_otherpeople.moc"
