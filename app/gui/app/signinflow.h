// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/signin/signinattempt.h"
#include "services.h"

#include <QObject>
#include <QPointer>

namespace OpenRouterAuth {
struct KeyInfo;
}

namespace SignIn {

/// What the window does to get a key: a sign-in or a pasted key, and then storing, keeping or
/// discarding it. One at a time. The key itself belongs to a NewKey.
class SignInFlow : public QObject
{
    Q_OBJECT

public:
    explicit SignInFlow(const Services &services, QObject *parent = nullptr);
    ~SignInFlow() override;

    /// Starts a sign-in. \a replacedId names a key that its server refuses now, and whose server is
    /// then the one that is signed in to.
    void signIn(bool headless, const QString &replacedId = {});

    /// The same once more.
    void signInAgain();

    /// The step that failed once more: asking about an existing key, storing, or the sign-in.
    void tryAgain();

    /// Asks the server about a key that somebody has already, and stores it.
    void addExisting(const OpenRouterAuth::ApiKey &key);

    /// Ends a sign-in, or the question about an existing key, as far as that is possible.
    void cancel();

    /// Another try at storing unstoredKey(), or the first one after a canceled sign-in.
    void store();

    /// Keeps the key in memory: the unstored one, or one that the keychain is slow about.
    void keepForSession();

    /// Discards the unstored key; discarded() follows.
    void discard();

    [[nodiscard]] SignInAttempt *attempt() const { return m_attempt; }

    /// The key that the keychain does not have (yet), if there is one.
    [[nodiscard]] const std::optional<OpenRouterAuth::ApiKey> &unstoredKey() const;
    [[nodiscard]] StoredKey unstoredEntry() const;

    /// A code is being exchanged: a key may be on its way.
    [[nodiscard]] bool isExchanging() const;

    /// A person can still be waited for.
    [[nodiscard]] bool isWaiting() const;

    /// Whom a failure is about.
    [[nodiscard]] const OpenRouterAuth::Server &server() const { return m_server; }

Q_SIGNALS:
    void attemptStarted(SignIn::SignInAttempt *attempt);
    void checkingStarted();

    /// Whether pass can keep a key is tried, which may bring the prompt for a passphrase.
    void probingStarted();

    void savingStarted();

    /// Saving without a sign-in waits for the keychain; SignInAttempt says so itself.
    void keychainSlow();

    /// The key is where it belongs; \a entry says whether that is only this session.
    void stored(const SignIn::StoredKey &entry);

    /// The keychain has confirmed that the key is gone, or \a problem says what is left of it.
    void discarded(const SignIn::StoredKey &entry, const QString &problem);

    /// The new key has taken the place of \a replaced, which its server may still accept.
    void renewed(const SignIn::StoredKey &replaced);

    /// unstoredKey() tells whether a key waits to be stored.
    void failed(const SignIn::Failure &failure);

    /// The link could not be opened; the attempt goes on.
    void browserFailed();

    /// Canceled, and its key was made all the same: keep it or discard it.
    void keyLeftOver();

    void canceled();
    void redirectReceived();

private:
    void begin(const SignInOptions &options, const OpenRouterAuth::Server &server);
    void attemptFinished();
    void checked(const OpenRouterAuth::KeyInfo &info, const ServerClock &clock);
    void take(NewKey *key);
    void saved();
    void forget();

    Services m_services;
    QPointer<SignInAttempt> m_attempt;
    QPointer<QObject> m_probe; ///< While pass is tried before a sign-in.
    QPointer<NewKey> m_newKey; ///< A key that has no home yet.
    OpenRouterAuth::Server m_server;
    std::optional<OpenRouterAuth::ApiKey> m_uncheckedKey; ///< Its server is or was to be asked.
    StoredKey m_existing;                                 ///< What is known of the unchecked key.
    QString m_replacedId;
    bool m_isHeadless = false;
    bool m_isChecking = false;
};

} // namespace SignIn
