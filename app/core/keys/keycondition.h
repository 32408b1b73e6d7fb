// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

/// The words for a key's condition, in both programs.
namespace SignIn {

/// For programs: "limit_reached". Documented in openrouter-key(1).
[[nodiscard]] QLatin1StringView conditionName(StoredKey::Condition condition);

/// For a badge: "Limit reached".
[[nodiscard]] QString conditionBadge(StoredKey::Condition condition);

/// For a list, where the reader sees no button that says more: "not in the keychain any more".
[[nodiscard]] QString conditionText(StoredKey::Condition condition);

/// One sentence for a person who has just added a management key.
[[nodiscard]] QString managementKeyText();

} // namespace SignIn
