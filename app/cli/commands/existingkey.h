// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/keydestination.h"
#include "core/keys/storedkey.h"
#include "output/commanderror.h"

#include <OpenRouterAuth/apikey.h>

#include <QObject>

namespace SignIn {

class KeyStatusChecker;
class Terminal;

/// Reads an existing key, hidden at a terminal or from standard input, and asks its server about
/// it. The server is named before the key is sent, and a key of openrouter.ai's form goes to
/// another server only if a person says so.
class ExistingKey : public QObject
{
    Q_OBJECT

public:
    /// \a label is given to the key; an empty one stands for the key's name on the server, or else
    /// for \a usualLabel.
    struct Options
    {
        KeyDestination destination;
        QString label;
        QString usualLabel;
    };

    ExistingKey(Terminal &terminal, KeyStatusChecker &checker, const Options &options,
                QObject *parent);

    /// checked() or failed() follows.
    void read();

Q_SIGNALS:
    /// \a entry says what the server said.
    void checked(const OpenRouterAuth::ApiKey &key, const SignIn::StoredKey &entry);
    void failed(const SignIn::CommandError &problem);

private:
    void lineRead(const std::optional<QByteArray> &line);
    void askForConsent(const OpenRouterAuth::ApiKey &key);
    [[nodiscard]] const OpenRouterAuth::Server &server() const
    {
        return m_options.destination.server();
    }
    void answered(const OpenRouterAuth::ApiKey &key, const OpenRouterAuth::KeyInfo &info,
                  const ServerClock &clock);

    Terminal &m_terminal;
    KeyStatusChecker &m_checker;
    Options m_options;
};

} // namespace SignIn
