// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "clientfixture.h"
#include "fakeclock.h"

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;
using namespace std::chrono_literals;

namespace {

/// Time stands still between a client and the server, except where a test lets it pass.
struct RetryFixture : ClientFixture
{
    RetryFixture() { client.setClock(&clock); }

    /// Waits until the call has had an answer and waits itself, for its next try.
    bool waitForPause()
    {
        return QTest::qWaitFor([this] { return clock.waiting() == 2; }, 20'000);
    }

    /// Waits until so many tries have failed, and lets the time between them pass.
    bool waitThroughPauses(int pauses)
    {
        for (int i = 0; i < pauses; ++i) {
            if (!waitForPause())
                return false;
            clock.advance(*clock.lastDelay());
        }
        return true;
    }

    /// Whether nothing more comes from the client although it has had the chance.
    bool staysQuiet(int requests)
    {
        for (int i = 0; i < 50; ++i)
            QCoreApplication::processEvents();
        return fake.requests() == requests;
    }

    FakeClock clock;
};

QByteArray httpDate(const QDateTime &date)
{
    return QLocale::c().toString(date, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
}

} // namespace

class RetriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rateLimitIsWaitedForAsLongAsTheServerSays_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<int>("seconds");
        const QDateTime noon = FakeClock().now();
        for (const Endpoint endpoint :
             {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key}) {
            QTest::addRow("1 s, endpoint %d", int(endpoint)) << endpoint << "1"_ba << 1;
            QTest::addRow("7 s, endpoint %d", int(endpoint)) << endpoint << "7"_ba << 7;
            QTest::addRow("007 s, endpoint %d", int(endpoint)) << endpoint << "007"_ba << 7;
            QTest::addRow("blanks, endpoint %d", int(endpoint)) << endpoint << "  7  "_ba << 7;
            QTest::addRow("20 s, endpoint %d", int(endpoint)) << endpoint << "20"_ba << 20;
            QTest::addRow("date, endpoint %d", int(endpoint))
                << endpoint << httpDate(noon.addSecs(9)) << 9;
        }
    }

