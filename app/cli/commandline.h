// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"
#include "commandtable.h"

#include <QCoreApplication>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace SignIn {

/// The words behind `openrouter-key`: which command is meant, and what `help` says.
class CommandLine
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::CommandLine)

public:
    CommandLine(const CommandTable &table, Terminal &terminal, Services &services);

    struct Meaning
    {
        std::unique_ptr<Command> command; ///< To be started with arguments; or null:
        QStringList arguments;
        int exitCode = 0;                ///< it was answered already,
        bool isForOnlineProgram = false; ///< or it is not for this program.
    };

    /// \a arguments begin with the program's name.
    [[nodiscard]] Meaning understand(const QStringList &arguments);

    /// Whether --debug is among them, before anything else is known.
    [[nodiscard]] static bool wantsDebug(const QStringList &arguments);

private:
    [[nodiscard]] bool hasCommand(const QString &name) const;
    [[nodiscard]] std::unique_ptr<Command> makeCommand(const QString &name);
    [[nodiscard]] QString overview();
    [[nodiscard]] static QString helpFor(const Command &command);
    [[nodiscard]] Meaning answer(const QString &text);
    [[nodiscard]] Meaning refuse(const QString &sentence);
    [[nodiscard]] Meaning help(const QStringList &names);

    CommandTable m_table;
    Terminal &m_terminal;
    Services &m_services;
};

} // namespace SignIn
