// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "vaultfixture.h"

#include <QFileInfo>
#include <QSignalSpy>

class TestKeyListCopy : public VaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void deletedListComesBackFromItsCopy();
    void indexDeletedWhileRunningComesBack();
    void corruptListComesBackFromItsCopy();
    void keysMadeBeforeTheRecoveryAreKept();
    void lockedCopyIsNotOverwrittenAndReadLater();
    void malformedEntriesOfTheCopyAreLeftOut();
    void copyIsNotReadWithoutNeed();
    void copyNeitherDelaysNorFailsAnything();
    void copyIsOneWriteForManyChanges();
    void copyDoesNotFollowStatusChanges();
    void settleWaitsForTheCopyButNotForever();
    void changeIsInTheCopyAtOnceIfTheKeychainIsOpen();
    void changeWithALockedKeychainMarksTheCopyAsOutdated();
    void outdatedCopyGivesNoDefault();
    void copyGoesWithTheLastKey();
    void eachListHasACopyOfItsOwn();
};

void TestKeyListCopy::deletedListComesBackFromItsCopy()
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
    QCOMPARE(p->list.condition(), KeyList::Condition::Absent);
    QSignalSpy recovered(&p->vault, &KeyVault::recovered);
    p->vault.recover();
    QCOMPARE(recovered.size(), 0);
    QVERIFY(recovered.wait());
    QCOMPARE(recovered.first().first().toInt(), 2);
    QCOMPARE(p->vault.keys().size(), 2);
    QCOMPARE(p->vault.find(a.id)->keyHash, a.keyHash);
    QCOMPARE(p->vault.find(b.id)->server.baseUrl(), b.server.baseUrl());
    QCOMPARE(p->vault.defaultKey()->id, b.id);
    QVERIFY(p->list.isComplete());
    for (const auto &[id, key] : {std::pair(a.id, testKey("a")), std::pair(b.id, testKey("b"))}) {
        const Outcome outcome(p->vault.read(id));
        QTRY_COMPARE(outcome.finished, 1);
        QVERIFY(outcome.key == key);
    }
}

void TestKeyListCopy::indexDeletedWhileRunningComesBack()
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

void TestKeyListCopy::corruptListComesBackFromItsCopy()
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
    QCOMPARE(p->list.condition(), KeyList::Condition::Corrupt);
    p->vault.recover();
    QTRY_COMPARE(p->vault.keys().size(), 1);
    QVERIFY(QFileInfo::exists(p->list.keptAside()));
}

void TestKeyListCopy::keysMadeBeforeTheRecoveryAreKept()
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

void TestKeyListCopy::lockedCopyIsNotOverwrittenAndReadLater()
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
    QVERIFY(m_keychain->secrets.value(copyUser()).contains(testKey("a").hash().toLatin1()));
    QVERIFY(m_keychain->secrets.value(copyUser()).contains(testKey("b").hash().toLatin1()));
}

void TestKeyListCopy::malformedEntriesOfTheCopyAreLeftOut()
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
    QByteArray &copy = m_keychain->secrets[copyUser()];
    QVERIFY(copy.contains(testKey("a").hash().toLatin1()));
    copy.replace(testKey("a").hash().toLatin1(), "../../etc/passwd");
    const auto p = program();
    p->vault.recover();
    QTRY_COMPARE(p->vault.keys().size(), 1);
    QCOMPARE(p->vault.keys().first().keyHash, testKey("b").hash());
}

void TestKeyListCopy::copyIsNotReadWithoutNeed()
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

void TestKeyListCopy::copyNeitherDelaysNorFailsAnything()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey a = store(*p, testKey("a"));
    settle(*p);
    QVERIFY(m_keychain->secrets.contains(copyUser()));

    // Renaming needs no keychain; afterwards its copy hangs, and all goes on.
    m_keychain->hangs = true;
    QCOMPARE(p->vault.rename(a.id, u"Mine"_s), QString());
    QTRY_COMPARE(m_keychain->log.last(), u"write "_s + copyUser());
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
    QTRY_VERIFY(m_keychain->secrets.value(copyUser()).contains("Mine"));
}

void TestKeyListCopy::copyIsOneWriteForManyChanges()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey a = store(*p, testKey("a"));
    settle(*p);
    m_keychain->log.clear();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(p->vault.rename(a.id, u"Label %1"_s.arg(i)), QString());
    settle(*p);
    QCOMPARE(m_keychain->log, QStringList(u"write "_s + copyUser()));
    QVERIFY(m_keychain->secrets.value(copyUser()).contains("Label 19"));
}

void TestKeyListCopy::copyDoesNotFollowStatusChanges()
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

