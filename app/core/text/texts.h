// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QString>

/// How text from outside, money and dates look in both programs.
namespace SignIn::Texts {

/// Control characters, and what separates lines and paragraphs: they do not belong into one line.
[[nodiscard]] bool isControl(char32_t character);
[[nodiscard]] bool hasControls(QStringView text);

/// \a text from outside on one line: no control characters, none that change the direction.
[[nodiscard]] QString plain(const QString &text);

/// US dollars in the user's locale: "$1.25", and up to six decimals where cents would say nothing:
/// "$0.0042".
[[nodiscard]] QString money(double dollars);

/// The same in each locale: "$1250.00".
[[nodiscard]] QString plainMoney(double dollars);

/// A moment in local time: the time alone if it is today.
[[nodiscard]] QString moment(const QDateTime &utc, const QDateTime &now);

/// A day in local time.
[[nodiscard]] QString day(const QDateTime &utc);

/// A moment in local time to the minute, the same in each locale: "2026-11-26 09:30".
[[nodiscard]] QString isoMinute(const QDateTime &utc);

} // namespace SignIn::Texts
