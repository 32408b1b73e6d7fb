// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

namespace SignIn {

/// `__complete`: for the shells' completions. Reads the list of keys and nothing else, so that Tab
/// never brings up a keychain's prompt. Writes a line per key: what to insert, a tab, what it is.
class CompleteCommand : public Command
{
    Q_OBJECT

public:
    static constexpr QLatin1StringView Name{"__complete"};

    CompleteCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;
};

} // namespace SignIn
