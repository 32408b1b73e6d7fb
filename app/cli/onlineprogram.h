// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

class Terminal;

/// openrouter-key-online, to which openrouter-key hands over the calls that need Qt Network.
/// Arguments, environment and standard streams are passed on untouched; nothing of standard input
/// may have been read before.
namespace OnlineProgram {

/// Found from where this program is, symbolic links resolved, never by PATH or the current folder.
[[nodiscard]] QString filePath();

/// Unix: this process becomes that program, and the function returns only if it cannot. Windows:
/// runs it in the same console to its end. Returns the exit code; says on \a terminal why it cannot
/// be run.
[[nodiscard]] int run(Terminal &terminal);

/// What each system has its own way for.
struct Outcome
{
    int exitCode = 0;
    QString problem; ///< Why it was not started, in the system's words; empty if it was.
};
[[nodiscard]] Outcome start(const QString &filePath);

} // namespace OnlineProgram

} // namespace SignIn
