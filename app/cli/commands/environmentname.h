// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <algorithm>

namespace SignIn {

/// The variable that tools read.
inline constexpr const char *DefaultVariable = "OPENROUTER_API_KEY";

/// The option of `env` and `exec` that names another variable.
inline const QString VariableOption = QStringLiteral("env");

/// Whether every shell takes \a name as that of a variable.
[[nodiscard]] inline bool isEnvironmentName(const QString &name)
{
    const auto isLetter = [](QChar c) {
        return c == u'_' || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z');
    };
    return !name.isEmpty() && isLetter(name.front())
           && std::all_of(name.begin(), name.end(),
                          [isLetter](QChar c) { return isLetter(c) || (c >= u'0' && c <= u'9'); });
}

} // namespace SignIn
