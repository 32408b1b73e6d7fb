// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcessEnvironment>

/// What kind of session this process runs in.
namespace SignIn {

/// Somebody works here from another computer.
[[nodiscard]] bool isSsh();

[[nodiscard]] bool isContainer();

/// Windows Subsystem for Linux: the browser is a program of Windows.
[[nodiscard]] bool
isWsl(const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

/// Whether a window can be shown: a keychain's prompt, or our own.
[[nodiscard]] bool hasDisplay();

/// Whether a browser that is started from here can be seen. In WSL it needs no display of Linux.
[[nodiscard]] bool canShowBrowser();

} // namespace SignIn
