// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace OpenRouterAuth {
struct KeyInfo;
}

namespace SignIn {

/// Whether the list may hold this label: at most 100 characters, none of them a control character.
[[nodiscard]] bool isStorableLabel(QStringView label);

/// \a label made storable: spaces for control characters, cut after 100 characters.
[[nodiscard]] QString storableLabel(const QString &label);

/// The label for a key that exists already: its name on the server. Empty if it has none there, or
/// one that cannot be stored. Keys without a name are named after their characters.
[[nodiscard]] QString labelFromServer(const OpenRouterAuth::KeyInfo &info);

} // namespace SignIn
