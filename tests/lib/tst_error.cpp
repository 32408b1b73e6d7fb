// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/error.h>
#include <OpenRouterAuth/result.h>

#include <QTest>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(OpenRouterAuth::Error::Kind)

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
        QVERIFY(text.contains("403"_L1));
        QVERIFY(text.contains("Invalid code"_L1));
        QVERIFY(text.contains("details"_L1));
    }

    void resultIsEitherAValueOrAnError()
    {
        const Result<QString> good(u"value"_s);
        QVERIFY(good);
        QVERIFY(good.isOk());
        QCOMPARE(*good, u"value"_s);
        QCOMPARE(good->size(), 5);
        const Result<QString> bad{Error(Error::Kind::Server)};
        QVERIFY(!bad);
        QCOMPARE(bad.error().kind(), Error::Kind::Server);
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "tst_error.moc"
