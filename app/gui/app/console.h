// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace SignIn {

/// Lets standard output and standard error of a program with a window appear in the console that it
/// was started in, unless they are redirected. Windows does not do that by itself; elsewhere there
/// is nothing to do. For a program that says something and ends: Ctrl+C in that console would end
/// it from then on.
void useConsole();

} // namespace SignIn
