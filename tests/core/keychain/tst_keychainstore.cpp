// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real keychains. Each function needs a session of its own kind, which
// tests/fakes/with-session.py makes; CMakeLists.txt says which.

#include "keys/testkeys.h"

#include "core/keychain/keychainstatus.h"
#include "core/keychain/keychainstore.h"
#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keylistcopy.h"
#include "core/keys/keyvault.h"
#include "keys/testnewkey.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Kind = StoreError::Kind;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Secret;
using State = KeychainStatus::State;

namespace {

const QString User = u"openrouter-signin/test"_s;
const QString WalletPassword = u"wallet password"_s;

/// A program's standard output and exit code.
struct Output
{
    QString text;
    int exitCode = -1;
};

Output run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(30'000))
        return {};
    return {QString::fromUtf8(process.readAllStandardOutput()), process.exitCode()};
}

/// What another program finds.
Output secretTool(const QString &user)
{
    return run(u"secret-tool"_s, {u"lookup"_s, u"server"_s, u"OpenRouter"_s, u"user"_s, user});
}

void press(const QStringList &keys)
{
    run(u"xdotool"_s, QStringList{u"key"_s, u"--clearmodifiers"_s} + keys);
}

void type(const QString &text)
{
    run(u"xdotool"_s, {u"type"_s, u"--clearmodifiers"_s, text});
}

/// Whether a window of this title has the keyboard, so that it takes what is typed.
bool isPrompting(const QString &title)
{
    return run(u"xdotool"_s, {u"getactivewindow"_s, u"getwindowname"_s}).text.contains(title);
}

QString activeWindow()
{
    return run(u"xdotool"_s, {u"getactivewindow"_s}).text.trimmed();
}

const QString KeyringPrompt = u"Unlock Login Keyring"_s;
const QString AccessPrompt = u"Access Request"_s;
const QString WalletPrompt = u"KDE Wallet Service"_s;

QString keyringPassword()
{
    return qEnvironmentVariable("SIGNIN_KEYRING_PASSWORD");
}

/// A process that is stopped, and runs again at the end whatever happens.
class Stopped
{
public:
    explicit Stopped(qint64 pid)
        : m_pid(pid_t(pid))
    {
        ::kill(m_pid, SIGSTOP);
    }
    ~Stopped() { resume(); }
    Q_DISABLE_COPY_MOVE(Stopped)

    void resume() { ::kill(m_pid, SIGCONT); }

private:
    pid_t m_pid;
};

} // namespace

class TestKeychainStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    // with-session.py
    void unlockedRoundTrip();
    void entryIsFoundByOtherPrograms();
    void deletingWhatIsMissingIsNoError();
    void entryDeletedByAnotherProgramIsMissing();
    void indexComesBackFromTheKeychain();
    void longAndOddSecretsComeBackWhole_data();
    void longAndOddSecretsComeBackWhole();
    void destroyedContextIsNotCalled();
    void hangingKeychainIsSlowAndItsLateAnswerCounts();
    void hangingKeychainIsGivenUpWithTheRightReason();

    // with-session.py --xvfb --locked
    void promptAnsweredAfterFortySeconds();
    void promptDismissedIsLocked();
    void promptDismissedWhileReadingIsNotMissing();
    void promptDismissedWhileDeletingKeepsTheKey();
    void promptAnsweredWhileDeletingDeletes();

    // with-session.py --no-keyring, --no-bus
    void nobodyKeepsSecrets();
    void noBusAtAll();

    // with-session.py --xvfb --kwallet
    void kwalletFromItsWizardOn();

    // with-session.py --xvfb --keepassxc, each function in a session of its own
    void accessDialogDismissedIsLocked();
    void accessDeniedForGoodIsLocked();
    void databaseClosedMeanwhileIsLocked();
    void entriesAreTitledByTheirLabel(); // with GNOME Keyring too

    // with-session.py --xvfb --kwallet-disabled
    void kdeWithoutKWalletUsesTheSecretService();

