// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "vaultfixture.h"

#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>

namespace {

QString userOf(const QString &id)
{
    return u"openrouter-signin/"_s + id;
}

OpenRouterAuth::Error refusal(bool keyMayExist)
{
    OpenRouterAuth::Error error(OpenRouterAuth::Error::Kind::Forbidden);
    error.setKeyMayExist(keyMayExist);
    return error;
}

} // namespace

class TestNewKey : public VaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void storedKeyComesBackInTheNextProgram();
    void keyIsPendingUntilItIsReadBack();
    void readBackMustBeTheSame_data();
    void readBackMustBeTheSame();
    void failureOfTheKeychainKeepsTheEntryPending_data();
    void failureOfTheKeychainKeepsTheEntryPending();
    void storingAgainAfterAFailureCompletesTheSameEntry();
    void hangingKeychainIsSlowThenGivenUpAndALateAnswerStillCounts();
    void lateAnswerStoresAKeyThatWasKeptForTheSession();
    void heldKeyIsNotStoredBeforeTheAnswer();
    void discardedKeyStaysPendingUntilTheKeychainHasConfirmed();
    void discardedKeyIsRemovedByTheNextProgram();
    void failureToRemoveADiscardedKeyIsSaid();
    void keyThatTheListWouldNotTakeCanBeDiscarded();
    void unwritableListDoesNotLoseTheKey();
    void sessionKeyIsReportedAfterACrashOnly();
    void sessionKeysAreTakenOnce();
    void refusedCodeLeavesNoEntry();
    void lostAnswerIsReportedByTheNextStart();
    void programThatEndsDuringTheExchangeLeavesTheEntry();
    void anotherKeyThatMayExistIsReported();
    void sameKeyTwiceIsOneEntry();
    void sameKeyOnAnotherServerIsAnotherEntry();
    void keyFromUnderARegionalHostKeepsItsPlace();
    void renewedKeyKeepsIdLabelAndDefault();
    void renewalIsOnlyForTheSameServer();
    void overwriteThatFailsIsUndone();
    void lateOverwriteIsUndone();
    void discardDuringARenewalPutsTheOldKeyBack_data();
    void discardDuringARenewalPutsTheOldKeyBack();
    void crashDuringARenewalLosesNoKey_data();
    void crashDuringARenewalLosesNoKey();
    void printedKeyIsNeverLookedForInTheKeychain();
    void printedKeyLeavesTheListWhenItsReaderHasIt();
    void adoptedKeyThatIsNotStoredLeavesNothing();
    void eachEndOfEachWayLeavesWhatItShould_data();
    void eachEndOfEachWayLeavesWhatItShould();
    void reserveSaysWhyItCannot();
    void hostileLabelIsMadeFit();
    void killedProgramLeavesItsKeyPending();
    void keyThatReachedTheKeychainIsCompletedAfterACrash();
    void anotherKeyInItsPlaceCompletesNothing();
    void unknownVersionOfTheListIsLeftAlone();
    void noKeyIsInAnyFile();
};

void TestNewKey::storedKeyComesBackInTheNextProgram()
{
    const ApiKey key = testKey("first");
    StoredKey stored;
    {
        const auto p = program();
        NewKey *newKey = p->newKey(u"My computer"_s);
        QCOMPARE(p->problem, QString());
        QVERIFY(StoredKey::isValidId(newKey->entry().id));
        QVERIFY(p->vault.keys().isEmpty());
        const Outcome outcome(p->store(newKey, key));
        QCOMPARE(outcome.finished, 0);
        QTRY_COMPARE(outcome.finished, 1);
        QCOMPARE(outcome.error.kind, Kind::None);
        stored = outcome.entry;
        QCOMPARE(stored.state, StoredKey::State::Stored);
        QVERIFY(stored.isDefault);
        QCOMPARE(newKey->home(), NewKey::Home::Keychain);
        QCOMPARE(m_keychain->secrets.value(userOf(stored.id)), key.secret().toByteArray());
    }
    const auto p = program();
    QCOMPARE(p->vault.keys().size(), 1);
    const StoredKey found = p->vault.keys().first();
    QCOMPARE(found.id, stored.id);
    QCOMPARE(found.label, u"My computer"_s);
    QCOMPARE(found.userId, u"user_1"_s);
    QCOMPARE(found.keyHash, key.hash());
    QCOMPARE(found.created, m_clock.now());
    QCOMPARE(p->vault.defaultKey()->id, stored.id);
    const Outcome outcome(p->vault.read(stored.id));
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(outcome.key == key);
}

