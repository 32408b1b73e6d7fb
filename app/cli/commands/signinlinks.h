// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace SignIn {

class SignInAttempt;
class Terminal;

/// Shows the links of a sign-in, and the QR code of the one for other devices.
class SignInLinks
{
public:
    enum class Qr {
        IfItFits, ///< Without a browser, where the terminal has room for it.
        Always,
    };

    static void show(Terminal &terminal, const SignInAttempt &attempt, Qr qr);
};

} // namespace SignIn
