// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/keys/keydestination.h"
#include "core/keys/keyinput.h"

#include <QTest>

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Server;
using SignIn::KeyDestination;
using SignIn::KeyInput;
using Kind = SignIn::KeyInput::Kind;

class TestKeyInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAKeyHoweverItWasPasted_data();
    void takesAKeyHoweverItWasPasted();
    void keepsKeysOfOtherFormsAsTheyAre_data();
    void keepsKeysOfOtherFormsAsTheyAre();
    void saysWhyItIsNoKey_data();
    void saysWhyItIsNoKey();
    void keysOfOtherServicesAreForOtherServers_data();
    void keysOfOtherServicesAreForOtherServers();
    void namesThePageForAnotherKey();
    void asksBeforeAKeyLeavesForAnotherServer_data();
    void asksBeforeAKeyLeavesForAnotherServer();
};

namespace {

const QString Key = u"sk-or-v1-TEST5b0a6d5ce21f4bb2a3c1b9e7f0d8c4a6"_s;

Server serverAt(const QString &address)
{
    return *Server::fromBaseUrl(QUrl(address));
}

} // namespace

void TestKeyInput::takesAKeyHoweverItWasPasted_data()
{
    QTest::addColumn<QString>("input");
    const auto row = [](const char *name, const QString &pattern) {
        QTest::newRow(name) << QString(pattern).replace(u"KEY"_s, Key);
    };
    QTest::newRow("bare") << Key;
    row("spaces and line ends", u" \t KEY \r\n"_s);
    row("no-break spaces", u"\u00a0\u202fKEY\u3000"_s);
    row("byte order mark", u"\ufeffKEY"_s);
    row("zero-width spaces", u"\u200bKEY\u200b\u2060"_s);
    QTest::newRow("zero-width space within") << QString(Key).insert(20, QChar(0x200b));
    QTest::newRow("soft hyphen within") << QString(Key).insert(20, QChar(0xad));
    row("direction marks", u"\u202aKEY\u202c"_s);
    row("bracketed paste", u"\x1b[200~KEY\x1b[201~"_s);
    row("bracketed paste in quotes", u"\"\x1b[200~KEY\x1b[201~\""_s);
    row("bracketed paste without escape", u"[200~KEY[201~"_s);
    row("bracketed paste as shown", u"^[[200~KEY^[[201~"_s);
    row("colored", u"\x1b[1;32mKEY\x1b[0m"_s);
    row("double quotes", u"\"KEY\""_s);
    row("single quotes", u"'KEY'"_s);
    row("one quote only", u"KEY\""_s);
    row("typographic quotes", u"“KEY”"_s);
    row("German quotes", u"„KEY“"_s);
    row("single typographic quotes", u"‘KEY’"_s);
    row("guillemets", u"« KEY »"_s);
    row("backticks", u"`KEY`"_s);
    row("angle brackets", u"<KEY>"_s);
    row("comma behind", u"\"KEY\","_s);
    row("variable", u"OPENROUTER_API_KEY=KEY"_s);
    row("variable in quotes", u"OPENROUTER_API_KEY=\"KEY\""_s);
    row("variable, spaces around", u"OPENROUTER_API_KEY = 'KEY'"_s);
    row("the whole line in quotes", u"\"OPENROUTER_API_KEY=KEY\""_s);
    row("byte order mark and variable", u"\ufeffOPENROUTER_API_KEY=KEY\r"_s);
    row("export", u"export OPENROUTER_API_KEY=KEY"_s);
    row("export with quotes and more", u"export OPENROUTER_API_KEY=\"KEY\";"_s);
    row("export with a comment", u"export OPENROUTER_API_KEY=\"KEY\"  # at work"_s);
    row("export behind a prompt", u"$ export OPENROUTER_API_KEY=KEY"_s);
    row("declare", u"declare -x OPENROUTER_API_KEY=\"KEY\""_s);
    row("fish", u"set -x OPENROUTER_API_KEY KEY"_s);
    row("fish, exported for good", u"set -gx OPENROUTER_API_KEY 'KEY'"_s);
    row("fish, long options", u"set --global --export OPENROUTER_API_KEY KEY"_s);
    row("csh", u"setenv OPENROUTER_API_KEY KEY"_s);
    row("cmd", u"set OPENROUTER_API_KEY=KEY"_s);
    row("setx", u"setx OPENROUTER_API_KEY \"KEY\""_s);
    row("PowerShell", u"$env:OPENROUTER_API_KEY = \"KEY\""_s);
    row("PowerShell, other case", u"$Env:OPENROUTER_API_KEY='KEY'"_s);
    row("Dockerfile", u"ENV OPENROUTER_API_KEY KEY"_s);
    row("JSON", u"\"OPENROUTER_API_KEY\": \"KEY\","_s);
    row("JSON without spaces", u"\"apiKey\":\"KEY\""_s);
    row("JSON object", u"{\"apiKey\": \"KEY\"}"_s);
    row("JSON object with more", u"{\"name\":\"x\",\"key\":\"KEY\",\"limit\":5}"_s);
    row("JSON in lines", u"{\n  \"name\": \"x\",\n  \"key\": \"KEY\"\n}\n"_s);
    row("YAML", u"openrouter_api_key: KEY"_s);
    row("YAML with quotes and a comment", u"  api_key: 'KEY'  # mine"_s);
    row("YAML list", u"- api_key: KEY"_s);
    row("TOML", u"api_key = \"KEY\""_s);
    row("Python", u"os.environ[\"OPENROUTER_API_KEY\"] = \"KEY\""_s);
    row("JavaScript", u"const apiKey = 'KEY';"_s);
    row("header", u"Authorization: Bearer KEY"_s);
    row("header for curl", u"-H \"Authorization: Bearer KEY\""_s);
    row("header in JSON", u"\"Authorization\": \"Bearer KEY\","_s);
    row("other header", u"x-api-key: KEY"_s);
    row("Bearer alone", u"bearer KEY"_s);
    row("sentence", u"Your OpenRouter API key: KEY"_s);
    row("file of variables",
        u"# keys\nANTHROPIC_API_KEY=sk-ant-TEST-TEST\nOPENROUTER_API_KEY=KEY\n"_s);
    row("the same twice", u"OPENROUTER_API_KEY=KEY\nOTHER_KEY=KEY\n"_s);
    row("empty lines around", u"\r\n\r\nKEY\r\n\r\n"_s);
}