void TestNewKey::keyIsPendingUntilItIsReadBack()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    m_keychain->hangs = true;
    const Outcome outcome(p->store(key, testKey("a")));
    QVERIFY(p->vault.keys().isEmpty());
    QCOMPARE(p->list.keys().first().state, StoredKey::State::Pending);
    QCOMPARE(p->list.keys().first().keyHash, testKey("a").hash());

    m_keychain->answerAll();
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(m_keychain->log.mid(0, 2),
             QStringList({u"write openrouter-signin/"_s + key->entry().id,
                          u"read openrouter-signin/"_s + key->entry().id}));
    QCOMPARE(p->vault.keys().size(), 1);
}

void TestNewKey::readBackMustBeTheSame_data()
{
    QTest::addColumn<bool>("losesWrites");
    QTest::addColumn<QByteArray>("lie");
    QTest::newRow("nothing there") << true << QByteArray();
    QTest::newRow("another key") << false << testKey("b").secret().toByteArray();
    QTest::newRow("cut off") << false << testKey("a").secret().toByteArray().chopped(1);
    QTest::newRow("one more byte") << false << testKey("a").secret().toByteArray() + 'x';
}

void TestNewKey::readBackMustBeTheSame()
{
    QFETCH(bool, losesWrites);
    QFETCH(QByteArray, lie);
    m_keychain->losesWrites = losesWrites;
    m_keychain->lie = lie;

    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(p->store(key, testKey("a")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::Mismatch);
    QVERIFY(!outcome.error.detail.isEmpty());
    QVERIFY(p->vault.keys().isEmpty());
    QCOMPARE(p->vault.find(key->entry().id)->state, StoredKey::State::Pending);
}

void TestNewKey::failureOfTheKeychainKeepsTheEntryPending_data()
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

void TestNewKey::failureOfTheKeychainKeepsTheEntryPending()
{
    QFETCH(Kind, writeError);
    QFETCH(Kind, readError);
    m_keychain->writeError = writeError;
    m_keychain->readError = readError;

    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(p->store(key, testKey("a")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, writeError == Kind::None ? readError : writeError);
    QVERIFY(p->vault.keys().isEmpty());
    QCOMPARE(p->vault.find(key->entry().id)->state, StoredKey::State::Pending);
    // Ours as long as we live: there is still somebody to ask.
    QVERIFY(p->vault.unfinished().isEmpty());
}

void TestNewKey::storingAgainAfterAFailureCompletesTheSameEntry()
{
    m_keychain->writeError = Kind::Locked;
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome first(p->store(key, testKey("a")));
    QTRY_COMPARE(first.finished, 1);

    m_keychain->writeError = Kind::None;
    const Outcome second(key);
    key->store();
    QTRY_COMPARE(second.finished, 1);
    QCOMPARE(second.error.kind, Kind::None);
    QCOMPARE(second.entry.id, key->entry().id);
    QCOMPARE(p->list.keys().size(), 1);
}

void TestNewKey::hangingKeychainIsSlowThenGivenUpAndALateAnswerStillCounts()
{
    m_keychain->hangs = true;
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(p->store(key, testKey("a")));

    m_clock.advance(StoreOperation::SlowAfter - 1ms);
    QCOMPARE(outcome.slow, 0);
    m_clock.advance(1ms);
    QCOMPARE(outcome.slow, 1);
    QCOMPARE(outcome.finished, 0);
    m_clock.advance(StoreOperation::GiveUpAfter - StoreOperation::SlowAfter);
    QCOMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::NotResponding);
    QVERIFY(p->vault.keys().isEmpty());

    m_keychain->answerAll();
    QTRY_COMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().id, key->entry().id);
    QCOMPARE(outcome.finished, 2);
    QCOMPARE(outcome.error.kind, Kind::None);
}

void TestNewKey::lateAnswerStoresAKeyThatWasKeptForTheSession()
{
    m_keychain->hangs = true;
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    p->store(key, testKey("a"));
    key->keepForSession();
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().state, StoredKey::State::Session);

    m_keychain->answerAll();
    QTRY_COMPARE(p->vault.keys().first().state, StoredKey::State::Stored);
    QCOMPARE(p->vault.keys().size(), 1);
    QVERIFY(p->vault.keys().first().isDefault);
    QCOMPARE(p->list.keys().size(), 1);
    const Outcome read(p->vault.read(key->entry().id));
    QTRY_VERIFY(read.key == testKey("a"));
}