    void rateLimitIsWaitedForAsLongAsTheServerSays()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(QByteArray, retryAfter);
        QFETCH(int, seconds);
        RetryFixture f;
        f.fake.inject(endpoint,
                      Fault::refuse(429, u"Rate limit exceeded"_s, {{"Retry-After", retryAfter}}));
        Reply *reply = f.call(endpoint);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(std::chrono::milliseconds(seconds * 1s)));
        f.clock.advance(seconds * 1s - 1ms);
        QVERIFY(f.staysQuiet(1));
        QVERIFY(!reply->isFinished());
        f.clock.advance(1ms);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().serverMessage()));
        QCOMPARE(f.fake.requests(endpoint), 2);
        QCOMPARE(f.fake.violations(), QStringList());
        QCOMPARE(f.fake.codesReused(), 0);
    }

    void resetOfTheLimitIsWaitedForWhereThereIsNoRetryAfter_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Fake::HeaderList>("headers");
        QTest::addColumn<QJsonObject>("metadata");
        QTest::addColumn<std::optional<int>>("seconds");
        const QDateTime noon = FakeClock().now();
        const auto inMilliseconds = [&noon](int seconds) {
            return QByteArray::number(noon.addSecs(seconds).toMSecsSinceEpoch());
        };
        const auto repeated = [](const QByteArray &reset) {
            return QJsonObject{
                {u"headers"_s, QJsonObject{{u"X-RateLimit-Reset"_s, QString::fromLatin1(reset)}}}};
        };
        const std::optional<int> none;
        const auto row = [](const char *name, int status, const Fake::HeaderList &headers,
                            const QJsonObject &metadata, std::optional<int> seconds) {
            QTest::newRow(name) << status << headers << metadata << seconds;
        };
        row("header", 429, {{"X-RateLimit-Reset", inMilliseconds(40)}}, {}, 40);
        row("repeated in the metadata", 429, {}, repeated(inMilliseconds(40)), 40);
        row("Retry-After counts more", 429,
            {{"Retry-After", "50"}, {"X-RateLimit-Reset", inMilliseconds(40)}}, {}, 50);
        row("Retry-After that makes no sense", 429,
            {{"Retry-After", "soon"}, {"X-RateLimit-Reset", inMilliseconds(40)}}, {}, 40);
        row("a moment that has passed", 429, {{"X-RateLimit-Reset", inMilliseconds(-9)}}, {}, 0);
        row("never", 429, {{"X-RateLimit-Reset", "999999999999999999999999"}}, {}, 365 * 24 * 3600);
        row("in seconds", 429,
            {{"X-RateLimit-Reset", QByteArray::number(noon.toSecsSinceEpoch() + 40)}}, {}, none);
        row("seconds to wait", 429, {{"X-RateLimit-Reset", "40"}}, {}, none);
        row("words", 429, {{"X-RateLimit-Reset", "soon"}}, {}, none);
        row("nothing", 429, {}, {}, none);
        row("another refusal", 403, {{"X-RateLimit-Reset", inMilliseconds(40)}}, {}, none);
        row("503", 503, {{"X-RateLimit-Reset", inMilliseconds(40)}}, {}, none);
        row("503 with Retry-After", 503, {{"Retry-After", "50"}}, {}, 50);
        row("503 with a date", 503, {{"Retry-After", httpDate(noon.addSecs(60))}}, {}, 60);
    }

    void resetOfTheLimitIsWaitedForWhereThereIsNoRetryAfter()
    {
        QFETCH(int, status);
        QFETCH(Fake::HeaderList, headers);
        QFETCH(QJsonObject, metadata);
        QFETCH(std::optional<int>, seconds);
        RetryFixture f;
        f.client.setRetryPolicy(noRetries());
        f.fake.inject(Endpoint::Key,
                      Fault::refuse(status, u"TEST"_s, headers).withMetadata(metadata));
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().retryAfter().has_value(), seconds.has_value());
        if (seconds)
            QCOMPARE(reply->error().retryAfter()->count(), *seconds);
    }

    void datesAreNeverReachedEarly()
    {
        RetryFixture f;
        const QDateTime start = f.clock.now();
        f.clock.setStart(start.addMSecs(400));
        f.fake.inject(Endpoint::Key, Fault::rateLimitedUntil(start.addSecs(7)));
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional<std::chrono::milliseconds>(7s));
        reply->abort();
    }

    void waitsThatMakeNoSenseAreIgnored_data()
    {
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<std::optional<int>>("seconds");
        const std::optional<int> none;
        QTest::newRow("empty") << ""_ba << none;
        QTest::newRow("words") << "soon"_ba << none;
        QTest::newRow("negative") << "-5"_ba << none;
        QTest::newRow("plus") << "+5"_ba << none;
        QTest::newRow("fraction") << "5.5"_ba << none;
        QTest::newRow("exponent") << "1e1"_ba << none;
        QTest::newRow("hexadecimal") << "0x10"_ba << none;
        QTest::newRow("unit") << "5 s"_ba << none;
        QTest::newRow("two") << "5, 6"_ba << none;
        QTest::newRow("other digits") << "\xd9\xa5"_ba << none;
        QTest::newRow("date in another form") << "2026-09-01T12:00:09Z"_ba << none;
        QTest::newRow("date in another zone") << "Tue, 01 Sep 2026 14:00:09 +0200"_ba << none;
        QTest::newRow("date that is none") << "Tue, 99 Sep 2026 12:00:09 GMT"_ba << none;
        QTest::newRow("month that is none") << "Tue, 01 Foo 2026 12:00:09 GMT"_ba << none;
        QTest::newRow("only a zone") << " GMT"_ba << none;
        QTest::newRow("zero") << "0"_ba << std::optional(0);
        QTest::newRow("date in the past") << "Sun, 06 Nov 1994 08:49:37 GMT"_ba << std::optional(0);
    }

    void waitsThatMakeNoSenseAreIgnored()
    {
        QFETCH(QByteArray, retryAfter);
        QFETCH(std::optional<int>, seconds);
        RetryFixture f;
        f.fake.inject(Endpoint::Key, Fault::refuse(429, u"no"_s, {{"Retry-After", retryAfter}}),
                      FakeOpenRouter::Always);
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(500ms));
        f.clock.advance(500ms);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(750ms));
        f.clock.advance(750ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::RateLimited);
        QCOMPARE(reply->error().retryAfter().has_value(), seconds.has_value());
        if (seconds)
            QCOMPARE(reply->error().retryAfter()->count(), *seconds);
        QCOMPARE(f.fake.requests(Endpoint::Key), 3);
    }

    void longerWaitsAreLeftToThePerson_data()
    {
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<qint64>("seconds");
        constexpr qint64 year = 365 * 24 * 3600;
        QTest::newRow("21 s") << "21"_ba << qint64(21);
        QTest::newRow("an hour") << "3600"_ba << qint64(3600);
        QTest::newRow("a year and more") << "99999999"_ba << year;
        QTest::newRow("more than 64 bits") << QByteArray(40, '9') << year;
        QTest::newRow("a megabyte of digits") << QByteArray(100'000, '9') << year;
        QTest::newRow("a date") << httpDate(FakeClock().now().addSecs(60)) << qint64(60);
        QTest::newRow("the last date") << "Fri, 31 Dec 9999 23:59:59 GMT"_ba << year;
    }

    void longerWaitsAreLeftToThePerson()
    {
        QFETCH(QByteArray, retryAfter);
        QFETCH(qint64, seconds);
        RetryFixture f;
        f.fake.inject(Endpoint::Exchange,
                      Fault::refuse(429, u"Rate limit exceeded"_s, {{"Retry-After", retryAfter}}));
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::RateLimited);
        QVERIFY(reply->error().retryAfter());
        QCOMPARE(qint64(reply->error().retryAfter()->count()), seconds);
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 1);
    }

    void waitsAddUpToTwentySeconds()
    {
        RetryFixture f;
        f.fake.inject(Endpoint::Exchange, Fault::rateLimited(15s));
        f.fake.inject(Endpoint::Exchange, Fault::rateLimited(6s));
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(f.waitForPause());
        f.clock.advance(15s);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::RateLimited);
        QCOMPARE(reply->error().retryAfter(), std::optional(6s));
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 2);
        QVERIFY(!reply->error().keyMayExist());
    }

    void timeSpentOnAnswersCounts()
    {
        RetryFixture f;
        f.fake.inject(Endpoint::Key, Fault::serverError().after(1ms));
        Reply *reply = f.call(Endpoint::Key);
        f.clock.advance(19'501ms); // while the request is on its way
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Server);
        QCOMPARE(f.fake.requests(Endpoint::Key), 1);
    }

    void waitsBeyondTheTimeoutAreLeftToThePerson()
    {
        RetryFixture f;
        f.client.setTimeout(5s);
        f.fake.inject(Endpoint::Key, Fault::rateLimited(6s));
        Reply *reply = f.call(Endpoint::Key);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::RateLimited);
        QCOMPARE(reply->error().retryAfter(), std::optional(6s));
    }

    void oneServerErrorIsForgotten_data() { addEndpoints(); }

    void oneServerErrorIsForgotten()
    {
        QFETCH(Endpoint, endpoint);
        RetryFixture f;
        f.fake.inject(endpoint, Fault::serverError());
        Reply *reply = f.call(endpoint);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(500ms));
        QVERIFY(f.staysQuiet(1));
        f.clock.advance(500ms);
        QVERIFY(waitFor(reply));
        QVERIFY(!reply->error().isError());
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(endpoint), 2);
    }

    void serverErrorsAreRetriedTwice_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("status");
        for (const int status : {500, 502, 503, 504, 529, 599}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("%d, endpoint %d", status, int(endpoint)) << endpoint << status;
        }
    }

    void serverErrorsAreRetriedTwice()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, status);
        RetryFixture f;
        f.fake.inject(endpoint, Fault::html(status), FakeOpenRouter::Always);
        Reply *reply = f.call(endpoint);
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(500ms));
        f.clock.advance(500ms);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(750ms));
        f.clock.advance(750ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Server);
        QCOMPARE(reply->error().httpStatus(), status);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
        QCOMPARE(f.fake.requests(endpoint), 3);
        QCOMPARE(finished.count(), 1);
        f.clock.advance(1h);
        QVERIFY(f.staysQuiet(3));
        QCOMPARE(finished.count(), 1);
    }

    void serverErrorsWithRetryAfterAreWaitedFor()
    {
        RetryFixture f;
        f.fake.inject(Endpoint::Exchange,
                      Fault::refuse(503, u"Maintenance"_s, {{"Retry-After", "11"}}));
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional<std::chrono::milliseconds>(11s));
        f.clock.advance(11s);
        QVERIFY(waitFor(reply));
        QVERIFY(!reply->error().isError());
    }

    void refusedConnectionsAreTriedAgain_data() { addEndpoints(); }

    void refusedConnectionsAreTriedAgain()
    {
        QFETCH(Endpoint, endpoint);
        RetryFixture f;
        const quint16 port = f.fake.port();
        const ExchangeRequest exchange = f.approve();
        const ApiKey key = f.makeKey();
        CreateAuthCodeRequest create;
        create.callbackUrl = QUrl(u"https://example.org/"_s);
        f.fake.close();
        Reply *reply = nullptr;
        if (endpoint == Endpoint::Exchange)
            reply = f.client.exchangeAuthCodeForApiKey(exchange);
        else if (endpoint == Endpoint::CreateAuthCode)
            reply = f.client.createAuthCode(create, key);
        else
            reply = f.client.keyInfo(key);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(500ms));
        f.clock.advance(500ms);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional(750ms));
        QVERIFY(f.fake.listen(port));
        f.clock.advance(750ms);
        QVERIFY(waitFor(reply));
        QVERIFY2(!reply->error().isError(), qPrintable(reply->error().detail()));
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void refusedConnectionsAreGivenUpInTheEnd()
    {
        RetryFixture f;
        const ExchangeRequest exchange = f.approve();
        f.fake.close();
        Reply *reply = f.client.exchangeAuthCodeForApiKey(exchange);
        QVERIFY(f.waitForPause());
        f.clock.advance(500ms);
        QVERIFY(f.waitForPause());
        f.clock.advance(750ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Network);
        QVERIFY(!reply->error().keyMayExist());
    }

    void refusalAfterAServerErrorMeansThatAKeyMayExist_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("as the service does") << 400;
        QTest::newRow("as the guide says") << 403;
    }

    void refusalAfterAServerErrorMeansThatAKeyMayExist()
    {
        QFETCH(int, status);
        RetryFixture f;
        f.fake.setInvalidCodeStatus(status);
        f.fake.inject(Endpoint::Exchange, Fault::failAfterwards(502));
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(f.waitForPause());
        f.clock.advance(500ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QVERIFY(reply->error().keyMayExist());
        QVERIFY(reply->error().sentence().contains("a key may have been made"_L1));
        QCOMPARE(reply->error().httpStatus(), status);
        QVERIFY(!reply->error().serverMessage().isEmpty());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 2);
        QCOMPARE(f.fake.keysMade(), 1);
    }

    void refusalAfterAServerErrorIsJustThatForTheOthers_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::newRow("createAuthCode") << Endpoint::CreateAuthCode;
        QTest::newRow("keyInfo") << Endpoint::Key;
    }

    void refusalAfterAServerErrorIsJustThatForTheOthers()
    {
        QFETCH(Endpoint, endpoint);
        RetryFixture f;
        f.fake.inject(endpoint, Fault::serverError());
        f.fake.inject(endpoint, Fault::refuse(403, u"no"_s));
        Reply *reply = f.call(endpoint);
        QVERIFY(f.waitForPause());
        f.clock.advance(500ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Forbidden);
        QVERIFY(!reply->error().keyMayExist());
    }

    void refusalProvesNothingAfterATryThatDidNotEndInOne_data()
    {
        QTest::addColumn<QList<Fault>>("faults");
        QTest::addColumn<Error::Kind>("kind");
        QTest::addColumn<bool>("keyMayExist");
        const Fault no = Fault::refuse(403, u"no"_s);
        const Fault rateLimited = Fault::refuse(429, u"Rate limit exceeded"_s);
        const Fault page = Fault::html(504);
        const auto row = [](const char *name, const QList<Fault> &faults, Error::Kind kind,
                            bool keyMayExist) {
            QTest::newRow(name) << faults << kind << keyMayExist;
        };
        row("403", {no}, Error::Kind::Forbidden, false);
        row("429, 403", {rateLimited, no}, Error::Kind::Forbidden, false);
        row("429, 429, 403", {rateLimited, rateLimited, no}, Error::Kind::Forbidden, false);
        row("429 as HTML, 403", {Fault::html(429), no}, Error::Kind::AnswerLost, true);
        row("500, 403", {Fault::serverError(), no}, Error::Kind::AnswerLost, true);
        row("504, 403", {page, no}, Error::Kind::AnswerLost, true);
        row("504, 429, 403", {page, rateLimited, no}, Error::Kind::AnswerLost, true);
        row("429, 504, 403", {rateLimited, page, no}, Error::Kind::AnswerLost, true);
        row("429, 403 as HTML", {rateLimited, Fault::html(403)}, Error::Kind::Forbidden, true);
        // It is not posted again, so that no refusal can follow.
        row("lost answer", {Fault::closeUnanswered()}, Error::Kind::AnswerLost, true);
        row("429, lost answer", {rateLimited, Fault::cut()}, Error::Kind::AnswerLost, true);
    }

    void refusalProvesNothingAfterATryThatDidNotEndInOne()
    {
        QFETCH(QList<Fault>, faults);
        QFETCH(Error::Kind, kind);
        QFETCH(bool, keyMayExist);
        RetryFixture f;
        for (const Fault &fault : faults)
            f.fake.inject(Endpoint::Exchange, fault);
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(f.waitThroughPauses(int(faults.size()) - 1));
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), kind);
        QCOMPARE(reply->error().keyMayExist(), keyMayExist);
        QVERIFY(!reply->anotherKeyMayExist());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), int(faults.size()));
    }

    void successAfterATryThatProvedNothingTellsOfAnotherKey_data()
    {
        QTest::addColumn<QList<Fault>>("faults");
        QTest::addColumn<bool>("anotherKeyMayExist");
        const Fault rateLimited = Fault::refuse(429, u"Rate limit exceeded"_s);
        const Fault page = Fault::html(504);
        QTest::newRow("at once") << QList<Fault>{} << false;
        QTest::newRow("429") << QList{rateLimited} << false;
        QTest::newRow("429, 429") << QList{rateLimited, rateLimited} << false;
        QTest::newRow("429 as HTML") << QList{Fault::html(429)} << true;
        QTest::newRow("504") << QList{page} << true;
        QTest::newRow("500") << QList{Fault::serverError()} << true;
        QTest::newRow("504, 429") << QList{page, rateLimited} << true;
        QTest::newRow("429, 504") << QList{rateLimited, page} << true;
    }

    void successAfterATryThatProvedNothingTellsOfAnotherKey()
    {
        QFETCH(QList<Fault>, faults);
        QFETCH(bool, anotherKeyMayExist);
        RetryFixture f;
        for (const Fault &fault : faults)
            f.fake.inject(Endpoint::Exchange, fault);
        ExchangeReply *reply = f.client.exchangeAuthCodeForApiKey(f.approve());
        QVERIFY(!reply->anotherKeyMayExist());
        QVERIFY(f.waitThroughPauses(int(faults.size())));
        QVERIFY(waitFor(reply));
        QVERIFY(reply->result());
        QCOMPARE(reply->anotherKeyMayExist(), anotherKeyMayExist);
        QVERIFY(!reply->error().keyMayExist());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), int(faults.size()) + 1);
    }

    void rateLimitAfterAServerErrorIsStillWaitedFor()
    {
        RetryFixture f;
        f.fake.inject(Endpoint::Exchange, Fault::serverError());
        f.fake.inject(Endpoint::Exchange, Fault::rateLimited(3s));
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(f.waitForPause());
        f.clock.advance(500ms);
        QVERIFY(f.waitForPause());
        QCOMPARE(f.clock.lastDelay(), std::optional<std::chrono::milliseconds>(3s));
        f.clock.advance(3s);
        QVERIFY(waitFor(reply));
        QVERIFY(!reply->error().isError());
        QCOMPARE(f.fake.requests(Endpoint::Exchange), 3);
    }

    void rateLimitAtTheEndAfterAServerErrorStillWarns()
    {
        RetryFixture f;
        f.fake.inject(Endpoint::Exchange, Fault::serverError());
        f.fake.inject(Endpoint::Exchange, Fault::rateLimited(60s));
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(f.waitForPause());
        f.clock.advance(500ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::AnswerLost);
        QVERIFY(reply->error().keyMayExist());
        QCOMPARE(reply->error().retryAfter(), std::optional(60s));
    }

    void serverThatGoesAfterAServerErrorStillWarns()
    {
        RetryFixture f;
        f.fake.inject(Endpoint::Exchange, Fault::serverError());
        Reply *reply = f.call(Endpoint::Exchange);
        QVERIFY(f.waitForPause());
        f.fake.close();
        f.clock.advance(500ms);
        QVERIFY(f.waitForPause());
        f.clock.advance(750ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Network);
        QVERIFY(reply->error().keyMayExist());
    }

    void refusalsAreNotRetried_data()
    {
        QTest::addColumn<Endpoint>("endpoint");
        QTest::addColumn<int>("status");
        for (const int status : {302, 400, 401, 403, 404, 405, 408, 409, 410, 422, 425, 451, 600}) {
            for (const Endpoint endpoint :
                 {Endpoint::Exchange, Endpoint::CreateAuthCode, Endpoint::Key})
                QTest::addRow("%d, endpoint %d", status, int(endpoint)) << endpoint << status;
        }
    }

    void refusalsAreNotRetried()
    {
        QFETCH(Endpoint, endpoint);
        QFETCH(int, status);
        RetryFixture f;
        f.fake.inject(endpoint, Fault::refuse(status, u"no"_s, {{"Retry-After", "1"}}),
                      FakeOpenRouter::Always);
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().httpStatus(), status);
        f.clock.advance(1min);
        QVERIFY(f.staysQuiet(1));
    }

    void timeoutEndsThePauseToo()
    {
        RetryFixture f;
        RetryPolicy policy;
        policy.firstDelay = 10s;
        f.client.setRetryPolicy(policy);
        f.client.setTimeout(30s);
        f.fake.inject(Endpoint::Exchange, Fault::serverError());
        f.fake.inject(Endpoint::Exchange, Fault::hang());
        Reply *reply = f.call(Endpoint::Exchange);
        QSignalSpy finished(reply, &Reply::finished);
        QVERIFY(f.waitForPause());
        f.clock.advance(10s);
        QTRY_COMPARE(f.fake.requests(Endpoint::Exchange), 2);
        f.clock.advance(20s - 1ms);
        QVERIFY(!reply->isFinished());
        f.clock.advance(1ms);
        QVERIFY(reply->isFinished());
        QCOMPARE(reply->error().kind(), Error::Kind::Timeout);
        QVERIFY(reply->error().keyMayExist());
        QCOMPARE(finished.count(), 1);
    }

    void thirtySecondsAreTheWholeTime_data() { addEndpoints(); }

    void thirtySecondsAreTheWholeTime()
    {
        QFETCH(Endpoint, endpoint);
        RetryFixture f;
        QCOMPARE(f.client.timeout(), 30s);
        f.fake.inject(endpoint, Fault::hang());
        Reply *reply = f.call(endpoint);
        QTRY_COMPARE(f.fake.requests(endpoint), 1);
        f.clock.advance(30s - 1ms);
        QVERIFY(f.staysQuiet(1));
        QVERIFY(!reply->isFinished());
        f.clock.advance(1ms);
        QVERIFY(reply->isFinished());
        QCOMPARE(reply->error().kind(), Error::Kind::Timeout);
        QCOMPARE(reply->error().keyMayExist(), endpoint == Endpoint::Exchange);
    }

    void policyCanBeChanged()
    {
        RetryFixture f;
        RetryPolicy policy;
        policy.maximumRetries = 3;
        policy.firstDelay = 100ms;
        policy.factor = 2;
        f.client.setRetryPolicy(policy);
        f.fake.inject(Endpoint::Key, Fault::serverError(), FakeOpenRouter::Always);
        Reply *reply = f.call(Endpoint::Key);
        // What a call began with stays.
        f.client.setRetryPolicy(noRetries());
        for (const std::chrono::milliseconds delay : {100ms, 200ms, 400ms}) {
            QVERIFY(f.waitForPause());
            QCOMPARE(f.clock.lastDelay(), std::optional(delay));
            f.clock.advance(delay);
        }
        QVERIFY(waitFor(reply));
        QCOMPARE(f.fake.requests(Endpoint::Key), 4);
    }

    void noRetriesMeansOneTry_data() { addEndpoints(); }

    void noRetriesMeansOneTry()
    {
        QFETCH(Endpoint, endpoint);
        RetryFixture f;
        f.client.setRetryPolicy(noRetries());
        f.fake.inject(endpoint, Fault::serverError());
        Reply *reply = f.call(endpoint);
        QVERIFY(waitFor(reply));
        QCOMPARE(reply->error().kind(), Error::Kind::Server);
        QCOMPARE(f.fake.requests(endpoint), 1);
    }

    void secondTriesSendTheSame()
    {
        RetryFixture f;
        QVERIFY(f.client.setAttribution(QUrl(u"https://example.org/"_s), u"App"_s));
        QList<FakeOpenRouter::Request> sent;
        connect(&f.fake, &FakeOpenRouter::requestReceived, this,
                [&sent](Endpoint, const FakeOpenRouter::Request &request) { sent += request; });
        f.fake.inject(Endpoint::CreateAuthCode, Fault::serverError());
        Reply *reply = f.call(Endpoint::CreateAuthCode);
        f.client.setAttribution({}, {});
        QVERIFY(f.waitForPause());
        f.clock.advance(500ms);
        QVERIFY(waitFor(reply));
        QCOMPARE(sent.size(), 2);
        QCOMPARE(sent[0].body, sent[1].body);
        QVERIFY(sent[1].body.startsWith('{'));
        QCOMPARE(sent[0].headers, sent[1].headers);
    }
};

QTEST_GUILESS_MAIN(RetriesTest)
#include "tst_retries.moc"
