// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fakeclock.h"
#include "keychain/faultysecretstore.h"
#include "testkeys.h"

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Kind = StoreError::Kind;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Server;

namespace {

const QString CopyUser = u"openrouter-signin/index"_s;

/// One program: its own view of the index file, the vault on top of it.
struct Program
{
    Program(const QString &path, SecretStore *keychain, OpenRouterAuth::Clock *clock)
        : index(path)
        , vault(&index, keychain, &session, clock)
    {}

    KeyList index;
    SessionStore session;
    KeyVault vault;
};

/// What a job ended with, for after it is gone.
struct Outcome
{
    explicit Outcome(KeyJob *job)
    {
        QObject::connect(job, &KeyJob::slow, job, [this] { ++slow; });
        QObject::connect(job, &KeyJob::finished, job, [this, job] {
            ++finished;
            error = job->error();
            entry = job->entry();
            key = job->key();
            indexProblem = job->indexProblem();
        });
    }

    int slow = 0;
    int finished = 0;
    StoreError error;
    StoredKey entry;
    std::optional<ApiKey> key;
    QString indexProblem;
};

} // namespace

class TestKeyVault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void storedKeyComesBackInTheNextProgram();
    void keyIsPendingUntilItIsReadBack();
    void readBackMustBeTheSame_data();
    void readBackMustBeTheSame();
    void failureOfTheKeychainKeepsTheEntryPending_data();
    void failureOfTheKeychainKeepsTheEntryPending();
    void storingAgainAfterAFailureCompletesTheSameEntry();
    void hangingKeychainIsSlowThenGivenUpAndALateAnswerStillCounts();
    void lateAnswerStoresAKeyThatWasKeptForTheSession();
    void lateAnswerForADiscardedKeyIsUndone();
    void discardedKeyThatMayBeThereIsRemoved();
    void discardNeverTouchesAStoredKey();
    void sameKeyTwiceIsOneEntry();
    void sameKeyOnAnotherServerIsAnotherEntry();
    void replacedKeyKeepsIdLabelAndDefault();
    void replacementIsOnlyForTheSameServer();
    void unwritableIndexDoesNotLoseTheKey();
    void reserveSaysWhyItCannot();
    void hostileLabelIsMadeFit();
    void unfinishedOnesAreThoseWhoseProgramIsGone();
    void killedProgramLeavesItsAttemptUnfinished();
    void keyThatReachedTheKeychainIsCompletedAfterACrash();
    void anotherKeyInItsPlaceCompletesNothing();
    void missingKeyIsSaidAndComesBack();
    void failureToReadIsNotMissing_data();
    void failureToReadIsNotMissing();
    void garbageInTheKeychainIsNoKey();
    void keychainIsRightAboutAKeyThatWasReplaced();
    void editedServerGetsNoKey();
    void removeDeletesFromTheKeychainFirst();
    void removeThatFailsRemovesNothing();
    void removingTheDefaultPassesTheMarkOn();
    void lateRemovalStillCounts();
    void sessionKeyLivesInMemoryOnly();
    void sessionKeyCanBeStoredLater();
    void renameAndDefaultAndStatusReachTheOtherProgram();
    void badLabelsAreRefused_data();
    void badLabelsAreRefused();
    void deletedIndexComesBackFromItsCopy();
    void indexDeletedWhileRunningComesBack();
    void corruptIndexComesBackFromItsCopy();
    void keysMadeBeforeTheRecoveryAreKept();
    void lockedCopyIsNotOverwrittenAndReadLater();
    void malformedEntriesOfTheCopyAreLeftOut();
    void copyIsNotReadWithoutNeed();
    void copyNeitherDelaysNorFailsAnything();
    void copyIsOneWriteForManyChanges();
    void copyDoesNotFollowStatusChanges();
    void settleWaitsForTheCopyButNotForever();
    void unknownVersionIsLeftAlone();
    void jobIsGoneWithItsVault();
    void noKeyStandsInAnyFile();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"keys.json"_s); }
    [[nodiscard]] std::unique_ptr<Program> program()
    {
        return std::make_unique<Program>(path(), m_keychain.get(), &m_clock);
    }
    StoredKey store(Program &program, const ApiKey &key, const Server &server = {})
    {
        StoredKey entry;
        entry.server = server;
        entry.label = u"label"_s;
        const Outcome outcome(program.vault.store(key, entry));
        if (!QTest::qWaitFor([&] { return outcome.finished > 0; }) || outcome.error.isError())
            return {};
        return outcome.entry;
    }
    void settle(Program &program)
    {
        bool isSettled = false;
        program.vault.settle(this, [&] { isSettled = true; });
        QTRY_VERIFY(isSettled);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FaultySecretStore> m_keychain;
    FakeClock m_clock;
};

void TestKeyVault::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_keychain = std::make_unique<FaultySecretStore>();
}

