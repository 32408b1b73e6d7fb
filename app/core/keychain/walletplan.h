// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace SignIn {

/// Which KWallet QtKeychain asks in this session, and whether it takes the Secret Service if that
/// does not answer. No version: it takes the Secret Service at once.
struct WalletPlan
{
    int version = 0;
    bool hasAlternative = true;

    /// Looks at the same variables as QtKeychain.
    [[nodiscard]] static WalletPlan ofEnvironment();
};

} // namespace SignIn
