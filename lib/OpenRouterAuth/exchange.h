// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/nullable.h>
#include <OpenRouterAuth/pkce.h>

namespace OpenRouterAuth {

/// Body of `POST /auth/keys` (exchangeAuthCodeForAPIKey). Reentrant.
struct ExchangeRequest
{
    /// Required: the authorization code from the redirect or from the person. Valid for ten minutes
    /// and one exchange.
    Secret code;

    /// The verifier whose challenge was in the authorization link. Absent if there was none.
    std::optional<Secret> codeVerifier;

    /// The method of that challenge. The server compares it with the one of the link; null and
    /// absent ones are not compared.
    Nullable<CodeChallengeMethod> codeChallengeMethod;
};

/// Answer to ExchangeRequest. Reentrant.
struct ExchangeResponse
{
    /// The new key. The server shows it this one time.
    ApiKey key;

    /// `user_id`, who approved; null where the server names nobody.
    Nullable<QString> userId;
};

} // namespace OpenRouterAuth
