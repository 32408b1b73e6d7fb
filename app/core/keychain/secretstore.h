// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/secret.h>

#include <QObject>
#include <QString>

#include <functional>

namespace SignIn {

/// Why a secret could not be written, read or removed.
struct StoreError
{
    enum class Kind {
        None,
        NotFound,      ///< There is no such entry.
        Unavailable,   ///< There is no keychain to ask.
        Locked,        ///< The keychain is locked and its prompt was dismissed.
        NotCreated,    ///< There is no keyring yet.
        Denied,        ///< The keychain or the person refused.
        NotResponding, ///< The keychain did not answer in time; a late answer may still come.
        Elsewhere,     ///< The key was stored in another keychain than the one that answers.
        Mismatch,      ///< What was read back is not what was written.
        Other,
    };

    Kind kind = Kind::None;
    QString detail = {}; ///< The keychain's own words, for a "Details" section.

    // Of Elsewhere, by the names that people know.
    QString place = {};     ///< The keychain that has the key.
    QString answering = {}; ///< The one that answers now.

    // For people, from a store that knows more than the kind: what happened and what to do.
    QString sentence = {};
    QString advice = {};

    [[nodiscard]] bool isError() const { return kind != Kind::None; }
};

/// A place for secrets, each under a user name of its own (see keychainUser()).
///
/// Handlers are called once, later, unless their context is destroyed before; a store that hangs
/// never calls. Calls may be answered in any order, but those for the same user keep theirs.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    using DoneHandler = std::function<void(const StoreError &)>;
    using ReadHandler = std::function<void(const StoreError &, const OpenRouterAuth::Secret &)>;

    using QObject::QObject;

    /// Connects to the backend ahead of the first write. Never prompts.
    virtual void warmUp() {}

    /// Calls \a handler, asynchronously and once, with true if the next operation is known to need
    /// no prompt. Never prompts.
    virtual void queryOpen(QObject *context, std::function<void(bool isOpen)> handler)
    {
        QMetaObject::invokeMethod(
            context, [handler = std::move(handler)] { handler(true); }, Qt::QueuedConnection);
    }

    /// Calls \a handler once, later, with the name of the keychain that answers now, see
    /// KeychainStatus::place(); empty if none does or it has no name.
    virtual void queryPlace(QObject *context, std::function<void(const QString &place)> handler)
    {
        QMetaObject::invokeMethod(
            context, [handler = std::move(handler)] { handler({}); }, Qt::QueuedConnection);
    }

    /// Names the entry of \a user for people, where the keychain shows a name in its dialogs and
    /// lists, and calls \a handler once, later. Never prompts, and does nothing if that would be
    /// needed.
    virtual void setLabel(const QString &user, const QString &label, QObject *context,
                          std::function<void()> handler)
    {
        Q_UNUSED(user)
        Q_UNUSED(label)
        QMetaObject::invokeMethod(context, std::move(handler), Qt::QueuedConnection);
    }

    virtual void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
                       DoneHandler handler) = 0;
    virtual void read(const QString &user, QObject *context, ReadHandler handler) = 0;

    /// Removing what is not there is no error.
    virtual void remove(const QString &user, QObject *context, DoneHandler handler) = 0;
};

} // namespace SignIn
