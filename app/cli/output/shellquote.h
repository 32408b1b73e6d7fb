// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace SignIn {

enum class Shell { Posix, Fish, PowerShell };

/// `posix`, `fish` or `powershell`.
[[nodiscard]] std::optional<Shell> shellFromName(const QString &name);

/// From `$SHELL`; a POSIX shell if it says nothing that is known (PowerShell on Windows).
[[nodiscard]] Shell currentShell();

/// \a text as one word of that shell that means exactly these bytes.
[[nodiscard]] QByteArray quoted(QByteArrayView text, Shell shell);

/// A line for that shell's `eval` that exports the variable.
[[nodiscard]] QByteArray setLine(const QByteArray &name, QByteArrayView value, Shell shell);

/// A line that takes it away.
[[nodiscard]] QByteArray unsetLine(const QByteArray &name, Shell shell);

} // namespace SignIn