void TestKeyVault::cleanup()
{
    // Nothing stays locked.
    QCOMPARE(QDir(m_folder->path()).entryList({u"attempt-*.lock"_s}), QStringList());
}

void TestKeyVault::storedKeyComesBackInTheNextProgram()
{
    const ApiKey key = testKey("first");
    StoredKey stored;
    {
        const auto p = program();
        QString problem;
        StoredKey entry = p->vault.reserve({}, u"My computer"_s, &problem);
        QCOMPARE(problem, QString());
        QVERIFY(StoredKey::isValidId(entry.id));
        QVERIFY(p->vault.keys().isEmpty());
        entry.userId = u"user_1"_s;
        p->vault.notePending(entry.id, key, entry.userId);

        QSignalSpy changed(&p->vault, &KeyVault::changed);
        const Outcome outcome(p->vault.store(key, entry));
        QCOMPARE(outcome.finished, 0);
        QTRY_COMPARE(outcome.finished, 1);
        QCOMPARE(outcome.error.kind, Kind::None);
        QCOMPARE(outcome.indexProblem, QString());
        stored = outcome.entry;
        QCOMPARE(stored.id, entry.id);
        QCOMPARE(stored.state, StoredKey::State::Stored);
        QVERIFY(stored.isDefault);
        QVERIFY(!changed.isEmpty());
        QCOMPARE(m_keychain->secrets.value(u"openrouter-signin/"_s + entry.id),
                 key.secret().toByteArray());
    }
    const auto p = program();
    QCOMPARE(p->vault.keys().size(), 1);
    const StoredKey found = p->vault.keys().first();
    QCOMPARE(found.id, stored.id);
    QCOMPARE(found.label, u"My computer"_s);
    QCOMPARE(found.userId, u"user_1"_s);
    QCOMPARE(found.keyHash, key.hash());
    QCOMPARE(found.maskedKey, key.masked());
    QCOMPARE(found.created, m_clock.now());
    QCOMPARE(p->vault.defaultKey()->id, stored.id);
    QCOMPARE(p->vault.findByHash(key.hash())->id, stored.id);

    const Outcome outcome(p->vault.read(stored.id));
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(outcome.key == key);
}

void TestKeyVault::keyIsPendingUntilItIsReadBack()
{
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    m_keychain->hangs = true;
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    QVERIFY(p->vault.keys().isEmpty());
    QCOMPARE(p->index.keys().first().state, StoredKey::State::Pending);
    QCOMPARE(p->index.keys().first().keyHash, testKey("a").hash());

    m_keychain->answerAll();
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(m_keychain->log.mid(0, 2), QStringList({u"write openrouter-signin/"_s + entry.id,
                                                     u"read openrouter-signin/"_s + entry.id}));
    QCOMPARE(p->vault.keys().size(), 1);
}

void TestKeyVault::readBackMustBeTheSame_data()
{
    QTest::addColumn<bool>("losesWrites");
    QTest::addColumn<QByteArray>("lie");
    QTest::newRow("nothing there") << true << QByteArray();
    QTest::newRow("another key") << false << testKey("b").secret().toByteArray();
    QTest::newRow("cut off") << false << testKey("a").secret().toByteArray().chopped(1);
    QTest::newRow("one more byte") << false << testKey("a").secret().toByteArray() + 'x';
}

void TestKeyVault::readBackMustBeTheSame()
{
    QFETCH(bool, losesWrites);
    QFETCH(QByteArray, lie);
    m_keychain->losesWrites = losesWrites;
    m_keychain->lie = lie;

    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::Mismatch);
    QVERIFY(!outcome.error.detail.isEmpty());
    QVERIFY(p->vault.keys().isEmpty());
    QCOMPARE(p->vault.find(entry.id)->state, StoredKey::State::Pending);
}

void TestKeyVault::failureOfTheKeychainKeepsTheEntryPending_data()
{
    QTest::addColumn<Kind>("writeError");
    QTest::addColumn<Kind>("readError");
    QTest::newRow("locked") << Kind::Locked << Kind::None;
    QTest::newRow("unavailable") << Kind::Unavailable << Kind::None;
    QTest::newRow("denied") << Kind::Denied << Kind::None;
    QTest::newRow("no answer") << Kind::NotResponding << Kind::None;
    QTest::newRow("anything else") << Kind::Other << Kind::None;
    QTest::newRow("locked before it was read back") << Kind::None << Kind::Locked;
}

void TestKeyVault::failureOfTheKeychainKeepsTheEntryPending()
{
    QFETCH(Kind, writeError);
    QFETCH(Kind, readError);
    m_keychain->writeError = writeError;
    m_keychain->readError = readError;

    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, writeError == Kind::None ? readError : writeError);
    QVERIFY(p->vault.keys().isEmpty());
    QCOMPARE(p->vault.find(entry.id)->state, StoredKey::State::Pending);
    // Ours as long as we live: there is still somebody to ask.
    QVERIFY(p->vault.unfinished().isEmpty());
}

