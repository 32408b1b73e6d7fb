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

#include <QCryptographicHash>
#include <QHash>

namespace SignIn {

using OpenRouterAuth::ApiKey;
using OpenRouterAuth::AuthorizationRequest;
using OpenRouterAuth::Error;
using OpenRouterAuth::ExchangeReply;
using OpenRouterAuth::ExchangeRequest;
using OpenRouterAuth::Pkce;
using OpenRouterAuth::Result;
using OpenRouterAuth::Secret;

namespace {

constexpr int MaximumRefusals = 5;

QByteArray hashOf(const Secret &code)
{
    return QCryptographicHash::hash(code.view(), QCryptographicHash::Sha256);
}

} // namespace

class SignInAttempt::Private
{
public:
    Private(SignInAttempt *attempt, const SignInOptions &signInOptions, const Services &given)
        : q(attempt)
        , options(signInOptions)
        , services(given)
        , newKey(new NewKey(given.vault, attempt))
    {
        if (!services.clock)
            services.clock = OpenRouterAuth::Clock::system();
        timeLimit = new TimeLimit(services.clock, attempt);
    }

    void setState(State newState);
    void finish(State finalState, const Failure &why, const ResultPage &page);
    void fail(const Failure &why);
    void failLater(const Failure &why);
    void openBrowser();
    void timeOut();
    void redirected(const Redirect &redirect, const std::shared_ptr<Visit> &from);
    void exchange(const Secret &code);
    void exchangeFinished(ExchangeReply *reply);
    void codeRefused(const Error &error);
    void refuseCode(const Failure &why);
    void storeKey();
    void storingFailed(const StoreError &error, const QString &listProblem);
    [[nodiscard]] const Failure *earlierRefusal(const Secret &code) const;

    SignInAttempt *q;
    SignInOptions options;
    Services services;
    Pkce pkce = Pkce::generate();
    QPointer<RedirectServer> redirectServer;
    std::shared_ptr<Visit> visit; ///< Whose redirect is being exchanged; null for none.
    QUrl authorizationUrl;
    QUrl headlessUrl;
    State state = State::Idle;
    Failure failure;
    TimeLimit *timeLimit = nullptr;
    NewKey *newKey;

    /// Codes that the server has refused for good, by their hash, and how.
    QHash<QByteArray, Failure> refusals;
    Secret code; ///< The one that is being exchanged.
    bool canceled = false;
};

SignInAttempt::SignInAttempt(const SignInOptions &options, const Services &services,
                             QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, options, services))
{}

SignInAttempt::~SignInAttempt()
{
    if (!d->redirectServer)
        return;
    d->redirectServer->disconnect(this);
    if (isFinished() && d->redirectServer->isListening()) {
        // The browser has yet to get its last page.
        d->redirectServer->setParent(QCoreApplication::instance());
        connect(d->redirectServer, &RedirectServer::closed, d->redirectServer,
                &QObject::deleteLater);
    }
}

void SignInAttempt::begin()
{
    Q_ASSERT(d->state == State::Idle);
    const Result<QUrl> headless = d->options.authorizationUrl(server(), d->pkce, std::nullopt);
    if (!headless) {
        d->failLater(Failure(headless.error()));
        return;
    }
    d->headlessUrl = *headless;

    if (!d->options.headless) {
        d->redirectServer = new RedirectServer(d->services.receiver, this);
        if (!d->redirectServer->listen(d->options.callbackHost, d->options.callbackPort)) {
            d->failLater(Failure(Failure::Kind::PortRefused, d->redirectServer->errorString()));
            return;
        }
        connect(d->redirectServer, &RedirectServer::received, this,
                [this](const Redirect &redirect, const std::shared_ptr<Visit> &visit) {
                    d->redirected(redirect, visit);
                });
        connect(d->redirectServer, &RedirectServer::unreadable, this,
                [this](const std::shared_ptr<Visit> &visit) {
                    d->visit = visit;
                    d->fail(Failure(Failure::Kind::RedirectUnreadable));
                });
        connect(d->redirectServer, &RedirectServer::closed, this, &SignInAttempt::stoppedListening);
        const Result<QUrl> url =
            d->options.authorizationUrl(server(), d->pkce, d->redirectServer->callbackUrl());
        if (!url) {
            d->failLater(Failure(url.error()));
            return;
        }
        d->authorizationUrl = *url;
    }

    connect(d->timeLimit, &TimeLimit::reached, this, [this] { d->timeOut(); });
    d->timeLimit->start(d->options.timeout);
    d->setState(State::WaitingForBrowser);
    QMetaObject::invokeMethod(
        this,
        [this] {
            // While a person approves there is time for it.
            if (!d->options.print && d->state == State::WaitingForBrowser)
                d->services.vault->warmUp();
            d->openBrowser();
        },
        Qt::QueuedConnection);
}

