// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace SignIn {

/// `12h`, `7d` or `4w` from \a now on, `2027-01-31` (when that day begins here) or a whole ISO 8601
/// date and time. UTC, to the second.
[[nodiscard]] std::optional<QDateTime> parseExpiry(const QString &text, const QDateTime &now);

} // namespace SignIn
