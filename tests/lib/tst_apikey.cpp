// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/apikey.h>

#include <QTest>

#include <utility>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;

namespace {

ApiKey makeKey(QByteArrayView bytes)
{
    return *ApiKey::fromBytes(bytes);
}

/// "sk-or-v1-TEST…" with 64 characters behind the prefix, each at a place that is its own.
QByteArray longKey()
{
    return "sk-or-v1-"
           + QByteArray("TEST0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSUVWXY");
}

} // namespace

class ApiKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesPrintableAsciiOfEightTo512Bytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isKey");

        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("7 bytes") << QByteArray(7, 'a') << false;
        QTest::newRow("8 bytes") << QByteArray(8, 'a') << true;
        QTest::newRow("512 bytes") << QByteArray(512, 'a') << true;
        QTest::newRow("513 bytes") << QByteArray(513, 'a') << false;
        QTest::newRow("1 MiB") << QByteArray(1024 * 1024, 'a') << false;
        QTest::newRow("usual form") << longKey() << true;
        QTest::newRow("quotes") << "\"sk'TEST`key\""_ba << true;
        QTest::newRow("shell substitution") << "$(TEST)${IFS};&|"_ba << true;
        QTest::newRow("percent and backslash") << "%0d%0a\\r\\n\\0"_ba << true;
        QTest::newRow("lowest and highest allowed") << "!!!!~~~~"_ba << true;
        QTest::newRow("blank inside") << "TEST key"_ba << false;
        QTest::newRow("blank in front") << " TESTkeyy"_ba << false;
        QTest::newRow("line feed at the end") << "TESTkeyy\n"_ba << false;
        QTest::newRow("CR LF and a header") << "TESTkeyy\r\nX-Evil: 1"_ba << false;
        QTest::newRow("tab") << "TEST\tkeyy"_ba << false;
        QTest::newRow("zero byte") << QByteArray("TEST\0keyy", 9) << false;
        QTest::newRow("escape") << "TEST\x1b[2Jkey"_ba << false;
        QTest::newRow("DEL") << "TEST\x7fkeyy"_ba << false;
        QTest::newRow("UTF-8") << "TESTkey\xc3\xa4"_ba << false;
        QTest::newRow("Latin-1") << "TESTkey\xe4"_ba << false;
        QTest::newRow("byte order mark") << "\xef\xbb\xbfTESTkeyy"_ba << false;
        QTest::newRow("no-break space") << "TESTkeyy\xc2\xa0"_ba << false;
    }

    void takesPrintableAsciiOfEightTo512Bytes()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isKey);
        const std::optional<ApiKey> key = ApiKey::fromBytes(bytes);
        QCOMPARE(key.has_value(), isKey);
        if (isKey)
            QCOMPARE(key->secret().toByteArray(), bytes);
    }

    void everyByteIsJudgedAlone()
    {
        for (int byte = 0; byte < 256; ++byte) {
            const bool allowed = byte >= 0x21 && byte <= 0x7e;
            for (const int place : {0, 5, 9}) {
                QByteArray bytes("TESTTESTTE");
                bytes[place] = char(byte);
                QVERIFY2(ApiKey::fromBytes(bytes).has_value() == allowed,
                         qPrintable(u"byte %1 at %2"_s.arg(byte).arg(place)));
            }
        }
    }

    void inputLosesTheWhiteSpaceAroundIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("key");

        QTest::newRow("as it is") << u"TESTkeyy"_s << "TESTkeyy"_ba;
        QTest::newRow("blanks") << u"  TESTkeyy  "_s << "TESTkeyy"_ba;
        QTest::newRow("line end of a pipe") << u"TESTkeyy\n"_s << "TESTkeyy"_ba;
        QTest::newRow("line end of Windows") << u"TESTkeyy\r\n"_s << "TESTkeyy"_ba;
        QTest::newRow("tabs and no-break space") << u"\t\u00a0TESTkeyy\u2003"_s << "TESTkeyy"_ba;
        QTest::newRow("blanks inside") << u"TEST keyy"_s << QByteArray();
        QTest::newRow("two lines") << u"TESTkeyy\nTESTkeyy"_s << QByteArray();
        QTest::newRow("typographic quotes") << u"“TESTkeyy”"_s << QByteArray();
        QTest::newRow("zero-width space") << u"TESTkeyy\u200b"_s << QByteArray();
        QTest::newRow("lone surrogate") << u"TESTkeyy"_s + QChar(0xd800) << QByteArray();
        QTest::newRow("looks like ASCII") << u"ТЕSTkeyy"_s << QByteArray();
        QTest::newRow("7 characters") << u" TESTkey "_s << QByteArray();
        QTest::newRow("512 characters") << QString(512, u'k') + u'\n' << QByteArray(512, 'k');
        QTest::newRow("513 characters") << QString(513, u'k') << QByteArray();
        QTest::newRow("16 MiB") << QString(16 * 1024 * 1024, u'k') << QByteArray();
        QTest::newRow("only blanks") << u"        "_s << QByteArray();
        QTest::newRow("nothing") << QString() << QByteArray();
    }

    void inputLosesTheWhiteSpaceAroundIt()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, key);
        const std::optional<ApiKey> result = ApiKey::fromInput(text);
        QCOMPARE(result.has_value(), !key.isEmpty());
        if (result)
            QCOMPARE(result->secret().toByteArray(), key);
    }

    void usualKeysAreMaskedAsTheServiceDoes()
    {
        QCOMPARE(makeKey(longKey()).masked(), u"sk-or-v1-TES…VWXY"_s);
    }

    void maskedNeverShowsMoreThanAThird_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::newRow("opaque key") << QByteArray();
        QTest::newRow("usual prefix") << "sk-or-v1-"_ba;
    }

    void maskedNeverShowsMoreThanAThird()
    {
        QFETCH(QByteArray, prefix);
        for (qsizetype size = std::max(ApiKey::MinimumSize, prefix.size());
             size <= ApiKey::MaximumSize; ++size) {
            // Behind the prefix each neighborhood is different, so what is shown can be counted.
            QByteArray bytes = prefix;
            for (qsizetype i = prefix.size(); i < size; ++i)
                bytes += char('0' + i % 75);
            const QString masked = makeKey(bytes).masked();
            QCOMPARE(masked.count(u'…'), 1);
            const QByteArray head = masked.section(u'…', 0, 0).toLatin1();
            const QByteArray tail = masked.section(u'…', 1, 1).toLatin1();
            QVERIFY(bytes.startsWith(head));
            QVERIFY(bytes.endsWith(tail));
            const qsizetype hidden = size - prefix.size();
            const qsizetype shown =
                std::max<qsizetype>(0, head.size() - prefix.size()) + tail.size();
            QVERIFY2(shown * 3 <= hidden, qPrintable(masked));
        }
    }

    void hashIsSha256InLowercaseHexadecimal()
    {
        // printf TESTkeyy | sha256sum
        QCOMPARE(makeKey("TESTkeyy").hash(),
                 u"5e00036491569d3703ea4fddfd25f95cc5fb75d539fe821dbf968f3cc6b708c3"_s);
    }

    void pagesOfAKeyAreNamedByItsHashOnly()
    {
        const ApiKey key = makeKey("TESTkeyy");
        QCOMPARE(key.settingsUrl(), QUrl(u"https://openrouter.ai/keys/"_s + key.hash()));
        QCOMPARE(key.activityUrl(),
                 QUrl(u"https://openrouter.ai/logs?api_key_hash="_s + key.hash()));
        const Server server = Server::fromBaseUrl(QUrl(u"http://127.0.0.1:4010/api/v1"_s)).value();
        QCOMPARE(key.settingsUrl(server), QUrl(u"http://127.0.0.1:4010/keys/"_s + key.hash()));
        QCOMPARE(key.activityUrl(server),
                 QUrl(u"http://127.0.0.1:4010/logs?api_key_hash="_s + key.hash()));
    }

    void keysAreEqualWhenTheirBytesAre()
    {
        QVERIFY(makeKey("TESTkeyy") == makeKey("TESTkeyy"));
        QVERIFY(makeKey("TESTkeyy") != makeKey("TESTkeyz"));
        QVERIFY(makeKey("TESTkeyy") != makeKey("TESTkeyyy"));
    }

    void printsStarsOnly()
    {
        QString text;
        QDebug(&text) << makeKey("TESTkeyy");
        QCOMPARE(text.trimmed(), u"***"_s);
        text.clear();
        QDebug(&text) << std::as_const(makeKey(longKey()).secret());
        QCOMPARE(text.trimmed(), u"***"_s);
    }
};

QTEST_GUILESS_MAIN(ApiKeyTest)
#include "tst_apikey.moc"
