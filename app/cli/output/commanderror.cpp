// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commanderror.h"

#include "exitcodes.h"

#include <OpenRouterAuth/servertext.h>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

int exitCodeOf(Failure::Kind kind)
{
    switch (kind) {
    case Failure::Kind::None:
        return ExitCode::Done;
    case Failure::Kind::InvalidSettings:
        return ExitCode::Usage;
    case Failure::Kind::Denied:
        return ExitCode::DeniedOrCanceled;
    case Failure::Kind::TimedOut:
        return ExitCode::UnusableOrTimedOut;
    case Failure::Kind::Offline:
    case Failure::Kind::Proxy:
    case Failure::Kind::ServerTooSlow:
    case Failure::Kind::Tls:
    case Failure::Kind::AnswerLost:
        return ExitCode::Network;
    case Failure::Kind::BadRequest:
    case Failure::Kind::Unauthorized:
    case Failure::Kind::Forbidden:
    case Failure::Kind::Conflict:
    case Failure::Kind::RateLimited:
    case Failure::Kind::ServerProblem:
    case Failure::Kind::UnexpectedAnswer:
    case Failure::Kind::MalformedAnswer:
        return ExitCode::RefusedByServer;
    case Failure::Kind::KeychainLocked:
    case Failure::Kind::KeychainAbsent:
    case Failure::Kind::KeychainDenied:
    case Failure::Kind::KeychainNotResponding:
    case Failure::Kind::KeychainMismatch:
    case Failure::Kind::KeychainOther:
        return ExitCode::KeychainUnavailable;
    case Failure::Kind::NoBrowser:
    case Failure::Kind::PortRefused:
    case Failure::Kind::RedirectUnreadable:
    case Failure::Kind::IndexUnwritable:
        return ExitCode::Other;
    }
    Q_UNREACHABLE();
}

/// Failure words these for the window, which still holds the key.
QString keychainSentence(Failure::Kind kind)
{
    switch (kind) {
    case Failure::Kind::KeychainLocked:
        return CommandError::tr("The keychain is locked.");
    case Failure::Kind::KeychainAbsent:
        return CommandError::tr("There is no keychain in this session.");
    case Failure::Kind::KeychainDenied:
        return CommandError::tr("The keychain refused.");
    case Failure::Kind::KeychainNotResponding:
        return CommandError::tr("The keychain does not answer.");
    case Failure::Kind::KeychainMismatch:
        return CommandError::tr("The keychain gave back something else than was saved.");
    default:
        return CommandError::tr("The keychain reported a problem.");
    }
}

QString keychainAdvice(Failure::Kind kind)
{
    switch (kind) {
    case Failure::Kind::KeychainLocked:
    case Failure::Kind::KeychainDenied:
        return CommandError::tr("Unlock it when your system asks, or see “openrouter-key doctor”.");
    case Failure::Kind::KeychainNotResponding:
        return CommandError::tr("Look for its prompt or restart it; see “openrouter-key doctor”.");
    default:
        return CommandError::tr("See “openrouter-key doctor” for how to get one going.");
    }
}

} // namespace

CommandError::CommandError(int exitCode, const QString &sentence, const QString &advice)
    : m_exitCode(exitCode)
    , m_sentence(sentence)
    , m_advice(advice)
{}

CommandError CommandError::usage(const QString &sentence, const QString &advice)
{
    return CommandError(ExitCode::Usage, sentence, advice);
}

CommandError CommandError::from(const Failure &failure, const OpenRouterAuth::Server &server)
{
    const Failure::Kind kind = failure.kind();
    const bool isKeychain = failure.isStoringFailure() && kind != Failure::Kind::IndexUnwritable;
    CommandError problem(exitCodeOf(kind),
                         isKeychain ? keychainSentence(kind) : failure.sentence(server),
                         isKeychain ? keychainAdvice(kind) : failure.advice());
    switch (kind) {
    case Failure::Kind::InvalidSettings:
        problem.m_sentence =
            tr("The sign-in cannot use what it was given: %1").arg(failure.detail());
        problem.m_advice = tr("Correct it, then try again.");
        break;
    case Failure::Kind::TimedOut:
        problem.m_advice = tr("Sign in again, and approve while this command waits; --timeout "
                              "makes it wait longer.");
        break;
    case Failure::Kind::NoBrowser:
        problem.m_advice = tr("Open the link yourself.");
        break;
    case Failure::Kind::PortRefused:
        problem.m_advice = tr("Use “openrouter-key login --no-browser” instead.");
        break;
    case Failure::Kind::Denied:
        // The authorization page's words; it has no server message.
        problem.m_serverWords = OpenRouterAuth::cleanServerText(failure.detail(), {});
        break;
    case Failure::Kind::Unauthorized:
        problem.m_advice = tr("Sign in again to get a new key: openrouter-key login");
        break;
    default:
        break;
    }
    if (!failure.serverWords().isEmpty())
        problem.m_serverWords = OpenRouterAuth::cleanServerText(failure.serverWords(), {});
    if (failure.keyMayExist()) {
        problem.m_advice = tr("A key may have been made that nobody holds. Look for it at %1, "
                              "delete it there, then try again.")
                               .arg(server.keysPage().toString(QUrl::FullyEncoded));
    }
    problem.m_technicalDetail = failure.detail();
    return problem;
}

CommandError CommandError::from(const StoreError &error)
{
    if (error.kind == StoreError::Kind::NotFound) {
        return CommandError(ExitCode::NoSuchKey, tr("This key is not in your keychain any more."),
                            tr("Sign in again: openrouter-key login"));
    }
    return from(Failure(error), {});
}

CommandError CommandError::ofIndex(const QString &words)
{
    return CommandError(ExitCode::Other, words,
                        tr("Check that the disk is not full and that the folder belongs to you."));
}

CommandError CommandError::canceled()
{
    return CommandError(ExitCode::DeniedOrCanceled, tr("Canceled; nothing was changed."));
}

} // namespace SignIn
