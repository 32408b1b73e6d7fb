// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "failure.h"

namespace SignIn {

using OpenRouterAuth::Error;

namespace {

Failure::Kind kindOf(const Error &error)
{
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
    case StoreError::Kind::Denied:
        return Failure::Kind::KeychainDenied;
    case StoreError::Kind::NotResponding:
        return Failure::Kind::KeychainNotResponding;
    case StoreError::Kind::Mismatch:
        return Failure::Kind::KeychainMismatch;
    case StoreError::Kind::NotFound:
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
{}

Failure::Failure(const Error &error)
    : m_kind(kindOf(error))
    , m_keyMayExist(error.keyMayExist())
    , m_retryAfter(error.retryAfter())
    , m_serverWords(error.serverMessage())
    , m_detail(technicalDetail(error))
{}

Failure::Failure(const StoreError &error)
    : m_kind(kindOf(error))
    , m_detail(error.detail)
{}

bool Failure::isStoringFailure() const
{
    switch (m_kind) {
    case Kind::KeychainLocked:
    case Kind::KeychainAbsent:
    case Kind::KeychainDenied:
    case Kind::KeychainNotResponding:
    case Kind::KeychainMismatch:
    case Kind::KeychainOther:
    case Kind::IndexUnwritable:
        return true;
    default:
        return false;
    }
}

QString Failure::heading() const
{
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::InvalidSettings:
        return tr("A setting cannot be used");
    case Kind::Denied:
        return tr("The request was denied");
    case Kind::TimedOut:
        return tr("Nobody approved in time");
    case Kind::NoBrowser:
        return tr("No browser opened");
    case Kind::PortRefused:
        return tr("This computer refused a connection point");
    case Kind::RedirectUnreadable:
        return tr("The browser's answer could not be read");
    case Kind::Offline:
        return tr("The server cannot be reached");
    case Kind::Proxy:
        return tr("The proxy does not let us through");
    case Kind::ServerTooSlow:
        return tr("The server took too long");
    case Kind::Tls:
        return tr("No secure connection");
    case Kind::BadRequest:
        return tr("The server did not accept the request");
    case Kind::Unauthorized:
        return tr("This key is no longer accepted");
    case Kind::Forbidden:
        return tr("The server does not allow this");
    case Kind::Conflict:
        return tr("The server is busy with another change");
    case Kind::RateLimited:
        return tr("Too many requests");
    case Kind::ServerProblem:
        return tr("The server has a problem");
    case Kind::UnexpectedAnswer:
        return tr("The server answered unexpectedly");
    case Kind::MalformedAnswer:
        return tr("The server's answer makes no sense");
    case Kind::AnswerLost:
        return tr("The server's answer was lost");
    case Kind::KeychainLocked:
        return tr("The keychain is locked");
    case Kind::KeychainAbsent:
        return tr("There is no keychain");
    case Kind::KeychainDenied:
        return tr("The keychain did not accept the key");
    case Kind::KeychainNotResponding:
        return tr("The keychain does not answer");
    case Kind::KeychainMismatch:
        return tr("The keychain did not keep the key");
    case Kind::KeychainOther:
        return tr("The keychain reported a problem");
    case Kind::IndexUnwritable:
        return tr("The list of keys cannot be written");
    }
    Q_UNREACHABLE();
}

QString Failure::sentence(const OpenRouterAuth::Server &server) const
{
    const QString name = server.displayName();
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::InvalidSettings:
        return tr("The sign-in was not started because of a value it was given.");
    case Kind::Denied:
        return tr("Access was denied on %1, so no key was made.").arg(name);
    case Kind::TimedOut:
        return tr("The request on %1 was not approved in time, so no key was made.").arg(name);
    case Kind::NoBrowser:
        return tr("Your system could not open the link to %1.").arg(name);
    case Kind::PortRefused:
        return tr("The address on this computer to which the browser returns could not be opened.");
    case Kind::RedirectUnreadable:
        return tr("Your browser came back from %1, but what it brought could not be read.")
            .arg(name);
    case Kind::Offline:
        return tr("There is no connection to %1.").arg(name);
    case Kind::Proxy:
        return tr("The proxy on the way to %1 could not be reached or refused the connection.")
            .arg(name);
    case Kind::ServerTooSlow:
        return tr("%1 did not answer in time.").arg(name);
    case Kind::Tls:
        return tr("The certificate of %1 is not trusted on this computer, so nothing was sent.")
            .arg(name);
    case Kind::BadRequest:
        return tr("%1 says that the request is not valid.").arg(name);
    case Kind::Unauthorized:
        return tr("%1 does not accept this key any more; it may have been revoked.").arg(name);
    case Kind::Forbidden:
        return tr("%1 does not allow this.").arg(name);
    case Kind::Conflict:
        return tr("%1 is changing the same thing at this moment.").arg(name);
    case Kind::RateLimited:
        return tr("%1 has had too many requests.").arg(name);
    case Kind::ServerProblem:
        return tr("%1 has a problem of its own and could not finish.").arg(name);
    case Kind::UnexpectedAnswer:
        return tr("%1 answered in a way that this program does not know.").arg(name);
    case Kind::MalformedAnswer:
        return tr("%1 answered, but the answer could not be understood.").arg(name);
    case Kind::AnswerLost:
        return tr("The connection to %1 broke before its answer arrived.").arg(name);
    case Kind::KeychainLocked:
        return tr("You are signed in and your key is safe in this window, but the keychain is "
                  "locked and it could not be saved.");
    case Kind::KeychainAbsent:
        return tr("You are signed in and your key is safe in this window, but no keychain is "
                  "running that could save it.");
    case Kind::KeychainDenied:
        return tr("You are signed in and your key is safe in this window, but the keychain "
                  "refused to save it.");
    case Kind::KeychainNotResponding:
        return tr("You are signed in and your key is safe in this window, but the keychain has "
                  "not answered.");
    case Kind::KeychainMismatch:
        return tr("You are signed in and your key is safe in this window, but the keychain gave "
                  "back something else than was saved.");
    case Kind::KeychainOther:
        return tr("You are signed in and your key is safe in this window, but it could not be "
                  "saved.");
    case Kind::IndexUnwritable:
        return tr("The file that lists your keys could not be written.");
    }
    Q_UNREACHABLE();
}

QString Failure::advice() const
{
    if (m_keyMayExist)
        return tr("A key may have been made that nobody holds. Look at your keys page, delete it "
                  "there, then sign in again.");
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::InvalidSettings:
        return tr("Correct it in the options, then sign in again.");
    case Kind::Denied:
        return tr("If that was not intended, sign in again and choose Authorize.");
    case Kind::TimedOut:
        return tr("Sign in again, and approve in the browser while this window waits.");
    case Kind::NoBrowser:
        return tr("Copy the link and open it in any browser on this computer.");
    case Kind::PortRefused:
        return tr("Close the program that uses the same port, or sign in with a code instead.");
    case Kind::RedirectUnreadable:
        return tr("Sign in again, or use a code instead.");
    case Kind::Offline:
        return tr("Check your connection, then try again.");
    case Kind::Proxy:
        return tr("Check the proxy in your system's settings, then try again.");
    case Kind::ServerTooSlow:
    case Kind::Conflict:
    case Kind::ServerProblem:
        return tr("Wait a moment, then try again.");
    case Kind::Tls:
        return tr("Check this computer's date and whether your network asks you to sign in; if a "
                  "company inspects connections, its certificate must be installed.");
    case Kind::BadRequest:
    case Kind::Forbidden:
        return tr("Sign in again to get a new code.");
    case Kind::Unauthorized:
        return tr("Sign in again to get a new key.");
    case Kind::RateLimited:
        if (m_retryAfter && m_retryAfter->count() > 0) {
            //: How long to wait before trying again.
            return tr("Try again in %n second(s).", nullptr,
                      int(qMin<qint64>(m_retryAfter->count(), 1'000'000)));
        }
        return tr("Wait a moment, then try again.");
    case Kind::UnexpectedAnswer:
    case Kind::MalformedAnswer:
        return tr("Something between this computer and the server may have answered instead. "
                  "Check the server address and your network, then try again.");
    case Kind::AnswerLost:
        return tr("Check your connection, then try again.");
    case Kind::KeychainLocked:
        return tr("Unlock the keychain when your system asks, then choose “Try again”. Closing "
                  "this window now would lose the key.");
    case Kind::KeychainAbsent:
        return tr("Start a keychain such as GNOME Keyring, KWallet or KeePassXC, then choose “Try "
                  "again”. Closing this window now would lose the key.");
    case Kind::KeychainDenied:
    case Kind::KeychainMismatch:
    case Kind::KeychainOther:
        return tr("Check the keychain, then choose “Try again”. Closing this window now would lose "
                  "the key.");
    case Kind::KeychainNotResponding:
        return tr("Look for the keychain's own window, or restart the keychain, then choose “Try "
                  "again”. Closing this window now would lose the key.");
    case Kind::IndexUnwritable:
        return tr("Check that the disk is not full and that the folder belongs to you, then try "
                  "again.");
    }
    Q_UNREACHABLE();
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
    case Kind::Unauthorized:
    case Kind::Forbidden:
    case Kind::RedirectUnreadable:
        return Action::SignInAgain;
    default:
        return isStoringFailure() && m_kind != Kind::IndexUnwritable ? Action::StoreAgain
                                                                     : Action::TryAgain;
    }
}

QString Failure::actionLabel() const
{
    switch (action()) {
    case Action::SignInAgain:
        return tr("Sign in again");
    case Action::TryAgain:
    case Action::StoreAgain:
        return tr("Try again");
    case Action::CopyLink:
        return tr("Copy link");
    case Action::OpenKeysPage:
        return tr("Open keys page");
    case Action::OpenOptions:
        return tr("Options");
    }
    Q_UNREACHABLE();
}

} // namespace SignIn
