// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace SignIn {

/// 128 bits from the system's random generator, base64url: 22 unreserved characters.
[[nodiscard]] QByteArray randomToken();

} // namespace SignIn