void SignInAttempt::cancel()
{
    switch (d->state) {
    case State::Idle:
    case State::WaitingForBrowser:
        d->canceled = true;
        d->finish(State::Canceled, {}, ResultPage::canceled());
        break;
    case State::Exchanging:
        d->canceled = true; // exchangeFinished() sees to the rest
        break;
    case State::Storing:
        d->canceled = true;
        d->newKey->hold();
        d->finish(State::SucceededUnstored, {}, ResultPage::signedInUnsaved());
        break;
    default:
        break;
    }
}

QString SignInAttempt::submitCode(const QString &input)
{
    if (d->state != State::WaitingForBrowser)
        return tr("Another code is being tried at this moment.");
    const CodeInput code =
        CodeInput::parse(input, d->redirectServer ? d->redirectServer->callbackUrl() : QUrl());
    if (!code.redirect())
        return code.problem();
    d->redirected(*code.redirect(),
                  d->redirectServer ? d->redirectServer->join(*code.redirect()) : nullptr);
    return {};
}

void SignInAttempt::openBrowserAgain()
{
    d->openBrowser();
}

void SignInAttempt::keepForSession()
{
    if (d->state != State::Storing)
        return;
    d->newKey->keepForSession();
    d->finish(State::Succeeded, {}, ResultPage::signedInUnsaved());
}

SignInAttempt::State SignInAttempt::state() const
{
    return d->state;
}

bool SignInAttempt::isFinished() const
{
    return d->state > State::Storing;
}

OpenRouterAuth::Server SignInAttempt::server() const
{
    return d->services.client->server().signInServer();
}

const SignInOptions &SignInAttempt::options() const
{
    return d->options;
}

QUrl SignInAttempt::authorizationUrl() const
{
    return d->authorizationUrl;
}

QUrl SignInAttempt::headlessUrl() const
{
    return d->headlessUrl;
}

std::optional<std::chrono::seconds> SignInAttempt::remaining() const
{
    const auto left = d->timeLimit->remaining();
    return left ? std::optional(std::chrono::ceil<std::chrono::seconds>(*left)) : std::nullopt;
}

const Failure &SignInAttempt::failure() const
{
    return d->failure;
}

NewKey *SignInAttempt::newKey() const
{
    return d->newKey;
}

bool SignInAttempt::wasCanceled() const
{
    return d->canceled;
}

bool SignInAttempt::isListening() const
{
    return d->redirectServer && d->redirectServer->isListening();
}

void SignInAttempt::Private::setState(State newState)
{
    state = newState;
    if (visit && state == State::Exchanging)
        visit->setInterimPage(ResultPage::exchanging(q->server().displayName()));
    else if (visit && state == State::Storing)
        visit->setInterimPage(ResultPage::storing());
    Q_EMIT q->stateChanged(newState);
}

void SignInAttempt::Private::finish(State finalState, const Failure &why, const ResultPage &page)
{
    if (q->isFinished())
        return;
    failure = why;
    timeLimit->stop();
    newKey->giveUp();
    const bool waited = state == State::WaitingForBrowser || state == State::Idle;
    if (visit)
        visit->answer(page);
    if (redirectServer) {
        // No browser waits for a page: the port closes at once.
        if (finalState == State::Canceled && waited)
            redirectServer->close();
        else
            redirectServer->finish(finalState == State::TimedOut ? page
                                                                 : ResultPage::alreadyEnded());
    }
    setState(finalState);
    Q_EMIT q->finished();
}

void SignInAttempt::Private::fail(const Failure &why)
{
    finish(State::Failed, why, ResultPage::failed(why, q->server().displayName()));
}

void SignInAttempt::Private::failLater(const Failure &why)
{
    QMetaObject::invokeMethod(
        q, [this, why] { fail(why); }, Qt::QueuedConnection);
}

void SignInAttempt::Private::openBrowser()
{
    if (state != State::WaitingForBrowser || !services.opener)
        return;
    const auto hidesLink = [this] {
        return options.startLink == StartLinkUse::Always
               || (options.startLink == StartLinkUse::Auto && isStartLinkNeeded());
    };
    QUrl link = options.headless ? headlessUrl : authorizationUrl;
    if (!options.headless && hidesLink())
        link = redirectServer->startUrl(authorizationUrl);
    if (!services.opener->open(link))
        Q_EMIT q->browserFailed();
}

