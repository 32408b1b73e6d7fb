// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/pkce.h>

namespace OpenRouterAuth {

/// Body of `POST /auth/keys` (exchangeAuthCodeForAPIKey).
struct ExchangeRequest
{
    /// The authorization code from the redirect or from the person. Used once.
    Secret code;

    /// The verifier whose challenge was in the authorization link. Absent if there was none.
    std::optional<Secret> codeVerifier;

    /// The method of that challenge; absent leaves the choice to the server.
    std::optional<CodeChallengeMethod> codeChallengeMethod;
};

/// Answer to ExchangeRequest.
struct ExchangeResponse
{
    ApiKey key;

    /// `user_id`; empty where the server sent null or nothing.
    QString userId;
};

} // namespace OpenRouterAuth