void TestKeyVault::storingAgainAfterAFailureCompletesTheSameEntry()
{
    m_keychain->writeError = Kind::Locked;
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome first(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(first.finished, 1);

    m_keychain->writeError = Kind::None;
    const Outcome second(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(second.finished, 1);
    QCOMPARE(second.error.kind, Kind::None);
    QCOMPARE(second.entry.id, entry.id);
    QCOMPARE(p->index.keys().size(), 1);
}

void TestKeyVault::hangingKeychainIsSlowThenGivenUpAndALateAnswerStillCounts()
{
    m_keychain->hangs = true;
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));

    m_clock.advance(KeyVault::SlowAfter - 1ms);
    QCOMPARE(outcome.slow, 0);
    m_clock.advance(1ms);
    QCOMPARE(outcome.slow, 1);
    QCOMPARE(outcome.finished, 0);
    m_clock.advance(KeyVault::GiveUpAfter - KeyVault::SlowAfter);
    QCOMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::NotResponding);
    QVERIFY(p->vault.keys().isEmpty());

    // Other errands wait like this one, and nothing breaks.
    const Outcome other(p->vault.read(u"no-such-key"_s));
    QTRY_COMPARE(other.finished, 1);

    m_keychain->answerAll();
    QTRY_COMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().id, entry.id);
    QCOMPARE(outcome.finished, 1);
}

void TestKeyVault::lateAnswerStoresAKeyThatWasKeptForTheSession()
{
    m_keychain->hangs = true;
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    const StoredKey kept = p->vault.keepForSession(testKey("a"), entry);
    QCOMPARE(kept.id, entry.id);
    QCOMPARE(kept.state, StoredKey::State::Session);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().state, StoredKey::State::Session);
    QVERIFY(p->index.keys().isEmpty());

    m_keychain->answerAll();
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::None);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().state, StoredKey::State::Stored);
    QVERIFY(p->vault.keys().first().isDefault);
    QCOMPARE(p->index.keys().size(), 1);
    const Outcome read(p->vault.read(entry.id));
    QTRY_VERIFY(read.key == testKey("a"));
}

void TestKeyVault::lateAnswerForADiscardedKeyIsUndone()
{
    m_keychain->hangs = true;
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    p->vault.discard(entry.id);
    QVERIFY(p->index.keys().isEmpty());
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(outcome.error.isError());

    m_keychain->answerAll();
    QTRY_VERIFY(m_keychain->log.contains(u"remove openrouter-signin/"_s + entry.id));
    QTRY_VERIFY(!m_keychain->secrets.contains(u"openrouter-signin/"_s + entry.id));
    QVERIFY(p->vault.keys().isEmpty());
}

void TestKeyVault::discardedKeyThatMayBeThereIsRemoved()
{
    // It was written, and then nobody could look.
    m_keychain->readError = Kind::Other;
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(m_keychain->secrets.size(), 1);
    p->vault.discard(entry.id);
    QTRY_VERIFY(m_keychain->secrets.isEmpty());
    QVERIFY(p->index.keys().isEmpty());
}

void TestKeyVault::discardNeverTouchesAStoredKey()
{
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    p->vault.discard(stored.id);
    QCOMPARE(p->vault.keys().size(), 1);
    settle(*p);
    QVERIFY(m_keychain->secrets.contains(u"openrouter-signin/"_s + stored.id));
}

void TestKeyVault::sameKeyTwiceIsOneEntry()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey first = store(*p, testKey("a"));
    QCOMPARE(p->vault.rename(first.id, u"Mine"_s), QString());
    m_clock.advance(1h);

    QString problem;
    StoredKey entry = p->vault.reserve({}, u"Another label"_s, &problem);
    const Outcome outcome(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.entry.id, first.id);
    QCOMPARE(outcome.entry.label, u"Mine"_s);
    QCOMPARE(outcome.entry.created, first.created);
    QVERIFY(outcome.entry.isDefault);
    QCOMPARE(p->index.keys().size(), 1);
    settle(*p);
    QCOMPARE(m_keychain->secrets.size(), 2); // the key and the copy of the index
}

void TestKeyVault::sameKeyOnAnotherServerIsAnotherEntry()
{
    const auto p = program();
    const StoredKey first = store(*p, testKey("a"));
    const StoredKey second = store(*p, testKey("a"), testServer(u"https://example.org/api/v1"_s));
    QVERIFY(first.id != second.id);
    QCOMPARE(p->vault.keys().size(), 2);
    QVERIFY(!second.isDefault);
    QVERIFY(m_keychain->secrets.contains(u"openrouter-signin/example.org:443/"_s + second.id));
}

