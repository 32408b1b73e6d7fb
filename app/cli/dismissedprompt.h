// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// A keychain's prompt that the person dismissed, remembered for a minute by all calls of
/// `openrouter-key`: a script or a shell prompt that needs the key again and again must not bring
/// the window back each time. Kept as the time of an empty file in the runtime directory; where
/// there is none nothing is remembered.
namespace SignIn::DismissedPrompt {

void note();
[[nodiscard]] bool isRecent();
void forget();

} // namespace SignIn::DismissedPrompt
