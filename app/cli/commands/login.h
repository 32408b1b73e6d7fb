// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"
#include "loginoptions.h"

#include <OpenRouterAuth/client.h>

#include <memory>

namespace SignIn {

class NewKey;
class NewKeyPrompt;
class SignInAttempt;

/// `login`: a new key by way of the browser, or an existing one from standard input.
class LoginCommand : public Command
{
    Q_OBJECT

public:
    LoginCommand(Terminal &terminal, Services &services);
    ~LoginCommand() override;

    [[nodiscard]] Manual manual() const override;
    void interrupt(int signal) override;

protected:
    LoginCommand(Terminal &terminal, Services &services, const QList<QCommandLineOption> &options);

    void run() override;
    [[nodiscard]] virtual std::optional<CommandError> readOptions(LoginOptions &options);

    /// The last step, when there is nothing more to say about the key.
    virtual void end(int exitCode);

    [[nodiscard]] const LoginOptions &options() const { return m_options; }

    /// Null before the server or the person has given one.
    [[nodiscard]] const NewKey *newKey() const { return m_key; }

private:
    void noteRegion();

    // Is there a place to put the key into?
    void findRenewedKey();
    void chooseStore(StoreChoice choice);
    void storeChosen(StoreChoice store);

    // With the browser.
    void startAttempt();
    void askForCode();
    void codeGiven(const std::optional<QByteArray> &answer);
    void attemptFinished();

    // With a key that exists.
    void readExistingKey();

    // The end.
    void take(NewKey *key);
    void promptFinished();
    void succeed();
    void leave(int exitCode);

    LoginOptions m_options;
    bool m_wasPasted = false;
    int m_signal = 0;

    std::unique_ptr<OpenRouterAuth::Client> m_client;
    std::unique_ptr<SignInAttempt> m_attempt;
    NewKey *m_key = nullptr; ///< From the moment the server or the person has given it.
    NewKeyPrompt *m_prompt = nullptr;
};

} // namespace SignIn
