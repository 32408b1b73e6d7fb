// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <OpenRouterAuth/authorizationrequest.h>

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace OpenRouterAuth;

namespace {

using Parameters = QList<std::pair<QByteArray, QString>>;

AuthorizationRequest loopbackRequest()
{
    AuthorizationRequest request;
    request.callbackUrl = QUrl(u"http://127.0.0.1:4321/callback/nonce"_s);
    request.codeChallenge = u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s;
    return request;
}

/// A query as the strictest server reads it: nothing but unreserved characters and "%XX" in values.
std::optional<Parameters> parseStrictly(const QByteArray &encodedUrl)
{
    Parameters parameters;
    const qsizetype start = encodedUrl.indexOf('?');
    if (start < 0 || encodedUrl.contains('#'))
        return std::nullopt;
    const QList<QByteArray> pairs = encodedUrl.mid(start + 1).split('&');
    for (const QByteArray &pair : pairs) {
        if (pair.count('=') != 1)
            return std::nullopt;
        const QByteArray name = pair.left(pair.indexOf('='));
        const QByteArray value = pair.mid(pair.indexOf('=') + 1);
        QByteArray decoded;
        for (qsizetype i = 0; i < value.size(); ++i) {
            const char c = value[i];
            if (c == '%') {
                const QByteArray digits = value.mid(i + 1, 2);
                if (digits.size() != 2 || digits != digits.toUpper())
                    return std::nullopt;
                bool isHex = false;
                decoded += char(digits.toInt(&isHex, 16));
                if (!isHex)
                    return std::nullopt;
                i += 2;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                       || QByteArrayView("-._~").contains(c)) {
                decoded += c;
            } else {
                return std::nullopt;
            }
        }
        parameters.emplaceBack(name, QString::fromUtf8(decoded));
    }
    return parameters;
}

} // namespace

class AuthorizationRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyParameterIsInTheLink()
    {
        AuthorizationRequest request = loopbackRequest();
        request.keyLabel = u"my laptop"_s;
        request.workspaceId = QUuid(u"{11111111-2222-3333-4444-555555555555}"_s);
        request.requiredWorkspaceId = QUuid(u"{66666666-7777-8888-9999-aaaaaaaaaaaa}"_s);
        request.limit = 12.5;
        const Result<QUrl> url = request.toUrl();
        QVERIFY(url);
        QCOMPARE(url->toEncoded(), "https://openrouter.ai/auth"
                                   "?callback_url=http%3A%2F%2F127.0.0.1%3A4321%2Fcallback%2Fnonce"
                                   "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                                   "&code_challenge_method=S256"
                                   "&key_label=my%20laptop"
                                   "&workspace_id=11111111-2222-3333-4444-555555555555"
                                   "&required_workspace_id=66666666-7777-8888-9999-aaaaaaaaaaaa"
                                   "&limit=12.5"_ba);
    }

    void parametersThatAreNotSetAreNotInTheLink()
    {
        AuthorizationRequest request;
        request.callbackUrl = QUrl(u"https://example.org/cb"_s);
        QCOMPARE(request.toUrl()->toEncoded(),
                 "https://openrouter.ai/auth?callback_url=https%3A%2F%2Fexample.org%2Fcb"_ba);
    }

    void plainIsNamedOnRequest()
    {
        AuthorizationRequest request = loopbackRequest();
        request.codeChallengeMethod = CodeChallengeMethod::Plain;
        const auto parameters = parseStrictly(request.toUrl()->toEncoded());
        QVERIFY(parameters);
        QVERIFY(parameters->contains({"code_challenge_method"_ba, u"plain"_s}));
    }

    void linkBelongsToTheServer()
    {
        const Server server = Server::fromBaseUrl(QUrl(u"http://[::1]:4010/api/v1"_s)).value();
        QVERIFY(loopbackRequest().toUrl(server)->toEncoded().startsWith(
            "http://[::1]:4010/auth?callback_url="));
    }

    void headlessLinkHasNoCallback()
    {
        AuthorizationRequest request = loopbackRequest();
        request.callbackUrl.reset();
        const auto parameters = parseStrictly(request.toUrl()->toEncoded());
        QVERIFY(parameters);
        QCOMPARE(*parameters, (Parameters{{"code_challenge", request.codeChallenge},
                                          {"code_challenge_method", u"S256"_s}}));
    }

    void headlessLinkNeedsAChallenge()
    {
        AuthorizationRequest request;
        const Result<QUrl> url = request.toUrl();
        QVERIFY(!url);
        QCOMPARE(url.error().kind(), Error::Kind::InvalidRequest);
        QVERIFY(!url.error().detail().isEmpty());
    }

    void hostileLabelsArriveAsTheyAre_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("arrives");

        const auto row = [](const char *name, const QString &label, const QString &arrives = {}) {
            QTest::newRow(name) << label << (arrives.isNull() ? label : arrives);
        };
        row("plus", u"a+b"_s);
        row("ampersand and parameter", u"a&code_challenge=evil"_s);
        row("equals", u"a=b=c"_s);
        row("fragment", u"a#b"_s);
        row("question mark", u"a?b"_s);
        row("slashes and colon", u"https://example.org/"_s);
        row("percent", u"100%"_s);
        row("looks encoded", u"%26%2B%00"_s);
        row("looks encoded twice", u"%2526"_s);
        row("quotes", u"\"double\" 'single' `back`"_s);
        row("angle brackets", u"<script>alert(1)</script>"_s);
        row("blanks", u"  two  blanks  "_s);
        row("semicolon and comma", u"a;b,c"_s);
        row("everything printable", [] {
            QString all;
            for (char16_t c = 0x21; c < 0x7f; ++c)
                all += QChar(c);
            return all;
        }());
        row("umlauts", u"Büro-Rechner ß"_s);
        row("emoji", u"🔑💻 👩‍💻"_s);
        row("right to left", u"مفتاح \u202eabc"_s);
        row("decomposed", u"e\u0301"_s);
        row("line ends", u"one\ntwo\r\nthree"_s);
        row("control characters", u"\t\x1b\x7f\u0085"_s);
        row("zero character", u"a"_s + QChar(0) + u'b');
        row("noncharacter", u"a"_s + QChar(0xffff));
        row("byte order mark", u"a"_s + QChar(0xfeff));
    }

    void hostileLabelsArriveAsTheyAre()
    {
        QFETCH(QString, label);
        QFETCH(QString, arrives);
        AuthorizationRequest request = loopbackRequest();
        request.keyLabel = label;
        const Result<QUrl> url = request.toUrl();
        QVERIFY(url);
        QVERIFY(url->isValid());
        const Parameters expected{
            {"callback_url", u"http://127.0.0.1:4321/callback/nonce"_s},
            {"code_challenge", request.codeChallenge},
            {"code_challenge_method", u"S256"_s},
            {"key_label", arrives},
        };
        const auto parameters = parseStrictly(url->toEncoded());
        QVERIFY2(parameters, url->toEncoded().constData());
        QCOMPARE(*parameters, expected);
        // A program that turns the link into text and back keeps it.
        QCOMPARE(QUrl::fromEncoded(url->toEncoded(), QUrl::StrictMode), *url);
        QCOMPARE(QUrl(url->toString(QUrl::FullyEncoded), QUrl::StrictMode).toEncoded(),
                 url->toEncoded());
    }

    void loneSurrogatesDoNotBreakTheLink_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("arrives");
        const QChar high(0xd83d);
        const QChar low(0xdd11);
        QTest::newRow("high at the end") << u"a"_s + high << u"a\ufffd"_s;
        QTest::newRow("high in front") << high + u"a"_s << u"\ufffda"_s;
        QTest::newRow("low alone") << u"a"_s + low + u'b' << u"a\ufffdb"_s;
        QTest::newRow("wrong order") << QString(low) + high << u"\ufffd\ufffd"_s;
        QTest::newRow("high before a pair") << high + u"🔑"_s << u"\ufffd🔑"_s;
        QTest::newRow("low behind a pair") << u"🔑"_s + low + u'z' << u"🔑\ufffdz"_s;
    }

    void loneSurrogatesDoNotBreakTheLink()
    {
        QFETCH(QString, label);
        QFETCH(QString, arrives);
        AuthorizationRequest request = loopbackRequest();
        request.keyLabel = label;
        const Result<QUrl> url = request.toUrl();
        QVERIFY(url);
        const auto parameters = parseStrictly(url->toEncoded());
        QVERIFY2(parameters, url->toEncoded().constData());
        QCOMPARE(parameters->size(), 4);
        QCOMPARE(parameters->last().second, arrives);
    }

    void callbacksKeepTheirOwnEncoding_data()
    {
        QTest::addColumn<QUrl>("callback");
        QTest::addColumn<QString>("arrives");
        QTest::newRow("query") << QUrl(u"https://example.org/cb?a=1&b=2"_s)
                               << u"https://example.org/cb?a=1&b=2"_s;
        QTest::newRow("encoded query")
            << QUrl(u"https://example.org/cb?a=%26%2B"_s) << u"https://example.org/cb?a=%26%2B"_s;
        QTest::newRow("umlaut in the path")
            << QUrl(u"https://example.org/ä"_s) << u"https://example.org/%C3%A4"_s;
        QTest::newRow("no path") << QUrl(u"http://localhost:1"_s) << u"http://localhost:1"_s;
    }

    void callbacksKeepTheirOwnEncoding()
    {
        QFETCH(QUrl, callback);
        QFETCH(QString, arrives);
        AuthorizationRequest request;
        request.callbackUrl = callback;
        const auto parameters = parseStrictly(request.toUrl()->toEncoded());
        QVERIFY(parameters);
        QCOMPARE(*parameters, (Parameters{{"callback_url", arrives}}));
    }

    void callbacksAreHttpsOrHttpOnThisComputer_data()
    {
        QTest::addColumn<QUrl>("callback");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char *name, const QString &callback, bool allowed) {
            QTest::newRow(name) << QUrl(callback) << allowed;
        };
        row("https", u"https://example.org/cb"_s, true);
        row("https with port", u"https://example.org:8443/cb"_s, true);
        row("https on localhost", u"https://localhost/cb"_s, true);
        row("localhost", u"http://localhost:3000/cb"_s, true);
        row("127.0.0.1", u"http://127.0.0.1:50123/callback/x"_s, true);
        row("127.0.0.1 without port", u"http://127.0.0.1/"_s, true);
        row("capital letters", u"HTTP://LOCALHOST:1/"_s, true);
        row("http elsewhere", u"http://example.org/cb"_s, false);
        row("127.0.0.2", u"http://127.0.0.2/cb"_s, false);
        row("IPv6 loopback", u"http://[::1]:4000/cb"_s, false);
        row("begins like localhost", u"http://localhost.example.org/"_s, false);
        row("custom scheme", u"myapp://callback"_s, false);
        row("file", u"file:///tmp/cb"_s, false);
        row("javascript", u"javascript:alert(1)"_s, false);
        row("user info", u"https://me:x@example.org/cb"_s, false);
        row("fragment", u"https://example.org/cb#x"_s, false);
        row("no host", u"https:///cb"_s, false);
        row("relative", u"/cb"_s, false);
        row("empty", {}, false);
    }

    void callbacksAreHttpsOrHttpOnThisComputer()
    {
        QFETCH(QUrl, callback);
        QFETCH(bool, allowed);
        QCOMPARE(isAllowedCallbackUrl(callback), allowed);
        AuthorizationRequest request = loopbackRequest();
        request.callbackUrl = callback;
        const Result<QUrl> url = request.toUrl();
        QCOMPARE(url.has_value(), allowed);
        if (!allowed)
            QCOMPARE(url.error().kind(), Error::Kind::InvalidRequest);
    }

    void privateUseSchemesAreTakenOnlyIfAllowedAndWithS256_data()
    {
        QTest::addColumn<QUrl>("callback");
        QTest::addColumn<bool>("isPrivateUse");
        const auto row = [](const char *name, const QString &callback, bool isPrivateUse) {
            QTest::newRow(name) << QUrl(callback) << isPrivateUse;
        };
        row("path alone", u"com.example.app:/callback"_s, true);
        row("host and path", u"com.example.app://callback/x?y=1"_s, true);
        row("capital letters", u"COM.Example.App:/callback"_s, true);
        row("two labels", u"example.app:/"_s, true);
        row("no period", u"myapp:/callback"_s, false);
        row("period at the end", u"myapp.:/callback"_s, false);
        row("two periods", u"com..app:/callback"_s, false);
        row("javascript", u"javascript:alert(1)"_s, false);
        row("data", u"data:text/html,x"_s, false);
        row("file", u"file:///tmp/cb"_s, false);
        row("user info", u"com.example.app://me:x@callback"_s, false);
        row("fragment", u"com.example.app:/callback#x"_s, false);
        row("empty", {}, false);
    }

    void privateUseSchemesAreTakenOnlyIfAllowedAndWithS256()
    {
        QFETCH(QUrl, callback);
        QFETCH(bool, isPrivateUse);
        QCOMPARE(isPrivateUseCallbackUrl(callback), isPrivateUse);
        QVERIFY(!isAllowedCallbackUrl(callback));
        AuthorizationRequest request = loopbackRequest();
        request.callbackUrl = callback;
        QVERIFY(!request.toUrl());
        request.allowsPrivateUseScheme = true;
        QCOMPARE(request.toUrl().has_value(), isPrivateUse);
        if (isPrivateUse) {
            const auto parameters = parseStrictly(request.toUrl()->toEncoded());
            QVERIFY(parameters);
            QCOMPARE(parameters->first().second, QString::fromLatin1(callback.toEncoded()));
        }
        request.codeChallengeMethod = CodeChallengeMethod::Plain;
        QVERIFY(!request.toUrl());
        request.codeChallengeMethod = CodeChallengeMethod::S256;
        request.codeChallenge.clear();
        QVERIFY(!request.toUrl());
    }

    void labelsHaveAtMost100Characters_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<bool>("allowed");
        const QString key = u"🔑"_s; // one character, two UTF-16 units, four bytes
        QTest::newRow("none") << QString() << true;
        QTest::newRow("100 letters") << QString(100, u'x') << true;
        QTest::newRow("101 letters") << QString(101, u'x') << false;
        QTest::newRow("100 emoji") << key.repeated(100) << true;
        QTest::newRow("101 emoji") << key.repeated(101) << false;
        QTest::newRow("100 umlauts") << QString(100, u'ä') << true;
        QTest::newRow("100 lone surrogates") << QString(100, QChar(0xd800)) << true;
        QTest::newRow("101 lone surrogates") << QString(101, QChar(0xd800)) << false;
        QTest::newRow("1 MiB") << QString(1024 * 1024, u'x') << false;
    }

    void labelsHaveAtMost100Characters()
    {
        QFETCH(QString, label);
        QFETCH(bool, allowed);
        QCOMPARE(isAllowedKeyLabel(label), allowed);
        AuthorizationRequest request = loopbackRequest();
        request.keyLabel = label;
        const Result<QUrl> url = request.toUrl();
        QCOMPARE(url.has_value(), allowed);
        if (!allowed)
            QVERIFY(url.error().detail().contains("100"_L1));
    }

    void limitsAreWrittenInFull_data()
    {
        QTest::addColumn<double>("limit");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << u"0"_s;
        QTest::newRow("whole") << 100.0 << u"100"_s;
        QTest::newRow("cents") << 0.1 << u"0.1"_s;
        QTest::newRow("large") << 1'000'000.0 << u"1000000"_s;
        QTest::newRow("small") << 0.00001 << u"0.00001"_s;
        QTest::newRow("exact") << 74.123456789 << u"74.123456789"_s;
    }

    void limitsAreWrittenInFull()
    {
        QFETCH(double, limit);
        QFETCH(QString, text);
        AuthorizationRequest request = loopbackRequest();
        request.limit = limit;
        const auto parameters = parseStrictly(request.toUrl()->toEncoded());
        QVERIFY(parameters);
        QVERIFY(parameters->contains({"limit"_ba, text}));
    }

    void limitsThatAreNoAmountAreRefused_data()
    {
        QTest::addColumn<double>("limit");
        QTest::newRow("negative") << -0.01;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN();
    }

    void limitsThatAreNoAmountAreRefused()
    {
        QFETCH(double, limit);
        AuthorizationRequest request = loopbackRequest();
        request.limit = limit;
        QCOMPARE(request.toUrl().error().kind(), Error::Kind::InvalidRequest);
    }
};

QTEST_GUILESS_MAIN(AuthorizationRequestTest)
#include "tst_authorizationrequest.moc"