void TestKeyVault::replacedKeyKeepsIdLabelAndDefault()
{
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    QCOMPARE(p->vault.rename(old.id, u"Mine"_s), QString());
    KeyStatus refused;
    refused.checkedAt = m_clock.now();
    refused.refused = true;
    QCOMPARE(p->vault.setStatus(old.id, refused), QString());
    QCOMPARE(p->vault.find(old.id)->condition(m_clock.now()), StoredKey::Condition::Refused);

    QString problem;
    StoredKey entry = p->vault.reserve({}, u"Another label"_s, &problem);
    entry.userId = u"user_2"_s;
    const Outcome outcome(p->vault.store(testKey("new"), entry, old.id));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.entry.id, old.id);
    QCOMPARE(outcome.entry.label, u"Mine"_s);
    QVERIFY(outcome.entry.isDefault);
    QCOMPARE(outcome.entry.keyHash, testKey("new").hash());
    QCOMPARE(outcome.entry.userId, u"user_2"_s);
    QCOMPARE(outcome.entry.condition(m_clock.now()), StoredKey::Condition::Unknown);
    QCOMPARE(p->index.keys().size(), 1);
    QCOMPARE(m_keychain->secrets.value(u"openrouter-signin/"_s + old.id),
             testKey("new").secret().toByteArray());
}

void TestKeyVault::replacementIsOnlyForTheSameServer()
{
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    StoredKey entry;
    entry.server = testServer(u"https://example.org/api/v1"_s);
    const Outcome outcome(p->vault.store(testKey("new"), entry, old.id));
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(outcome.entry.id != old.id);
    QCOMPARE(m_keychain->secrets.value(u"openrouter-signin/"_s + old.id),
             testKey("old").secret().toByteArray());
}

void TestKeyVault::unwritableIndexDoesNotLoseTheKey()
{
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    // A folder where the file has to go: nothing can be written.
    QVERIFY(QFile::remove(path()));
    QVERIFY(QDir().mkpath(path()));

    const Outcome outcome(p->vault.store(testKey("a"), entry));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::None);
    QVERIFY(!outcome.indexProblem.isEmpty());
    QCOMPARE(p->vault.keys().size(), 1);
    const Outcome read(p->vault.read(entry.id));
    QTRY_VERIFY(read.key == testKey("a"));

    // As soon as the file can be written the entry is in it.
    QVERIFY(QDir().rmdir(path()));
    QCOMPARE(p->vault.rename(entry.id, u"Mine"_s), QString());
    store(*p, testKey("b"));
    QCOMPARE(p->index.keys().size(), 2);
    QCOMPARE(p->vault.keys().size(), 2);
    QCOMPARE(p->vault.find(entry.id)->label, u"Mine"_s);
    QCOMPARE(p->vault.defaultKey()->id, entry.id);
}

void TestKeyVault::reserveSaysWhyItCannot()
{
    QVERIFY(QDir().mkpath(path()));
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    QVERIFY(entry.id.isEmpty());
    QVERIFY(!problem.isEmpty());
}

void TestKeyVault::hostileLabelIsMadeFit()
{
    const auto p = program();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"line\nend "_s + QString(200, u'x'), &problem);
    QCOMPARE(problem, QString());
    QVERIFY(entry.label.startsWith("line end x"_L1));
    QCOMPARE(entry.label.size(), 100);
}

void TestKeyVault::unfinishedOnesAreThoseWhoseProgramIsGone()
{
    QString id;
    const auto other = program();
    {
        const auto p = program();
        QString problem;
        id = p->vault.reserve({}, u"label"_s, &problem).id;
        QTRY_COMPARE(other->index.keys().size(), 1);
        QVERIFY(other->vault.unfinished().isEmpty());
        QVERIFY(p->vault.unfinished().isEmpty());
    }
    QCOMPARE(other->vault.unfinished().size(), 1);
    QCOMPARE(other->vault.unfinished().first().id, id);
    other->vault.discard(id);
    QVERIFY(other->vault.unfinished().isEmpty());
    QVERIFY(other->index.keys().isEmpty());
    // No key was known, so there is nothing to delete and nothing to prompt for.
    QVERIFY(m_keychain->log.isEmpty());
}

void TestKeyVault::killedProgramLeavesItsAttemptUnfinished()
{
    QProcess reserver;
    reserver.start(QStringLiteral(VAULT_PROGRAM), {path()});
    QVERIFY(reserver.waitForReadyRead());
    const QString id = QString::fromLatin1(reserver.readLine()).trimmed();
    const auto p = program();
    QCOMPARE(p->index.keys().size(), 1);
    QVERIFY(p->vault.unfinished().isEmpty());

    reserver.kill();
    QVERIFY(reserver.waitForFinished());
    QCOMPARE(p->vault.unfinished().size(), 1);
    QCOMPARE(p->vault.unfinished().first().id, id);
    p->vault.discard(id);
}