void TestKeyInput::takesAKeyHoweverItWasPasted()
{
    QFETCH(QString, input);
    const KeyInput result = KeyInput::parse(input, KeyDestination());
    QCOMPARE(result.problem(), QString());
    QCOMPARE(result.kind(), Kind::Key);
    QVERIFY(result.key());
    QVERIFY(result.key()->secret().equals(Key.toLatin1()));
}

void TestKeyInput::keepsKeysOfOtherFormsAsTheyAre_data()
{
    QTest::addColumn<QString>("key");
    QTest::newRow("words") << u"some-secret-of-mine"_s;
    QTest::newRow("base64") << u"c29tZSBzZWNyZXQ="_s;
    QTest::newRow("base64 with padding of two") << u"c29tZSBzZWNyZXQxMg=="_s;
    QTest::newRow("equals sign within") << u"part1234=part5678"_s;
    QTest::newRow("colon within") << u"key-1234:part5678"_s;
    QTest::newRow("number sign within") << u"part1234#part5678"_s;
    QTest::newRow("JSON web token") << u"eyJhbGciOi.eyJzdWIiOi.c2lnbmF0"_s;
    QTest::newRow("the longest") << QString(ApiKey::MaximumSize, u'k');
}

void TestKeyInput::keepsKeysOfOtherFormsAsTheyAre()
{
    QFETCH(QString, key);
    const KeyInput result = KeyInput::parse(u"'"_s + key + u"'\n"_s, KeyDestination());
    QVERIFY(result.key());
    QVERIFY(result.key()->secret().equals(key.toLatin1()));
}

