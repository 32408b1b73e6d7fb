// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/signin/codeinput.h"

#include <QTest>

using namespace Qt::StringLiterals;
using SignIn::CodeInput;
using SignIn::Redirect;

class TestCodeInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesACodeHoweverItWasPasted_data();
    void takesACodeHoweverItWasPasted();
    void saysWhyItCannotBeUsed_data();
    void saysWhyItCannotBeUsed();
    void saysThatItIsTheAuthorizationPage();
    void takesADenialFromAnAddress_data();
    void takesADenialFromAnAddress();
    void readsTheQueryOfARedirect_data();
    void readsTheQueryOfARedirect();
    void writesWhatItReads();
    void cleansTheWordsOfTheServer();
};

namespace {

const QUrl Callback(u"http://127.0.0.1:40123/callback/nonce-nonce_nonce"_s);
const QUrl
    Page(u"https://openrouter.ai/auth?callback_url=http%3A%2F%2F127.0.0.1%3A40123%2Fcallback%2F"
         u"nonce-nonce_nonce&code_challenge=TEST&code_challenge_method=S256"_s);
const QString Code = u"TESTcode-TESTcode_0"_s;

} // namespace

void TestCodeInput::takesACodeHoweverItWasPasted_data()
{
    QTest::addColumn<QString>("input");
    const QString address = Callback.toString() + u"?code="_s + Code;
    QTest::newRow("bare code") << Code;
    QTest::newRow("spaces and newlines") << u"  \t"_s + Code + u" \r\n"_s;
    QTest::newRow("no-break spaces") << QChar(0xa0) + Code + QChar(0x3000);
    QTest::newRow("double quotes") << u'"' + Code + u'"';
    QTest::newRow("typographic quotes") << u"„"_s + Code + u"“"_s;
    QTest::newRow("backticks") << u'`' + Code + u'`';
    QTest::newRow("code with fragment") << Code + u"#_=_"_s;
    QTest::newRow("address") << address;
    QTest::newRow("address in quotes and spaces") << u" '"_s + address + u"' "_s;
    QTest::newRow("address in angle brackets") << u'<' + address + u'>';
    QTest::newRow("address with fragment") << address + u"#top"_s;
    QTest::newRow("address with more parameters") << address + u"&state=x&lang=de"_s;
    QTest::newRow("percent-encoded code")
        << Callback.toString() + u"?code=%54ESTcode%2DTESTcode_0"_s;
    QTest::newRow("bracketed paste") << u"\x1b[200~"_s + Code + u"\x1b[201~"_s;
    QTest::newRow("bracketed paste of an address") << u"\x1b[200~"_s + address + u"\x1b[201~"_s;
    QTest::newRow("bracketed paste without escape") << u"[200~"_s + Code + u"[201~"_s;
    QTest::newRow("byte order mark and zero-width spaces")
        << QChar(0xfeff) + Code + QChar(0x200b) + u'\r';
    QTest::newRow("parameter") << u"code="_s + Code;
    QTest::newRow("parameter in quotes") << u"'code="_s + Code + u'\'';
    QTest::newRow("query") << u"?code="_s + Code + u"&state=x"_s;
    QTest::newRow("query that begins with another") << u"state=x&code="_s + Code;
    QTest::newRow("second question mark behind") << address + u"?state=x"_s;
    QTest::newRow("second question mark before")
        << Callback.toString() + u"?lang=de?code="_s + Code;
    QTest::newRow("address without its scheme") << address.mid(7);
}

void TestCodeInput::takesACodeHoweverItWasPasted()
{
    QFETCH(QString, input);
    const CodeInput result = CodeInput::parse(input, Callback);
    QCOMPARE(result.problem(), QString());
    QVERIFY(result.redirect());
    QVERIFY(result.redirect()->code.equals(Code.toLatin1()));
}

void TestCodeInput::saysWhyItCannotBeUsed_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<bool>("headless");
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("only quotes") << u" \"\" "_s << false;
    QTest::newRow("only a fragment") << u"#x"_s << false;
    QTest::newRow("words") << u"my code is 5"_s << false;
    QTest::newRow("letters that no code has") << u"cödé-cödé-cödé"_s << false;
    QTest::newRow("control characters") << u"TEST\x01TEST"_s << false;
    QTest::newRow("too long a code") << QString(2000, u'a') << false;
    QTest::newRow("too long for anything") << QString(20'000, u'a') << false;
    QTest::newRow("other port") << u"http://127.0.0.1:1/callback/nonce-nonce_nonce?code=TEST"_s
                                << false;
    QTest::newRow("other host") << u"http://localhost:40123/callback/nonce-nonce_nonce?code=TEST"_s
                                << false;
    QTest::newRow("other scheme")
        << u"https://127.0.0.1:40123/callback/nonce-nonce_nonce?code=TEST"_s << false;
    QTest::newRow("other nonce") << u"http://127.0.0.1:40123/callback/other?code=TEST"_s << false;
    QTest::newRow("user info") << u"http://x@127.0.0.1:40123/callback/nonce-nonce_nonce?code=TEST"_s
                               << false;
    QTest::newRow("no code") << Callback.toString() << false;
    QTest::newRow("two codes") << Callback.toString() + u"?code=TEST1&code=TEST2"_s << false;
    QTest::newRow("code and error") << Callback.toString() + u"?code=TEST1&error=x"_s << false;
    QTest::newRow("damaged address") << u"http://127.0.0.1:40123/%zz?code=TEST"_s << false;
    QTest::newRow("address where only a code will do")
        << Callback.toString() + u"?code=TEST"_s << true;
    QTest::newRow("two codes behind two question marks")
        << Callback.toString() + u"?code=TEST1?code=TEST2"_s << false;
    QTest::newRow("other nonce without its scheme")
        << u"127.0.0.1:40123/callback/other?code=TEST"_s << false;
    QTest::newRow("empty parameter") << u"code="_s << false;
    QTest::newRow("authorization page") << Page.toString(QUrl::FullyEncoded) << false;
    QTest::newRow("authorization page for a code") << Page.toString(QUrl::FullyEncoded) << true;
    QTest::newRow("a key") << u"sk-or-v1-TESTTEST"_s << false;
}

