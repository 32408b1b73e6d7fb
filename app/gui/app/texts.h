// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/text/texts.h"

#include <chrono>

/// What only a window adds to the texts of both programs.
namespace SignIn::Texts {

/// \a text as an argument of a sentence, so that its direction does not disturb the sentence's.
[[nodiscard]] QString isolated(const QString &text);

/// "4:12"
[[nodiscard]] QString minutes(std::chrono::seconds time);

} // namespace SignIn::Texts