void TestNewKey::heldKeyIsNotStoredBeforeTheAnswer()
{
    m_keychain->hangs = true;
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(p->store(key, testKey("a")));
    key->hold(); // the person is asked
    m_keychain->answerAll();
    settle(*p);
    QVERIFY(p->vault.keys().isEmpty());
    QVERIFY(!p->vault.defaultKey());

    key->discard();
    QTRY_COMPARE(outcome.discarded, 1);
    QVERIFY(!outcome.error.isError());
    QVERIFY(keysInKeychain().isEmpty());
    QVERIFY(p->list.keys().isEmpty());

    // And an answer that keeps it goes on where it was.
    NewKey *other = p->newKey(u"label"_s);
    const Outcome kept(p->store(other, testKey("b")));
    other->hold();
    settle(*p);
    QCOMPARE(kept.finished, 0);
    other->store();
    QTRY_COMPARE(kept.finished, 1);
    QCOMPARE(p->vault.keys().size(), 1);
}

void TestNewKey::discardedKeyStaysPendingUntilTheKeychainHasConfirmed()
{
    m_keychain->hangs = true;
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(p->store(key, testKey("a")));
    key->discard();
    QCOMPARE(p->list.keys().size(), 1);
    QCOMPARE(p->list.keys().first().intent, StoredKey::Intent::Discard);
    QCOMPARE(outcome.discarded, 0);

    m_keychain->answerAll();
    QTRY_COMPARE(outcome.discarded, 1);
    QVERIFY(!outcome.error.isError());
    QVERIFY(keysInKeychain().isEmpty());
    QVERIFY(p->list.keys().isEmpty());
    QCOMPARE(outcome.finished, 0);
}

void TestNewKey::discardedKeyIsRemovedByTheNextProgram()
{
    {
        const auto p = program();
        NewKey *key = p->newKey(u"label"_s);
        m_keychain->hangs = true;
        p->store(key, testKey("a"));
        key->discard();
        // The program ends here; the keychain writes the key all the same.
        m_keychain->secrets.insert(userOf(key->entry().id), testKey("a").secret().toByteArray());
    }
    m_keychain->answerAll();
    const auto p = program();
    QCOMPARE(p->vault.unfinished().size(), 1); // named until it is gone
    p->vault.recover();
    QTRY_VERIFY(p->list.keys().isEmpty());
    QVERIFY(keysInKeychain().isEmpty());
}

void TestNewKey::failureToRemoveADiscardedKeyIsSaid()
{
    m_keychain->readError = Kind::Other; // it was written, and then nobody could look
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(p->store(key, testKey("a")));
    QTRY_COMPARE(outcome.finished, 1);
    m_keychain->removeError = Kind::Locked;
    key->discard();
    QTRY_COMPARE(outcome.discarded, 1);
    QCOMPARE(outcome.error.kind, Kind::Locked);
    QCOMPARE(p->list.keys().first().intent, StoredKey::Intent::Discard);
}

void TestNewKey::keyThatTheListWouldNotTakeCanBeDiscarded()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    m_keychain->hangs = true;
    const Outcome outcome(p->store(key, testKey("a")));
    // A directory where the file has to go: nothing can be written.
    QVERIFY(QFile::remove(path()));
    QVERIFY(QDir().mkpath(path()));
    m_keychain->answerAll();
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(!outcome.listProblem.isEmpty());
    QCOMPARE(p->vault.keys().size(), 1);

    key->discard();
    QTRY_COMPARE(outcome.discarded, 1);
    QVERIFY(keysInKeychain().isEmpty());
    QVERIFY(p->vault.keys().isEmpty());
    QVERIFY(!outcome.listProblem.isEmpty()); // said: the list could not be written
    QVERIFY(QDir().rmdir(path()));
}

void TestNewKey::unwritableListDoesNotLoseTheKey()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    m_keychain->hangs = true;
    const Outcome outcome(p->store(key, testKey("a")));
    QVERIFY(QFile::remove(path()));
    QVERIFY(QDir().mkpath(path()));
    m_keychain->answerAll();
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::None);
    QVERIFY(!outcome.listProblem.isEmpty());
    const QString id = key->entry().id;
    const Outcome read(p->vault.read(id));
    QTRY_VERIFY(read.key == testKey("a"));

    // As soon as the file can be written the entry is in it.
    QVERIFY(QDir().rmdir(path()));
    QCOMPARE(p->vault.rename(id, u"Mine"_s), QString());
    store(*p, testKey("b"));
    QCOMPARE(p->list.keys().size(), 2);
    QCOMPARE(p->vault.find(id)->label, u"Mine"_s);
    QCOMPARE(p->vault.defaultKey()->id, id);
}

