// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLatin1StringView>

#include <memory>
#include <span>

namespace SignIn {

class Command;
class Services;
class Terminal;

/// The commands that one program has. There are two programs behind `openrouter-key`, each with its
/// own commandTable(): the one that people call has only what works without Qt Network, because
/// loading that takes longer than reading a key from the keychain. It hands the rest over to
/// openrouter-key-online, which has everything.
struct CommandTable
{
    struct Row
    {
        QLatin1StringView name;
        std::unique_ptr<Command> (*make)(Terminal &, Services &);
    };

    /// In the order of `help`.
    std::span<const Row> rows;

    /// Whether there is no other command: what is not in the table does not exist.
    bool isWhole = false;

    template <typename T>
    static std::unique_ptr<Command> make(Terminal &terminal, Services &services)
    {
        return std::make_unique<T>(terminal, services);
    }
};

/// The table of the program that is running.
[[nodiscard]] CommandTable commandTable();

} // namespace SignIn
