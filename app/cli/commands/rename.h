// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `rename`: another label for a key, here and not on the server.
class RenameCommand : public Command
{
    Q_OBJECT

public:
    RenameCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;
};

} // namespace SignIn