void TestNewKey::sessionKeyIsReportedAfterACrashOnly()
{
    {
        const auto p = program();
        NewKey *key = p->newKey(u"label"_s);
        key->received(testKey("a"), {});
        key->keepForSession();
        QVERIFY(p->vault.keys().first().isDefault);
        const Outcome read(p->vault.read(key->entry().id));
        QTRY_VERIFY(read.key == testKey("a"));
        QVERIFY(m_keychain->log.isEmpty());
    }
    {
        const auto p = program();
        QVERIFY(p->vault.keys().isEmpty());
        QCOMPARE(p->vault.unfinished().size(), 1);
        QCOMPARE(p->vault.unfinished().first().keyHash, testKey("a").hash());
        const Outcome outcome(p->vault.remove(p->vault.unfinished().first().id));
        QTRY_COMPARE(outcome.finished, 1);

        NewKey *key = p->newKey(u"label"_s);
        key->received(testKey("b"), {});
        key->keepForSession();
        p->vault.endSession();
    }
    const auto p = program();
    QVERIFY(p->list.keys().isEmpty());
}

void TestNewKey::sessionKeysAreTakenOnce()
{
    const auto p = program();
    NewKey *first = p->newKey(u"label"_s);
    first->received(testKey("a"), {});
    first->keepForSession();
    NewKey *again = p->newKey(u"label"_s);
    again->received(testKey("a"), {});
    again->keepForSession();
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.rename(first->entry().id, u"Mine"_s), QString());

    // Stored later, it keeps its id and label.
    NewKey *stored = p->newKey(u"label"_s);
    const Outcome outcome(p->store(stored, testKey("a")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.entry.id, first->entry().id);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().state, StoredKey::State::Stored);
    QCOMPARE(p->vault.keys().first().label, u"Mine"_s);
    p->vault.endSession();
}

void TestNewKey::refusedCodeLeavesNoEntry()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    key->refused(refusal(false));
    key->refused(refusal(false));
    QCOMPARE(p->list.keys().size(), 1);
    delete key;
    QVERIFY(p->list.keys().isEmpty());
    QVERIFY(m_keychain->log.isEmpty());
}

void TestNewKey::lostAnswerIsReportedByTheNextStart()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    key->refused(refusal(true));
    key->refused(refusal(false)); // a refusal afterwards proves nothing
    delete key;
    QCOMPARE(p->vault.unfinished().size(), 1);
    const Outcome outcome(p->vault.remove(p->vault.unfinished().first().id));
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(p->list.keys().isEmpty());
    QVERIFY(m_keychain->log.isEmpty()); // no key was known, so nothing to prompt for
}

void TestNewKey::programThatEndsDuringTheExchangeLeavesTheEntry()
{
    {
        const auto p = program();
        p->newKey(u"label"_s)->posted();
    }
    const auto p = program();
    QCOMPARE(p->vault.unfinished().size(), 1);
}

void TestNewKey::anotherKeyThatMayExistIsReported()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s);
    const Outcome outcome(key);
    key->received(testKey("a"), {}, {}, true);
    key->store();
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(p->vault.keys().size(), 1);
    QVERIFY(key->reminder());
    QCOMPARE(p->vault.unfinished().size(), 1);
    QCOMPARE(p->vault.unfinished().first().id, key->reminder()->id);
    const auto next = program();
    QCOMPARE(next->vault.unfinished().size(), 1);
}

void TestNewKey::sameKeyTwiceIsOneEntry()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey first = store(*p, testKey("a"));
    QCOMPARE(p->vault.rename(first.id, u"Mine"_s), QString());
    m_clock.advance(1h);
    NewKey *key = p->newKey(u"Another label"_s);
    const Outcome outcome(p->store(key, testKey("a")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.entry.id, first.id);
    QCOMPARE(outcome.entry.label, u"Mine"_s);
    QCOMPARE(outcome.entry.created, first.created);
    QVERIFY(outcome.entry.isDefault);
    QCOMPARE(p->list.keys().size(), 1);
    QCOMPARE(keysInKeychain().size(), 1);
}

/// As earlier versions stored it. The keychain names the host, so the entry must go on doing so.
void TestNewKey::keyFromUnderARegionalHostKeepsItsPlace()
{
    const Server region = testServer(u"https://eu.openrouter.ai/api/v1"_s);
    const auto p = program();
    const StoredKey old = store(*p, testKey("a"), region);
    const QString user = u"openrouter-signin/eu.openrouter.ai:443/"_s + old.id;
    QCOMPARE(keysInKeychain(), QStringList{user});

    // Given again, now that its server counts as openrouter.ai.
    const StoredKey again = store(*p, testKey("a"), Server());
    QCOMPARE(again.id, old.id);
    QCOMPARE(again.server, region);
    QCOMPARE(keysInKeychain(), QStringList{user});
    QCOMPARE(p->vault.keys().size(), 1);

    // Read by the next program, with the pages that it never had itself.
    const auto next = program();
    QCOMPARE(next->vault.keys().size(), 1);
    const StoredKey read = next->vault.keys().constFirst();
    QCOMPARE(read.server, region);
    QCOMPARE(read.settingsUrl().host(), u"openrouter.ai"_s);
    KeyJob *job = next->vault.read(read.id);
    const Outcome outcome(job);
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(*outcome.key, testKey("a"));
}

