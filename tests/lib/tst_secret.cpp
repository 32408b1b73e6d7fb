// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/secret.h>

#include <QTest>

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

constexpr std::size_t WatchedSize = 48;
int releasedWiped = 0;
int releasedReadable = 0;

QByteArray watchedBytes()
{
    return QByteArray("TEST-not-a-key-").repeated(4).left(WatchedSize);
}

} // namespace

// Every array that this program gives back passes here, so a secret that was not wiped shows.
void operator delete[](void *memory, std::size_t) noexcept
{
    operator delete[](memory);
}

// Not inlined: GCC 14 would see the malloc() here beside a delete[] and warn of a mismatch.
[[gnu::noinline]] void *operator new[](std::size_t size)
{
    // The size stands in front, with room to keep the alignment.
    auto *block = static_cast<char *>(std::malloc(size + alignof(std::max_align_t)));
    if (!block)
        throw std::bad_alloc();
    std::memcpy(block, &size, sizeof size);
    return block + alignof(std::max_align_t);
}

void operator delete[](void *memory) noexcept
{
    if (!memory)
        return;
    char *block = static_cast<char *>(memory) - alignof(std::max_align_t);
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    if (size == WatchedSize) {
        const QByteArrayView content(static_cast<char *>(memory), WatchedSize);
        if (content.startsWith("TEST-not-a-key-"))
            ++releasedReadable;
        else if (content == QByteArray(WatchedSize, '\0'))
            ++releasedWiped;
    }
    std::free(block);
}

class SecretTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        releasedWiped = 0;
        releasedReadable = 0;
    }

    void keepsItsBytes()
    {
        const QByteArray bytes("a\0b\xff", 4);
        const Secret secret(bytes);
        QCOMPARE(secret.size(), 4);
        QVERIFY(!secret.isEmpty());
        QCOMPARE(secret.toByteArray(), bytes);
        QCOMPARE(secret.view().toByteArray(), bytes);
        QCOMPARE(Secret("gr\xc3\xbc\xc3\x9f").toString(), u"grüß"_s);
    }

    void isEmptyByDefault()
    {
        QVERIFY(Secret().isEmpty());
        QCOMPARE(Secret().size(), 0);
        QVERIFY(Secret().view().isEmpty());
        QVERIFY(Secret().toByteArray().isEmpty());
        QVERIFY(Secret(QByteArrayView()).isEmpty());
        QVERIFY(Secret() == Secret(""));
    }

    void copiesDoNotShareTheirBytes()
    {
        const Secret first("TEST-secret");
        const Secret second(first);
        QCOMPARE(second.toByteArray(), "TEST-secret"_ba);
        QVERIFY(first.view().data() != second.view().data());
        Secret third;
        third = first;
        QVERIFY(third == first);
        QVERIFY(first.view().data() != third.view().data());
    }

    void isEmptyAfterItWasMovedFrom()
    {
        Secret from("TEST-secret");
        const char *place = from.view().data();
        const Secret to(std::move(from));
        QVERIFY(to.view().data() == place);
        QVERIFY(from.isEmpty()); // NOLINT: the state after a move is promised
        QCOMPARE(from.toByteArray(), QByteArray());

        Secret again("TEST-secret");
        Secret target("another");
        target = std::move(again);
        QCOMPARE(target.toByteArray(), "TEST-secret"_ba);
        QVERIFY(again.isEmpty()); // NOLINT
    }

    void survivesAssignmentToItself()
    {
        Secret secret("TEST-secret");
        Secret &same = secret;
        secret = same;
        QCOMPARE(secret.toByteArray(), "TEST-secret"_ba);
        secret = std::move(same);
        QCOMPARE(secret.toByteArray(), "TEST-secret"_ba);
    }

    void comparesWholeContents_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<bool>("equal");
        QTest::newRow("same") << "abcdef"_ba
                              << "abcdef"_ba << true;
        QTest::newRow("first byte differs") << "abcdef"_ba
                                            << "Abcdef"_ba << false;
        QTest::newRow("last byte differs") << "abcdef"_ba
                                           << "abcdeF"_ba << false;
        QTest::newRow("shorter") << "abcdef"_ba
                                 << "abcde"_ba << false;
        QTest::newRow("longer") << "abcdef"_ba
                                << "abcdefg"_ba << false;
        QTest::newRow("empty and not") << QByteArray() << "a"_ba << false;
        QTest::newRow("both empty") << QByteArray() << QByteArray() << true;
        QTest::newRow("difference behind a zero byte")
            << QByteArray("a\0b", 3) << QByteArray("a\0c", 3) << false;
        QTest::newRow("high bit") << "\x80"_ba << QByteArray("\0", 1) << false;
    }

    void comparesWholeContents()
    {
        QFETCH(QByteArray, left);
        QFETCH(QByteArray, right);
        QFETCH(bool, equal);
        QCOMPARE(Secret(left) == Secret(right), equal);
        QCOMPARE(Secret(left) != Secret(right), !equal);
        QCOMPARE(Secret(left).equals(right), equal);
    }

    void printsStarsOnly()
    {
        QString text;
        QDebug(&text) << Secret("TEST-secret") << Secret() << "after";
        QCOMPARE(text, u"*** (empty) after "_s);
    }

    void isWipedBeforeItsMemoryIsGivenBack()
    {
        const QByteArray bytes = watchedBytes();
        {
            Secret secret(bytes);
            Secret copy(secret);
            Secret moved(std::move(secret));
            Q_UNUSED(copy);
            Q_UNUSED(moved);
        }
        QCOMPARE(releasedReadable, 0);
        QCOMPARE(releasedWiped, 2);
    }

    void isWipedWhenAssignedTo()
    {
        const QByteArray bytes = watchedBytes();
        Secret byCopy(bytes);
        const Secret other("other");
        byCopy = other;
        QCOMPARE(releasedWiped, 1);
        Secret byMove(bytes);
        byMove = Secret("other");
        QCOMPARE(releasedWiped, 2);
        QCOMPARE(releasedReadable, 0);
    }

    void theWatchOnMemoryWorks()
    {
        // Guards the two tests above: bytes that nobody wipes are seen.
        // (Called by name: a new-expression without effect may be left out by the compiler.)
        void *unwiped = operator new[](WatchedSize);
        std::memcpy(unwiped, watchedBytes().constData(), WatchedSize);
        operator delete[](unwiped);
        QCOMPARE(releasedReadable, 1);
    }
};

QTEST_GUILESS_MAIN(SecretTest)
#include "tst_secret.moc"