void TestCodeInput::saysWhyItCannotBeUsed()
{
    QFETCH(QString, input);
    QFETCH(bool, headless);
    const CodeInput result = CodeInput::parse(input, headless ? QUrl() : Callback, Page);
    QVERIFY(!result.redirect());
    QVERIFY(result.problem().endsWith(u'.'));
    QVERIFY2(!result.problem().contains(u"TEST"_s), "what was pasted may be secret");
}

void TestCodeInput::saysThatItIsTheAuthorizationPage()
{
    const QString input = Page.toString(QUrl::FullyEncoded);
    const QString words = u"the page where you approve"_s;
    QVERIFY(CodeInput::parse(input, Callback, Page).problem().contains(words));
    QVERIFY(CodeInput::parse(input, {}, Page).problem().contains(words));
    // As the browser's address line shows it after the person approved and went back.
    QVERIFY(CodeInput::parse(u"https://openrouter.ai/auth"_s, {}, Page).problem().contains(words));
    QVERIFY(!CodeInput::parse(u"https://example.org/auth"_s, {}, Page).problem().contains(words));
}

void TestCodeInput::takesADenialFromAnAddress_data()
{
    QTest::addColumn<QString>("input");
    const QString address = Callback.toString();
    QTest::newRow("address") << address + u"?error=access_denied"_s;
    QTest::newRow("bracketed paste")
        << u"\x1b[200~"_s + address + u"?error=access_denied\x1b[201~"_s;
    QTest::newRow("with the page's words")
        << address + u"?error_description=No+way&error=access_denied&state=x#"_s;
    QTest::newRow("second question mark") << address + u"?state=x?error=access_denied"_s;
    QTest::newRow("query") << u"error=access_denied"_s;
}

void TestCodeInput::takesADenialFromAnAddress()
{
    QFETCH(QString, input);
    const CodeInput result = CodeInput::parse(input, Callback);
    QVERIFY(result.redirect());
    QVERIFY(result.redirect()->isDenial());
}

void TestCodeInput::readsTheQueryOfARedirect_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("code"); // empty: an error; null: not usable
    const QByteArray none;
    const QByteArray error("");
    QTest::newRow("code") << QByteArray("code=abc") << QByteArray("abc");
    QTest::newRow("code among others") << QByteArray("a=b&code=abc&&c") << QByteArray("abc");
    QTest::newRow("plus stays a plus") << QByteArray("code=a+b") << QByteArray("a+b");
    QTest::newRow("decoded once") << QByteArray("code=a%2541") << QByteArray("a%41");
    QTest::newRow("encoded name") << QByteArray("%63ode=abc") << QByteArray("abc");
    QTest::newRow("error") << QByteArray("error=access_denied&error_description=No+way") << error;
    QTest::newRow("nothing") << none << none;
    QTest::newRow("empty code") << QByteArray("code=") << none;
    QTest::newRow("empty error") << QByteArray("error=") << none;
    QTest::newRow("twice") << QByteArray("code=a&code=a") << none;
    QTest::newRow("twice, encoded") << QByteArray("code=a&%63ode=b") << none;
    QTest::newRow("both") << QByteArray("code=a&error=b") << none;
    QTest::newRow("space in the code") << QByteArray("code=a%20b") << none;
    QTest::newRow("line break in the code") << QByteArray("code=a%0d%0ab") << none;
    QTest::newRow("NUL in the code") << QByteArray("code=a%00b") << none;
    QTest::newRow("huge code") << "code=" + QByteArray(5000, 'a') << none;
    QTest::newRow("thousand parameters") << QByteArray("a=b&").repeated(1000) + "code=abc" << none;
}

void TestCodeInput::readsTheQueryOfARedirect()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, code);
    const std::optional<Redirect> redirect = Redirect::fromQuery(query);
    QCOMPARE(redirect.has_value(), !code.isNull());
    if (!redirect)
        return;
    QCOMPARE(redirect->isError(), code.isEmpty());
    QVERIFY(redirect->code.equals(code));
}

void TestCodeInput::writesWhatItReads()
{
    for (const QByteArray &code : {QByteArray("abc"), QByteArray("a+b&c=d#e%f?g"),
                                   QByteArray("%41%"), QByteArray("\"'<>")}) {
        const Redirect redirect{OpenRouterAuth::Secret(code), {}, {}};
        const std::optional<Redirect> again = Redirect::fromQuery(redirect.toQuery());
        QVERIFY(again);
        QVERIFY(*again == redirect);
    }
}

void TestCodeInput::cleansTheWordsOfTheServer()
{
    const auto redirect =
        Redirect::fromQuery("error=access_denied&error_description=No%0d%0away%e2%80%ae+%3Cb%3E");
    QVERIFY(redirect);
    QCOMPARE(redirect->errorDescription, u"No way <b>"_s);
}

QTEST_GUILESS_MAIN(TestCodeInput)
#include "tst_codeinput.moc"
