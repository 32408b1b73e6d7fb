// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/error.h>
#include <OpenRouterAuth/result.h>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

class ErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNoErrorByDefault()
    {
        const Error error;
        QVERIFY(!error.isError());
        QCOMPARE(error.kind(), Error::Kind::None);
        QCOMPARE(error.httpStatus(), 0);
        QVERIFY(!error.keyMayExist());
        QVERIFY(!error.serverCode());
        QVERIFY(!error.retryAfter());
        QVERIFY(error.serverMessage().isEmpty());
        QVERIFY(error.detail().isEmpty());
        QVERIFY(error.sentence().isEmpty());
    }

    void everyKindHasASentenceOfItsOwn()
    {
        QStringList sentences;
        for (int kind = int(Error::Kind::InvalidRequest); kind <= int(Error::Kind::Canceled);
             ++kind) {
            const Error error(Error::Kind{kind});
            QVERIFY(error.isError());
            const QString sentence = error.sentence();
            QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
            QVERIFY2(!sentences.contains(sentence), qPrintable(sentence));
            sentences += sentence;
        }
        QCOMPARE(sentences.size(), 15);
    }

    void rateLimitNamesTheTimeToWait_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("contained");
        QTest::newRow("a while") << qint64(17) << u"17"_s;
        QTest::newRow("none") << qint64(0) << u"Wait a moment"_s;
        QTest::newRow("absurd") << qint64(1) * 1000 * 1000 * 1000 * 1000 << u"1000000"_s;
    }

    void rateLimitNamesTheTimeToWait()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, contained);
        Error error(Error::Kind::RateLimited);
        error.setRetryAfter(std::chrono::seconds(seconds));
        QVERIFY2(error.sentence().contains(contained), qPrintable(error.sentence()));
    }

    void serverThatAsksToWaitIsToldAsSuch()
    {
        Error error(Error::Kind::Server);
        const QString without = error.sentence();
        error.setRetryAfter(0s);
        QCOMPARE(error.sentence(), without);
        error.setRetryAfter(120s);
        QVERIFY2(error.sentence().contains("120"_L1), qPrintable(error.sentence()));
    }

    void wordsOfTheServerGiveTheReason_data()
    {
        using Kind = Error::Kind;
        using Reason = Error::Reason;
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("words");
        QTest::addColumn<Reason>("reason");
        QTest::addColumn<bool>("keyIsRejected");
        QTest::newRow("link cut") << Kind::BadRequest << u"Invalid code_challenge_method"_s
                                  << Reason::ChallengeMethodMismatch << false;
        QTest::newRow("another 400")
            << Kind::BadRequest << u"Invalid code"_s << Reason::Unspecified << false;
        QTest::newRow("the words of a cut link with another status")
            << Kind::Forbidden << u"Invalid code_challenge_method"_s << Reason::Unspecified
            << false;
        QTest::newRow("no header") << Kind::Unauthorized << u"Missing Authentication header"_s
                                   << Reason::CredentialsNotReceived << false;
        QTest::newRow("no credentials") << Kind::Unauthorized << u"No auth credentials found"_s
                                        << Reason::CredentialsNotReceived << false;
        QTest::newRow("no credentials, not even a cookie")
            << Kind::Unauthorized << u"No cookie auth credentials found"_s
            << Reason::CredentialsNotReceived << false;
        QTest::newRow("other letters") << Kind::Unauthorized << u"missing authentication HEADER."_s
                                       << Reason::CredentialsNotReceived << false;
        QTest::newRow("no user") << Kind::Unauthorized << u"User not found."_s
                                 << Reason::UserNotFound << true;
        QTest::newRow("another 401")
            << Kind::Unauthorized << u"Invalid API key"_s << Reason::Unspecified << true;
        QTest::newRow("401 without words")
            << Kind::Unauthorized << QString() << Reason::Unspecified << true;
        QTest::newRow("the words of a 401 with another status")
            << Kind::Server << u"User not found."_s << Reason::Unspecified << false;
    }

    void wordsOfTheServerGiveTheReason()
    {
        QFETCH(Error::Kind, kind);
        QFETCH(QString, words);
        QFETCH(Error::Reason, reason);
        QFETCH(bool, keyIsRejected);
        Error error(kind);
        const QString usual = error.sentence();
        error.setServerMessage(words);
        QCOMPARE(error.reason(), reason);
        QCOMPARE(error.isKeyRejected(), keyIsRejected);
        QCOMPARE(error.sentence() == usual, reason == Error::Reason::Unspecified);
    }

    void eachReasonNamesItsWayOut_data()
    {
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("wayOut");
        QTest::newRow("link cut") << Error::Kind::BadRequest << u"Invalid code_challenge_method"_s
                                  << u"open it again, or sign in with a code"_s;
        QTest::newRow("header lost")
            << Error::Kind::Unauthorized << u"Missing Authentication header"_s << u"proxy"_s;
        QTest::newRow("no user") << Error::Kind::Unauthorized << u"User not found."_s
                                 << u"administrator"_s;
    }

    void eachReasonNamesItsWayOut()
    {
        QFETCH(Error::Kind, kind);
        QFETCH(QString, words);
        QFETCH(QString, wayOut);
        Error error(kind);
        error.setServerMessage(words);
        QVERIFY2(error.sentence().contains(wayOut), qPrintable(error.sentence()));
        QVERIFY(error.sentence().endsWith(u'.'));
    }

    void unexpectedStatusIsNamed()
    {
        Error error(Error::Kind::UnexpectedStatus);
        error.setHttpStatus(418);
        QVERIFY(error.sentence().contains("418"_L1));
    }

    void lostAnswerWarnsOfAKeyOnlyIfThereMayBeOne()
    {
        Error error(Error::Kind::AnswerLost);
        QVERIFY(!error.sentence().contains("key"_L1));
        error.setKeyMayExist(true);
        QVERIFY(error.sentence().contains("a key may have been made"_L1));
    }

    void sentenceLeavesOutTheServersWords()
    {
        Error error(Error::Kind::BadRequest, u"TEST-detail"_s);
        error.setServerMessage(u"TEST-message"_s);
        QVERIFY(!error.sentence().contains("TEST"_L1));
    }

    void printingShowsKindStatusAndWords()
    {
        Error error(Error::Kind::Forbidden, u"details"_s);
        error.setHttpStatus(403);
        error.setServerMessage(u"Invalid code"_s);
        QString text;
        QDebug(&text) << error;
        QVERIFY2(text.contains("Forbidden"_L1), qPrintable(text));
        QVERIFY(text.contains("403"_L1));
        QVERIFY(text.contains("Invalid code"_L1));
        QVERIFY(text.contains("details"_L1));
    }

    void resultIsEitherAValueOrAnError()
    {
        const Result<QString> good(u"value"_s);
        QVERIFY(good);
        QVERIFY(good.has_value());
        QCOMPARE(*good, u"value"_s);
        QCOMPARE(good->size(), 5);
        const Result<QString> bad{Error(Error::Kind::Server)};
        QVERIFY(!bad);
        QCOMPARE(bad.error().kind(), Error::Kind::Server);
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "tst_error.moc"