void TestKeyInput::saysWhyItIsNoKey_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const char *name, const QString &input, Kind kind) {
        QTest::newRow(name) << input << kind;
    };
    row("nothing", {}, Kind::Empty);
    row("spaces", u" \r\n\t "_s, Kind::Empty);
    row("quotes", u"\"\""_s, Kind::Empty);
    row("invisible", u"\ufeff\u200b"_s, Kind::Empty);
    row("no value", u"OPENROUTER_API_KEY=\"\""_s, Kind::Empty);
    row("Bearer and no more", u"Authorization: Bearer "_s, Kind::Empty);
    row("name and no more", u"OPENROUTER_API_KEY"_s, Kind::Variable);
    row("too long for anything", QString(20'000, u'k'), Kind::TooLong);
    row("too long", QString(513, u'k'), Kind::Malformed);
    row("too short", u"sk-or"_s, Kind::Malformed);
    row("two words", u"sk-or-v1-TEST and more"_s, Kind::Malformed);
    row("other letters", u"sk-or-v1-TÄST"_s, Kind::Malformed);
    row("lone surrogate", u"sk-or-v1-TEST"_s + QChar(0xd800), Kind::Malformed);
    row("broken into lines", u"sk-or-v1-TEST0123\n456789abcdef"_s, Kind::SeveralLines);
    row("two keys", Key + u'\n' + Key + u'2', Kind::SeveralLines);
    row("lines without a key", u"first line\nsecond line"_s, Kind::SeveralLines);
    row("masked by points", u"sk-or-v1-0e6...1c96"_s, Kind::Masked);
    row("masked by an ellipsis", u"sk-or-v1-0e6…1c96"_s, Kind::Masked);
    row("masked by stars", u"sk-or-v1-0e6****1c96"_s, Kind::Masked);
    row("masked by one star", u"sk-or-v1-0e6*1c96"_s, Kind::Masked);
    row("masked by bullets", u"sk-or-v1-••••••••1c96"_s, Kind::Masked);
    row("masked by letters", u"sk-or-v1-xxxxxxxxxxxxxxxx"_s, Kind::Masked);
    row("masked with spaces", u"sk-or-v1-0e6 ... 1c96"_s, Kind::Masked);
    row("masked in a variable", u"export OPENROUTER_API_KEY=\"sk-or-v1-0e6...1c96\""_s,
        Kind::Masked);
    row("bullets alone", u"••••••••••••"_s, Kind::Masked);
    row("variable", u"$OPENROUTER_API_KEY"_s, Kind::Variable);
    row("variable of a variable", u"export OPENROUTER_API_KEY=${OTHER_API_KEY}"_s, Kind::Variable);
    row("variable of PowerShell", u"$env:OPENROUTER_TOKEN"_s, Kind::Variable);
    row("variable of cmd", u"%OPENROUTER_API_KEY%"_s, Kind::Variable);
    row("header with a variable", u"Authorization: Bearer $OPENROUTER_API_KEY"_s, Kind::Variable);
    row("address", u"https://openrouter.ai/keys"_s, Kind::Address);
    row("Anthropic", u"sk-ant-api03-TEST-TEST"_s, Kind::OtherService);
    row("Anthropic in a variable", u"ANTHROPIC_API_KEY=\"sk-ant-api03-TEST\""_s,
        Kind::OtherService);
    row("OpenAI", u"sk-proj-TEST_TEST"_s, Kind::OtherService);
    row("OpenAI, older", u"sk-TESTTESTTEST"_s, Kind::OtherService);
    row("Groq", u"gsk_TESTTEST"_s, Kind::OtherService);
    row("Google", u"AIzaTESTTEST"_s, Kind::OtherService);
    row("Hugging Face", u"hf_TESTTEST"_s, Kind::OtherService);
    row("xAI", u"xai-TESTTEST"_s, Kind::OtherService);
    row("GitHub", u"github_pat_TESTTEST"_s, Kind::OtherService);
}

void TestKeyInput::saysWhyItIsNoKey()
{
    QFETCH(QString, input);
    QFETCH(Kind, kind);
    const KeyInput result = KeyInput::parse(input, KeyDestination());
    QCOMPARE(result.kind(), kind);
    QVERIFY(!result.key());
    QVERIFY(result.problem().endsWith(u'.'));
    QVERIFY(!result.advice().isEmpty());
    QVERIFY2(!result.problem().contains(u"TEST"_s), "it may be a secret");
}

void TestKeyInput::keysOfOtherServicesAreForOtherServers_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("openrouter.ai") << u"https://openrouter.ai/api/v1"_s << false;
    QTest::newRow("regional") << u"https://eu.openrouter.ai/api/v1"_s << false;
    QTest::newRow("other") << u"https://llm.example.org/v1"_s << true;
    QTest::newRow("loopback") << u"http://127.0.0.1:4010/api/v1"_s << true;
}

