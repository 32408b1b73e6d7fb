// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include "gui/widgets/secretfield.h"

#include <QApplication>
#include <QClipboard>

using namespace Qt::StringLiterals;
using namespace SignIn;
using Endpoint = FakeOpenRouter::Endpoint;

/// The page that takes a key which somebody has already.
class TestExistingKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void keyIsTakenHoweverItWasPasted_data();
    void keyIsTakenHoweverItWasPasted();
    void whatIsNoKeyIsNamed_data();
    void whatIsNoKeyIsNamed();
    void keyOfAnotherServiceIsNotSentToOpenRouter();
    void serverIsNamedBeforeItSeesTheKey();
    void anotherServerGetsTheKeyOnlyAfterAQuestion();
    void serverOfTheAdministratorNeedsNoQuestion();
    void managementKeyIsNamed();
    void fieldKeepsNothingOfAKeyThatWasTaken();
    void fieldKeepsNothingWhenThePageIsLeft();
    void wipedFieldHasNothingToUndo();

private:
    [[nodiscard]] bool paste(const QString &text);
    void useServer(const QString &address);

    std::unique_ptr<GuiFixture> m_gui;
};

namespace {

const QString Key = u"sk-or-v1-TESTTESTTESTTEST"_s;
const QString Elsewhere = u"https://llm.example.invalid/api/v1"_s;

} // namespace

void TestExistingKey::initTestCase()
{
    GuiFixture::useOwnSettings();
}

void TestExistingKey::init()
{
    m_gui = std::make_unique<GuiFixture>();
}

void TestExistingKey::cleanup()
{
    m_gui.reset();
}

bool TestExistingKey::paste(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    auto *field = m_gui->find<QLineEdit>(u"keyField"_s);
    if (!field)
        return false;
    field->setFocus();
    field->selectAll();
    QTest::keySequence(field, QKeySequence::Paste);
    QGuiApplication::clipboard()->clear();
    return true;
}

void TestExistingKey::useServer(const QString &address)
{
    qputenv("OPENROUTER_BASE_URL", address.toUtf8());
    m_gui->start();
}

void TestExistingKey::keyIsTakenHoweverItWasPasted_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::newRow("spaces and line ends") << u" \t%1\r\n"_s;
    QTest::newRow("typographic quotes") << u"“%1”"_s;
    QTest::newRow("byte order mark and zero-width space") << u"\ufeff%1\u200b"_s;
    QTest::newRow("line of a shell") << u"export OPENROUTER_API_KEY=\"%1\""_s;
    QTest::newRow("line of JSON") << u"\"apiKey\": \"%1\","_s;
    QTest::newRow("header") << u"Authorization: Bearer %1"_s;
    QTest::newRow("file of variables") << u"# mine\nOTHER=5 6\nOPENROUTER_API_KEY=%1\n"_s;
}

void TestExistingKey::keyIsTakenHoweverItWasPasted()
{
    QFETCH(QString, pattern);
    const QByteArray key = m_gui->fake.makeKey();
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(paste(pattern.arg(QString::fromLatin1(key))));
    m_gui->key(Qt::Key_Return);
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    const StoredKey entry = m_gui->vault->keys().first();
    QCOMPARE(m_gui->keychain.secrets.value(keychainUser(entry.server, entry.id)).toByteArray(),
             key);
}

void TestExistingKey::whatIsNoKeyIsNamed_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("words");
    QTest::newRow("masked") << u"sk-or-v1-0e6...1c96"_s << u"This key is masked"_s;
    QTest::newRow("masked in a line")
        << u"OPENROUTER_API_KEY=sk-or-v1-0e6…1c96"_s << u"This key is masked"_s;
    QTest::newRow("variable") << u"$OPENROUTER_API_KEY"_s << u"the name of a variable"_s;
    QTest::newRow("address") << u"https://openrouter.ai/keys"_s << u"a web address"_s;
    QTest::newRow("lines") << u"one\ntwo\nthree"_s << u"several lines"_s;
}

void TestExistingKey::whatIsNoKeyIsNamed()
{
    QFETCH(QString, input);
    QFETCH(QString, words);
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(paste(input));
    QVERIFY(m_gui->click(u"useKeyButton"_s));
    QVERIFY2(m_gui->text(u"keyError"_s).contains(words), qPrintable(m_gui->text(u"keyError"_s)));
    QCOMPARE(m_gui->page(), u"existingKeyPage"_s);
    QCOMPARE(m_gui->fake.requests(), 0);
}

void TestExistingKey::keyOfAnotherServiceIsNotSentToOpenRouter()
{
    const auto enter = [this](const QString &key) {
        return m_gui->click(u"existingKeyButton"_s) && paste(key)
               && m_gui->click(u"useKeyButton"_s);
    };
    useServer(u"https://openrouter.ai/api/v1"_s);
    QVERIFY(enter(u"ANTHROPIC_API_KEY=sk-ant-api03-TESTTEST"_s));
    QVERIFY(m_gui->text(u"keyError"_s).contains(u"a key of Anthropic. It was not sent"_s));
    QCOMPARE(m_gui->page(), u"existingKeyPage"_s);

    useServer(m_gui->fake.baseUrl().toString());
    QVERIFY(enter(QString::fromLatin1("sk-ant-api03-TESTTEST")));
    QTRY_COMPARE(m_gui->fake.requests(Endpoint::Key), 1);
}

