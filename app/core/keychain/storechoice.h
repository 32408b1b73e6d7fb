// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringView>

#include <optional>

namespace SignIn {

/// Where new keys are kept. A stored key remembers its own place, see StoredKey::keychain.
enum class StoreChoice {
    Auto,     ///< The keychain. Where none answers, a person is asked.
    Keychain, ///< The system's keychain only.
    Pass,     ///< The password manager pass.
    Memory,   ///< This process's memory, until it ends.
};

/// The choice that a setting or an option names; nothing if there is none of that name. An empty
/// text is Auto.
[[nodiscard]] inline std::optional<StoreChoice> parseStoreChoice(QStringView text)
{
    if (text.isEmpty() || text == QStringView(u"auto"))
        return StoreChoice::Auto;
    if (text == QStringView(u"keychain"))
        return StoreChoice::Keychain;
    if (text == QStringView(u"pass"))
        return StoreChoice::Pass;
    if (text == QStringView(u"memory"))
        return StoreChoice::Memory;
    return std::nullopt;
}

} // namespace SignIn
