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
    case Failure::Kind::LinkCut:
    case Failure::Kind::Unauthorized:
    case Failure::Kind::UserNotFound:
    case Failure::Kind::KeyNotReceived:
    case Failure::Kind::Forbidden:
    case Failure::Kind::Conflict:
    case Failure::Kind::RateLimited:
    case Failure::Kind::ServerProblem:
    case Failure::Kind::UnexpectedAnswer:
    case Failure::Kind::MalformedAnswer:
        return ExitCode::RefusedByServer;
    case Failure::Kind::KeychainLocked:
    case Failure::Kind::KeychainNotCreated:
    case Failure::Kind::KeyElsewhere:
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
    case Failure::Kind::KeyMissing:
        return ExitCode::NoSuchKey;
    }
    Q_UNREACHABLE();
}

/// What the command line itself can do about it.
QString remedy(const Failure &failure, const OpenRouterAuth::Server &server)
{
    if (failure.keyMayExist()) {
        return CommandError::tr("Your keys page: %1")
            .arg(server.keysPage().toString(QUrl::FullyEncoded));
    }
    if (failure.isKeychainFailure())
        return CommandError::tr("See also “openrouter-key doctor”.");
    switch (failure.kind()) {
    case Failure::Kind::TimedOut:
        return CommandError::tr("--timeout makes the command wait longer.");
    case Failure::Kind::PortRefused:
        return CommandError::tr("With a code: openrouter-key login --no-browser");
    case Failure::Kind::Unauthorized:
    case Failure::Kind::UserNotFound:
    case Failure::Kind::KeyMissing:
        return CommandError::tr("To sign in: openrouter-key login");
    default:
        return {};
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
    const QStringList advice{failure.advice(), remedy(failure, server)};
    CommandError error(exitCodeOf(failure.kind()), failure.sentence(server),
                       advice.join(u' ').trimmed());
    // The authorization page's words come with the redirect; there is no server message then.
    const bool isDenial = failure.kind() == Failure::Kind::Denied;
    error.m_serverWords =
        OpenRouterAuth::cleanServerText(isDenial ? failure.detail() : failure.serverWords(), {});
    error.m_technicalDetail = failure.detail();
    return error;
}

CommandError CommandError::from(const StoreError &error)
{
    return from(Failure(error), {});
}

CommandError CommandError::ofIndex(const QString &words)
{
    return from(Failure(Failure::Kind::IndexUnwritable, words), {});
}

CommandError CommandError::canceled()
{
    return CommandError(ExitCode::DeniedOrCanceled, tr("Canceled; nothing was changed."));
}

} // namespace SignIn