private:
    [[nodiscard]] StoreError write(const QString &user, const QByteArray &secret);
    [[nodiscard]] StoreError read(const QString &user, QByteArray *secret = nullptr);
    [[nodiscard]] StoreError remove(const QString &user);
    [[nodiscard]] KeychainStatus query();
    void lockKeyring();
    void storeAsAnotherProgram();
    void expectLocked(const StoredKey &entry, const std::function<void()> &answer);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<KeychainStore> m_store;
    std::unique_ptr<SessionStore> m_session;
    std::unique_ptr<KeyList> m_index;
    std::unique_ptr<KeyVault> m_vault;
};

void TestKeychainStore::init()
{
    // Never in anybody's own keychain.
    QVERIFY2(qEnvironmentVariableIsSet("SIGNIN_WITH_SESSION"), "run this by with-session.py");
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<KeychainStore>();
    m_session = std::make_unique<SessionStore>();
    m_index = std::make_unique<KeyList>(m_folder->filePath(u"keys.json"_s));
    m_vault = std::make_unique<KeyVault>(m_index.get(), m_store.get(), m_session.get(), nullptr);
}

void TestKeychainStore::cleanup()
{
    m_vault.reset();
}

StoreError TestKeychainStore::write(const QString &user, const QByteArray &secret)
{
    std::optional<StoreError> result;
    m_store->write(user, Secret(secret), this, [&](const StoreError &error) { result = error; });
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 60'000))
        return {Kind::NotResponding, u"the test waited long enough"_s};
    return *result;
}

StoreError TestKeychainStore::read(const QString &user, QByteArray *secret)
{
    std::optional<StoreError> result;
    m_store->read(user, this, [&](const StoreError &error, const Secret &found) {
        result = error;
        if (secret)
            *secret = found.toByteArray();
    });
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 60'000))
        return {Kind::NotResponding, u"the test waited long enough"_s};
    return *result;
}

StoreError TestKeychainStore::remove(const QString &user)
{
    std::optional<StoreError> result;
    m_store->remove(user, this, [&](const StoreError &error) { result = error; });
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 60'000))
        return {Kind::NotResponding, u"the test waited long enough"_s};
    return *result;
}

KeychainStatus TestKeychainStore::query()
{
    std::optional<KeychainStatus> result;
    KeychainStatus::query(this, [&](const KeychainStatus &service) { result = service; });
    // Promised within two seconds; a busy machine gets one more.
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 3000))
        return {};
    return *result;
}

void TestKeychainStore::lockKeyring()
{
    run(u"dbus-send"_s, {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                         u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service.Lock"_s,
                         u"array:objpath:/org/freedesktop/secrets/aliases/default"_s});
    QTRY_COMPARE(query().state, State::Locked);
}

// --- Unlocked ------------------------------------------------------------------------------------

void TestKeychainStore::unlockedRoundTrip()
{
    const KeychainStatus service = query();
    QCOMPARE(service.state, State::Ready);
    QCOMPARE(service.name, u"GNOME Keyring"_s);
    QVERIFY(service.summary().contains(u"GNOME Keyring"_s));

    QCOMPARE(read(User).kind, Kind::NotFound);
    QCOMPARE(write(User, "first").kind, Kind::None);
    QByteArray secret;
    QCOMPARE(read(User, &secret).kind, Kind::None);
    QCOMPARE(secret, QByteArray("first"));
    QCOMPARE(write(User, "second").kind, Kind::None);
    QCOMPARE(read(User, &secret).kind, Kind::None);
    QCOMPARE(secret, QByteArray("second"));
    QCOMPARE(remove(User).kind, Kind::None);
    QCOMPARE(read(User).kind, Kind::NotFound);
}

