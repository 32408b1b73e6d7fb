// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <functional>

namespace SignIn {

/// Whether a window that another program of this computer shows, such as a keychain's prompt, may
/// be in front of the person who runs this. False over SSH, whose display is another computer's,
/// and without a display. A terminal says nothing about it. No question is asked for that.
[[nodiscard]] bool maySeePrompts();

/// Asks logind, without waiting longer than a moment. Calls \a handler once, later, with false if
/// the session is remote or inactive, so that its screen is not the one that is looked at; with
/// true otherwise, and where there is no logind.
void queryIsSeated(QObject *context, const std::function<void(bool isSeated)> &handler);

} // namespace SignIn
