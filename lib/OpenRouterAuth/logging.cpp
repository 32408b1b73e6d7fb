// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "logging_p.h"

namespace OpenRouterAuth {

Q_LOGGING_CATEGORY(NETWORK, "openrouter.auth.network", QtWarningMsg)

} // namespace OpenRouterAuth
