// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signinflow.h"

#include "core/keys/keylabel.h"
#include "core/keys/keystatuschecker.h"
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
            [this](const ApiKey &key, const KeyInfo &info) {
                if (!m_isChecking || !m_key || !(key == *m_key))
                    return;
                m_isChecking = false;
                m_entry.userId = info.creatorUserId;
                m_entry.expiresAt = info.expiresAt;
                if (const QString label = labelFromServer(info); !label.isEmpty())
                    m_entry.label = label;
                m_entry.lastStatus = KeyStatus{m_services.clock->now(), false, info};
                store();
            });
    connect(services.checker, &KeyStatusChecker::failed, this,
            [this](const QString &id, const Failure &failure) {
                if (!id.isEmpty() || !m_isChecking)
                    return;
                const std::optional<ApiKey> key = m_key;
                forget();
                m_uncheckedKey = key;
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
    m_server = *server;

    const Settings &settings = *m_services.settings;
    SignInOptions options;
    options.keyLabel = settings.keyLabel();
    options.workspaceId = settings.workspaceId();
    options.requireWorkspace = settings.requireWorkspace();
    options.headless = headless;
    options.timeout = settings.signInTimeout();
    options.callbackHost = settings.callbackHost();
    options.callbackPort = settings.callbackPort();
    options.replacedId = replacedId;

    Client *client = makeClient(m_services.network, m_server, m_services.clock).release();
    // The link of a code is as a rule for another device: it is opened only when asked for.
    m_attempt = new SignInAttempt(
        options,
        {client, m_services.vault, headless ? nullptr : m_services.opener, m_services.clock}, this);
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
    if (m_key) {
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
    const State state = m_attempt->state();
    switch (state) {
    case State::Succeeded:
        saved(m_attempt->storedKey());
        return;
    case State::SucceededUnstored:
        m_key = m_attempt->key();
        m_entry = m_attempt->storedKey();
        if (m_attempt->wasCanceled())
            Q_EMIT keyLeftOver();
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
    m_key = key;
    m_entry = {};
    m_entry.server = m_server;
    m_entry.label = m_services.settings->keyLabel();
    m_entry.keyHash = key.hash();
    m_entry.maskedKey = key.masked();
    m_isChecking = true;
    m_services.checker->check(key, m_server);
    Q_EMIT checkingStarted();
}

void SignInFlow::cancel()
{
    if (m_isChecking) {
        forget();
        Q_EMIT canceled();
    } else if (m_attempt) {
        m_attempt->cancel();
    }
}

void SignInFlow::store()
{
    if (!m_key)
        return;
    KeyJob *job = m_services.vault->store(*m_key, m_entry, m_replacedId);
    m_job = job;
    connect(job, &KeyJob::slow, this, [this, job] {
        if (job == m_job)
            Q_EMIT keychainSlow();
    });
    connect(job, &KeyJob::finished, this, [this, job] {
        if (job != m_job)
            return;
        m_job.clear();
        if (job->error().isError())
            Q_EMIT failed(Failure(job->error()));
        else
            saved(job->entry());
    });
    Q_EMIT savingStarted();
}

void SignInFlow::keepForSession()
{
    if (m_key) {
        m_job.clear();
        saved(m_services.vault->keepForSession(*m_key, m_entry));
    } else if (m_attempt) {
        m_attempt->keepForSession();
    }
}

void SignInFlow::discard()
{
    m_services.vault->discard(m_entry.id);
    m_key.reset();
    m_job.clear();
}

void SignInFlow::saved(const StoredKey &entry)
{
    // The entry outlives this class' own.
    const StoredKey result = entry;
    forget();
    Q_EMIT stored(result);
}

void SignInFlow::forget()
{
    m_isChecking = false;
    m_key.reset();
    m_uncheckedKey.reset();
    m_entry = {};
    m_job.clear();
    if (m_attempt) {
        m_attempt->disconnect(this);
        m_attempt->deleteLater();
        m_attempt.clear();
    }
}

const std::optional<ApiKey> &SignInFlow::unstoredKey() const
{
    static const std::optional<ApiKey> none;
    if (m_isChecking)
        return none;
    if (!m_key && m_attempt && m_attempt->state() == SignInAttempt::State::Storing)
        return m_attempt->key();
    return m_key;
}

bool SignInFlow::isExchanging() const
{
    return m_attempt && m_attempt->state() == SignInAttempt::State::Exchanging;
}

bool SignInFlow::isWaiting() const
{
    return m_isChecking
           || (m_attempt
               && (m_attempt->state() == SignInAttempt::State::Idle
                   || m_attempt->state() == SignInAttempt::State::WaitingForBrowser));
}

} // namespace SignIn
