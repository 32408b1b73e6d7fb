// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipedcommand.h"

namespace SignIn {

QByteArray PipedCommand::terminalName()
{
    return {};
}

void PipedCommand::keepFromInterrupts(QProcess *) {}

} // namespace SignIn
