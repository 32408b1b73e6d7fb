// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"

#include <OpenRouterAuth/error.h>
#include <OpenRouterAuth/server.h>

#include <QCoreApplication>
#include <QString>

namespace SignIn {

/// Why a sign-in, or something done with a key, did not work, and what a person can do about it.
/// The window shows it as a page, the command line as sentences, the browser as its last page: the
/// words fit each of them, and name no button, window or command.
class Failure
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::Failure)

public:
    enum class Kind {
        None,
        InvalidSettings, ///< A server address, label or workspace that cannot be used.
        Denied,
        TimedOut, ///< Nobody approved in time.
        NoBrowser,
        PortRefused,        ///< No loopback port, or not the one that was asked for.
        RedirectUnreadable, ///< The reply handler could not read the redirect.
        Offline,
        Proxy,
        ServerTooSlow,
        Tls,
        BadRequest,
        LinkCut, ///< The link lost a part on its way to the browser.
        Unauthorized,
        UserNotFound,   ///< The key was revoked, or its owner was removed from an organization.
        KeyNotReceived, ///< Something on the way removed the key from the request.
        Forbidden,
        Conflict,
        RateLimited,
        ServerProblem,
        UnexpectedAnswer, ///< A status that means nothing here.
        MalformedAnswer,
        AnswerLost,
        KeychainLocked,
        KeychainNotCreated, ///< There is no keyring yet.
        KeychainAbsent,
        KeychainDenied,
        KeychainNotResponding,
        KeychainMismatch, ///< What was read back is not what was written.
        KeychainOther,
        IndexUnwritable,
        KeyMissing,   ///< The keychain has the key no longer.
        KeyElsewhere, ///< Another keychain than the one that answers has the key.
    };

    /// The one thing to do next. Its label is actionLabel().
    enum class Action {
        SignInAgain,
        TryAgain, ///< The same step once more.
        CopyLink,
        OpenKeysPage, ///< A key may exist that nobody holds.
        StoreAgain,
        OpenOptions,
    };

    Failure() = default;

    /// \a detail as detail(); for InvalidSettings and IndexUnwritable a sentence for people about
    /// the value or file.
    explicit Failure(Kind kind, QString detail = {});
    explicit Failure(const OpenRouterAuth::Error &error);
    explicit Failure(const StoreError &error);

    [[nodiscard]] Kind kind() const { return m_kind; }

    /// The keychain could not be used.
    [[nodiscard]] bool isKeychainFailure() const;

    /// True if the server knows the key and rejects it.
    [[nodiscard]] bool isKeyRejected() const;

    /// A few words: what happened.
    [[nodiscard]] QString heading() const;

    /// One sentence: what it means. \a server names who was asked.
    [[nodiscard]] QString sentence(const OpenRouterAuth::Server &server = {}) const;

    /// One sentence: what to do.
    [[nodiscard]] QString advice() const;

    [[nodiscard]] Action action() const;
    [[nodiscard]] QString actionLabel() const;

    /// The server's own words, empty if there were none. Plain text from outside.
    [[nodiscard]] QString serverWords() const { return m_serverWords; }

    /// For a "Details" section; not translated, nothing secret in it.
    [[nodiscard]] QString detail() const { return m_detail; }

    /// True if a key may have been made that nobody holds: show Server::keysPage().
    [[nodiscard]] bool keyMayExist() const { return m_keyMayExist; }

private:
    void takeCause();

    Kind m_kind = Kind::None;
    bool m_keyMayExist = false;
    std::optional<std::chrono::seconds> m_retryAfter;
    QString m_cause;     ///< A translated sentence that says more than the kind.
    QString m_place;     ///< Of KeyElsewhere: the keychain that has the key.
    QString m_answering; ///< Of KeyElsewhere: the one that answers.
    QString m_remedy;    ///< A translated sentence that says more than advice() by the kind.
    QString m_serverWords;
    QString m_detail;
};

} // namespace SignIn