void TestKeychainStore::entryIsFoundByOtherPrograms()
{
    const ApiKey key = testKey("0123456789abcdef");
    const auto newKey = receivedKey(*m_vault, key);
    const StoredKey entry = newKey->entry();
    QSignalSpy finished(newKey.get(), &NewKey::stored);
    newKey->store();
    QVERIFY(finished.wait());
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(secretTool(u"openrouter-signin/"_s + entry.id).text, key.secret().toString());

    const auto elsewhere =
        receivedKey(*m_vault, key, testServer(u"http://127.0.0.1:4010/api/v1"_s));
    const QString id = elsewhere->entry().id;
    QSignalSpy second(elsewhere.get(), &NewKey::stored);
    elsewhere->store();
    QVERIFY(second.wait());
    QCOMPARE(secretTool(u"openrouter-signin/127.0.0.1:4010/"_s + id).text, key.secret().toString());

    QSignalSpy removed(m_vault->remove(entry.id), &KeyJob::finished);
    QVERIFY(removed.wait());
    QCOMPARE(secretTool(u"openrouter-signin/"_s + entry.id).exitCode, 1);
}

void TestKeychainStore::deletingWhatIsMissingIsNoError()
{
    QCOMPARE(remove(u"openrouter-signin/never-there"_s).kind, Kind::None);
}

void TestKeychainStore::entryDeletedByAnotherProgramIsMissing()
{
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    const QString id = newKey->entry().id;
    QSignalSpy stored(newKey.get(), &NewKey::stored);
    newKey->store();
    QVERIFY(stored.wait());
    QCOMPARE(run(u"secret-tool"_s, {u"clear"_s, u"server"_s, u"OpenRouter"_s, u"user"_s,
                                    u"openrouter-signin/"_s + id})
                 .exitCode,
             0);
    QSignalSpy read(m_vault->read(id), &KeyJob::finished);
    QVERIFY(read.wait());
    QCOMPARE(m_vault->find(id)->state, StoredKey::State::Missing);
    QSignalSpy removed(m_vault->remove(id), &KeyJob::finished);
    QVERIFY(removed.wait());
    QVERIFY(m_vault->keys().isEmpty());
}

void TestKeychainStore::indexComesBackFromTheKeychain()
{
    m_vault->recover();
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    QSignalSpy stored(newKey.get(), &NewKey::stored);
    newKey->store();
    QVERIFY(stored.wait());
    QTRY_VERIFY(secretTool(KeyListCopy::keychainUser(m_index->filePath()))
                    .text.contains(testKey("a").hash()));
    m_vault.reset();
    m_index.reset();
    QVERIFY(QFile::remove(m_folder->filePath(u"keys.json"_s)));

    m_index = std::make_unique<KeyList>(m_folder->filePath(u"keys.json"_s));
    m_vault = std::make_unique<KeyVault>(m_index.get(), m_store.get(), m_session.get(), nullptr);
    QSignalSpy recovered(m_vault.get(), &KeyVault::recovered);
    m_vault->recover();
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 1);
    QCOMPARE(m_vault->keys().size(), 1);
    KeyJob *job = m_vault->read(m_vault->keys().first().id);
    std::optional<ApiKey> key;
    connect(job, &KeyJob::finished, this, [&] { key = job->key(); });
    QTRY_VERIFY(key);
    QVERIFY(*key == testKey("a"));
}

void TestKeychainStore::longAndOddSecretsComeBackWhole_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("longest key") << QByteArray(ApiKey::MaximumSize, 'x');
    QTest::newRow("quotes and dollars") << QByteArray("\"'`$()\\;&|<>{}");
    QTest::newRow("a long index") << QByteArray(200'000, 'i');
    QTest::newRow("UTF-8") << QByteArray("Büro 办公室 👩‍💻");
}

void TestKeychainStore::longAndOddSecretsComeBackWhole()
{
    QFETCH(QByteArray, secret);
    QCOMPARE(write(User, secret).kind, Kind::None);
    QByteArray found;
    QCOMPARE(read(User, &found).kind, Kind::None);
    QCOMPARE(found, secret);
}

void TestKeychainStore::destroyedContextIsNotCalled()
{
    bool wasCalled = false;
    {
        QObject context;
        m_store->write(User, Secret(QByteArrayView("x")), &context,
                       [&](const StoreError &) { wasCalled = true; });
        m_store->read(User, &context,
                      [&](const StoreError &, const Secret &) { wasCalled = true; });
        m_store->remove(User, &context, [&](const StoreError &) { wasCalled = true; });
    }
    // Later ones come through, after what the others left behind.
    QCOMPARE(write(User, "y").kind, Kind::None);
    QCOMPARE(read(User).kind, Kind::None);
    QVERIFY(!wasCalled);
}

