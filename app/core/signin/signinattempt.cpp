// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signinattempt.h"

#include "codeinput.h"
#include "core/keys/keyvault.h"
#include "core/loopback/redirectserver.h"
#include "core/loopback/resultpage.h"
#include "core/loopback/visit.h"
#include "core/platform/urlopener.h"
#include "timelimit.h"

#include <OpenRouterAuth/authorizationrequest.h>
#include <OpenRouterAuth/client.h>
#include <OpenRouterAuth/clock.h>

#include <QCoreApplication>

namespace SignIn {

using OpenRouterAuth::Error;
using OpenRouterAuth::ExchangeReply;
using OpenRouterAuth::ExchangeRequest;
using OpenRouterAuth::Result;
using OpenRouterAuth::Secret;

SignInAttempt::SignInAttempt(const SignInOptions &options, const Dependencies &dependencies,
                             QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_dependencies(dependencies)
    , m_clock(dependencies.clock ? dependencies.clock : OpenRouterAuth::Clock::system())
    , m_timeLimit(new TimeLimit(m_clock, this))
    , m_newKey(new NewKey(dependencies.vault, this))
{
    m_newKey->keepIn(options.store);
}

SignInAttempt::~SignInAttempt()
{
    if (!m_redirectServer)
        return;
    m_redirectServer->disconnect(this);
    if (isFinished() && m_redirectServer->isListening()) {
        // The browser has yet to get its last page.
        m_redirectServer->setParent(QCoreApplication::instance());
        connect(m_redirectServer, &RedirectServer::closed, m_redirectServer, &QObject::deleteLater);
    }
}

void SignInAttempt::begin()
{
    Q_ASSERT(m_state == State::Idle);
    const Result<QUrl> headless = m_options.authorizationUrl(server(), m_pkce, std::nullopt);
    if (!headless) {
        failLater(Failure(headless.error()));
        return;
    }
    m_headlessUrl = *headless;

    if (!m_options.headless) {
        m_redirectServer = new RedirectServer(m_dependencies.receiver, this);
        if (!m_redirectServer->listen(m_options.callbackHost, m_options.callbackPort)) {
            failLater(Failure(Failure::Kind::PortRefused, m_redirectServer->errorString()));
            return;
        }
        connect(m_redirectServer, &RedirectServer::received, this,
                [this](const Redirect &redirect, const std::shared_ptr<Visit> &visit) {
                    redirected(redirect, visit);
                });
        connect(m_redirectServer, &RedirectServer::unreadable, this,
                [this](const std::shared_ptr<Visit> &visit) {
                    m_visit = visit;
                    fail(Failure(Failure::Kind::RedirectUnreadable));
                });
        connect(m_redirectServer, &RedirectServer::closed, this, &SignInAttempt::stoppedListening);
        const Result<QUrl> url =
            m_options.authorizationUrl(server(), m_pkce, m_redirectServer->callbackUrl());
        if (!url) {
            failLater(Failure(url.error()));
            return;
        }
        m_authorizationUrl = *url;
    }

    connect(m_timeLimit, &TimeLimit::reached, this, [this] { timeOut(); });
    m_timeLimit->start(m_options.timeout);
    setState(State::WaitingForBrowser);
    QMetaObject::invokeMethod(
        this,
        [this] {
            // While a person approves there is time for it.
            if (!m_options.print && m_state == State::WaitingForBrowser)
                m_dependencies.vault->warmUp();
            openBrowser();
        },
        Qt::QueuedConnection);
}

void SignInAttempt::cancel()
{
    switch (m_state) {
    case State::Idle:
    case State::WaitingForBrowser:
        m_canceled = true;
        finish(State::Canceled, {}, ResultPage::canceled());
        break;
    case State::Exchanging:
        m_canceled = true; // exchangeFinished() sees to the rest
        break;
    case State::Storing:
        m_canceled = true;
        m_newKey->hold();
        finish(State::SucceededUnstored, {}, ResultPage::signedInUnsaved());
        break;
    default:
        break;
    }
}

QString SignInAttempt::submitCode(const QString &input)
{
    if (m_state != State::WaitingForBrowser)
        return tr("Another code is being tried at this moment.");
    const CodeInput code =
        CodeInput::parse(input, m_redirectServer ? m_redirectServer->callbackUrl() : QUrl(),
                         server().authorizationPage());
    if (!code.redirect())
        return code.problem();
    redirected(*code.redirect(),
               m_redirectServer ? m_redirectServer->join(*code.redirect()) : nullptr);
    return {};
}

void SignInAttempt::openBrowserAgain()
{
    openBrowser();
}

void SignInAttempt::keepForSession()
{
    if (m_state != State::Storing)
        return;
    m_newKey->keepForSession();
    finish(State::Succeeded, {}, ResultPage::signedInUnsaved());
}

OpenRouterAuth::Server SignInAttempt::server() const
{
    return m_dependencies.client->server().signInServer();
}

std::optional<std::chrono::seconds> SignInAttempt::remaining() const
{
    const auto left = m_timeLimit->remaining();
    return left ? std::optional(std::chrono::ceil<std::chrono::seconds>(*left)) : std::nullopt;
}

bool SignInAttempt::isListening() const
{
    return m_redirectServer && m_redirectServer->isListening();
}

void SignInAttempt::setState(State newState)
{
    m_state = newState;
    if (m_visit && m_state == State::Exchanging)
        m_visit->setInterimPage(ResultPage::exchanging(server().displayName()));
    else if (m_visit && m_state == State::Storing)
        m_visit->setInterimPage(ResultPage::storing());
    Q_EMIT stateChanged(newState);
}

void SignInAttempt::finish(State finalState, const Failure &why, const ResultPage &page)
{
    if (isFinished())
        return;
    m_failure = why;
    m_timeLimit->stop();
    m_newKey->giveUp();
    const bool waited = m_state == State::WaitingForBrowser || m_state == State::Idle;
    if (m_visit)
        m_visit->answer(page);
    if (m_redirectServer) {
        // No browser waits for a page: the port closes at once.
        if (finalState == State::Canceled && waited)
            m_redirectServer->close();
        else
            m_redirectServer->finish(finalState == State::TimedOut ? page
                                                                   : ResultPage::alreadyEnded());
    }
    setState(finalState);
    Q_EMIT finished();
}

void SignInAttempt::fail(const Failure &why)
{
    finish(State::Failed, why, ResultPage::failed(why, server().displayName()));
}

void SignInAttempt::failLater(const Failure &why)
{
    QMetaObject::invokeMethod(
        this, [this, why] { fail(why); }, Qt::QueuedConnection);
}

void SignInAttempt::openBrowser()
{
    if (m_state != State::WaitingForBrowser || !m_dependencies.opener)
        return;
    const auto hidesLink = [this] {
        return m_options.startLink == StartLinkUse::Always
               || (m_options.startLink == StartLinkUse::Auto && isStartLinkNeeded());
    };
    QUrl link = m_options.headless ? m_headlessUrl : m_authorizationUrl;
    if (!m_options.headless && hidesLink())
        link = m_redirectServer->startUrl(m_authorizationUrl);
    if (!m_dependencies.opener->open(link))
        Q_EMIT browserFailed();
}

void SignInAttempt::timeOut()
{
    // A code that is being exchanged came in time.
    if (m_state != State::WaitingForBrowser)
        return;
    const Failure why(Failure::Kind::TimedOut);
    finish(State::TimedOut, why, ResultPage::failed(why, server().displayName()));
}

void SignInAttempt::redirected(const Redirect &redirect, const std::shared_ptr<Visit> &from)
{
    if (m_state != State::WaitingForBrowser)
        return;
    m_visit = from;
    if (m_timeLimit->isReached()) {
        timeOut();
        return;
    }
    if (!redirect.isError()) {
        exchange(redirect.code);
        return;
    }
    const Failure why =
        redirect.isDenial()
            ? Failure(Failure::Kind::Denied, redirect.errorDescription)
            : Failure(Failure::Kind::UnexpectedAnswer, redirect.errorDescription.isEmpty()
                                                           ? redirect.error
                                                           : redirect.errorDescription);
    finish(redirect.isDenial() ? State::Denied : State::Failed, why,
           ResultPage::failed(why, server().displayName()));
    Q_EMIT redirectReceived();
}

void SignInAttempt::exchange(const Secret &newCode)
{
    if (const Failure *refusal = m_refusedCodes.find(newCode)) {
        // Copied: a handler may submit another code, whose refusal moves this one.
        const Failure why = *refusal;
        refuseCode(why);
        return;
    }
    // Written before the code is sent, so that no key is made in silence.
    if (m_options.reminder) {
        const QString problem =
            m_newKey->reserve(m_dependencies.client->server(), m_options.keyLabel,
                              m_options.print ? StoredKey::Intent::Print : StoredKey::Intent::Store,
                              m_options.replacedId);
        if (!problem.isEmpty()) {
            fail(Failure(Failure::Kind::IndexUnwritable, problem));
            return;
        }
    } else if (m_newKey->entry().id.isEmpty()) {
        m_newKey->describe(m_dependencies.client->server(), m_options.keyLabel);
    }
    m_code = newCode;
    setState(State::Exchanging);
    Q_EMIT redirectReceived();

    ExchangeRequest request;
    request.code = m_code;
    request.codeVerifier = m_pkce.verifier();
    request.codeChallengeMethod = m_pkce.method();
    m_newKey->posted();
    ExchangeReply *reply = m_dependencies.client->exchangeAuthCodeForApiKey(request);
    reply->setParent(this); // an attempt that goes takes its exchange along
    connect(reply, &OpenRouterAuth::Reply::finished, this,
            [this, reply] { exchangeFinished(reply); });
}

void SignInAttempt::exchangeFinished(ExchangeReply *reply)
{
    reply->deleteLater();
    if (reply->result()) {
        m_code = {};
        m_newKey->received(reply->result()->key, reply->result()->userId.value_or({}), {},
                           reply->anotherKeyMayExist(), {reply->serverTime(), m_clock->now()});
        if (m_canceled || m_options.print)
            finish(State::SucceededUnstored, {}, ResultPage::signedInUnsaved());
        else
            storeKey();
        return;
    }
    const Error &error = reply->error();
    m_newKey->refused(error);
    const bool isRefusal =
        error.kind() == Error::Kind::BadRequest || error.kind() == Error::Kind::Forbidden;
    if (isRefusal && !error.keyMayExist() && !m_canceled) {
        exchangeRefused(error);
        return;
    }
    // Where a key may exist the pending entry stays, and the next start reports it.
    if (m_canceled && !error.keyMayExist())
        finish(State::Canceled, {}, ResultPage::canceled());
    else
        fail(Failure(error));
}

void SignInAttempt::exchangeRefused(const Error &error)
{
    const Failure why(error);
    m_refusedCodes.add(m_code, why);
    if (m_refusedCodes.areTooMany() || m_timeLimit->isReached()) {
        fail(why);
        return;
    }
    refuseCode(why);
}

void SignInAttempt::refuseCode(const Failure &why)
{
    m_code = {};
    if (m_visit)
        m_visit->answer(ResultPage::codeRefused(why));
    m_visit.reset();
    setState(State::WaitingForBrowser);
    Q_EMIT codeRefused(why);
}

void SignInAttempt::storeKey()
{
    setState(State::Storing);
    connect(m_newKey, &NewKey::slow, this, [this] {
        if (m_state == State::Storing)
            Q_EMIT keychainSlow();
    });
    connect(m_newKey, &NewKey::stored, this, [this] {
        if (m_state == State::Storing)
            finish(State::Succeeded, {},
                   m_newKey->entry().isInPass() ? ResultPage::signedInWithPass()
                                                : ResultPage::signedIn());
    });
    connect(m_newKey, &NewKey::storingFailed, this,
            [this](const StoreError &error, const QString &listProblem) {
                storingFailed(error, listProblem);
            });
    m_newKey->store();
}

void SignInAttempt::storingFailed(const StoreError &error, const QString &listProblem)
{
    if (m_state != State::Storing) // the person did not want to wait
        return;
    finish(State::SucceededUnstored,
           error.isError() ? Failure(error) : Failure(Failure::Kind::IndexUnwritable, listProblem),
           ResultPage::signedInUnsaved());
}

} // namespace SignIn
