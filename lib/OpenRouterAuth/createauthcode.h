// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/pkce.h>

#include <QDateTime>
#include <QUrl>
#include <QUuid>

namespace OpenRouterAuth {

/// How often a key's limit starts anew.
enum class UsageLimitType { Daily, Weekly, Monthly };

/// The name that goes on the wire: `daily`, `weekly` or `monthly`.
OPENROUTERAUTH_EXPORT QString toString(UsageLimitType type);

/// Body of `POST /auth/keys/code` (createAuthKeysCode): an authorization code without a browser.
struct CreateAuthCodeRequest
{
    /// Required; the same rule as AuthorizationRequest::callbackUrl.
    QUrl callbackUrl;

    /// Pkce::challenge() and its method; empty means no PKCE.
    QString codeChallenge;
    CodeChallengeMethod codeChallengeMethod = CodeChallengeMethod::S256;

    /// Credit limit of the new key in USD.
    std::optional<double> limit;

    /// When the new key ends. Sent as UTC with seconds; absent means never.
    std::optional<QDateTime> expiresAt;

    /// Label of the new key, at most MaximumKeyLabelLength characters. Empty leaves it to the
    /// server.
    QString keyLabel;

    /// When the limit starts anew; absent means never.
    std::optional<UsageLimitType> usageLimitType;

    /// Workspace of the new key; null leaves it to the server.
    QUuid workspaceId;
};

/// Answer to CreateAuthCodeRequest.
struct CreateAuthCodeResponse
{
    /// `data.id`: the authorization code. Lives ten minutes and is used once.
    Secret code;
    qint64 appId = 0;

    /// `data.created_at`; invalid if the server's text is no date.
    QDateTime createdAt;
};

} // namespace OpenRouterAuth
