// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "login.h"

namespace SignIn {

/// `rotate`: a new sign-in whose key takes the place of an old one, under the same id.
class RotateCommand final : public LoginCommand
{
    Q_OBJECT

public:
    RotateCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    [[nodiscard]] std::optional<CommandError> readOptions(LoginOptions &options) override;

    /// Offers the page of the old key, where it can be revoked.
    void end(int exitCode) override;
};

} // namespace SignIn
