// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "output/commanderror.h"

#include <OpenRouterAuth/server.h>

#include <QByteArray>
#include <QCoreApplication>
#include <QList>

#include <utility>

namespace SignIn {

/// The variables by which `exec` and `env` tell tools where to send requests, beside the key.
class ToolVariables
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::ToolVariables)

public:
    using List = QList<std::pair<QByteArray, QByteArray>>;

    /// OPENROUTER_BASE_URL for \a tools, and the mark that tells our own programs to ignore it.
    /// Empty if tools go there without it: the variable is not set and \a tools is openrouter.ai,
    /// or it names that server already, and then it stays whose it is.
    [[nodiscard]] static List baseUrl(const OpenRouterAuth::Server &tools);

    /// The names of those that an earlier `env` set in this environment, to take away again.
    [[nodiscard]] static QList<QByteArray> given();

    /// What a person has to know who has another region of the same server in
    /// OPENROUTER_BASE_URL, which tools do not get; empty otherwise.
    [[nodiscard]] static QString otherRegionNote(const OpenRouterAuth::Server &tools);

    /// Settings::toolsServer() failed.
    [[nodiscard]] static CommandError problem(const OpenRouterAuth::Error &error);
};

} // namespace SignIn
