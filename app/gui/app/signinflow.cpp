// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signinflow.h"

#include "core/keychain/passstore.h"
#include "core/keys/keylabel.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/settings/settings.h"
#include "core/signin/apiclient.h"

#include <OpenRouterAuth/clock.h>

#include <QCoreApplication>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Client;
using OpenRouterAuth::KeyInfo;

SignInFlow::SignInFlow(const Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
    connect(services.checker, &KeyStatusChecker::checkedKey, this,
            [this](const ApiKey &key, const KeyInfo &info, const ServerClock &clock) {
                if (m_isChecking && m_uncheckedKey && key == *m_uncheckedKey)
                    checked(info, clock);
            });
    connect(services.checker, &KeyStatusChecker::failed, this,
            [this](const QString &id, const Failure &failure) {
                if (!id.isEmpty() || !m_isChecking)
                    return;
                m_isChecking = false;
                Q_EMIT failed(failure);
            });
}

SignInFlow::~SignInFlow() = default;

void SignInFlow::signIn(bool headless, const QString &replacedId)
{
    forget();
    m_isHeadless = headless;
    m_replacedId = replacedId;

    const std::optional<StoredKey> replaced =
        replacedId.isEmpty() ? std::nullopt : m_services.vault->find(replacedId);
    const OpenRouterAuth::Result<OpenRouterAuth::Server> server =
        replaced ? OpenRouterAuth::Result<OpenRouterAuth::Server>(replaced->server)
                 : m_services.settings->server();
    if (!server) {
        Q_EMIT failed(Failure(server.error()));
        return;
    }
    m_server = server->signInServer();

    const Settings &settings = *m_services.settings;
    SignInOptions options;
    options.keyLabel = settings.keyLabel();
    options.workspaceId = settings.workspaceId();
    options.requireWorkspace = settings.requireWorkspace();
    options.headless = headless;
    options.timeout = settings.signInTimeout();
    options.callbackHost = settings.callbackHost();
    options.callbackPort = settings.callbackPort();
    options.startLink = settings.startLink();
    options.replacedId = replacedId;
    options.store = settings.storeChoice();
    if (replaced)
        options.store = replaced->isInPass() ? StoreChoice::Pass : StoreChoice::Keychain;
    options.print = options.store == StoreChoice::Memory;
    if (options.store != StoreChoice::Pass)
        return begin(options, *server);
    // Before anything is opened: pass takes keys that it cannot give back.
    auto *probe = new QObject(this);
    m_probe = probe;
    m_services.pass->probe(probe,
                           [this, probe, options, server = *server](const StoreError &error) {
                               m_probe.clear();
                               probe->deleteLater();
                               if (error.isError())
                                   Q_EMIT failed(Failure(error));
                               else
                                   begin(options, server);
                           });
    Q_EMIT probingStarted();
}

void SignInFlow::begin(const SignInOptions &options, const OpenRouterAuth::Server &server)
{
    const bool headless = options.headless;
    // The new key is stored under the server that the replaced one is stored under.
    Client *client = makeClient(m_services.network, server, m_services.clock).release();
    // The link of a code is as a rule for another device: it is opened only when asked for.
    m_attempt = new SignInAttempt(options,
                                  {client, m_services.vault, headless ? nullptr : m_services.opener,
                                   m_services.clock, m_services.receiver},
                                  this);
    client->setParent(m_attempt);
    connect(m_attempt, &SignInAttempt::finished, this, &SignInFlow::attemptFinished);
    connect(m_attempt, &SignInAttempt::browserFailed, this, &SignInFlow::browserFailed);
    connect(m_attempt, &SignInAttempt::redirectReceived, this, &SignInFlow::redirectReceived);
    m_attempt->begin();
    Q_EMIT attemptStarted(m_attempt);
}

void SignInFlow::signInAgain()
{
    signIn(m_isHeadless, m_replacedId);
}

void SignInFlow::tryAgain()
{
    if (m_newKey) {
        store();
    } else if (m_uncheckedKey) {
        const ApiKey key = *m_uncheckedKey;
        addExisting(key);
    } else {
        signInAgain();
    }
}

void SignInFlow::attemptFinished()
{
    using State = SignInAttempt::State;
    switch (m_attempt->state()) {
    case State::Succeeded:
        m_newKey = m_attempt->newKey();
        saved();
        return;
    case State::SucceededUnstored:
        take(m_attempt->newKey());
        if (m_attempt->wasCanceled())
            Q_EMIT keyLeftOver();
        else if (m_attempt->failure().kind() == Failure::Kind::None)
            keepForSession(); // as the setting says
        else
            Q_EMIT failed(m_attempt->failure());
        return;
    case State::Canceled:
        Q_EMIT canceled();
        return;
    default:
        Q_EMIT failed(m_attempt->failure());
    }
}

