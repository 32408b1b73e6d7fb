// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

#include <QCoreApplication>
#include <QObject>
#include <QProcessEnvironment>
#include <QString>

#include <functional>

namespace SignIn {

/// Whether the password manager pass can keep keys here, found out without a prompt.
struct PassStatus
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::PassStatus)

public:
    enum class State {
        Ready,
        Locked,         ///< The GPG key asks for its passphrase first.
        NotInstalled,   ///< There is no command of that name.
        NotInitialized, ///< There is no store yet: `pass init` makes one.
        NoSecretKey,    ///< The store is encrypted for a GPG key whose secret part is elsewhere.
        NoAgent,        ///< gpg-agent, which has the secret key, does not answer.
        Unknown,        ///< GnuPG does not tell. Trying shows it.
    };

    State state = State::Unknown;
    QString folder;     ///< Of the store.
    bool isGit = false; ///< The store is a git repository, which keeps what is deleted.

    /// How the list of keys notes it, see StoredKey::keychain; and its name for people.
    [[nodiscard]] static QString place() { return QStringLiteral("pass"); }

    /// Asks and calls \a handler once, later. Fast unless gpg-agent hangs.
    static void query(QObject *context, const std::function<void(const PassStatus &)> &handler);

    /// As query(), for what needs no GnuPG: NotInstalled, NotInitialized or Unknown.
    [[nodiscard]] static PassStatus ofFiles();

    /// Whether it is there and its store too; it may still be locked.
    [[nodiscard]] bool isUsable() const
    {
        return state == State::Ready || state == State::Locked || state == State::Unknown;
    }

    /// "locked; your GPG key asks for its passphrase"
    [[nodiscard]] QString stateText() const;

    /// What a read or a write that failed in this state ends with, with \a detail as its detail.
    [[nodiscard]] StoreError error(const QString &detail = {}) const;

    /// The one sentence that a person has to know before the first key goes into a git repository;
    /// empty if it is none.
    [[nodiscard]] QString gitNote() const;

    /// For pass and GnuPG: they ask nothing by themselves, and a passphrase at our terminal.
    [[nodiscard]] static QProcessEnvironment environment();

    /// The path of `pass`; empty if it is not installed.
    [[nodiscard]] static QString program();
};

} // namespace SignIn
