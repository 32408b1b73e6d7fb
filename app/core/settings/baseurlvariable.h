// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

/// The environment variable for the API base, which the official SDKs read. A person moves new
/// sign-ins with it, and `openrouter-key exec` and `env` tell tools with it where to send requests.
inline constexpr const char *BaseUrlVariable = "OPENROUTER_BASE_URL";

/// The mark that `exec` and `env` set beside it, with the same value. Without it a sign-in that a
/// tool starts would follow an address that was only meant for the tool's requests.
inline constexpr const char *GivenBaseUrlVariable = "OPENROUTER_KEY_GIVEN_BASE_URL";

/// Whether `exec` or `env` set the current value of BaseUrlVariable.
[[nodiscard]] bool isBaseUrlGiven();

/// The value of BaseUrlVariable, trimmed; empty if it is not set or isBaseUrlGiven().
[[nodiscard]] QString ownBaseUrl();

} // namespace SignIn
