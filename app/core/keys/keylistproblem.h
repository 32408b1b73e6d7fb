// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keylist.h"

/// The words for the condition of the list of keys, in both programs.
namespace SignIn {

/// For a report, not translated: "unknown version".
[[nodiscard]] QLatin1StringView keyListConditionName(KeyList::Condition condition);

/// The file that keyListProblem() is about: the list, or what was kept of a damaged one.
[[nodiscard]] QString keyListProblemPath(const KeyList &list);

/// One sentence about what is wrong, empty if nothing is. \a path is keyListProblemPath(), prepared
/// for where it is shown.
[[nodiscard]] QString keyListProblem(KeyList::Condition condition, const QString &path);

/// What to do about it, empty if there is nothing to do.
[[nodiscard]] QString keyListAdvice(KeyList::Condition condition);

/// One sentence about keys that came back from a copy older than the list, see
/// KeyVault::recoveredFromOutdatedCopy().
[[nodiscard]] QString outdatedCopyProblem();

} // namespace SignIn
