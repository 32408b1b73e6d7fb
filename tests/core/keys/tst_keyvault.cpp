// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "vaultfixture.h"

#include <QFileInfo>
#include <QSignalSpy>

class TestKeyVault : public VaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void missingKeyIsSaidAndComesBack();
    void failureToReadIsNotMissing_data();
    void failureToReadIsNotMissing();
    void keyInAnotherKeychainIsNotMissing();
    void signOutNamesTheKeychainThatStillHasTheKey();
    void garbageInTheKeychainIsNoKey();
    void keychainIsRightAboutAKeyThatWasReplaced();
    void editedServerGetsNoKey();
    void removeDeletesFromTheKeychainFirst();
    void removeThatFailsRemovesNothing();
    void removingTheDefaultPassesTheMarkOn();
    void lateRemovalStillCounts();
    void renameAndDefaultAndStatusReachTheOtherProgram();
    void badLabelsAreRefused_data();
    void badLabelsAreRefused();
};

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

void TestKeyVault::keyInAnotherKeychainIsNotMissing()
{
    m_keychain->place = u"GNOME Keyring"_s;
    const auto p = program();
    const StoredKey stored = store(*p, testKey("a"));
    QCOMPARE(stored.keychain, u"GNOME Keyring"_s);
    QVERIFY(m_keychain->secrets.remove(u"openrouter-signin/"_s + stored.id));

    m_keychain->place = u"KWallet"_s;
    const Outcome elsewhere(p->vault.read(stored.id));
    QTRY_COMPARE(elsewhere.finished, 1);
    QCOMPARE(elsewhere.error.kind, Kind::Elsewhere);
    QCOMPARE(elsewhere.error.place, u"GNOME Keyring"_s);
    QCOMPARE(elsewhere.error.answering, u"KWallet"_s);
    QCOMPARE(p->vault.find(stored.id)->state, StoredKey::State::Stored);

    // Nor if the other one has no wallet yet.
    m_keychain->readError = Kind::NotCreated;
    const Outcome noWallet(p->vault.read(stored.id));
    QTRY_COMPARE(noWallet.finished, 1);
    QCOMPARE(noWallet.error.kind, Kind::Elsewhere);
    QCOMPARE(p->vault.find(stored.id)->state, StoredKey::State::Stored);
    m_keychain->readError = Kind::None;

    // A service that has no name may be the same one.
    m_keychain->place = u"Secret Service"_s;
    const Outcome missing(p->vault.read(stored.id));
    QTRY_COMPARE(missing.finished, 1);
    QCOMPARE(missing.error.kind, Kind::NotFound);
    QCOMPARE(p->vault.find(stored.id)->state, StoredKey::State::Missing);
    // The note survives the list file.
    const auto q = program();
    QCOMPARE(q->vault.find(stored.id)->keychain, u"GNOME Keyring"_s);
}

void TestKeyVault::signOutNamesTheKeychainThatStillHasTheKey()
{
    m_keychain->place = u"GNOME Keyring"_s;
    const auto p = program();
    const StoredKey here = store(*p, testKey("a"));
    const StoredKey elsewhere = store(*p, testKey("b"));
    QString leftIn = u"not asked"_s;
    const auto signOut = [&](const StoredKey &key) {
        KeyJob *job = p->vault.remove(key.id);
        bool isFinished = false;
        connect(job, &KeyJob::finished, this, [&, job] {
            leftIn = job->leftIn();
            isFinished = true;
        });
        return QTest::qWaitFor([&] { return isFinished; });
    };
    QVERIFY(signOut(here));
    QCOMPARE(leftIn, QString());

    m_keychain->place = u"KWallet"_s;
    QVERIFY(signOut(elsewhere));
    QCOMPARE(leftIn, u"GNOME Keyring"_s);
    QVERIFY(!p->vault.find(elsewhere.id));
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
    QCOMPARE(p->list.condition(), KeyList::Condition::Ready);
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
    QVERIFY(m_keychain->secrets.isEmpty()); // the copy of the list went with its last key
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
    m_clock.advance(StoreOperation::GiveUpAfter);
    QCOMPARE(outcome.finished, 1);
    QCOMPARE(outcome.error.kind, Kind::NotResponding);
    QCOMPARE(p->vault.keys().size(), 1);
    m_keychain->answerAll();
    QTRY_VERIFY(p->vault.keys().isEmpty());
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

QTEST_GUILESS_MAIN(TestKeyVault)
#include "tst_keyvault.moc"
