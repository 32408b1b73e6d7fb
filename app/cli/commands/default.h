// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `default`: which key is meant where none is named.
class DefaultCommand : public Command
{
    Q_OBJECT

public:
    DefaultCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;
};

} // namespace SignIn
