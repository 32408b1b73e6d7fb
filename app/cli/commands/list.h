// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `list`: the keys there are.
class ListCommand : public Command
{
    Q_OBJECT

public:
    ListCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;
};

} // namespace SignIn
