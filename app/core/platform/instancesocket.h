// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

/// How the programs talk to the window that is running: where it listens and what is said. Each
/// sends one line, and never a secret; both sides check the other's user first (localpeer.h).
///
///     second start    ── "show <activation token>\n" ──▶ window
///     openrouter-key  ── "copy <id of a key>\n" ───────▶
///                     ◀───────── "ok\n" ────────────────
namespace SignIn::InstanceSocket {

/// No line is longer, in bytes.
inline constexpr qsizetype LongestLine = 256;

inline constexpr char Accepted[] = "ok\n";
inline constexpr char Unknown[] = "unknown\n";

/// The socket in \a directory, which is runtimeDirectory(). An absolute path: a mere name would be
/// in the temporary directory, where any user can be first. Empty if \a directory is.
[[nodiscard]] QString path(const QString &directory);

/// Shows the window. \a activationToken lets it come to the front on Wayland; it is left out if it
/// is not one word of at most 200 characters.
[[nodiscard]] QByteArray showCommand(const QByteArray &activationToken = {});

/// Puts a key into the clipboard.
[[nodiscard]] QByteArray copyCommand(const QString &keyId);

struct Command
{
    enum class Kind { Show, Copy };

    Kind kind = Kind::Show;
    QByteArray activationToken; ///< may be empty
    QString keyId;              ///< of Copy
};

/// Nothing if \a line is not a command.
[[nodiscard]] std::optional<Command> parse(const QByteArray &line);

} // namespace SignIn::InstanceSocket
