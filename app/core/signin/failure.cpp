// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "failure.h"

#include <utility>

namespace SignIn {

using OpenRouterAuth::Error;

namespace {

Failure::Kind kindOf(const Error &error)
{
    switch (error.reason()) {
    case Error::Reason::Unspecified:
        break;
    case Error::Reason::ChallengeMethodMismatch:
        return Failure::Kind::LinkCut;
    case Error::Reason::CredentialsNotReceived:
        return Failure::Kind::KeyNotReceived;
    case Error::Reason::UserNotFound:
        return Failure::Kind::UserNotFound;
    }
    switch (error.kind()) {
    case Error::Kind::None:
        return Failure::Kind::None;
    case Error::Kind::InvalidRequest:
        return Failure::Kind::InvalidSettings;
    case Error::Kind::Network:
        return Failure::Kind::Offline;
    case Error::Kind::Proxy:
        return Failure::Kind::Proxy;
    case Error::Kind::Timeout:
        return Failure::Kind::ServerTooSlow;
    case Error::Kind::TlsFailure:
        return Failure::Kind::Tls;
    case Error::Kind::BadRequest:
        return Failure::Kind::BadRequest;
    case Error::Kind::Unauthorized:
        return Failure::Kind::Unauthorized;
    case Error::Kind::Forbidden:
        return Failure::Kind::Forbidden;
    case Error::Kind::Conflict:
        return Failure::Kind::Conflict;
    case Error::Kind::RateLimited:
        return Failure::Kind::RateLimited;
    case Error::Kind::Server:
        return Failure::Kind::ServerProblem;
    case Error::Kind::UnexpectedStatus:
        return Failure::Kind::UnexpectedAnswer;
    case Error::Kind::InvalidResponse:
        return Failure::Kind::MalformedAnswer;
    case Error::Kind::AnswerLost:
    case Error::Kind::Canceled: // reported as a failure only where a key may exist
        return Failure::Kind::AnswerLost;
    }
    Q_UNREACHABLE();
}

Failure::Kind kindOf(const StoreError &error)
{
    switch (error.kind) {
    case StoreError::Kind::None:
        return Failure::Kind::None;
    case StoreError::Kind::Unavailable:
        return Failure::Kind::KeychainAbsent;
    case StoreError::Kind::Locked:
        return Failure::Kind::KeychainLocked;
    case StoreError::Kind::NotCreated:
        return Failure::Kind::KeychainNotCreated;
    case StoreError::Kind::Elsewhere:
        return Failure::Kind::KeyElsewhere;
    case StoreError::Kind::Denied:
        return Failure::Kind::KeychainDenied;
    case StoreError::Kind::NotResponding:
        return Failure::Kind::KeychainNotResponding;
    case StoreError::Kind::Mismatch:
        return Failure::Kind::KeychainMismatch;
    case StoreError::Kind::NotFound:
        return Failure::Kind::KeyMissing;
    case StoreError::Kind::Other:
        return Failure::Kind::KeychainOther;
    }
    Q_UNREACHABLE();
}

QString technicalDetail(const Error &error)
{
    QStringList parts;
    if (error.httpStatus() != 0)
        parts += QStringLiteral("HTTP %1").arg(error.httpStatus());
    if (!error.detail().isEmpty())
        parts += error.detail();
    return parts.join(QStringLiteral(" · "));
}

} // namespace

Failure::Failure(Kind kind, QString detail)
    : m_kind(kind)
    , m_detail(std::move(detail))
{
    takeCause();
}

Failure::Failure(const Error &error)
    : m_kind(kindOf(error))
    , m_keyMayExist(error.keyMayExist())
    , m_retryAfter(error.retryAfter())
    , m_serverWords(error.serverMessage())
    , m_detail(technicalDetail(error))
{
    takeCause();
}

Failure::Failure(const StoreError &error)
    : m_kind(kindOf(error))
    , m_cause(error.sentence)
    , m_place(error.place)
    , m_answering(error.answering)
    , m_remedy(error.advice)
    , m_detail(error.detail)
{}

/// For these kinds the library and KeyList say in a sentence for people which value or file it is.
void Failure::takeCause()
{
    if (m_kind == Kind::InvalidSettings || m_kind == Kind::IndexUnwritable)
        m_cause = std::exchange(m_detail, {});
}

bool Failure::isKeychainFailure() const
{
    switch (m_kind) {
    case Kind::KeychainLocked:
    case Kind::KeychainNotCreated:
    case Kind::KeychainAbsent:
    case Kind::KeychainDenied:
    case Kind::KeychainNotResponding:
    case Kind::KeychainMismatch:
    case Kind::KeychainOther:
        return true;
    default:
        return false;
    }
}

bool Failure::isKeyRejected() const
{
    return m_kind == Kind::Unauthorized || m_kind == Kind::UserNotFound;
}

Failure::Action Failure::action() const
{
    if (m_keyMayExist)
        return Action::OpenKeysPage;
    switch (m_kind) {
    case Kind::NoBrowser:
        return Action::CopyLink;
    case Kind::InvalidSettings:
        return Action::OpenOptions;
    case Kind::Denied:
    case Kind::TimedOut:
    case Kind::BadRequest:
    case Kind::LinkCut:
    case Kind::Unauthorized:
    case Kind::UserNotFound:
    case Kind::Forbidden:
    case Kind::RedirectUnreadable:
    case Kind::KeyMissing:
        return Action::SignInAgain;
    default:
        return isKeychainFailure() ? Action::StoreAgain : Action::TryAgain;
    }
}

} // namespace SignIn
