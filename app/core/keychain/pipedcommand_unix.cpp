// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipedcommand.h"

#include <array>
#include <unistd.h>

namespace SignIn {

QByteArray PipedCommand::terminalName()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // With ttyname_r() each thread has a buffer of its own.
        std::array<char, 256> name{};
        if (::ttyname_r(stream, name.data(), name.size()) == 0)
            return QByteArray(name.data());
    }
    return {};
}

void PipedCommand::keepFromInterrupts(QProcess *process)
{
    process->setChildProcessModifier([] { ::setpgid(0, 0); });
}

} // namespace SignIn
