// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "error.h"

#include <algorithm>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

/// A time to wait as tr() takes it.
int wholeSeconds(std::chrono::seconds wait)
{
    return int(std::min<std::chrono::seconds::rep>(wait.count(), 1'000'000));
}

} // namespace

Error::Reason Error::reason() const
{
    const auto says = [this](QLatin1StringView words) {
        return m_serverMessage.contains(words, Qt::CaseInsensitive);
    };
    if (m_kind == Kind::BadRequest && says("Invalid code_challenge_method"_L1))
        return Reason::ChallengeMethodMismatch;
    if (m_kind != Kind::Unauthorized)
        return Reason::Unspecified;
    // Also "No cookie auth credentials found", which means the same.
    if (says("Missing Authentication header"_L1) || says("auth credentials found"_L1))
        return Reason::CredentialsNotReceived;
    return says("User not found"_L1) ? Reason::UserNotFound : Reason::Unspecified;
}

bool Error::isKeyRejected() const
{
    return m_kind == Kind::Unauthorized && reason() != Reason::CredentialsNotReceived;
}

QString Error::sentence() const
{
    switch (reason()) {
    case Reason::Unspecified:
        break;
    case Reason::ChallengeMethodMismatch:
        return tr("The link was probably cut on its way to the browser; open it again, or sign in "
                  "with a code.");
    case Reason::CredentialsNotReceived:
        return tr("The key did not reach the server; check the proxy or firewall on the way.");
    case Reason::UserNotFound:
        return tr("The server knows no user for this key; sign in again, or ask the administrator "
                  "if you were removed from an organization.");
    }
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::InvalidRequest:
        return tr("The request was not sent because a value in it is not allowed.");
    case Kind::Network:
        return tr("The server could not be reached.");
    case Kind::Proxy:
        return tr("The proxy could not be reached or refused the connection.");
    case Kind::Timeout:
        return tr("The server took too long to answer.");
    case Kind::TlsFailure:
        return tr("A secure connection could not be made because the server's certificate is not "
                  "trusted.");
    case Kind::BadRequest:
        return tr("The server did not accept the request.");
    case Kind::Unauthorized:
        return tr("The server rejected this key because it is wrong or was revoked.");
    case Kind::Forbidden:
        return tr("The server does not allow this.");
    case Kind::Conflict:
        return tr("The server is busy with another change to the same thing.");
    case Kind::RateLimited:
        if (m_retryAfter && m_retryAfter->count() > 0)
            return tr("The server has had too many requests and asks to wait %n second(s).",
                      nullptr, wholeSeconds(*m_retryAfter));
        return tr("The server has had too many requests. Wait a moment.");
    case Kind::Server:
        if (m_retryAfter && m_retryAfter->count() > 0)
            return tr("The server has a problem of its own and asks to wait %n second(s).", nullptr,
                      wholeSeconds(*m_retryAfter));
        return tr("The server has a problem of its own.");
    case Kind::UnexpectedStatus:
        return tr("The server answered in an unexpected way (HTTP %1).").arg(m_httpStatus);
    case Kind::InvalidResponse:
        return tr("The server's answer could not be understood.");
    case Kind::AnswerLost:
        if (m_keyMayExist)
            return tr("The server's answer was lost, so a key may have been made.");
        return tr("The server's answer was lost on the way.");
    case Kind::Canceled:
        return tr("Canceled.");
    }
    Q_UNREACHABLE();
}

QDebug operator<<(QDebug debug, const Error &error)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Error(" << error.kind() << ", HTTP " << error.httpStatus() << ", "
                    << error.serverMessage() << ", " << error.detail() << ')';
    return debug;
}

} // namespace OpenRouterAuth
