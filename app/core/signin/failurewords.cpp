// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "failure.h"

namespace SignIn {

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
    case Kind::LinkCut:
        return tr("The link was cut");
    case Kind::Unauthorized:
        return tr("This key is no longer accepted");
    case Kind::UserNotFound:
        return tr("The server found no user for this key");
    case Kind::KeyNotReceived:
        return tr("The key did not reach the server");
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
        return tr("The server gave no clear answer");
    case Kind::KeychainLocked:
        return tr("The keychain is locked");
    case Kind::KeychainNotCreated:
        return tr("There is no keyring yet");
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
    case Kind::KeyMissing:
        return tr("The key is not in your keychain");
    case Kind::KeyElsewhere:
        return tr("The key is in another keychain");
    }
    Q_UNREACHABLE();
}

QString Failure::sentence(const OpenRouterAuth::Server &server) const
{
    const QString name = server.signInServer().displayName();
    if ((isKeychainFailure() || m_kind == Kind::KeyMissing) && !m_cause.isEmpty())
        return m_cause;
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::InvalidSettings:
        return m_cause.isEmpty()
                   ? tr("The sign-in was not started because of a value it was given.")
                   //: %1 is a sentence about the value
                   : tr("The sign-in was not started. %1").arg(m_cause);
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
    case Kind::LinkCut:
        return tr("A part of the link to %1 was probably lost on its way to the browser.")
            .arg(name);
    case Kind::Unauthorized:
        return tr("%1 rejected this key because it is wrong or was revoked.").arg(name);
    case Kind::UserNotFound:
        return tr("%1 knows no user for this key: it was revoked, or its owner was removed from an "
                  "organization.")
            .arg(name);
    case Kind::KeyNotReceived:
        return tr("%1 received the request without the key; a proxy or firewall may have removed "
                  "it.")
            .arg(name);
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
        return tr("The connection to %1 broke before its answer arrived, or its answers contradict "
                  "each other.")
            .arg(name);
    case Kind::KeychainLocked:
        return tr("The keychain is locked.");
    case Kind::KeychainNotCreated:
        return tr("There is no keyring yet in which keys could be kept.");
    case Kind::KeychainAbsent:
        return tr("There is no keychain in this session.");
    case Kind::KeychainDenied:
        return tr("The keychain refused.");
    case Kind::KeychainNotResponding:
        return tr("The keychain does not answer.");
    case Kind::KeychainMismatch:
        return tr("The keychain gave back something else than was saved.");
    case Kind::KeychainOther:
        return tr("The keychain reported a problem.");
    case Kind::IndexUnwritable:
        return m_cause.isEmpty() ? tr("The file that lists your keys could not be written.")
                                 : m_cause;
    case Kind::KeyMissing:
        return tr("This key is not in your keychain any more.");
    case Kind::KeyElsewhere:
        //: Both are names of keychains, such as KWallet and GNOME Keyring.
        return tr("This key is in %1, but %2 answers in this session.").arg(m_place, m_answering);
    }
    Q_UNREACHABLE();
}

QString Failure::advice() const
{
    if (m_keyMayExist)
        return tr("A key may have been made without reaching this app. Look at your keys page, "
                  "revoke it there, then try again.");
    if (!m_remedy.isEmpty())
        return m_remedy;
    switch (m_kind) {
    case Kind::None:
        return {};
    case Kind::InvalidSettings:
        return tr("Correct it, then sign in again.");
    case Kind::Denied:
        return tr("If that was not intended, sign in again and choose Authorize.");
    case Kind::TimedOut:
        return tr("Sign in again, and approve in the browser in time.");
    case Kind::NoBrowser:
        return tr("Open the link in any browser on this computer.");
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
        return tr("Wait a moment, then try again.");
    case Kind::Tls:
        return tr("Check this computer's date and whether your network asks you to sign in; if a "
                  "company inspects connections, its certificate must be installed.");
    case Kind::BadRequest:
    case Kind::Forbidden:
        return tr("Sign in again to get a new code.");
    case Kind::LinkCut:
        return tr("Open the link again, or use a code instead.");
    case Kind::Unauthorized:
    case Kind::KeyMissing:
        return tr("Sign in again to get a new key.");
    case Kind::UserNotFound:
        return tr("Sign in again to get a new key. If you were removed from an organization, ask "
                  "its administrator.");
    case Kind::KeyNotReceived:
        return tr("Check the proxy in your system's settings, then try again.");
    case Kind::RateLimited:
    case Kind::ServerProblem:
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
        return tr("Unlock the keychain when your system asks, then try again.");
    case Kind::KeychainNotCreated:
        return tr("Try again, and choose a password for a new keyring when your system asks.");
    case Kind::KeyElsewhere:
        return tr("Use the session or desktop in which the key was stored, or sign in again to get "
                  "a new key here.");
    case Kind::KeychainAbsent:
        return tr("Start a keychain such as GNOME Keyring, KWallet or KeePassXC, then try again.");
    case Kind::KeychainDenied:
    case Kind::KeychainMismatch:
    case Kind::KeychainOther:
        return tr("Check the keychain, then try again.");
    case Kind::KeychainNotResponding:
        return tr("Look for the keychain's own window, or restart the keychain, then try again.");
    case Kind::IndexUnwritable:
        return tr("Check that the disk is not full and that the folder belongs to you, then try "
                  "again.");
    }
    Q_UNREACHABLE();
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
