// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/signin/signinoptions.h"
#include "output/commanderror.h"

#include <OpenRouterAuth/server.h>

#include <QCommandLineParser>
#include <QCoreApplication>

#include <optional>

namespace SignIn {

class Settings;

/// What `login` is told by its options and, where they say nothing, by the settings.
class LoginOptions
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::LoginOptions)

public:
    [[nodiscard]] static QList<QCommandLineOption> all();

    /// Those of them that make sense where an old key says all about the new one.
    [[nodiscard]] static QList<QCommandLineOption> ofRenewal();

    /// Returns what is wrong with them, if anything.
    [[nodiscard]] std::optional<CommandError> read(const QCommandLineParser &parser,
                                                   const Settings &settings);

    /// The same for ofRenewal(). Server, label and place are the old key's.
    [[nodiscard]] std::optional<CommandError> readForRenewal(const QCommandLineParser &parser,
                                                             const Settings &settings);

    OpenRouterAuth::Server server;                ///< Where to sign in.
    std::optional<OpenRouterAuth::Server> region; ///< Its regional host that --server named.
    bool isServerGiven = false;                   ///< By --server, or by the administrator.
    SignInOptions attempt;
    StoreChoice store = StoreChoice::Auto;
    bool takesKey = false; ///< An existing one, from standard input.
    bool hasLabel = false; ///< The label was given and is not just the usual one.
    bool showsQr = false;
    QString receiver;                  ///< The command that gets the key; usually empty.
    std::optional<QString> renewedKey; ///< As it was typed.
    bool isRenewal = false;            ///< renewedKey may be empty, for the usual one.

private:
    [[nodiscard]] std::optional<CommandError> readServer(const QCommandLineParser &parser,
                                                         const Settings &settings);
    [[nodiscard]] std::optional<CommandError> readBrowser(const QCommandLineParser &parser,
                                                          const Settings &settings);
    [[nodiscard]] std::optional<CommandError> readWorkspace(const QCommandLineParser &parser,
                                                            const Settings &settings);
    [[nodiscard]] std::optional<CommandError> readTimeout(const QCommandLineParser &parser,
                                                          const Settings &settings);
};

} // namespace SignIn
