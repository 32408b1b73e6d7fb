// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/platform/terminationsignals.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

using SignIn::TerminationSignals;

namespace {

auto handlerOf(int number)
{
    struct sigaction action = {};
    ::sigaction(number, nullptr, &action);
    return action.sa_handler;
}

} // namespace

class TerminationSignalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachSignalIsReported_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }

    void eachSignalIsReported()
    {
        QFETCH(const int, number);
        TerminationSignals signals(TerminationSignals::Repeat::Report);
        QSignalSpy received(&signals, &TerminationSignals::received);
        ::raise(number);
        QVERIFY(received.wait());
        QCOMPARE(received, (QList<QVariantList>{{number}}));
    }

    void repeatedSignalIsReportedEachTime()
    {
        TerminationSignals signals(TerminationSignals::Repeat::Report);
        QSignalSpy received(&signals, &TerminationSignals::received);
        for (const int number : {SIGINT, SIGINT, SIGTERM})
            ::raise(number);
        QTRY_COMPARE(received, (QList<QVariantList>{{SIGINT}, {SIGINT}, {SIGTERM}}));
    }

    void repeatedSignalEndsTheProcessWhereThatWasAskedFor()
    {
        TerminationSignals signals(TerminationSignals::Repeat::EndProcess);
        QSignalSpy received(&signals, &TerminationSignals::received);
        ::raise(SIGTERM);
        QVERIFY(received.wait());
        QVERIFY(handlerOf(SIGTERM) == SIG_DFL);
        // Only the same signal: another one is still reported.
        ::raise(SIGINT);
        QTRY_COMPARE(received, (QList<QVariantList>{{SIGTERM}, {SIGINT}}));
    }

    void whatTheParentIgnoredStaysIgnored()
    {
        ::signal(SIGHUP, SIG_IGN);
        {
            TerminationSignals signals(TerminationSignals::Repeat::Report);
            QSignalSpy received(&signals, &TerminationSignals::received);
            ::raise(SIGHUP);
            ::raise(SIGTERM);
            QVERIFY(received.wait());
            QCOMPARE(received, (QList<QVariantList>{{SIGTERM}}));
        }
        QVERIFY(handlerOf(SIGHUP) == SIG_IGN);
        ::signal(SIGHUP, SIG_DFL);
    }

    void afterItsEndTheSystemsActionIsBack()
    {
        {
            TerminationSignals signals(TerminationSignals::Repeat::Report);
        }
        for (const int number : {SIGINT, SIGTERM, SIGHUP})
            QVERIFY(handlerOf(number) == SIG_DFL);
    }
};

QTEST_GUILESS_MAIN(TerminationSignalsTest)

#include "tst_terminationsignals.moc"
