// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/pkce.h>

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;

class PkceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheChallengeOfRfc7636AppendixB()
    {
        const auto pkce = Pkce::fromVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        QVERIFY(pkce);
        QVERIFY(pkce->method() == CodeChallengeMethod::S256);
        QCOMPARE(pkce->challenge(), u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s);
    }

    void plainChallengeIsTheVerifierItself()
    {
        const QByteArray verifier(43, 'v');
        const auto pkce = Pkce::fromVerifier(verifier, CodeChallengeMethod::Plain);
        QVERIFY(pkce);
        QVERIFY(pkce->method() == CodeChallengeMethod::Plain);
        QCOMPARE(pkce->challenge().toLatin1(), verifier);
    }

    void methodsHaveTheirNamesOfTheRfc()
    {
        QCOMPARE(toString(CodeChallengeMethod::S256), u"S256"_s);
        QCOMPARE(toString(CodeChallengeMethod::Plain), u"plain"_s);
    }

    void generatedVerifiersAre43CharactersOfBase64Url()
    {
        static const QRegularExpression form(u"^[A-Za-z0-9_-]{43}$"_s);
        for (int i = 0; i < 200; ++i) {
            const Pkce pkce = Pkce::generate();
            QVERIFY(form.match(pkce.verifier().toString()).hasMatch());
            QVERIFY(form.match(pkce.challenge()).hasMatch());
            QVERIFY(pkce.method() == CodeChallengeMethod::S256);
            // 43 characters hold 258 bits; the last two are zero if 32 bytes were encoded.
            QCOMPARE(
                QByteArray::fromBase64(pkce.verifier().toByteArray(), QByteArray::Base64UrlEncoding)
                    .size(),
                32);
        }
    }

    void generatedVerifiersAreDistinct()
    {
        QSet<QByteArray> verifiers;
        QSet<QString> challenges;
        constexpr int count = 2000;
        for (int i = 0; i < count; ++i) {
            const Pkce pkce = Pkce::generate();
            verifiers += pkce.verifier().toByteArray();
            challenges += pkce.challenge();
        }
        QCOMPARE(verifiers.size(), count);
        QCOMPARE(challenges.size(), count);
    }

    void everyBitOfAVerifierVaries()
    {
        QByteArray ones(32, '\0');
        QByteArray zeros(32, '\0');
        for (int i = 0; i < 200; ++i) {
            const QByteArray bytes = QByteArray::fromBase64(
                Pkce::generate().verifier().toByteArray(), QByteArray::Base64UrlEncoding);
            for (qsizetype j = 0; j < 32; ++j) {
                ones[j] = char(ones[j] | bytes[j]);
                zeros[j] = char(zeros[j] | ~bytes[j]);
            }
        }
        QCOMPARE(ones, QByteArray(32, '\xff'));
        QCOMPARE(zeros, QByteArray(32, '\xff'));
    }

    void generatesForThePlainMethodOnRequest()
    {
        const Pkce pkce = Pkce::generate(CodeChallengeMethod::Plain);
        QVERIFY(pkce.method() == CodeChallengeMethod::Plain);
        QCOMPARE(pkce.challenge(), pkce.verifier().toString());
    }

    void takesVerifiersOf43To128UnreservedCharacters_data()
    {
        QTest::addColumn<QByteArray>("verifier");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("42") << QByteArray(42, 'a') << false;
        QTest::newRow("43") << QByteArray(43, 'a') << true;
        QTest::newRow("128") << QByteArray(128, 'a') << true;
        QTest::newRow("129") << QByteArray(129, 'a') << false;
        QTest::newRow("all kinds of unreserved") << "-._~" + QByteArray(39, '9') << true;
        QTest::newRow("plus") << '+' + QByteArray(43, 'a') << false;
        QTest::newRow("slash") << '/' + QByteArray(43, 'a') << false;
        QTest::newRow("padding") << QByteArray(43, 'a') + '=' << false;
        QTest::newRow("blank") << QByteArray(43, 'a') + ' ' << false;
        QTest::newRow("line feed") << QByteArray(43, 'a') + '\n' << false;
        QTest::newRow("zero byte") << QByteArray(43, 'a') + '\0' << false;
        QTest::newRow("UTF-8") << QByteArray(43, 'a') + "\xc3\xa4" << false;
    }

    void takesVerifiersOf43To128UnreservedCharacters()
    {
        QFETCH(QByteArray, verifier);
        QFETCH(bool, allowed);
        const auto pkce = Pkce::fromVerifier(verifier);
        QCOMPARE(pkce.has_value(), allowed);
        if (allowed)
            QCOMPARE(pkce->verifier().toByteArray(), verifier);
    }
};

QTEST_GUILESS_MAIN(PkceTest)
#include "tst_pkce.moc"
