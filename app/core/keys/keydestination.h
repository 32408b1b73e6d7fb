// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/server.h>

#include <QCoreApplication>

namespace SignIn {

/// The server that is about to see a key which somebody has already.
class KeyDestination
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeyDestination)

public:
    /// \a isChosen: the server was named for this very key, or is the administrator's choice.
    explicit KeyDestination(const OpenRouterAuth::Server &server = {}, bool isChosen = false)
        : m_server(server)
        , m_isChosen(isChosen)
    {}

    [[nodiscard]] const OpenRouterAuth::Server &server() const { return m_server; }

    /// Whether a person has to say yes first: a key that looks like openrouter.ai's would go to
    /// another server. Not to this computer, and not to one of openrouter.ai's regional hosts.
    [[nodiscard]] bool needsConsent(const OpenRouterAuth::ApiKey &key) const;

    /// Why consent is needed, as one sentence.
    [[nodiscard]] QString warning() const;

    /// Whether it is openrouter.ai or one of its regional hosts.
    [[nodiscard]] bool isOpenRouter() const { return m_server.signInServer().isOpenRouter(); }

private:
    OpenRouterAuth::Server m_server;
    bool m_isChosen;
};

} // namespace SignIn
