// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace SignIn::Texts {

/// \a text from outside on one line: no control characters, none that change the direction.
[[nodiscard]] QString plain(const QString &text);

/// \a text as an argument of a sentence, so that its direction does not disturb the sentence's.
[[nodiscard]] QString isolated(const QString &text);

/// US dollars: "$1.25", and "$0.0042" where cents would say nothing.
[[nodiscard]] QString money(double dollars);

/// A moment in local time: the time alone if it is today.
[[nodiscard]] QString moment(const QDateTime &utc, const QDateTime &now);

/// A day in local time.
[[nodiscard]] QString day(const QDateTime &utc);

/// "4:12"
[[nodiscard]] QString minutes(std::chrono::seconds time);

} // namespace SignIn::Texts