void TestNewKey::sameKeyOnAnotherServerIsAnotherEntry()
{
    const auto p = program();
    const StoredKey first = store(*p, testKey("a"));
    const StoredKey second = store(*p, testKey("a"), testServer(u"https://example.org/api/v1"_s));
    QVERIFY(first.id != second.id);
    QCOMPARE(p->vault.keys().size(), 2);
    QVERIFY(!second.isDefault);
    QVERIFY(m_keychain->secrets.contains(u"openrouter-signin/example.org:443/"_s + second.id));
}

void TestNewKey::renewedKeyKeepsIdLabelAndDefault()
{
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    QCOMPARE(p->vault.rename(old.id, u"Mine"_s), QString());
    KeyStatus refused;
    refused.checkedAt = m_clock.now();
    refused.refused = true;
    QCOMPARE(p->vault.setStatus(old.id, refused), QString());

    NewKey *key = p->newKey(u"Another label"_s, StoredKey::Intent::Store, old.id);
    const Outcome outcome(p->store(key, testKey("new")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.entry.id, old.id);
    QCOMPARE(outcome.entry.label, u"Mine"_s);
    QVERIFY(outcome.entry.isDefault);
    QCOMPARE(outcome.entry.keyHash, testKey("new").hash());
    QCOMPARE(outcome.entry.condition(m_clock.now()), StoredKey::Condition::Unknown);
    QCOMPARE(key->replaced()->keyHash, testKey("old").hash());
    QTRY_COMPARE(p->list.keys().size(), 1);
    QTRY_COMPARE(keysInKeychain(), QStringList(userOf(old.id)));
    QCOMPARE(m_keychain->secrets.value(userOf(old.id)), testKey("new").secret().toByteArray());
}

void TestNewKey::renewalIsOnlyForTheSameServer()
{
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Store, old.id,
                            testServer(u"https://example.org/api/v1"_s));
    const Outcome outcome(p->store(key, testKey("new")));
    QTRY_COMPARE(outcome.finished, 1);
    QVERIFY(outcome.entry.id != old.id);
    QCOMPARE(m_keychain->secrets.value(userOf(old.id)), testKey("old").secret().toByteArray());
}

void TestNewKey::overwriteThatFailsIsUndone()
{
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Store, old.id);
    m_keychain->nextWriteErrors.insert(userOf(old.id), Kind::Other);
    const Outcome outcome(p->store(key, testKey("new")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::Other);
    QCOMPARE(m_keychain->secrets.value(userOf(old.id)), testKey("old").secret().toByteArray());
    QCOMPARE(p->vault.find(old.id)->keyHash, testKey("old").hash());
    // The new key is safe under its own id, and another try completes it.
    const Outcome again(key);
    key->store();
    QTRY_COMPARE(again.finished, 1);
    QCOMPARE(again.error.kind, Kind::None);
    QCOMPARE(m_keychain->secrets.value(userOf(old.id)), testKey("new").secret().toByteArray());
    QTRY_COMPARE(keysInKeychain().size(), 1);
}

void TestNewKey::lateOverwriteIsUndone()
{
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Store, old.id);
    m_keychain->hangsAt = u"write openrouter-signin/"_s + old.id;
    const Outcome outcome(p->store(key, testKey("new")));
    QTRY_VERIFY(m_keychain->hangs);
    m_clock.advance(StoreOperation::GiveUpAfter);
    QCOMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::NotResponding);
    m_keychain->answerAll();
    QTRY_COMPARE(m_keychain->secrets.value(userOf(old.id)), testKey("old").secret().toByteArray());
    settle(*p);
    QCOMPARE(p->vault.find(old.id)->keyHash, testKey("old").hash());
    QCOMPARE(outcome.finished, 1);
}

void TestNewKey::discardDuringARenewalPutsTheOldKeyBack_data()
{
    QTest::addColumn<QString>("hangsAt");
    QTest::addColumn<int>("count");
    QTest::newRow("writing its own id") << u"write"_s << 1;
    QTest::newRow("reading it back") << u"read"_s << 1;
    QTest::newRow("reading the old value") << u"read"_s << 2;
    QTest::newRow("overwriting it") << u"write"_s << 2;
    QTest::newRow("reading that back") << u"read"_s << 3;
}

