// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keylistcopy.h"
#include "core/keys/keyvault.h"
#include "core/keys/newkey.h"
#include "core/keys/storeoperation.h"
#include "fakeclock.h"
#include "keychain/faultysecretstore.h"
#include "testkeys.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace SignIn;
using Kind = StoreError::Kind;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Server;

/// One program: its own view of the list file, the vault on top of it.
struct Program
{
    Program(const QString &path, SecretStore *keychain, OpenRouterAuth::Clock *clock,
            SecretStore *pass = nullptr)
        : list(path)
        , vault(&list, keychain, &session, clock, pass)
    {}

    /// A key whose code is about to be posted.
    NewKey *newKey(const QString &label, StoredKey::Intent intent = StoredKey::Intent::Store,
                   const QString &replacedId = {}, const Server &server = {},
                   StoreChoice choice = StoreChoice::Keychain)
    {
        auto *key = new NewKey(&vault, &owner);
        key->keepIn(choice);
        problem = key->reserve(server, label, intent, replacedId);
        return key;
    }

    NewKey *store(NewKey *newKey, const ApiKey &key)
    {
        newKey->received(key, u"user_1"_s);
        newKey->store();
        return newKey;
    }

    KeyList list;
    SessionStore session;
    KeyVault vault;
    QString problem; ///< What reserve() said.
    QObject owner;   ///< Of the new keys: they go before the vault.
};

/// What a job or a new key ended with, for after it is gone.
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
            listProblem = job->listProblem();
        });
    }

    explicit Outcome(NewKey *newKey)
    {
        QObject::connect(newKey, &NewKey::slow, &context, [this] { ++slow; });
        QObject::connect(newKey, &NewKey::stored, &context, [this, newKey] {
            ++finished;
            error = {};
            entry = newKey->entry();
        });
        QObject::connect(newKey, &NewKey::storingFailed, &context,
                         [this, newKey](const StoreError &why, const QString &problem) {
                             ++finished;
                             error = why;
                             listProblem = problem;
                             entry = newKey->entry();
                         });
        QObject::connect(newKey, &NewKey::discarded, &context,
                         [this](const StoreError &why, const QString &problem) {
                             ++discarded;
                             error = why;
                             listProblem = problem;
                         });
    }

    QObject context;
    int slow = 0;
    int finished = 0;
    int discarded = 0;
    StoreError error;
    StoredKey entry;
    std::optional<ApiKey> key;
    QString listProblem;
};

/// A directory for the list, a keychain that does as it is told, and a clock that stands still.
class VaultFixture : public QObject
{
protected:
    void setUp()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_keychain = std::make_unique<FaultySecretStore>();
    }

    void tearDown()
    {
        // Nothing stays locked.
        QCOMPARE(QDir(m_folder->path()).entryList({u"attempt-*.lock"_s}), QStringList());
    }

    [[nodiscard]] QString path() const { return m_folder->filePath(u"keys.json"_s); }
    [[nodiscard]] QString copyUser() const { return KeyListCopy::keychainUser(path()); }
    [[nodiscard]] std::unique_ptr<Program> program()
    {
        return std::make_unique<Program>(path(), m_keychain.get(), &m_clock);
    }
    StoredKey store(Program &program, const ApiKey &key, const Server &server = {})
    {
        NewKey *newKey = program.newKey(u"label"_s, StoredKey::Intent::Store, {}, server);
        const Outcome outcome(newKey);
        program.store(newKey, key);
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
    /// What the keychain has, without copies of lists.
    [[nodiscard]] QStringList keysInKeychain() const
    {
        QStringList users = m_keychain->secrets.keys();
        users.removeIf([](const QString &user) { return user.contains("/index"_L1); });
        return users;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FaultySecretStore> m_keychain;
    FakeClock m_clock;
};