void TestKeyInput::keysOfOtherServicesAreForOtherServers()
{
    QFETCH(QString, server);
    QFETCH(bool, isTaken);
    const KeyInput result =
        KeyInput::parse(u"sk-ant-api03-TEST-TEST", KeyDestination(serverAt(server)));
    QCOMPARE(result.key().has_value(), isTaken);
    if (!isTaken)
        QVERIFY(result.problem().contains(u"Anthropic"_s));
}

void TestKeyInput::namesThePageForAnotherKey()
{
    const auto advice = [](const QString &server) {
        return KeyInput::parse(u"sk-or-v1-0e6...1c96", KeyDestination(serverAt(server))).advice();
    };
    QVERIFY(advice(u"https://openrouter.ai/api/v1"_s).contains(u"https://openrouter.ai/keys"_s));
    QVERIFY(advice(u"https://eu.openrouter.ai/api/v1"_s).contains(u"https://openrouter.ai/keys"_s));
    QVERIFY(advice(u"https://example.org/api/v1"_s).contains(u"https://example.org/keys"_s));
}

void TestKeyInput::asksBeforeAKeyLeavesForAnotherServer_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("isChosen");
    QTest::addColumn<bool>("asks");
    const auto row = [](const char *name, const QString &server, bool asks) {
        QTest::newRow(name) << Key << server << false << asks;
    };
    row("openrouter.ai", u"https://openrouter.ai/api/v1"_s, false);
    row("in Europe", u"https://eu.openrouter.ai/api/v1"_s, false);
    row("in the United States", u"https://us.openrouter.ai/api/v1"_s, false);
    row("localhost", u"http://localhost:4010/api/v1"_s, false);
    row("IPv4 loopback", u"http://127.0.0.1:4010/api/v1"_s, false);
    row("IPv6 loopback", u"http://[::1]:4010/api/v1"_s, false);
    row("loopback over https", u"https://127.0.0.1:4010/api/v1"_s, false);
    row("another server", u"https://example.org/api/v1"_s, true);
    row("another port", u"https://openrouter.ai:8443/api/v1"_s, true);
    row("another port of a region", u"https://eu.openrouter.ai:8443/api/v1"_s, true);
    row("a name that begins alike", u"https://openrouter.ai.example.org/api/v1"_s, true);
    row("a name that ends alike", u"https://notopenrouter.ai/api/v1"_s, true);
    row("a name like loopback", u"https://127.0.0.1.example.org/api/v1"_s, true);
    QTest::newRow("chosen") << Key << u"https://example.org/api/v1"_s << true << false;
    QTest::newRow("another key") << u"some-secret"_s << u"https://example.org/api/v1"_s << false
                                 << false;
    QTest::newRow("in capitals") << u"SK-OR-V1-TEST"_s << u"https://example.org/api/v1"_s << false
                                 << true;
}

void TestKeyInput::asksBeforeAKeyLeavesForAnotherServer()
{
    QFETCH(QString, key);
    QFETCH(QString, server);
    QFETCH(bool, isChosen);
    QFETCH(bool, asks);
    const KeyDestination destination(serverAt(server), isChosen);
    QCOMPARE(destination.needsConsent(*ApiKey::fromInput(key)), asks);
    QVERIFY(destination.warning().contains(destination.server().displayName()));
}

QTEST_GUILESS_MAIN(TestKeyInput)
#include "tst_keyinput.moc"
