// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>
#include <OpenRouterAuth/secret.h>

#include <optional>

namespace OpenRouterAuth {

/// How a code challenge is derived from the code verifier (RFC 7636, section 4.2).
enum class CodeChallengeMethod {
    S256,  ///< SHA-256, base64url. Use this one.
    Plain, ///< The verifier itself. Protects nothing once somebody sees the link.
};

/// The name that goes on the wire: `S256` or `plain`.
OPENROUTERAUTH_EXPORT QString toString(CodeChallengeMethod method);

/// A code verifier and its challenge: they prove that the program that exchanges an authorization
/// code is the one that asked for it (RFC 7636). Use a new one for each attempt. Reentrant.
class OPENROUTERAUTH_EXPORT Pkce
{
public:
    /// A fresh verifier: 32 bytes from the system's random generator, base64url, 43 characters.
    static Pkce generate(CodeChallengeMethod method = CodeChallengeMethod::S256);

    /// A known verifier; nothing if it is not 43 to 128 unreserved characters (section 4.1).
    static std::optional<Pkce> fromVerifier(QByteArrayView verifier,
                                            CodeChallengeMethod method = CodeChallengeMethod::S256);

    [[nodiscard]] const Secret &verifier() const noexcept { return m_verifier; }
    [[nodiscard]] CodeChallengeMethod method() const noexcept { return m_method; }

    /// What goes into the authorization link.
    [[nodiscard]] QString challenge() const;

private:
    Pkce(QByteArrayView verifier, CodeChallengeMethod method)
        : m_verifier(verifier)
        , m_method(method)
    {}

    Secret m_verifier;
    CodeChallengeMethod m_method;
};

} // namespace OpenRouterAuth
