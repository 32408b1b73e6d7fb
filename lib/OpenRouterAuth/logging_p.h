// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QLoggingCategory>

namespace OpenRouterAuth {

/// What goes over the wire, without its content: method, path, status, times.
Q_DECLARE_LOGGING_CATEGORY(NETWORK)

} // namespace OpenRouterAuth
