// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "guifixture.h"

#include <QProcess>

using namespace Qt::StringLiterals;
using namespace SignIn;

/// The window where the real pass keeps the keys, with a GPG key of the test's own.
class TestPass : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void keyGoesIntoPassAndOutAgain();
    void storeThatGivesNothingBackIsFoundBeforeTheBrowserOpens();
    void tryingPassCanBeCanceled();

private:
    QString call(const QString &program, const QStringList &arguments);
    void signIn();

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<GuiFixture> m_gui;
};

void TestPass::initTestCase()
{
    GuiFixture::useOwnSettings();
}

QString TestPass::call(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qWarning("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    return QString::fromUtf8(process.readAllStandardOutput());
}

void TestPass::init()
{
    // Sockets of gpg-agent want a short path.
    m_home = std::make_unique<QTemporaryDir>(u"/tmp/signin-XXXXXX"_s);
    QDir(m_home->path()).mkdir(u"gnupg"_s);
    const QString gnupg = m_home->filePath(u"gnupg"_s);
    QFile::setPermissions(gnupg, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("GNUPGHOME", QFile::encodeName(gnupg));
    qputenv("PASSWORD_STORE_DIR", QFile::encodeName(m_home->filePath(u"store"_s)));
    call(u"gpg"_s, {u"--batch"_s, u"--quiet"_s, u"--pinentry-mode"_s, u"loopback"_s,
                    u"--passphrase"_s, QString(), u"--quick-generate-key"_s,
                    u"person@example.org"_s, u"future-default"_s, u"default"_s, u"never"_s});
    call(u"pass"_s, {u"init"_s, u"person@example.org"_s});
    m_gui = std::make_unique<GuiFixture>();
    m_gui->settings->store().setValue("signin/store"_L1, u"pass"_s);
}

void TestPass::cleanup()
{
    m_gui.reset();
    call(u"gpgconf"_s, {u"--kill"_s, u"all"_s});
    m_home.reset();
}

void TestPass::keyGoesIntoPassAndOutAgain()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QCOMPARE(m_gui->heading(), u"Trying pass"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_gui->page(), u"keysPage"_s, 30'000);
    QVERIFY(m_gui->says(u"The key is in pass."_s));
    const StoredKey key = m_gui->vault->keys().first();
    QVERIFY(key.isInPass());
    const QString entry = keychainUser(key.server, key.id);
    QVERIFY(!m_gui->keychain.secrets.contains(entry));
    const auto kept =
        OpenRouterAuth::ApiKey::fromBytes(call(u"pass"_s, {u"show"_s, entry}).trimmed().toUtf8());
    QVERIFY(kept);
    QCOMPARE(kept->hash(), key.keyHash);

    QVERIFY(m_gui->choose(u"moreButton"_s, u"signOutAction"_s));
    QVERIFY(m_gui->says(u"deleted from pass"_s));
    QVERIFY(m_gui->click(u"confirmSignOutButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_gui->heading(), u"Signed out"_s, 30'000);
    QVERIFY(m_gui->says(u"no longer in pass"_s));
    QVERIFY(!QFile::exists(m_home->filePath(u"store/"_s + entry + u".gpg"_s)));
}

void TestPass::storeThatGivesNothingBackIsFoundBeforeTheBrowserOpens()
{
    const QString listing = call(u"gpg"_s, {u"--batch"_s, u"--with-colons"_s, u"--list-keys"_s});
    const qsizetype at = listing.indexOf("\nfpr:"_L1);
    const QString fingerprint = listing.sliced(at + 1).section(u':', 9, 9);
    call(u"gpg"_s, {u"--batch"_s, u"--yes"_s, u"--delete-secret-keys"_s, fingerprint});

    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_gui->page(), u"failurePage"_s, 30'000);
    QVERIFY(m_gui->says(u"The secret part of the GPG key"_s));
    QVERIFY(m_gui->browser->opened.isEmpty());
    QVERIFY(m_gui->vault->keys().isEmpty());
}

void TestPass::tryingPassCanBeCanceled()
{
    m_gui->start();
    QVERIFY(m_gui->click(u"signInButton"_s));
    QVERIFY(m_gui->click(u"cancelButton"_s));
    QTRY_COMPARE(m_gui->page(), u"welcomePage"_s);
    // What was begun comes to its end, and nothing follows: this one waits for it.
    bool isDone = false;
    m_gui->pass.probe(this, [&isDone](const StoreError &error) { isDone = !error.isError(); });
    QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
    QVERIFY(!QDir(m_home->filePath(u"store/openrouter-signin"_s)).exists());
    QCOMPARE(m_gui->page(), u"welcomePage"_s);
    QVERIFY(m_gui->browser->opened.isEmpty());
}

QTEST_MAIN(TestPass)
#include "tst_pass.moc"
