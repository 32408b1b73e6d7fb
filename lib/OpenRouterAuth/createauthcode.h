// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/nullable.h>
#include <OpenRouterAuth/pkce.h>

#include <QDateTime>
#include <QUrl>
#include <QUuid>

namespace OpenRouterAuth {

/// The interval after which a key's usage counts from zero again. An open enumeration: newer
/// servers may know other names, which are sent as they are. Reentrant.
class OPENROUTERAUTH_EXPORT UsageLimitType
{
public:
    enum Known { Daily, Weekly, Monthly };

    UsageLimitType(Known known);

    /// An interval by the name that goes on the wire.
    explicit UsageLimitType(const QString &name)
        : m_name(name)
    {}

    /// The name that goes on the wire: `daily`, `weekly`, `monthly` or another one.
    [[nodiscard]] QString name() const { return m_name; }

    friend bool operator==(const UsageLimitType &left, const UsageLimitType &right)
    {
        return left.m_name == right.m_name;
    }

private:
    QString m_name;
};

/// UsageLimitType::name()
OPENROUTERAUTH_EXPORT QString toString(const UsageLimitType &type);

/// Body of `POST /auth/keys/code` (createAuthKeysCode): an authorization code without a browser.
/// Reentrant.
struct CreateAuthCodeRequest
{
    /// Required; the same rule as AuthorizationRequest::callbackUrl.
    QUrl callbackUrl;

    /// The same as AuthorizationRequest::allowsPrivateUseScheme.
    bool allowsPrivateUseScheme = false;

    /// Pkce::challenge() and its method; empty means no PKCE.
    QString codeChallenge;
    CodeChallengeMethod codeChallengeMethod = CodeChallengeMethod::S256;

    /// Credit limit of the new key in USD, not negative; absent means unlimited.
    std::optional<double> limit;

    /// When the new key expires; null and absent mean never. Sent as UTC with milliseconds, in the
    /// years 1 to 9999 (RFC 3339).
    Nullable<QDateTime> expiresAt;

    /// Label of the new key, at most MaximumKeyLabelLength characters. Empty leaves it to the
    /// server.
    QString keyLabel;

    /// When the limit resets; absent means never.
    std::optional<UsageLimitType> usageLimitType;

    /// Workspace of the new key; null leaves it to the server.
    QUuid workspaceId;
};

/// Answer to CreateAuthCodeRequest. Reentrant.
struct CreateAuthCodeResponse
{
    /// `data.id`: the authorization code. Valid for ten minutes and one exchange.
    Secret code;

    /// `data.app_id`; 0 if the server sent no integer.
    qint64 appId = 0;

    /// `data.created_at`, UTC, with fractions of a second; invalid if the server's text is no date.
    QDateTime createdAt;
};

} // namespace OpenRouterAuth
