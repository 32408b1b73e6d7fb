// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "error.h"

namespace OpenRouterAuth {

QString Error::sentence() const
{
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
        return tr("The server does not accept this key any more.");
    case Kind::Forbidden:
        return tr("The server does not allow this.");
    case Kind::Conflict:
        return tr("The server is busy with another change to the same thing.");
    case Kind::RateLimited:
        if (m_retryAfter && m_retryAfter->count() > 0)
            return tr("The server has had too many requests and asks to wait %n second(s).",
                      nullptr, int(qMin<qint64>(m_retryAfter->count(), 1'000'000)));
        return tr("The server has had too many requests. Wait a moment.");
    case Kind::Server:
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
    debug.nospace() << "Error(kind " << int(error.kind()) << ", HTTP " << error.httpStatus() << ", "
                    << error.serverMessage() << ", " << error.detail() << ')';
    return debug;
}

} // namespace OpenRouterAuth
