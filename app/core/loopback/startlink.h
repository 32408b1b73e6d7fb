// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace SignIn {

/// When the browser is opened with the start link of RedirectServer instead of the authorization
/// link. A link that a browser is started with is in its argument list, which every user of the
/// computer can read: another user could approve the authorization link in an account of theirs.
enum class StartLinkUse {
    Auto, ///< Where isStartLinkNeeded().
    Always,
    Never,
};

/// Whether people share this computer now, and the start link protects against them: the user at
/// the other end of a connection can be checked, and the browser runs where the program runs, which
/// it does not in WSL, in a container, and where BROWSER is set over SSH.
[[nodiscard]] bool isStartLinkNeeded();

} // namespace SignIn
