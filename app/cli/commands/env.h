// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `env`: a line for a shell's eval.
class EnvCommand : public Command
{
    Q_OBJECT

public:
    EnvCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;

private:
    void sayWhereTheKeyGoes(const OpenRouterAuth::Server &tools);
};

} // namespace SignIn
