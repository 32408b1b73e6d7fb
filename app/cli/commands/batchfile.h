// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <optional>

namespace SignIn {

/// Whether Windows runs \a program with its command interpreter.
[[nodiscard]] bool isBatchFile(const QString &program);

/// What cmd.exe is to be told so that a batch file gets \a arguments as they are, and nothing in
/// them is taken for a command or a variable. Nothing if that cannot be said.
[[nodiscard]] std::optional<QString> batchFileArguments(const QString &program,
                                                        const QStringList &arguments);

/// Windows' own cmd.exe, wherever PATH leads.
[[nodiscard]] QString commandInterpreter();

} // namespace SignIn
