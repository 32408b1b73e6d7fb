// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "failure.h"

#include <OpenRouterAuth/secret.h>

#include <QByteArray>
#include <QHash>

namespace SignIn {

/// The authorization codes that the server has refused for good in one sign-in, and how. The same
/// code again would get no other answer, so it is not sent again. Holds hashes, never a code.
class RefusedCodes
{
public:
    void add(const OpenRouterAuth::Secret &code, const Failure &why);

    /// The server's answer to this code; null if it was not refused.
    [[nodiscard]] const Failure *find(const OpenRouterAuth::Secret &code) const;

    /// Whether the sign-in has used up its attempts.
    [[nodiscard]] bool areTooMany() const;

private:
    QHash<QByteArray, Failure> m_failures;
};

} // namespace SignIn
