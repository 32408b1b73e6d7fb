// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "signinoptions.h"

#include <OpenRouterAuth/authorizationrequest.h>

namespace SignIn {

OpenRouterAuth::Result<QUrl>
SignInOptions::authorizationUrl(const OpenRouterAuth::Server &server,
                                const OpenRouterAuth::Pkce &pkce,
                                const std::optional<QUrl> &callbackUrl) const
{
    OpenRouterAuth::AuthorizationRequest request;
    request.callbackUrl = callbackUrl;
    request.codeChallenge = pkce.challenge();
    request.codeChallengeMethod = pkce.method();
    request.keyLabel = keyLabel;
    if (requireWorkspace)
        request.requiredWorkspaceId = workspaceId;
    else
        request.workspaceId = workspaceId;
    return request.toUrl(server);
}

} // namespace SignIn