void TestKeyVault::keyThatReachedTheKeychainIsCompletedAfterACrash()
{
    QString id;
    {
        const auto p = program();
        QString problem;
        const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
        id = entry.id;
        m_keychain->hangs = true;
        p->vault.store(testKey("a"), entry);
        // The program ends here; the keychain has the key all the same.
        m_keychain->secrets.insert(u"openrouter-signin/"_s + id,
                                   testKey("a").secret().toByteArray());
    }
    m_keychain->hangs = false;
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 1);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().id, id);
    QVERIFY(p->vault.unfinished().isEmpty());
}

void TestKeyVault::anotherKeyInItsPlaceCompletesNothing()
{
    QString id;
    {
        const auto p = program();
        QString problem;
        id = p->vault.reserve({}, u"label"_s, &problem).id;
        p->vault.notePending(id, testKey("a"), {});
    }
    m_keychain->secrets.insert(u"openrouter-signin/"_s + id, testKey("b").secret().toByteArray());
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 0);
    QCOMPARE(p->vault.unfinished().size(), 1);
}

void TestKeyVault::missingKeyIsSaidAndComesBack()
{
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    const QByteArray secret = m_keychain->secrets.take(u"openrouter-signin/"_s + stored.id);
    const Outcome missing(p->vault.read(stored.id));
    QTRY_COMPARE(missing.finished, 1);
    QCOMPARE(missing.error.kind, Kind::NotFound);
    QVERIFY(!missing.key);
    QCOMPARE(missing.entry.state, StoredKey::State::Missing);
    QCOMPARE(p->vault.find(stored.id)->condition(m_clock.now()), StoredKey::Condition::Missing);

    m_keychain->secrets.insert(u"openrouter-signin/"_s + stored.id, secret);
    const Outcome back(p->vault.read(stored.id));
    QTRY_VERIFY(back.key == testKey("a"));
    QCOMPARE(p->vault.find(stored.id)->state, StoredKey::State::Stored);
}

void TestKeyVault::failureToReadIsNotMissing_data()
{
    QTest::addColumn<Kind>("error");
    QTest::newRow("locked") << Kind::Locked;
    QTest::newRow("unavailable") << Kind::Unavailable;
    QTest::newRow("denied") << Kind::Denied;
    QTest::newRow("other") << Kind::Other;
}

void TestKeyVault::failureToReadIsNotMissing()
{
    QFETCH(Kind, error);
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    m_keychain->readError = error;
    const Outcome outcome(p->vault.read(stored.id));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, error);
    QCOMPARE(p->vault.find(stored.id)->state, StoredKey::State::Stored);
}

void TestKeyVault::garbageInTheKeychainIsNoKey()
{
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    m_keychain->lie = "a key\r\nX-Injected: 1";
    const Outcome outcome(p->vault.read(stored.id));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::Other);
    QVERIFY(!outcome.key);
}

void TestKeyVault::keychainIsRightAboutAKeyThatWasReplaced()
{
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    m_keychain->secrets.insert(u"openrouter-signin/"_s + stored.id,
                               testKey("b").secret().toByteArray());
    const Outcome outcome(p->vault.read(stored.id));
    QTRY_VERIFY(outcome.key == testKey("b"));
    QCOMPARE(outcome.entry.keyHash, testKey("b").hash());
    QCOMPARE(p->vault.find(stored.id)->keyHash, testKey("b").hash());
    QCOMPARE(p->vault.find(stored.id)->maskedKey, testKey("b").masked());
}

void TestKeyVault::editedServerGetsNoKey()
{
    QString id;
    {
        const auto p = program();
        id = store(*p, testKey("a")).id;
        settle(*p);
    }
    // Somebody edits the file: the same entry, another server.
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray content = file.readAll();
    file.close();
    content.replace("https://openrouter.ai/api/v1", "https://evil.example/api/v1");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();

    m_keychain->log.clear();
    const auto p = program();
    QCOMPARE(p->index.condition(), KeyList::Condition::Ready);
    QCOMPARE(p->vault.find(id)->server.displayName(), u"evil.example"_s);
    const Outcome outcome(p->vault.read(id));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::NotFound);
    QVERIFY(!outcome.key);
    QCOMPARE(p->vault.find(id)->state, StoredKey::State::Missing);
    QCOMPARE(m_keychain->log.first(), u"read openrouter-signin/evil.example:443/"_s + id);
    QVERIFY(!m_keychain->log.contains(u"read openrouter-signin/"_s + id));
}

void TestKeyVault::removeDeletesFromTheKeychainFirst()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey stored = store(*p, testKey("a"));
    settle(*p);
    m_keychain->hangs = true;
    const Outcome outcome(p->vault.remove(stored.id));
    QCOMPARE(p->vault.keys().size(), 1);
    m_keychain->answerAll();
    QCOMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::None);
    QVERIFY(p->vault.keys().isEmpty());
    settle(*p);
    // The copy of the index is what is left, and it is empty.
    QCOMPARE(m_keychain->secrets.keys(), QStringList(CopyUser));
    QVERIFY(!m_keychain->secrets.value(CopyUser).contains(stored.id.toLatin1()));
}