void TestNewKey::discardDuringARenewalPutsTheOldKeyBack()
{
    QFETCH(QString, hangsAt);
    QFETCH(int, count);
    const auto p = program();
    const StoredKey old = store(*p, testKey("old"));
    settle(*p);
    NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Store, old.id);
    m_keychain->hangsAt = hangsAt;
    m_keychain->hangsAtCount = count;
    const Outcome outcome(p->store(key, testKey("new")));
    QTRY_VERIFY(m_keychain->hangs);
    key->discard();
    m_keychain->answerAll();
    QTRY_COMPARE(outcome.discarded, 1);
    QVERIFY(!outcome.error.isError());
    QCOMPARE(keysInKeychain(), QStringList(userOf(old.id)));
    QCOMPARE(m_keychain->secrets.value(userOf(old.id)), testKey("old").secret().toByteArray());
    QCOMPARE(p->list.keys().size(), 1);
    QCOMPARE(p->vault.find(old.id)->keyHash, testKey("old").hash());
    QCOMPARE(p->vault.find(old.id)->state, StoredKey::State::Stored);
}

void TestNewKey::crashDuringARenewalLosesNoKey_data()
{
    QTest::addColumn<QString>("diesAt");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("isDone"); ///< The keychain did what it was asked for.
    for (const bool isDone : {false, true}) {
        const QByteArray when = isDone ? " (done)" : " (not done)";
        const auto row = [&](const char *name) -> QTestData & {
            return QTest::newRow((name + when).constData());
        };
        row("writing its own id") << u"write"_s << 1 << isDone;
        row("reading it back") << u"read"_s << 1 << isDone;
        row("reading the old value") << u"read"_s << 2 << isDone;
        row("overwriting it") << u"write"_s << 2 << isDone;
        row("reading that back") << u"read"_s << 3 << isDone;
        row("removing its own id") << u"remove"_s << 1 << isDone;
    }
}

void TestNewKey::crashDuringARenewalLosesNoKey()
{
    QFETCH(QString, diesAt);
    QFETCH(int, count);
    QFETCH(bool, isDone);
    QString oldId;
    QString newId;
    {
        const auto p = program();
        p->vault.recover();
        oldId = store(*p, testKey("old")).id;
        settle(*p);
        NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Store, oldId);
        newId = key->entry().id;
        m_keychain->hangsAt = diesAt;
        m_keychain->hangsAtCount = count;
        p->store(key, testKey("new"));
        QTRY_VERIFY(m_keychain->hangs);
        if (isDone)
            m_keychain->doHeld();
    }
    m_keychain->answerAll();

    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    settle(*p);
    // Whatever the keychain holds is in the list, as what it is, and nothing is left half done.
    QStringList listed;
    for (const StoredKey &entry : p->vault.keys()) {
        const Outcome read(p->vault.read(entry.id));
        QTRY_COMPARE(read.finished, 1);
        QVERIFY(read.key);
        QCOMPARE(entry.keyHash, read.key->hash());
        listed += userOf(entry.id);
    }
    listed.sort();
    QCOMPARE(keysInKeychain(), listed);
    const bool hasNew =
        m_keychain->secrets.values().contains(testKey("new").secret().toByteArray());
    // The new key is stored, or its entry reports it.
    QVERIFY(hasNew || p->vault.unfinished().size() == 1);
    QVERIFY(!hasNew || p->vault.unfinished().isEmpty());
}

void TestNewKey::printedKeyIsNeverLookedForInTheKeychain()
{
    QString id;
    {
        const auto p = program();
        NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Print);
        id = key->entry().id;
        key->received(testKey("a"), {});
        key->beginPrinting();
        // Nobody reads it, and the program ends.
    }
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QVERIFY(!m_keychain->log.contains(u"read "_s + userOf(id)));
    QCOMPARE(p->vault.unfinished().size(), 1);
    QCOMPARE(p->vault.unfinished().first().keyHash, testKey("a").hash());
}

void TestNewKey::printedKeyLeavesTheListWhenItsReaderHasIt()
{
    const auto p = program();
    NewKey *key = p->newKey(u"label"_s, StoredKey::Intent::Print);
    key->received(testKey("a"), {});
    key->beginPrinting();
    QCOMPARE(p->list.keys().size(), 1);
    key->printed();
    QVERIFY(p->list.keys().isEmpty());

    // Printed after the keychain failed: what may be in the keychain goes too.
    m_keychain->readError = Kind::Other;
    NewKey *other = p->newKey(u"label"_s);
    const Outcome outcome(p->store(other, testKey("b")));
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(keysInKeychain().size(), 1);
    other->beginPrinting();
    other->printed();
    QTRY_VERIFY(p->list.keys().isEmpty());
    QVERIFY(keysInKeychain().isEmpty());
    QCOMPARE(other->home(), NewKey::Home::Output);
}

