// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QStringView>

#include <optional>

/// Where the key is in text that has more in it.
namespace SignIn::KeyInputLine {

/// What openrouter.ai's keys begin with.
[[nodiscard]] bool hasOpenRouterForm(QStringView value);

/// The value in one line: `export NAME="value"`, `set -x NAME value`, `$env:NAME = 'value'`,
/// `"name": "value",`, `name: value  # comment`, `Authorization: Bearer value`. A line that is none
/// of these is its own value. A part of \a line.
[[nodiscard]] QStringView value(QStringView line);

/// The lines that are not empty, however they end.
[[nodiscard]] QList<QStringView> lines(QStringView text);

/// Whether \a text begins as a JSON object or array does.
[[nodiscard]] bool isJson(QStringView text);

/// The value of openrouter.ai's form in several lines or in JSON, if there is exactly one.
[[nodiscard]] std::optional<QStringView> onlyValue(QStringView text);

} // namespace SignIn::KeyInputLine
