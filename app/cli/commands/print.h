// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `print`: the key alone on standard output.
class PrintCommand : public Command
{
    Q_OBJECT

public:
    PrintCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;
};

} // namespace SignIn