void TestKeyVault::removeThatFailsRemovesNothing()
{
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    m_keychain->removeError = Kind::Locked;
    const Outcome outcome(p->vault.remove(stored.id));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::Locked);
    QCOMPARE(p->vault.keys().size(), 1);
    QVERIFY(m_keychain->secrets.contains(u"openrouter-signin/"_s + stored.id));
}

void TestKeyVault::removingTheDefaultPassesTheMarkOn()
{
    const auto p = program();
    const StoredKey first = store(*p, testKey("a"));
    m_clock.advance(1s);
    const StoredKey second = store(*p, testKey("b"));
    m_clock.advance(1s);
    store(*p, testKey("c"));
    const Outcome outcome(p->vault.remove(first.id));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(p->vault.defaultKey()->id, second.id);
}

void TestKeyVault::lateRemovalStillCounts()
{
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    settle(*p);
    m_keychain->hangs = true;
    const Outcome outcome(p->vault.remove(stored.id));
    m_clock.advance(KeyVault::GiveUpAfter);
    QCOMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::NotResponding);
    QCOMPARE(p->vault.keys().size(), 1);
    m_keychain->answerAll();
    QTRY_VERIFY(p->vault.keys().isEmpty());
}

void TestKeyVault::sessionKeyLivesInMemoryOnly()
{
    {
        const auto p = program();
        QString problem;
        const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
        p->vault.keepForSession(testKey("a"), entry);
        QVERIFY(p->vault.keys().first().isDefault);
        const Outcome read(p->vault.read(entry.id));
        QTRY_VERIFY(read.key == testKey("a"));
        QVERIFY(m_keychain->log.isEmpty());
        QVERIFY(p->index.keys().isEmpty());

        // Kept twice is one.
        p->vault.keepForSession(testKey("a"), {});
        QCOMPARE(p->vault.keys().size(), 1);

        QCOMPARE(p->vault.rename(entry.id, u"Mine"_s), QString());
        QCOMPARE(p->vault.find(entry.id)->label, u"Mine"_s);
        p->vault.keepForSession(testKey("b"), {});
        QCOMPARE(p->vault.keys().size(), 2);
        const Outcome removed(p->vault.remove(entry.id));
        QTRY_COMPARE(removed.finished, 1);
        QCOMPARE(p->vault.keys().size(), 1);
    }
    const auto p = program();
    QVERIFY(p->vault.keys().isEmpty());
    QVERIFY(p->vault.unfinished().isEmpty());
}

void TestKeyVault::sessionKeyCanBeStoredLater()
{
    const auto p = program();
    const StoredKey kept = p->vault.keepForSession(testKey("a"), {});
    QCOMPARE(p->vault.rename(kept.id, u"Mine"_s), QString());
    const Outcome outcome(p->vault.store(testKey("a"), *p->vault.find(kept.id)));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.entry.id, kept.id);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().state, StoredKey::State::Stored);
    QCOMPARE(p->vault.keys().first().label, u"Mine"_s);
}

void TestKeyVault::renameAndDefaultAndStatusReachTheOtherProgram()
{
    const auto first = program();
    const auto second = program();
    const StoredKey a = store(*first, testKey("a"));
    m_clock.advance(1s);
    const StoredKey b = store(*first, testKey("b"));
    QTRY_COMPARE(second->vault.keys().size(), 2);

    QSignalSpy changed(&second->vault, &KeyVault::changed);
    QCOMPARE(first->vault.rename(a.id, u"  Büro  "_s), QString());
    QCOMPARE(first->vault.setDefault(b.id), QString());
    KeyStatus status;
    status.checkedAt = m_clock.now();
    status.info.expiresAt = m_clock.now().addDays(30);
    status.info.limitRemaining = 5;
    QCOMPARE(first->vault.setStatus(a.id, status), QString());

    QTRY_VERIFY(second->vault.find(a.id)->lastStatus);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(second->vault.find(a.id)->label, u"Büro"_s);
    QCOMPARE(second->vault.find(a.id)->expiresAt, status.info.expiresAt);
    QCOMPARE(second->vault.defaultKey()->id, b.id);
    QCOMPARE(second->vault.keys().first().id, a.id);

    QVERIFY(!first->vault.rename(u"gone"_s, u"x"_s).isEmpty());
    QVERIFY(!first->vault.setDefault(u"gone"_s).isEmpty());
    QVERIFY(!first->vault.setStatus(u"gone"_s, status).isEmpty());
}

void TestKeyVault::badLabelsAreRefused_data()
{
    QTest::addColumn<QString>("label");
    QTest::newRow("empty") << QString();
    QTest::newRow("spaces") << u"   "_s;
    QTest::newRow("two lines") << u"a\nb"_s;
    QTest::newRow("101 characters") << QString(101, u'x');
}

void TestKeyVault::badLabelsAreRefused()
{
    QFETCH(QString, label);
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    QVERIFY(!p->vault.rename(stored.id, label).isEmpty());
    QCOMPARE(p->vault.find(stored.id)->label, u"label"_s);
}