void TestNewKey::adoptedKeyThatIsNotStoredLeavesNothing()
{
    m_keychain->writeError = Kind::Locked;
    const auto p = program();
    auto *key = new NewKey(&p->vault, &p->owner);
    StoredKey entry;
    entry.label = u"Mine"_s;
    key->adopt(testKey("a"), entry);
    const Outcome outcome(key);
    key->store();
    QTRY_COMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::Locked);
    QVERIFY(p->vault.unfinished().isEmpty());
    key->discard();
    QTRY_COMPARE(outcome.discarded, 1);
    QVERIFY(p->list.keys().isEmpty());

    m_keychain->writeError = Kind::None;
    auto *again = new NewKey(&p->vault, &p->owner);
    again->adopt(testKey("a"), entry);
    const Outcome stored(again);
    again->store();
    QTRY_COMPARE(stored.finished, 1);
    QCOMPARE(p->vault.keys().first().label, u"Mine"_s);
}

namespace {

enum class Way { SignIn, Renewal, Existing, Printed };
enum class End { Success, Failure, Discard, Hang, Crash };

} // namespace

/// Each way to get a key, and each end of it: what is in the keychain, in the list and reported by
/// the next start.
void TestNewKey::eachEndOfEachWayLeavesWhatItShould_data()
{
    QTest::addColumn<int>("way");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("stored");     ///< The keys that the next program lists.
    QTest::addColumn<int>("unfinished"); ///< What it reports before it has recovered.
    const auto row = [](const char *name, Way way, End end, int stored, int unfinished) {
        QTest::newRow(name) << int(way) << int(end) << stored << unfinished;
    };
    row("sign-in, success", Way::SignIn, End::Success, 1, 0);
    row("sign-in, failure", Way::SignIn, End::Failure, 0, 1);
    row("sign-in, discard", Way::SignIn, End::Discard, 0, 0);
    row("sign-in, hang", Way::SignIn, End::Hang, 0, 1);
    row("sign-in, crash", Way::SignIn, End::Crash, 1, 1);
    row("renewal, success", Way::Renewal, End::Success, 1, 0);
    row("renewal, failure", Way::Renewal, End::Failure, 1, 1);
    row("renewal, discard", Way::Renewal, End::Discard, 1, 0);
    row("renewal, hang", Way::Renewal, End::Hang, 1, 1);
    row("renewal, crash", Way::Renewal, End::Crash, 2, 1);
    row("existing, success", Way::Existing, End::Success, 1, 0);
    row("existing, failure", Way::Existing, End::Failure, 0, 0);
    row("existing, discard", Way::Existing, End::Discard, 0, 0);
    row("existing, hang", Way::Existing, End::Hang, 0, 0);
    row("existing, crash", Way::Existing, End::Crash, 1, 0);
    row("printed, success", Way::Printed, End::Success, 0, 0);
    row("printed, failure", Way::Printed, End::Failure, 0, 1);
    row("printed, discard", Way::Printed, End::Discard, 0, 0);
    row("printed, hang", Way::Printed, End::Hang, 0, 1);
    row("printed, crash", Way::Printed, End::Crash, 0, 1);
}

void TestNewKey::eachEndOfEachWayLeavesWhatItShould()
{
    QFETCH(int, way);
    QFETCH(int, end);
    QFETCH(int, stored);
    QFETCH(int, unfinished);
    {
        const auto p = program();
        p->vault.recover();
        QString oldId;
        if (Way(way) == Way::Renewal)
            oldId = store(*p, testKey("old")).id;
        settle(*p);

        NewKey *key = nullptr;
        if (Way(way) == Way::Existing) {
            key = new NewKey(&p->vault, &p->owner);
            key->adopt(testKey("a"), {});
        } else {
            key = p->newKey(u"label"_s,
                            Way(way) == Way::Printed ? StoredKey::Intent::Print
                                                     : StoredKey::Intent::Store,
                            oldId);
            key->received(testKey("a"), {});
        }
        const Outcome outcome(key);
        if (Way(way) == Way::Printed) {
            key->beginPrinting();
            if (End(end) == End::Success)
                key->printed();
            else if (End(end) == End::Discard)
                key->discard();
        } else {
            m_keychain->hangs = End(end) == End::Hang || End(end) == End::Crash;
            m_keychain->writeError = End(end) == End::Failure ? Kind::Denied : Kind::None;
            key->store();
            if (End(end) == End::Discard)
                key->discard();
            if (End(end) == End::Crash)
                m_keychain->doHeld();
            if (End(end) == End::Success || End(end) == End::Failure)
                QTRY_COMPARE(outcome.finished, 1);
        }
        if (End(end) == End::Discard)
            QTRY_COMPARE(outcome.discarded, 1);
        if (!m_keychain->hangs)
            settle(*p);
    }
    m_keychain->answerAll();
    m_keychain->writeError = Kind::None;

    const auto p = program();
    QCOMPARE(p->vault.unfinished().size(), unfinished);
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QCOMPARE(p->vault.keys().size(), stored);
    QStringList listed;
    for (const StoredKey &entry : p->vault.keys())
        listed += userOf(entry.id);
    listed.sort();
    QTRY_COMPARE(keysInKeychain(), listed);
}