void SignInAttempt::Private::timeOut()
{
    // A code that is being exchanged came in time.
    if (state != State::WaitingForBrowser)
        return;
    const Failure why(Failure::Kind::TimedOut);
    finish(State::TimedOut, why, ResultPage::failed(why, q->server().displayName()));
}

void SignInAttempt::Private::redirected(const Redirect &redirect,
                                        const std::shared_ptr<Visit> &from)
{
    if (state != State::WaitingForBrowser)
        return;
    visit = from;
    if (timeLimit->isReached()) {
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
           ResultPage::failed(why, q->server().displayName()));
    Q_EMIT q->redirectReceived();
}

void SignInAttempt::Private::exchange(const Secret &newCode)
{
    if (const Failure *refusal = earlierRefusal(newCode)) {
        // Copied: it would be replaced by itself.
        const Failure why = *refusal;
        refuseCode(why);
        return;
    }
    // Written before the code is sent, so that no key is made in silence.
    if (options.reminder) {
        const QString problem =
            newKey->reserve(services.client->server(), options.keyLabel,
                            options.print ? StoredKey::Intent::Print : StoredKey::Intent::Store,
                            options.replacedId);
        if (!problem.isEmpty()) {
            fail(Failure(Failure::Kind::IndexUnwritable, problem));
            return;
        }
    } else if (newKey->entry().id.isEmpty()) {
        newKey->describe(services.client->server(), options.keyLabel);
    }
    code = newCode;
    setState(State::Exchanging);
    Q_EMIT q->redirectReceived();

    ExchangeRequest request;
    request.code = code;
    request.codeVerifier = pkce.verifier();
    request.codeChallengeMethod = pkce.method();
    newKey->posted();
    ExchangeReply *reply = services.client->exchangeAuthCodeForApiKey(request);
    reply->setParent(q); // an attempt that goes takes its exchange along
    connect(reply, &OpenRouterAuth::Reply::finished, q, [this, reply] { exchangeFinished(reply); });
}

void SignInAttempt::Private::exchangeFinished(ExchangeReply *reply)
{
    reply->deleteLater();
    if (reply->result()) {
        code = {};
        newKey->received(reply->result()->key, reply->result()->userId.value_or({}), {},
                         reply->anotherKeyMayExist());
        if (canceled || options.print)
            finish(State::SucceededUnstored, {}, ResultPage::signedInUnsaved());
        else
            storeKey();
        return;
    }
    const Error &error = reply->error();
    newKey->refused(error);
    const bool isRefusal =
        error.kind() == Error::Kind::BadRequest || error.kind() == Error::Kind::Forbidden;
    if (isRefusal && !error.keyMayExist() && !canceled) {
        codeRefused(error);
        return;
    }
    // Where a key may exist the pending entry stays, and the next start reports it.
    if (canceled && !error.keyMayExist())
        finish(State::Canceled, {}, ResultPage::canceled());
    else
        fail(Failure(error));
}

/// The server's first answer counts: the same code again would get no other one.
const Failure *SignInAttempt::Private::earlierRefusal(const Secret &sameCode) const
{
    const auto found = refusals.constFind(hashOf(sameCode));
    return found == refusals.cend() ? nullptr : &*found;
}

void SignInAttempt::Private::codeRefused(const Error &error)
{
    const Failure why(error);
    refusals.insert(hashOf(code), why);
    if (refusals.size() >= MaximumRefusals || timeLimit->isReached()) {
        fail(why);
        return;
    }
    refuseCode(why);
}

void SignInAttempt::Private::refuseCode(const Failure &why)
{
    code = {};
    if (visit)
        visit->answer(ResultPage::codeRefused(why));
    visit.reset();
    setState(State::WaitingForBrowser);
    Q_EMIT q->codeRefused(why);
}

void SignInAttempt::Private::storeKey()
{
    setState(State::Storing);
    connect(newKey, &NewKey::slow, q, [this] {
        if (state == State::Storing)
            Q_EMIT q->keychainSlow();
    });
    connect(newKey, &NewKey::stored, q, [this] {
        if (state == State::Storing)
            finish(State::Succeeded, {}, ResultPage::signedIn());
    });
    connect(newKey, &NewKey::storingFailed, q,
            [this](const StoreError &error, const QString &listProblem) {
                storingFailed(error, listProblem);
            });
    newKey->store();
}

void SignInAttempt::Private::storingFailed(const StoreError &error, const QString &listProblem)
{
    if (state != State::Storing) // the person did not want to wait
        return;
    finish(State::SucceededUnstored,
           error.isError() ? Failure(error) : Failure(Failure::Kind::IndexUnwritable, listProblem),
           ResultPage::signedInUnsaved());
}

} // namespace SignIn