void TestKeyVault::deletedIndexComesBackFromItsCopy()
{
    StoredKey a;
    StoredKey b;
    {
        const auto p = program();
        p->vault.recover();
        a = store(*p, testKey("a"));
        m_clock.advance(1s);
        b = store(*p, testKey("b"), testServer(u"http://127.0.0.1:4010/api/v1"_s));
        QCOMPARE(p->vault.setDefault(b.id), QString());
        settle(*p);
    }
    QVERIFY(QFile::remove(path()));

    const auto p = program();
    QCOMPARE(p->index.condition(), KeyList::Condition::Absent);
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QCOMPARE(recovered.size(), 0);
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 2);
    QCOMPARE(p->vault.keys().size(), 2);
    QCOMPARE(p->vault.find(a.id)->keyHash, a.keyHash);
    QCOMPARE(p->vault.find(b.id)->server.baseUrl(), b.server.baseUrl());
    QCOMPARE(p->vault.defaultKey()->id, b.id);
    QVERIFY(p->index.isComplete());
    for (const auto &[id, key] : {std::pair(a.id, testKey("a")), std::pair(b.id, testKey("b"))}) {
        const Outcome outcome(p->vault.read(id));
        QTRY_COMPARE(outcome.finished, 1);
        QVERIFY(outcome.key == key);
    }
}

void TestKeyVault::indexDeletedWhileRunningComesBack()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey a = store(*p, testKey("a"));
    settle(*p);
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    QVERIFY(QFile::remove(path()));
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 1);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().id, a.id);
    QVERIFY(QFileInfo::exists(path()));
}

void TestKeyVault::corruptIndexComesBackFromItsCopy()
{
    {
        const auto p = program();
        p->vault.recover();
        store(*p, testKey("a"));
        settle(*p);
    }
    QFile file(path());
    QVERIFY(file.resize(file.size() / 2));
    const auto p = program();
    QCOMPARE(p->index.condition(), KeyList::Condition::Corrupt);
    p->vault.recover();
    QTRY_COMPARE(p->vault.keys().size(), 1);
    QVERIFY(QFileInfo::exists(p->index.keptAside()));
}

void TestKeyVault::keysMadeBeforeTheRecoveryAreKept()
{
    {
        const auto p = program();
        p->vault.recover();
        store(*p, testKey("a"));
        settle(*p);
    }
    QVERIFY(QFile::remove(path()));
    m_clock.advance(1s);
    {
        // Signs in before, or without, recovering: the copy must not be lost by that.
        const auto p = program();
        store(*p, testKey("b"));
        settle(*p);
        QCOMPARE(p->vault.keys().size(), 1);
    }
    const auto p = program();
    p->vault.recover();
    QTRY_COMPARE(p->vault.keys().size(), 2);
    QCOMPARE(p->vault.keys().first().keyHash, testKey("a").hash());
    QCOMPARE(p->vault.defaultKey()->keyHash, testKey("b").hash());
}

void TestKeyVault::lockedCopyIsNotOverwrittenAndReadLater()
{
    {
        const auto p = program();
        p->vault.recover();
        store(*p, testKey("a"));
        settle(*p);
    }
    QVERIFY(QFile::remove(path()));
    m_keychain->readError = Kind::Locked;
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 0);
    QVERIFY(p->vault.keys().isEmpty());

    // The next errand opens the keychain.
    m_keychain->readError = Kind::None;
    m_clock.advance(1s);
    store(*p, testKey("b"));
    QTRY_COMPARE(p->vault.keys().size(), 2);
    settle(*p);
    QVERIFY(m_keychain->secrets.value(CopyUser).contains(testKey("a").hash().toLatin1()));
    QVERIFY(m_keychain->secrets.value(CopyUser).contains(testKey("b").hash().toLatin1()));
}

void TestKeyVault::malformedEntriesOfTheCopyAreLeftOut()
{
    {
        const auto p = program();
        p->vault.recover();
        store(*p, testKey("a"));
        m_clock.advance(1s);
        store(*p, testKey("b"));
        settle(*p);
    }
    QVERIFY(QFile::remove(path()));
    QByteArray &copy = m_keychain->secrets[CopyUser];
    QVERIFY(copy.contains(testKey("a").hash().toLatin1()));
    copy.replace(testKey("a").hash().toLatin1(), "../../etc/passwd");
    const auto p = program();
    p->vault.recover();
    QTRY_COMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().keyHash, testKey("b").hash());
}

void TestKeyVault::copyIsNotReadWithoutNeed()
{
    {
        const auto p = program();
        p->vault.recover();
        store(*p, testKey("a"));
        settle(*p);
    }
    m_keychain->log.clear();
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QVERIFY(m_keychain->log.isEmpty());
}

