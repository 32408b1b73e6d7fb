// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include <OpenRouterAuth/clock.h>

#include <QProcess>
#include <QTest>

#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using OpenRouterAuth::Clock;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elapsedNeverGoesBack();
    void timeAsleepCounts();
    void callComesOnceAndNotForAGoneContext();
};

void TestClock::elapsedNeverGoesBack()
{
    const auto first = Clock::system()->elapsed();
    QTest::qWait(1);
    QVERIFY(Clock::system()->elapsed() >= first);
}

void TestClock::timeAsleepCounts()
{
#ifdef Q_OS_LINUX
    // A computer that has slept: of its clocks, only the one that counts sleep is ahead.
    constexpr auto slept = 1'000'000s;
    QProcess program;
    program.start(u"unshare"_s,
                  {u"--time"_s, u"--boottime"_s, QString::number(slept.count()), u"--fork"_s,
                   QCoreApplication::applicationFilePath(), u"--elapsed"_s});
    QVERIFY(program.waitForFinished());
    if (program.exitCode() != 0)
        QSKIP("no time namespace can be made here (root, Linux 5.6)");
    const std::chrono::milliseconds elapsed(program.readAllStandardOutput().trimmed().toLongLong());
    const auto difference = elapsed - Clock::system()->elapsed();
    QVERIFY(difference > slept - 1min);
    QVERIFY(difference < slept + 1min);
#else
    QSKIP("only tried on Linux");
#endif
}

void TestClock::callComesOnceAndNotForAGoneContext()
{
    int calls = 0;
    int callsForGone = 0;
    auto gone = std::make_unique<QObject>();
    Clock::system()->callAfter(1ms, gone.get(), [&] { ++callsForGone; });
    Clock::system()->callAfter(2ms, this, [&] { ++calls; });
    gone.reset();
    QTRY_COMPARE(calls, 1);
    QCOMPARE(callsForGone, 0);
}

int main(int argc, char *argv[])
{
    if (argc > 1 && std::strcmp(argv[1], "--elapsed") == 0) {
        std::printf("%lld\n", static_cast<long long>(Clock::system()->elapsed().count()));
        return 0;
    }
    QCoreApplication application(argc, argv);
    TestClock test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_clock.moc"