void TestKeyListCopy::settleWaitsForTheCopyButNotForever()
{
    const auto p = program();
    p->vault.recover();
    store(*p, testKey("a"));
    settle(*p);
    QVERIFY(m_keychain->secrets.contains(copyUser()));

    m_keychain->hangs = true;
    QCOMPARE(p->vault.rename(p->vault.keys().first().id, u"Mine"_s), QString());
    int settled = 0;
    p->vault.settle(this, [&] { ++settled; });
    QTRY_COMPARE(m_keychain->log.last(), u"write "_s + copyUser());
    QCoreApplication::processEvents();
    QCOMPARE(settled, 0);
    m_clock.advance(KeyListCopy::SettleTime);
    QCOMPARE(settled, 1);
    m_keychain->answerAll();
    QCoreApplication::processEvents();
    QCOMPARE(settled, 1);
}

void TestKeyListCopy::changeIsInTheCopyAtOnceIfTheKeychainIsOpen()
{
    QString id;
    {
        const auto p = program();
        p->vault.recover();
        id = store(*p, testKey("a")).id;
        settle(*p);
    }
    // A program that only renames has not used the keychain.
    m_keychain->log.clear();
    const auto p = program();
    QCOMPARE(p->vault.rename(id, u"Mine"_s), QString());
    settle(*p);
    QCOMPARE(m_keychain->log, QStringList(u"write "_s + copyUser()));
    QVERIFY(m_keychain->secrets.value(copyUser()).contains("Mine"));
    QVERIFY(!QFileInfo::exists(path() + ".copy-outdated"_L1));
}

void TestKeyListCopy::changeWithALockedKeychainMarksTheCopyAsOutdated()
{
    QString id;
    {
        const auto p = program();
        p->vault.recover();
        id = store(*p, testKey("a")).id;
        settle(*p);
    }
    m_keychain->log.clear();
    m_keychain->needsPrompt = true;
    {
        const auto p = program();
        QCOMPARE(p->vault.rename(id, u"Mine"_s), QString());
        settle(*p);
        QVERIFY(m_keychain->log.isEmpty()); // no prompt for a copy
    }
    QVERIFY(QFileInfo::exists(path() + ".copy-outdated"_L1));

    // It is written after the next operation that succeeds, by whichever program.
    const auto p = program();
    const Outcome read(p->vault.read(id));
    QTRY_COMPARE(read.finished, 1);
    settle(*p);
    QVERIFY(m_keychain->secrets.value(copyUser()).contains("Mine"));
    QVERIFY(!QFileInfo::exists(path() + ".copy-outdated"_L1));
}

void TestKeyListCopy::outdatedCopyGivesNoDefault()
{
    QString other;
    {
        const auto p = program();
        p->vault.recover();
        store(*p, testKey("a"));
        m_clock.advance(1s);
        other = store(*p, testKey("b")).id;
        settle(*p);
        m_keychain->needsPrompt = true;
    }
    {
        const auto p = program();
        QCOMPARE(p->vault.setDefault(other), QString());
        settle(*p);
    }
    QFile file(path());
    QVERIFY(file.resize(file.size() / 2));
    const auto p = program();
    p->vault.recover();
    QTRY_COMPARE(p->vault.keys().size(), 2);
    QVERIFY(!p->vault.defaultKey()); // the copy says "a", which would be charged
    QVERIFY(p->vault.recoveredFromOutdatedCopy());
}

void TestKeyListCopy::copyGoesWithTheLastKey()
{
    const auto p = program();
    p->vault.recover();
    const StoredKey stored = store(*p, testKey("a"));
    settle(*p);
    QVERIFY(m_keychain->secrets.contains(copyUser()));
    const Outcome outcome(p->vault.remove(stored.id));
    QTRY_COMPARE(outcome.finished, 1);
    settle(*p);
    QVERIFY(m_keychain->secrets.isEmpty());
}

void TestKeyListCopy::eachListHasACopyOfItsOwn()
{
    const QString usual = QDir::homePath() + "/.local/share/openrouter-signin/keys.json"_L1;
    QCOMPARE(KeyListCopy::keychainUser(usual), u"openrouter-signin/index"_s);
    const QString flatpak =
        QDir::homePath() + "/.var/app/example/data/openrouter-signin/keys.json"_L1;
    QVERIFY(KeyListCopy::keychainUser(flatpak).startsWith("openrouter-signin/index-"_L1));
    QVERIFY(KeyListCopy::keychainUser(flatpak) != KeyListCopy::keychainUser(path()));
    QCOMPARE(KeyListCopy::keychainUser(flatpak), KeyListCopy::keychainUser(flatpak));
}

QTEST_GUILESS_MAIN(TestKeyListCopy)
#include "tst_keylistcopy.moc"