void TestKeyVault::copyNeitherDelaysNorFailsAnything()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey a = store(*p, testKey("a"));
    settle(*p);
    QVERIFY(m_keychain->secrets.contains(CopyUser));

    // Renaming needs no keychain; afterwards its copy hangs, and all goes on.
    m_keychain->hangs = true;
    QCOMPARE(p->vault.rename(a.id, u"Mine"_s), QString());
    QTRY_COMPARE(m_keychain->log.last(), u"write "_s + CopyUser);
    m_keychain->hangs = false;
    const Outcome read(p->vault.read(a.id));
    QTRY_COMPARE(read.finished, 1);
    m_keychain->writeError = Kind::Locked;
    m_keychain->answerAll();
    QCOMPARE(p->vault.find(a.id)->label, u"Mine"_s);

    // It failed: made up for with the next errand that succeeds.
    m_keychain->writeError = Kind::None;
    const Outcome again(p->vault.read(a.id));
    QTRY_COMPARE(again.finished, 1);
    QTRY_VERIFY(m_keychain->secrets.value(CopyUser).contains("Mine"));
}

void TestKeyVault::copyIsOneWriteForManyChanges()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey a = store(*p, testKey("a"));
    settle(*p);
    m_keychain->log.clear();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(p->vault.rename(a.id, u"Label %1"_s.arg(i)), QString());
    settle(*p);
    QCOMPARE(m_keychain->log, QStringList(u"write "_s + CopyUser));
    QVERIFY(m_keychain->secrets.value(CopyUser).contains("Label 19"));
}

void TestKeyVault::copyDoesNotFollowStatusChanges()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey a = store(*p, testKey("a"));
    settle(*p);
    m_keychain->log.clear();
    KeyStatus status;
    status.checkedAt = m_clock.now();
    QCOMPARE(p->vault.setStatus(a.id, status), QString());
    settle(*p);
    QVERIFY(m_keychain->log.isEmpty());
}

void TestKeyVault::settleWaitsForTheCopyButNotForever()
{
    const auto p = program();
    p->vault.recover();
    store(*p, testKey("a"));
    settle(*p);
    QVERIFY(m_keychain->secrets.contains(CopyUser));

    m_keychain->hangs = true;
    QCOMPARE(p->vault.rename(p->vault.keys().first().id, u"Mine"_s), QString());
    int settled = 0;
    p->vault.settle(this, [&] { ++settled; });
    QTRY_COMPARE(m_keychain->log.last(), u"write "_s + CopyUser);
    QCoreApplication::processEvents();
    QCOMPARE(settled, 0);
    m_clock.advance(KeyVault::SettleTime);
    QCOMPARE(settled, 1);
    m_keychain->answerAll();
    QCoreApplication::processEvents();
    QCOMPARE(settled, 1);
}

void TestKeyVault::unknownVersionIsLeftAlone()
{
    const QByteArray content = R"({"version":2,"keys":[]})";
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();

    const auto p = program();
    p->vault.recover();
    QString problem;
    QVERIFY(p->vault.reserve({}, u"label"_s, &problem).id.isEmpty());
    QVERIFY(!problem.isEmpty());
    // A key can still be had, for this session's use and for the keychain.
    const Outcome outcome(p->vault.store(testKey("a"), {}));
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(!outcome.indexProblem.isEmpty());
    QCOMPARE(p->vault.keys().size(), 1);
    settle(*p);
    QVERIFY(!m_keychain->secrets.contains(CopyUser));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content);
}

void TestKeyVault::jobIsGoneWithItsVault()
{
    m_keychain->hangs = true;
    QPointer<KeyJob> job;
    {
        const auto p = program();
        job = p->vault.store(testKey("a"), {});
        QVERIFY(job);
    }
    QVERIFY(!job);
    m_keychain->answerAll();
    m_clock.advance(KeyVault::GiveUpAfter);
}

void TestKeyVault::noKeyStandsInAnyFile()
{
    const ApiKey key = testKey("0123456789abcdef0123456789abcdef");
    const auto p = program();
    p->vault.recover();
    QString problem;
    const StoredKey entry = p->vault.reserve({}, u"label"_s, &problem);
    p->vault.notePending(entry.id, key, {});
    const Outcome outcome(p->vault.store(key, entry));
    QTRY_COMPARE(outcome.finished, 1);
    settle(*p);
    p->vault.keepForSession(testKey("ffffffffffffffffffffffffffffffff"), {});
    const auto files = QDir(m_folder->path()).entryInfoList(QDir::Files | QDir::Hidden);
    QVERIFY(!files.isEmpty());
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(!content.contains("0123456789abcdef0123456789abcdef"));
        QVERIFY(!content.contains("ffffffffffffffffffffffffffffffff"));
    }
    QVERIFY(!m_keychain->secrets.value(CopyUser).contains("0123456789abcdef0123456789abcdef"));
}

QTEST_GUILESS_MAIN(TestKeyVault)
#include "tst_keyvault.moc"
