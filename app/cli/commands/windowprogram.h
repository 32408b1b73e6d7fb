// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

/// The path of openrouter-signin: beside openrouter-key, else in PATH; empty if there is none.
[[nodiscard]] QString windowProgram();

} // namespace SignIn