void TestExistingKey::serverIsNamedBeforeItSeesTheKey()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(m_gui->says(m_gui->fake.baseUrl().authority()));
    useServer(Elsewhere);
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(m_gui->says(u"llm.example.invalid"_s));
}

void TestExistingKey::anotherServerGetsTheKeyOnlyAfterAQuestion()
{
    useServer(Elsewhere);
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(paste(Key));
    // Enter is not an answer, however often it is pressed.
    for (int i = 0; i < 2; ++i) {
        m_gui->key(Qt::Key_Return);
        QVERIFY(m_gui->text(u"keyQuestion"_s).contains(u"would be sent to llm.example.invalid"_s));
        QCOMPARE(m_gui->page(), u"existingKeyPage"_s);
        QVERIFY(m_gui->find<QLineEdit>(u"keyField"_s)->hasFocus());
    }
    // The question was about another key then.
    QTest::keyClick(m_gui->find<QLineEdit>(u"keyField"_s), Qt::Key_X);
    QVERIFY(!m_gui->find(u"sendKeyButton"_s));

    m_gui->key(Qt::Key_Return);
    QVERIFY(m_gui->click(u"sendKeyButton"_s));
    QCOMPARE(m_gui->heading(), u"Checking the key"_s);

    // A key of another form needs no question.
    useServer(Elsewhere);
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(paste(u"some-secret-of-theirs"_s));
    m_gui->key(Qt::Key_Return);
    QCOMPARE(m_gui->heading(), u"Checking the key"_s);
}

void TestExistingKey::serverOfTheAdministratorNeedsNoQuestion()
{
    QSettings system(QSettings::IniFormat, QSettings::SystemScope, u"openrouter-signin"_s,
                     u"openrouter-signin"_s);
    system.setValue(u"signin/server"_s, Elsewhere);
    system.sync();
    const auto forget = qScopeGuard([&system] { system.clear(); });
    useServer(QString());
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(m_gui->says(u"llm.example.invalid"_s));
    QVERIFY(paste(Key));
    m_gui->key(Qt::Key_Return);
    QCOMPARE(m_gui->heading(), u"Checking the key"_s);

    useServer(u"https://other.example.invalid/api/v1"_s);
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    QVERIFY(paste(Key));
    m_gui->key(Qt::Key_Return);
    QVERIFY(m_gui->find(u"sendKeyButton"_s));
}

void TestExistingKey::managementKeyIsNamed()
{
    FakeOpenRouter::KeyRecord record;
    record.isManagementKey = true;
    m_gui->start();
    QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey(record)));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(m_gui->says(u"This is a management key"_s));
    QVERIFY(m_gui->enterExistingKey(m_gui->fake.makeKey()));
    QTRY_COMPARE(m_gui->page(), u"keysPage"_s);
    QVERIFY(!m_gui->says(u"This is a management key"_s));
}

void TestExistingKey::fieldKeepsNothingOfAKeyThatWasTaken()
{
    m_gui->fake.inject(Endpoint::Key, FakeOpenRouter::Fault::hang());
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    auto *field = m_gui->find<SecretField>(u"keyField"_s);
    QVERIFY(field);
    QVERIFY(paste(Key));
    QVERIFY(m_gui->click(u"useKeyButton"_s));
    QCOMPARE(m_gui->heading(), u"Checking the key"_s);
    QCOMPARE(field->text(), QString());
    QVERIFY(!field->isModified());
    field->setEchoMode(QLineEdit::Normal);
    field->undo();
    field->redo();
    QCOMPARE(field->text(), QString());
}

void TestExistingKey::fieldKeepsNothingWhenThePageIsLeft()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"existingKeyButton"_s));
    auto *field = m_gui->find<SecretField>(u"keyField"_s);
    QVERIFY(paste(Key));
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QCOMPARE(field->text(), QString());
}

void TestExistingKey::wipedFieldHasNothingToUndo()
{
    SecretField field;
    QTest::keyClicks(&field, Key);
    QTest::keyClicks(&field, u"\b\b\b"_s);
    field.clear();
    int changes = 0;
    connect(&field, &QLineEdit::textChanged, this, [&changes] { ++changes; });
    field.wipe();
    QCOMPARE(changes, 0);
    // Qt lets nothing be undone in a hidden field, but whether it could is what counts.
    field.setEchoMode(QLineEdit::Normal);
    QVERIFY(!field.isUndoAvailable());
    QVERIFY(!field.isRedoAvailable());
    field.undo();
    QCOMPARE(field.text(), QString());
}

QTEST_MAIN(TestExistingKey)
#include "tst_existingkey.moc"