void SignInFlow::addExisting(const ApiKey &key)
{
    forget();
    const OpenRouterAuth::Result<OpenRouterAuth::Server> server = m_services.settings->server();
    if (!server) {
        Q_EMIT failed(Failure(server.error()));
        return;
    }
    m_server = *server;
    m_replacedId.clear();
    m_uncheckedKey = key;
    m_existing = {};
    m_existing.server = m_server;
    m_existing.label = m_services.settings->keyLabel();
    m_isChecking = true;
    m_services.checker->check(key, m_server);
    Q_EMIT checkingStarted();
}

void SignInFlow::checked(const KeyInfo &info, const ServerClock &clock)
{
    m_isChecking = false;
    m_existing.userId = info.creatorUserId.value_or({});
    m_existing.expiresAt = info.expiresAt;
    // The server names a key after its characters where nobody named it.
    const bool hasName =
        !info.label.isEmpty() && !info.label.startsWith("sk-or-"_L1) && isStorableLabel(info.label);
    if (hasName)
        m_existing.label = info.label;
    m_existing.lastStatus = KeyStatus{clock.local, false, info, {}, {}};
    m_existing.clock = clock;
    auto *key = new NewKey(m_services.vault, this);
    const StoreChoice choice = m_services.settings->storeChoice();
    key->keepIn(choice);
    key->adopt(*m_uncheckedKey, m_existing);
    m_uncheckedKey.reset();
    take(key);
    if (choice == StoreChoice::Memory)
        keepForSession();
    else
        store();
}

void SignInFlow::cancel()
{
    if (m_isChecking || m_probe) {
        forget();
        Q_EMIT canceled();
    } else if (m_attempt) {
        m_attempt->cancel();
    }
}

void SignInFlow::take(NewKey *key)
{
    m_newKey = key;
    connect(key, &NewKey::slow, this, &SignInFlow::keychainSlow);
    connect(key, &NewKey::stored, this, &SignInFlow::saved);
    connect(key, &NewKey::storingFailed, this,
            [this](const StoreError &error, const QString &listProblem) {
                Q_EMIT failed(error.isError()
                                  ? Failure(error)
                                  : Failure(Failure::Kind::IndexUnwritable, listProblem));
            });
}

void SignInFlow::store()
{
    if (!m_newKey)
        return;
    m_newKey->store();
    Q_EMIT savingStarted();
}

void SignInFlow::keepForSession()
{
    if (m_newKey) {
        m_newKey->keepForSession();
        saved();
    } else if (m_attempt) {
        m_attempt->keepForSession();
    }
}

void SignInFlow::discard()
{
    if (!m_newKey)
        return;
    // It lives until the keychain has confirmed, whatever the person does next.
    NewKey *key = m_newKey;
    m_newKey.clear();
    key->disconnect(this);
    key->setParent(m_services.vault);
    connect(key, &NewKey::discarded, this,
            [this, key](const StoreError &error, const QString &listProblem) {
                QString problem;
                if (!listProblem.isEmpty()) {
                    problem = tr("The discarded key is no longer in your keychain, but the list of "
                                 "keys still has a note of it: %1")
                                  .arg(listProblem);
                }
                if (error.isError()) {
                    problem = tr("The discarded key may still be in your keychain. %1 This app "
                                 "removes it at its "
                                 "next start.")
                                  .arg(Failure(error).sentence(key->entry().server));
                }
                Q_EMIT discarded(key->entry(), problem);
            });
    connect(key, &NewKey::discarded, key, &QObject::deleteLater);
    key->discard();
}

void SignInFlow::saved()
{
    // The key goes with its attempt.
    const StoredKey entry = m_newKey->entry();
    const std::optional<StoredKey> replaced = m_newKey->replaced();
    forget();
    Q_EMIT stored(entry);
    if (replaced && replaced->keyHash != entry.keyHash
        && replaced->mayWork(m_services.clock->now())) {
        Q_EMIT renewed(*replaced);
    }
}

void SignInFlow::forget()
{
    m_isChecking = false;
    delete m_probe;
    m_uncheckedKey.reset();
    m_existing = {};
    if (m_newKey && m_newKey->parent() == this)
        m_newKey->deleteLater();
    if (m_newKey)
        m_newKey->disconnect(this);
    m_newKey.clear();
    if (m_attempt) {
        m_attempt->disconnect(this);
        m_attempt->deleteLater();
        m_attempt.clear();
    }
}

const std::optional<ApiKey> &SignInFlow::unstoredKey() const
{
    static const std::optional<ApiKey> none;
    if (m_newKey)
        return m_newKey->key();
    if (m_attempt && m_attempt->state() == SignInAttempt::State::Storing)
        return m_attempt->newKey()->key();
    return none;
}

StoredKey SignInFlow::unstoredEntry() const
{
    return m_newKey ? m_newKey->entry() : StoredKey();
}

bool SignInFlow::isExchanging() const
{
    return m_attempt && m_attempt->state() == SignInAttempt::State::Exchanging;
}

bool SignInFlow::isWaiting() const
{
    return m_isChecking || m_probe
           || (m_attempt
               && (m_attempt->state() == SignInAttempt::State::Idle
                   || m_attempt->state() == SignInAttempt::State::WaitingForBrowser));
}

} // namespace SignIn
