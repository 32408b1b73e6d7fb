// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/loopback/requesthead.h"

#include <QTest>

using SignIn::RequestHead;
using Progress = RequestHead::Progress;

class TestRequestHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAHeadInPiecesOfAnySize_data();
    void readsAHeadInPiecesOfAnySize();
    void passesOverCookiesOfAnyLengthWithinTheLimit();
    void refuses_data();
    void refuses();
    void knowsPagesThatAreFetchedAhead_data();
    void knowsPagesThatAreFetchedAhead();
};

void TestRequestHead::readsAHeadInPiecesOfAnySize_data()
{
    QTest::addColumn<qsizetype>("piece");
    for (const qsizetype piece : {1, 2, 7, 64, 100'000})
        QTest::addRow("%d", int(piece)) << piece;
}

void TestRequestHead::readsAHeadInPiecesOfAnySize()
{
    QFETCH(qsizetype, piece);
    const QByteArray request = "GET /callback/n?code=a?b HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
                               "Cookie: a=b\r\nORIGIN:null\r\nSec-Fetch-Dest: document \r\n"
                               "Sec-Fetch-Site: cross-site\r\n\r\n";
    RequestHead head;
    for (qsizetype i = 0; i < request.size(); i += piece) {
        QCOMPARE(head.progress(), Progress::Incomplete);
        head.feed(QByteArrayView(request).sliced(i, std::min(piece, request.size() - i)));
    }
    QCOMPARE(head.progress(), Progress::Complete);
    QCOMPARE(head.method(), "GET");
    QCOMPARE(head.path(), "/callback/n");
    QVERIFY(head.takeQuery().equals("code=a?b"));
    QVERIFY(head.takeQuery().isEmpty()); // it is not kept
    QCOMPARE(head.host(), "127.0.0.1:1");
    QCOMPARE(*head.origin(), "null");
    QCOMPARE(*head.fetchDest(), "document");
    QCOMPARE(*head.fetchSite(), "cross-site");
    QVERIFY(!head.isSpeculative());
}

void TestRequestHead::passesOverCookiesOfAnyLengthWithinTheLimit()
{
    RequestHead head;
    head.feed("GET / HTTP/1.1\r\nHost: a\r\nCookie: ");
    for (int i = 0; i < 200; ++i)
        QCOMPARE(head.feed(QByteArray(1024, 'c')), Progress::Incomplete);
    QCOMPARE(head.feed("\r\n\r\n"), Progress::Complete);
}

void TestRequestHead::refuses_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto withHeader = [](const QByteArray &header) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n";
    };
    QTest::newRow("random bytes") << QByteArray("\x16\x03\x01\x02\n") << 400;
    QTest::newRow("empty line") << QByteArray("\r\n") << 400;
    QTest::newRow("no version") << QByteArray("GET /\r\n") << 400;
    QTest::newRow("short token") << QByteArray("G\r\n") << 400;
    QTest::newRow("two spaces") << QByteArray("GET  / HTTP/1.1\r\n") << 400;
    QTest::newRow("absolute form") << QByteArray("GET http://a/ HTTP/1.1\r\n") << 400;
    QTest::newRow("control character in the target") << QByteArray("GET /\x01 HTTP/1.1\r\n") << 400;
    QTest::newRow("raw UTF-8 in the target") << QByteArray("GET /\xc3\xa4 HTTP/1.1\r\n") << 400;
    QTest::newRow("version 2") << QByteArray("PRI / HTTP/2.0\r\n") << 505;
    QTest::newRow("version of somebody's own") << QByteArray("GET / HTPT/1.1\r\n") << 400;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two hosts") << withHeader("Host: b") << 400;
    QTest::newRow("two origins") << withHeader("Origin: null\r\nOrigin: null") << 400;
    QTest::newRow("two sites") << withHeader("Sec-Fetch-Site: none\r\nSec-Fetch-Site: none") << 400;
    QTest::newRow("folded line") << withHeader(" folded") << 400;
    QTest::newRow("no colon") << withHeader("nothing") << 400;
    QTest::newRow("space before the colon") << withHeader("Origin : null") << 400;
    QTest::newRow("long target") << "GET /" + QByteArray(17'000, 'a') << 414;
    QTest::newRow("long origin") << withHeader("Origin: " + QByteArray(5'000, 'a')) << 431;
    QTest::newRow("many headers")
        << "GET / HTTP/1.1\r\nHost: a\r\n"
               + QByteArray("A: " + QByteArray(1000, 'a') + "\r\n").repeated(600)
        << 431;
    QTest::newRow("one endless header")
        << "GET / HTTP/1.1\r\nHost: a\r\nA: " + QByteArray(600'000, 'a') << 431;
}

void TestRequestHead::refuses()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    RequestHead head;
    QCOMPARE(head.feed(request), Progress::Refused);
    QCOMPARE(head.refusalStatus(), status);
}

void TestRequestHead::knowsPagesThatAreFetchedAhead_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("speculative");
    QTest::newRow("Purpose") << QByteArray("Purpose: prefetch") << true;
    QTest::newRow("Sec-Purpose") << QByteArray("sec-purpose: prefetch;prerender") << true;
    QTest::newRow("prerender") << QByteArray("Sec-Purpose: PRERENDER") << true;
    QTest::newRow("something else") << QByteArray("Purpose: reading") << false;
    QTest::newRow("another header") << QByteArray("X-Purpose: prefetch") << false;
}

void TestRequestHead::knowsPagesThatAreFetchedAhead()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, speculative);
    RequestHead head;
    head.feed(QByteArray("GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n"));
    QCOMPARE(head.progress(), Progress::Complete);
    QCOMPARE(head.isSpeculative(), speculative);
}

QTEST_GUILESS_MAIN(TestRequestHead)
#include "tst_requesthead.moc"
