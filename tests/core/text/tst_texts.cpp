// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/text/texts.h"

#include <QLocale>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace SignIn;

class TestTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foreignTextComesOnOneLine_data();
    void foreignTextComesOnOneLine();
    void moneyHasAsManyDecimalsAsItNeeds_data();
    void moneyHasAsManyDecimalsAsItNeeds();
    void moneyFollowsTheLocale();
    void cLocaleIsForPrograms();
    void minuteIsTheSameInEachLocale();
};

void TestTexts::foreignTextComesOnOneLine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("plain");
    QTest::newRow("plain") << u"laptop"_s << u"laptop"_s;
    QTest::newRow("lines") << u"a\nb\r\nc\u2028d\u2029e"_s << u"a b c d e"_s;
    QTest::newRow("escape sequence") << u"a\x1b[31mb"_s << u"a [31mb"_s;
    QTest::newRow("turned around") << u"a\u202egnp.exe\u2069\u200f\u061c"_s << u"agnp.exe"_s;
    QTest::newRow("zero-width joiner stays") << u"👩\u200d💻"_s << u"👩\u200d💻"_s;
    QTest::newRow("spaces") << u"  a \t b "_s << u"a b"_s;
}

void TestTexts::foreignTextComesOnOneLine()
{
    QFETCH(QString, text);
    QTEST(Texts::plain(text), "plain");
    QVERIFY(!Texts::hasControls(Texts::plain(text)));
}

void TestTexts::moneyHasAsManyDecimalsAsItNeeds_data()
{
    QTest::addColumn<double>("dollars");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << 0.0 << u"$0.00"_s;
    QTest::newRow("cents") << 1.256 << u"$1.26"_s;
    QTest::newRow("one cent") << 0.01 << u"$0.01"_s;
    QTest::newRow("less") << 0.0042 << u"$0.0042"_s;
    QTest::newRow("least") << 0.000012 << u"$0.000012"_s;
    QTest::newRow("thousands") << 1234.5 << u"$1234.50"_s;
}

void TestTexts::moneyHasAsManyDecimalsAsItNeeds()
{
    QFETCH(double, dollars);
    QTEST(Texts::plainMoney(dollars), "text");
}

void TestTexts::moneyFollowsTheLocale()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QCOMPARE(Texts::money(1234.5).simplified(), u"1.234,50 $"_s);
    QLocale::setDefault(QLocale::system());
}

void TestTexts::cLocaleIsForPrograms()
{
    QLocale::setDefault(QLocale::c());
    QCOMPARE(Texts::money(1234.5), u"$1,234.50"_s);
    QLocale::setDefault(QLocale::system());
}

void TestTexts::minuteIsTheSameInEachLocale()
{
    const QDateTime utc(QDate(2026, 11, 26), QTime(9, 30, 59), QTimeZone::systemTimeZone());
    QCOMPARE(Texts::isoMinute(utc.toUTC()), u"2026-11-26 09:30"_s);
}

QTEST_GUILESS_MAIN(TestTexts)

#include "tst_texts.moc"
