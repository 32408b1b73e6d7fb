// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

#include <QObject>
#include <QString>

#include <functional>

namespace SignIn {

/// Which keychain would answer, found out without asking it for a secret and without a prompt.
struct KeychainStatus
{
    enum class State {
        Ready,
        Locked,
        NotCreated,    ///< It answers and has no keyring or wallet yet; the first key makes one.
        Absent,        ///< A bus, but nobody who keeps secrets, nor anybody who could be started.
        NoBus,         ///< No session bus at all (Linux).
        NotResponding, ///< Somebody owns the name and does not answer.
        Unknown,       ///< This system does not tell.
    };

    State state = State::Unknown;

    /// For people: "GNOME Keyring", "KWallet", "KeePassXC", "Secret Service", "Keychain",
    /// "Credential Manager".
    QString name;

    /// Whether that is KWallet by its own interface and not as a Secret Service.
    bool isWallet = false;

    /// Asks and calls \a handler once, at the latest after two seconds.
    static void query(QObject *context, std::function<void(const KeychainStatus &)> handler);

    /// Whether this is a session in which QtKeychain asks KWallet first.
    [[nodiscard]] static bool isWalletSession();

    /// To be called right before QtKeychain is used for the first time: it decides once in a
    /// process, and what is asked later is about the keychain that it has chosen.
    static void keepTo(const KeychainStatus &chosen);

    /// The state as a word for a report, not translated: "locked", "no session bus".
    [[nodiscard]] QLatin1StringView stateName() const;

    /// The same for people.
    [[nodiscard]] QString stateText() const;

    /// Where a key goes that is stored now, as the list of keys notes it: the name, and KWallet's
    /// two sides kept apart, for they do not share entries. Empty if there is no keychain.
    [[nodiscard]] QString place() const;

    /// Whether a key that was stored at \a noted may be found at \a current. What has no name but
    /// "Secret Service" may be any of them.
    [[nodiscard]] static bool mayBeSamePlace(const QString &noted, const QString &current);

    /// Why the keychain \a answering does not have a key that was written to \a noted: Elsewhere if
    /// they are surely not the same one, else NotFound.
    [[nodiscard]] static StoreError absence(const QString &noted, const QString &answering);

    /// "Keychain: GNOME Keyring · ready"
    [[nodiscard]] QString summary() const;

    /// The error that a read or write would end with in this state; None if it may succeed. A
    /// locked keychain counts as an error: whether a prompt can unlock it is for the caller to say.
    [[nodiscard]] StoreError::Kind error() const;

    /// For people, while the keychain takes its time.
    static QString waitingText();
};

} // namespace SignIn