void TestKeychainStore::hangingKeychainIsSlowAndItsLateAnswerCounts()
{
    QCOMPARE(query().state, State::Ready);
    Stopped daemon(qEnvironmentVariableIntValue("SIGNIN_KEYRING_PID"));
    QCOMPARE(query().state, State::NotResponding);

    const auto newKey = receivedKey(*m_vault, testKey("a"));
    QSignalSpy slow(newKey.get(), &NewKey::slow);
    QSignalSpy finished(newKey.get(), &NewKey::stored);
    newKey->store();
    // Other operations queue behind it; none of them crashes or answers wrongly.
    const auto second = receivedKey(*m_vault, testKey("b"));
    QSignalSpy secondFinished(second.get(), &NewKey::stored);
    second->store();
    QVERIFY(slow.wait(10'000));
    QCOMPARE(finished.size(), 0);
    newKey->keepForSession();
    const StoredKey kept = newKey->entry();
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(m_vault->keys().first().state, StoredKey::State::Session);

    daemon.resume();
    QTRY_COMPARE_WITH_TIMEOUT(m_vault->find(kept.id)->state, StoredKey::State::Stored, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(secondFinished.size(), 1, 30'000);
    QCOMPARE(m_vault->keys().size(), 2);
    QCOMPARE(secretTool(u"openrouter-signin/"_s + kept.id).text, testKey("a").secret().toString());
}

void TestKeychainStore::hangingKeychainIsGivenUpWithTheRightReason()
{
    QCOMPARE(write(User, "x").kind, Kind::None);
    Stopped daemon(qEnvironmentVariableIntValue("SIGNIN_KEYRING_PID"));
    const StoreError error = read(User);
    QCOMPARE(error.kind, Kind::NotResponding);
    QVERIFY(!error.detail.isEmpty());
    daemon.resume();
    QCOMPARE(read(User).kind, Kind::None);
}

// --- Locked --------------------------------------------------------------------------------------

void TestKeychainStore::promptAnsweredAfterFortySeconds()
{
    QCOMPARE(query().state, State::Locked);
    QElapsedTimer timer;
    timer.start();
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    const StoredKey entry = newKey->entry();
    qint64 slowAt = 0;
    std::optional<StoreError> error;
    connect(newKey.get(), &NewKey::slow, this, [&] { slowAt = timer.elapsed(); });
    connect(newKey.get(), &NewKey::stored, this, [&] { error = StoreError(); });
    connect(newKey.get(), &NewKey::storingFailed, this,
            [&](const StoreError &why) { error = why; });
    newKey->store();
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 40'000, 60'000);
    QVERIFY2(slowAt >= 5000 && slowAt < 10'000, qPrintable(QString::number(slowAt)));
    QVERIFY(!error);
    QVERIFY(isPrompting(KeyringPrompt));

    type(keyringPassword());
    press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::None);
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(secretTool(u"openrouter-signin/"_s + entry.id).text, testKey("a").secret().toString());
    lockKeyring();
}

void TestKeychainStore::promptDismissedIsLocked()
{
    QCOMPARE(query().state, State::Locked);
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    const StoredKey entry = newKey->entry();
    std::optional<StoreError> error;
    connect(newKey.get(), &NewKey::storingFailed, this,
            [&](const StoreError &why) { error = why; });
    newKey->store();
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    press({u"Escape"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::Locked);
    QVERIFY(!error->detail.isEmpty());
    QVERIFY(m_vault->keys().isEmpty());
    QCOMPARE(m_vault->find(entry.id)->state, StoredKey::State::Pending);
}

void TestKeychainStore::promptDismissedWhileReadingIsNotMissing()
{
    // Unlocked by the prompt of the first write, and locked again.
    QCOMPARE(query().state, State::Locked);
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    const QString id = newKey->entry().id;
    QSignalSpy stored(newKey.get(), &NewKey::stored);
    newKey->store();
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    type(keyringPassword());
    press({u"Return"_s});
    QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20'000);
    lockKeyring();

    KeyJob *reading = m_vault->read(id);
    std::optional<StoreError> error;
    connect(reading, &KeyJob::finished, this, [&] { error = reading->error(); });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    press({u"Escape"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::Locked);
    QCOMPARE(m_vault->find(id)->state, StoredKey::State::Stored);

    // What is not there is not there, locked or not, and nobody is bothered by a prompt.
    QCOMPARE(read(u"openrouter-signin/never-there"_s).kind, Kind::NotFound);
}

void TestKeychainStore::promptDismissedWhileDeletingKeepsTheKey()
{
    QCOMPARE(query().state, State::Locked);
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    const QString id = newKey->entry().id;
    QSignalSpy stored(newKey.get(), &NewKey::stored);
    newKey->store();
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    type(keyringPassword());
    press({u"Return"_s});
    QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20'000);
    lockKeyring();

    KeyJob *removing = m_vault->remove(id);
    std::optional<StoreError> error;
    connect(removing, &KeyJob::finished, this, [&] { error = removing->error(); });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    press({u"Escape"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::Locked);
    QCOMPARE(m_vault->keys().size(), 1);
}

void TestKeychainStore::promptAnsweredWhileDeletingDeletes()
{
    QCOMPARE(query().state, State::Locked);
    const auto newKey = receivedKey(*m_vault, testKey("a"));
    const QString id = newKey->entry().id;
    QSignalSpy stored(newKey.get(), &NewKey::stored);
    newKey->store();
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    type(keyringPassword());
    press({u"Return"_s});
    QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20'000);
    lockKeyring();

    KeyJob *removing = m_vault->remove(id);
    std::optional<StoreError> error;
    connect(removing, &KeyJob::finished, this, [&] { error = removing->error(); });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(KeyringPrompt), 20'000);
    type(keyringPassword());
    press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::None);
    QVERIFY(m_vault->keys().isEmpty());
    QCOMPARE(secretTool(u"openrouter-signin/"_s + id).exitCode, 1);
    lockKeyring();
}

// --- Nobody --------------------------------------------------------------------------------------

void TestKeychainStore::nobodyKeepsSecrets()
{
    QCOMPARE(query().state, State::Absent);
    for (const StoreError &error : {write(User, "x"), read(User), remove(User)}) {
        QCOMPARE(error.kind, Kind::Unavailable);
        QVERIFY(!error.detail.isEmpty());
    }
}

void TestKeychainStore::noBusAtAll()
{
    QCOMPARE(query().state, State::NoBus);
    for (const StoreError &error : {write(User, "x"), read(User), remove(User)}) {
        QCOMPARE(error.kind, Kind::Unavailable);
        QVERIFY(!error.detail.isEmpty());
    }
}

// --- KWallet -------------------------------------------------------------------------------------

void TestKeychainStore::kwalletFromItsWizardOn()
{
    const auto closeWallet = [this] {
        run(u"dbus-send"_s, {u"--session"_s, u"--print-reply"_s, u"--dest=org.kde.kwalletd5"_s,
                             u"/modules/kwalletd5"_s, u"org.kde.KWallet.close"_s,
                             u"string:kdewallet"_s, u"boolean:true"_s});
        QTRY_COMPARE(query().state, State::Locked);
    };

    // The bus starts it for our question.
    QCOMPARE(query().name, u"KWallet"_s);
    const ApiKey key = testKey("0123456789abcdef");
    const auto newKey = receivedKey(*m_vault, key);
    const QString id = newKey->entry().id;
    std::optional<StoreError> error;
    connect(newKey.get(), &NewKey::stored, this, [&] { error = StoreError(); });
    connect(newKey.get(), &NewKey::storingFailed, this,
            [&](const StoreError &why) { error = why; });
    newKey->store();

    // The first time a wizard asks for the kind of encryption. The choice that needs no GPG key is
    // the third stop of the Tab key, and then the last page is reached.
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(WalletPrompt), 30'000);
    const QString wizard = activeWindow();
    press({u"Tab"_s, u"Tab"_s, u"Tab"_s, u"space"_s});
    press({u"alt+f"_s});
    // Another window of the same title asks for a password, twice.
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(WalletPrompt) && activeWindow() != wizard, 20'000);
    type(WalletPassword);
    press({u"Tab"_s});
    type(WalletPassword);
    press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 30'000);
    QCOMPARE(error->kind, Kind::None);
    QCOMPARE(m_vault->keys().size(), 1);
    QCOMPARE(query().state, State::Ready);

    const QString user = u"openrouter-signin/"_s + id;
    QCOMPARE(run(u"kwallet-query"_s, {u"-f"_s, u"OpenRouter"_s, u"-r"_s, user, u"kdewallet"_s})
                 .text.trimmed(),
             key.secret().toString());
    QCOMPARE(read(u"openrouter-signin/never-there"_s).kind, Kind::NotFound);

    // Closed, and its prompt answered after more than the 25 s for which KWallet's call waits.
    closeWallet();
    QElapsedTimer timer;
    timer.start();
    KeyJob *reading = m_vault->read(id);
    std::optional<ApiKey> found;
    error.reset();
    connect(reading, &KeyJob::finished, this, [&] {
        error = reading->error();
        found = reading->key();
    });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(WalletPrompt), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 32'000, 60'000);
    QVERIFY(!error);
    type(WalletPassword);
    press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 30'000);
    QCOMPARE(error->kind, Kind::None);
    QVERIFY(found == key);

    // Closed, and its prompt dismissed.
    closeWallet();
    KeyJob *refused = m_vault->remove(id);
    error.reset();
    connect(refused, &KeyJob::finished, this, [&] { error = refused->error(); });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(WalletPrompt), 20'000);
    press({u"Escape"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::Locked);
    QCOMPARE(m_vault->keys().size(), 1);

    KeyJob *removing = m_vault->remove(id);
    error.reset();
    connect(removing, &KeyJob::finished, this, [&] { error = removing->error(); });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(WalletPrompt), 20'000);
    type(WalletPassword);
    press({u"Return"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 30'000);
    QCOMPARE(error->kind, Kind::None);
    QVERIFY(m_vault->keys().isEmpty());
    QCOMPARE(read(user).kind, Kind::NotFound);
}

// --- KeePassXC -----------------------------------------------------------------------------------

/// The list has a key that another client of KeePassXC has stored, so that it asks about it.
void TestKeychainStore::storeAsAnotherProgram()
{
    QCOMPARE(query().state, State::Ready);
    QCOMPARE(query().name, u"KeePassXC"_s);
    const ApiKey key = testKey("0123456789abcdef");
    StoredKey entry = testEntry(u"laptop"_s);
    entry.describe(key);
    entry.state = StoredKey::State::Stored;
    entry.keychain = u"KeePassXC"_s;
    QVERIFY(m_index->modify([&](QList<StoredKey> &list) { list += entry; }).isEmpty());
    QProcess tool;
    tool.start(u"secret-tool"_s,
               {u"store"_s, u"--label=OpenRouter"_s, u"server"_s, u"OpenRouter"_s, u"user"_s,
                keychainUser(entry.server, entry.id), u"type"_s, u"plaintext"_s});
    tool.write(key.secret().toByteArray());
    tool.closeWriteChannel();
    QVERIFY(tool.waitForFinished(30'000));
    QCOMPARE(tool.exitCode(), 0);
}

/// Reading ends as locked, and the list does not call the key missing.
void TestKeychainStore::expectLocked(const StoredKey &entry, const std::function<void()> &answer)
{
    KeyJob *reading = m_vault->read(entry.id);
    std::optional<StoreError> error;
    connect(reading, &KeyJob::finished, this, [&] { error = reading->error(); });
    if (answer) {
        QTRY_VERIFY_WITH_TIMEOUT(isPrompting(AccessPrompt), 20'000);
        // KeePassXC may bring its main window to the front just then, and that one gets the keys.
        constexpr int most = 3;
        for (int i = 0; i < most && !error; ++i) {
            run(u"xdotool"_s,
                {u"search"_s, u"--name"_s, AccessPrompt, u"windowactivate"_s, u"--sync"_s});
            answer();
            (void)QTest::qWaitFor([&error] { return error.has_value(); }, 6000);
        }
    }
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::Locked);
    QCOMPARE(m_vault->find(entry.id)->state, StoredKey::State::Stored);
}

void TestKeychainStore::accessDialogDismissedIsLocked()
{
    storeAsAnotherProgram();
    if (QTest::currentTestFailed())
        return;
    expectLocked(m_vault->keys().constFirst(), [] { press({u"Escape"_s}); });
}

void TestKeychainStore::accessDeniedForGoodIsLocked()
{
    storeAsAnotherProgram();
    if (QTest::currentTestFailed())
        return;
    const StoredKey entry = m_vault->keys().constFirst();
    // The button "Deny All & Future" is the third stop of the Tab key.
    expectLocked(entry, [] { press({u"Tab"_s, u"Tab"_s, u"Tab"_s, u"space"_s}); });
    // No dialog any more.
    expectLocked(entry, {});
}

void TestKeychainStore::databaseClosedMeanwhileIsLocked()
{
    storeAsAnotherProgram();
    if (QTest::currentTestFailed())
        return;
    const StoredKey entry = m_vault->keys().constFirst();
    KeyJob *reading = m_vault->read(entry.id);
    std::optional<StoreError> error;
    connect(reading, &KeyJob::finished, this, [&] { error = reading->error(); });
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(AccessPrompt), 20'000);
    press({u"Escape"_s});
    QTRY_VERIFY_WITH_TIMEOUT(error, 20'000);
    QCOMPARE(error->kind, Kind::Locked);
    // Its window is in front again.
    QTRY_VERIFY_WITH_TIMEOUT(isPrompting(u"KeePassXC"_s), 20'000);
    press({u"ctrl+l"_s});
    QTRY_COMPARE_WITH_TIMEOUT(query().state, State::Locked, 20'000);
    expectLocked(entry, {});
}

void TestKeychainStore::entriesAreTitledByTheirLabel()
{
    const auto titles = [] {
        QStringList lines =
            run(u"secret-tool"_s, {u"search"_s, u"--all"_s, u"server"_s, u"OpenRouter"_s})
                .text.split(u'\n');
        lines.removeIf([](const QString &line) { return !line.startsWith("label = "_L1); });
        lines.sort();
        return lines;
    };
    const auto store = [this](const char *name) {
        const auto newKey = receivedKey(*m_vault, testKey(name));
        QSignalSpy stored(newKey.get(), &NewKey::stored);
        newKey->store();
        QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20'000);
    };
    m_vault->recover();
    store("a");
    QTRY_COMPARE_WITH_TIMEOUT(
        titles(),
        (QStringList{u"label = OpenRouter: label"_s, u"label = OpenRouter: list of keys"_s}),
        20'000);
    QCOMPARE(m_vault->rename(m_vault->keys().constFirst().id, u"laptop"_s), QString());
    store("b");
    QTRY_COMPARE_WITH_TIMEOUT(
        titles(),
        (QStringList{u"label = OpenRouter: label"_s, u"label = OpenRouter: laptop"_s,
                     u"label = OpenRouter: list of keys"_s}),
        20'000);
}

void TestKeychainStore::kdeWithoutKWalletUsesTheSecretService()
{
    QVERIFY(KeychainStatus::isWalletSession());
    QCOMPARE(query().name, u"GNOME Keyring"_s);
    QCOMPARE(query().state, State::Ready);
    const auto newKey = receivedKey(*m_vault, testKey("0123456789abcdef"));
    QSignalSpy stored(newKey.get(), &NewKey::stored);
    newKey->store();
    QTRY_COMPARE_WITH_TIMEOUT(stored.size(), 1, 20'000);
    QCOMPARE(newKey->entry().keychain, u"GNOME Keyring"_s);
    QCOMPARE(secretTool(u"openrouter-signin/"_s + newKey->entry().id).text,
             testKey("0123456789abcdef").secret().toString());
}

QTEST_GUILESS_MAIN(TestKeychainStore)
#include "tst_keychainstore.moc"
