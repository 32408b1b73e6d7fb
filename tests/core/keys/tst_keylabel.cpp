// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/keys/keylabel.h"

#include <OpenRouterAuth/keyinfo.h>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace SignIn;

class TestKeyLabel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labelIsMadeStorable_data();
    void labelIsMadeStorable();
    void nameOnTheServerBecomesTheLabel_data();
    void nameOnTheServerBecomesTheLabel();
};

void TestKeyLabel::labelIsMadeStorable_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<bool>("isStorable");
    QTest::addColumn<QString>("storable");
    QTest::newRow("plain") << u"laptop"_s << true << u"laptop"_s;
    QTest::newRow("empty") << QString() << true << QString();
    QTest::newRow("100 characters") << QString(100, u'a') << true << QString(100, u'a');
    QTest::newRow("101 characters") << QString(101, u'a') << false << QString(100, u'a');
    QTest::newRow("characters, not units") << u"😀"_s.repeated(100) << true << u"😀"_s.repeated(100);
    QTest::newRow("line end") << u"a\nb"_s << false << u"a b"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << false << u"a b"_s;
    QTest::newRow("space at the cut") << QString(99, u'a') + u" b"_s << false << QString(99, u'a');
}

void TestKeyLabel::labelIsMadeStorable()
{
    QFETCH(QString, label);
    QTEST(isStorableLabel(label), "isStorable");
    QTEST(storableLabel(label), "storable");
    QVERIFY(isStorableLabel(storableLabel(label)));
}

void TestKeyLabel::nameOnTheServerBecomesTheLabel_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("label");
    QTest::newRow("a name") << u"work laptop"_s << u"work laptop"_s;
    QTest::newRow("none") << QString() << QString();
    QTest::newRow("the masked key") << u"sk-or-v1-0e6…1c9"_s << QString();
    QTest::newRow("control characters") << u"work\nlaptop"_s << QString();
    QTest::newRow("too long") << QString(101, u'a') << QString();
}

void TestKeyLabel::nameOnTheServerBecomesTheLabel()
{
    QFETCH(QString, name);
    OpenRouterAuth::KeyInfo info;
    info.label = name;
    QTEST(labelFromServer(info), "label");
}

QTEST_GUILESS_MAIN(TestKeyLabel)

#include "tst_keylabel.moc"
