// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"
#include "core/keychain/storechoice.h"

#include <OpenRouterAuth/client.h>
#include <OpenRouterAuth/createauthcode.h>

#include <QPointer>

#include <memory>

namespace SignIn {

class NewKey;
class NewKeyPrompt;

/// `mint`: a further key without a browser, by way of a key that is there.
class MintCommand : public Command
{
    Q_OBJECT

public:
    MintCommand(Terminal &terminal, Services &services);
    ~MintCommand() override;

    [[nodiscard]] Manual manual() const override;
    void interrupt(int signal) override;

protected:
    void run() override;

private:
    [[nodiscard]] std::optional<CommandError> readOptions();
    [[nodiscard]] std::optional<CommandError> readLimit();
    [[nodiscard]] std::optional<CommandError> readExpiry(const StoredKey &parent);
    void chooseStore(const OpenRouterAuth::ApiKey &key, const StoredKey &parent);
    void createCode(const OpenRouterAuth::ApiKey &key, const StoredKey &parent);
    void codeCreated(const OpenRouterAuth::CreateAuthCodeReply &reply, const StoredKey &parent);
    void exchange(const OpenRouterAuth::Secret &code);
    void exchanged(const OpenRouterAuth::ExchangeReply &reply);
    void succeed(const StoredKey &entry);
    void promptFinished();

    OpenRouterAuth::CreateAuthCodeRequest m_request;
    OpenRouterAuth::Pkce m_pkce = OpenRouterAuth::Pkce::generate();
    std::unique_ptr<OpenRouterAuth::Client> m_client;
    QPointer<OpenRouterAuth::ExchangeReply> m_exchange;
    NewKey *m_key = nullptr;
    NewKeyPrompt *m_prompt = nullptr;
    StoreChoice m_store = StoreChoice::Auto;
    QString m_receiver; ///< The command that gets the key; usually empty.
    bool m_isPrinted = false;
    int m_signal = 0;
};

} // namespace SignIn
