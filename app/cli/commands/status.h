// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `status`: what a key's server says about it.
class StatusCommand : public Command
{
    Q_OBJECT

public:
    StatusCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;

private:
    void show(const QString &id);
    void failed(const QString &id, const Failure &failure);
    void printText(const StoredKey &key);
};

} // namespace SignIn
