// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/vaultfixture.h"

namespace {

QString userOf(const QString &id)
{
    return keychainUser(Server(), id);
}

} // namespace

/// Keys in two places at once, the keychain and pass.
class TestKeyStores : public VaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { tearDown(); }
    void keyGoesWhereItWasMeantToGo();
    void renewedKeyStaysWhereItIs();
    void knownKeyStaysWhereItIs();
    void crashedSignInIsFoundInPass();
    void copyOfTheListNeverGoesIntoPass();

private:
    [[nodiscard]] std::unique_ptr<Program> desk()
    {
        return std::make_unique<Program>(path(), m_keychain.get(), &m_clock, m_pass.get());
    }

    static NewKey *store(Program &program, const ApiKey &key, StoreChoice choice,
                         const QString &replacedId = {})
    {
        return program.store(
            program.newKey(u"label"_s, StoredKey::Intent::Store, replacedId, {}, choice), key);
    }

    std::unique_ptr<FaultySecretStore> m_pass;
};

void TestKeyStores::init()
{
    setUp();
    m_keychain->place = u"GNOME Keyring"_s;
    m_pass = std::make_unique<FaultySecretStore>();
    m_pass->place = PassStatus::place();
}

void TestKeyStores::keyGoesWhereItWasMeantToGo()
{
    const auto d = desk();
    const Outcome inPass(store(*d, testKey("a"), StoreChoice::Pass));
    QTRY_COMPARE(inPass.finished, 1);
    QVERIFY(!inPass.error.isError());
    QVERIFY(inPass.entry.isInPass());
    const Outcome inKeychain(store(*d, testKey("b"), StoreChoice::Keychain));
    QTRY_COMPARE(inKeychain.finished, 1);
    QCOMPARE(inKeychain.entry.keychain, u"GNOME Keyring"_s);
    QCOMPARE(m_pass->secrets.keys(), QStringList{userOf(inPass.entry.id)});
    QCOMPARE(keysInKeychain(), QStringList{userOf(inKeychain.entry.id)});

    // Each is read from its place and removed there, by another program too.
    const auto other = desk();
    for (const Outcome *outcome : {&inPass, &inKeychain}) {
        const Outcome read(other->vault.read(outcome->entry.id));
        QTRY_COMPARE(read.finished, 1);
        QVERIFY(read.key);
        const Outcome removed(other->vault.remove(outcome->entry.id));
        QTRY_COMPARE(removed.finished, 1);
        QVERIFY(!removed.error.isError());
    }
    QVERIFY(m_pass->secrets.isEmpty());
    QVERIFY(keysInKeychain().isEmpty());
}

void TestKeyStores::renewedKeyStaysWhereItIs()
{
    const auto d = desk();
    const Outcome first(store(*d, testKey("a"), StoreChoice::Pass));
    QTRY_COMPARE(first.finished, 1);
    // Whatever is chosen: those who read the entry look for it there.
    const Outcome renewed(store(*d, testKey("b"), StoreChoice::Keychain, first.entry.id));
    QTRY_COMPARE(renewed.finished, 1);
    QVERIFY(!renewed.error.isError());
    QCOMPARE(renewed.entry.id, first.entry.id);
    bool isSettled = false;
    d->vault.settle(this, [&] { isSettled = true; });
    QTRY_VERIFY(isSettled);
    QCOMPARE(m_pass->secrets.keys(), QStringList{userOf(first.entry.id)});
    QCOMPARE(m_pass->secrets.first(), testKey("b").secret().toByteArray());
    QVERIFY(keysInKeychain().isEmpty());
    QCOMPARE(d->list.keys().size(), 1);
}

void TestKeyStores::knownKeyStaysWhereItIs()
{
    const auto d = desk();
    const Outcome first(store(*d, testKey("a"), StoreChoice::Keychain));
    QTRY_COMPARE(first.finished, 1);
    const Outcome again(store(*d, testKey("a"), StoreChoice::Pass));
    QTRY_COMPARE(again.finished, 1);
    QCOMPARE(again.entry.id, first.entry.id);
    QCOMPARE(again.entry.keychain, u"GNOME Keyring"_s);
    QVERIFY(m_pass->secrets.isEmpty());
}

void TestKeyStores::crashedSignInIsFoundInPass()
{
    {
        const auto d = desk();
        m_pass->hangs = true;
        const NewKey *key = store(*d, testKey("a"), StoreChoice::Pass);
        // The program ends here; pass writes the key all the same.
        m_pass->secrets.insert(userOf(key->entry().id), testKey("a").secret().toByteArray());
    }
    m_pass->answerAll();
    const auto d = desk();
    int recovered = -1;
    connect(&d->vault, &KeyVault::recovered, this, [&](int count) { recovered = count; });
    d->vault.recover();
    QTRY_COMPARE(recovered, 1);
    QCOMPARE(d->vault.keys().size(), 1);
    QVERIFY(d->vault.keys().first().isInPass());
    QVERIFY(!m_keychain->log.contains(u"read "_s + userOf(d->vault.keys().first().id)));
}

void TestKeyStores::copyOfTheListNeverGoesIntoPass()
{
    const auto d = desk();
    bool isRecovered = false;
    connect(&d->vault, &KeyVault::recovered, this, [&] { isRecovered = true; });
    d->vault.recover(); // until then none is written
    QTRY_VERIFY(isRecovered);
    const Outcome outcome(store(*d, testKey("a"), StoreChoice::Pass));
    QTRY_COMPARE(outcome.finished, 1);
    bool isSettled = false;
    d->vault.settle(this, [&] { isSettled = true; });
    QTRY_VERIFY(isSettled);
    QVERIFY(m_keychain->secrets.contains(copyUser()));
    QCOMPARE(m_pass->secrets.size(), 1);
}

QTEST_GUILESS_MAIN(TestKeyStores)
#include "tst_keystores.moc"