void TestNewKey::reserveSaysWhyItCannot()
{
    QVERIFY(QDir().mkpath(path()));
    const auto p = program();
    p->newKey(u"label"_s);
    QVERIFY(!p->problem.isEmpty());
}

void TestNewKey::hostileLabelIsMadeFit()
{
    const auto p = program();
    const NewKey *key = p->newKey(u"line\nend "_s + QString(200, u'x'));
    QCOMPARE(p->problem, QString());
    QVERIFY(key->entry().label.startsWith("line end x"_L1));
    QCOMPARE(key->entry().label.size(), 100);
}

void TestNewKey::killedProgramLeavesItsKeyPending()
{
    QProcess reserver;
    reserver.start(QStringLiteral(VAULT_PROGRAM), {path()});
    QVERIFY(reserver.waitForReadyRead());
    const QString id = QString::fromLatin1(reserver.readLine()).trimmed();
    const auto p = program();
    QCOMPARE(p->list.keys().size(), 1);
    QVERIFY(p->vault.unfinished().isEmpty());

    reserver.kill();
    QVERIFY(reserver.waitForFinished());
    QCOMPARE(p->vault.unfinished().size(), 1);
    QCOMPARE(p->vault.unfinished().first().id, id);
    const Outcome outcome(p->vault.remove(id));
    QTRY_COMPARE(outcome.finished, 1);
}

void TestNewKey::keyThatReachedTheKeychainIsCompletedAfterACrash()
{
    QString id;
    {
        const auto p = program();
        NewKey *key = p->newKey(u"label"_s);
        id = key->entry().id;
        m_keychain->hangs = true;
        p->store(key, testKey("a"));
        m_keychain->doHeld();
    }
    m_keychain->answerAll();
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 1);
    QCOMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().id, id);
    QVERIFY(p->vault.unfinished().isEmpty());
}

void TestNewKey::anotherKeyInItsPlaceCompletesNothing()
{
    QString id;
    {
        const auto p = program();
        NewKey *key = p->newKey(u"label"_s);
        key->received(testKey("a"), {});
        id = key->entry().id;
    }
    m_keychain->secrets.insert(userOf(id), testKey("b").secret().toByteArray());
    const auto p = program();
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 0);
    QCOMPARE(p->vault.unfinished().size(), 1);
}

void TestNewKey::unknownVersionOfTheListIsLeftAlone()
{
    const QByteArray content = R"({"version":2,"keys":[]})";
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();

    const auto p = program();
    p->vault.recover();
    p->newKey(u"label"_s);
    QVERIFY(!p->problem.isEmpty());
    settle(*p);
    QVERIFY(!m_keychain->secrets.contains(copyUser()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content);
}

void TestNewKey::noKeyIsInAnyFile()
{
    const ApiKey key = testKey("0123456789abcdef0123456789abcdef");
    const auto p = program();
    p->vault.recover();
    QVERIFY(!store(*p, key).id.isEmpty());
    settle(*p);
    NewKey *kept = p->newKey(u"label"_s);
    kept->received(testKey("ffffffffffffffffffffffffffffffff"), {});
    kept->keepForSession();
    const auto files = QDir(m_folder->path()).entryInfoList(QDir::Files | QDir::Hidden);
    QVERIFY(!files.isEmpty());
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(!content.contains("0123456789abcdef0123456789abcdef"));
        QVERIFY(!content.contains("ffffffffffffffffffffffffffffffff"));
    }
    QVERIFY(!m_keychain->secrets.value(copyUser()).contains("0123456789abcdef0123456789abcdef"));
    p->vault.endSession();
}

QTEST_GUILESS_MAIN(TestNewKey)
#include "tst_newkey.moc"
