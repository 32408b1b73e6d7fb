// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/newkey.h"
#include "failure.h"
#include "refusedcodes.h"
#include "signinoptions.h"

#include <OpenRouterAuth/pkce.h>
#include <OpenRouterAuth/secret.h>

#include <QObject>
#include <QPointer>
#include <QUrl>
#include <QUuid>

#include <chrono>
#include <memory>
#include <optional>

namespace OpenRouterAuth {
class Client;
class Clock;
class Error;
class ExchangeReply;
} // namespace OpenRouterAuth

namespace SignIn {

class RedirectReceiver;
class RedirectServer;
class ResultPage;
class TimeLimit;
class UrlOpener;
class Visit;
struct Redirect;

/// One sign-in, from the link to the stored key. Used once.
///
///     begin ── RedirectServer listens ── open the link ──▶ WaitingForBrowser
///       redirected(redirect, visit), or submitCode()   ──▶ Exchanging
///         code refused (400, 403), five times at most  ──▶ WaitingForBrowser, codeRefused()
///       key                                            ──▶ Storing
///         keychain answers                             ──▶ Succeeded
///         keychain fails                               ──▶ SucceededUnstored (newKey() holds it)
///       visit.answer(page) at the end, and if the code is refused
///
/// The code goes one way, from the socket to the request:
///
///     LoopbackConnection::read ─▶ RedirectServer::requestArrived ─▶ RedirectReceiver::receive
///         ─▶ redirected ─▶ exchange ─▶ Client
///
/// Emits finished() exactly once. The port stays open until the browser has loaded the result page,
/// at most two seconds after the last request.
class SignInAttempt : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        WaitingForBrowser,
        Exchanging,
        Storing,
        Succeeded,         ///< The key is in the keychain, or in memory if asked so.
        SucceededUnstored, ///< There is a key, and newKey() is the only one that has it.
        Denied,
        TimedOut,
        Canceled,
        Failed,
    };
    Q_ENUM(State)

    /// What is needed from outside; all of it must outlive the attempt. \c clock may be null.
    struct Dependencies
    {
        OpenRouterAuth::Client *client = nullptr; ///< Its server is the one that is signed in to.
        KeyVault *vault = nullptr;
        UrlOpener *opener = nullptr; ///< Null: the browser is not opened.
        OpenRouterAuth::Clock *clock = nullptr;
        RedirectReceiver *receiver = nullptr; ///< Null: the redirect is used as it came.
    };

    SignInAttempt(const SignInOptions &options, const Dependencies &dependencies,
                  QObject *parent = nullptr);
    ~SignInAttempt() override;

    /// Starts. Ends in Failed, later, if the options cannot be used or no port can be had.
    void begin();

    /// Before the code is sent: ends in Canceled at once. After that a key may exist, so the
    /// exchange is finished first: with a key it ends in SucceededUnstored with wasCanceled(), and
    /// the key is held until the person has said whether to keep or discard it.
    void cancel();

    /// Takes what a person pasted: a code, or the whole address the browser was sent to, in spaces
    /// or quotes. Returns an empty text, or a sentence about why it cannot be used.
    [[nodiscard]] QString submitCode(const QString &input);

    /// Opens the link once more.
    void openBrowserAgain();

    /// While Storing: stop waiting for the keychain, keep the key in memory and end in Succeeded. A
    /// late answer of the keychain still counts.
    void keepForSession();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isFinished() const { return m_state > State::Storing; }
    /// Where a person approves.
    [[nodiscard]] OpenRouterAuth::Server server() const;
    [[nodiscard]] const SignInOptions &options() const { return m_options; }

    /// The link of this attempt with the loopback redirect; empty in a headless one.
    [[nodiscard]] QUrl authorizationUrl() const { return m_authorizationUrl; }

    /// The link whose page shows a code instead of redirecting; the same attempt and verifier.
    [[nodiscard]] QUrl headlessUrl() const { return m_headlessUrl; }

    /// Time left to approve, which runs while the computer sleeps; nothing if it is not limited.
    [[nodiscard]] std::optional<std::chrono::seconds> remaining() const;

    /// Why it ended in Denied, TimedOut, Failed or SucceededUnstored.
    [[nodiscard]] const Failure &failure() const { return m_failure; }

    /// The key, its entry and what becomes of it. Never null; lives as long as the attempt.
    [[nodiscard]] NewKey *newKey() const { return m_newKey; }

    [[nodiscard]] bool wasCanceled() const { return m_canceled; }

    [[nodiscard]] bool isListening() const;

Q_SIGNALS:
    void stateChanged(SignIn::SignInAttempt::State state);

    /// The browser came back with a code: time to come to the front.
    void redirectReceived();

    /// The link could not be opened. The attempt goes on: the link can be copied.
    void browserFailed();

    /// The server did not take this code. The attempt waits for another one.
    void codeRefused(const SignIn::Failure &failure);

    /// The keychain has not answered for five seconds: it may be showing a prompt.
    void keychainSlow();

    /// The end, whatever it is.
    void finished();

    /// The loopback port is closed.
    void stoppedListening();

private:
    void setState(State newState);
    void finish(State finalState, const Failure &why, const ResultPage &page);
    void fail(const Failure &why);
    void failLater(const Failure &why);
    void openBrowser();
    void timeOut();
    void redirected(const Redirect &redirect, const std::shared_ptr<Visit> &from);
    void exchange(const OpenRouterAuth::Secret &newCode);
    void exchangeFinished(OpenRouterAuth::ExchangeReply *reply);
    void exchangeRefused(const OpenRouterAuth::Error &error);
    void refuseCode(const Failure &why);
    void storeKey();
    void storingFailed(const StoreError &error, const QString &listProblem);

    const SignInOptions m_options;
    const Dependencies m_dependencies;
    OpenRouterAuth::Clock *const m_clock;
    const OpenRouterAuth::Pkce m_pkce = OpenRouterAuth::Pkce::generate();
    QPointer<RedirectServer> m_redirectServer;
    std::shared_ptr<Visit> m_visit; ///< Whose redirect is being exchanged; null for none.
    QUrl m_authorizationUrl;
    QUrl m_headlessUrl;
    State m_state = State::Idle;
    Failure m_failure;
    TimeLimit *m_timeLimit = nullptr;
    NewKey *m_newKey = nullptr;
    RefusedCodes m_refusedCodes;
    OpenRouterAuth::Secret m_code; ///< The one that is being exchanged.
    bool m_canceled = false;
};

} // namespace SignIn
