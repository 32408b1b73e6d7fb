// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>
#include <OpenRouterAuth/pkce.h>
#include <OpenRouterAuth/server.h>

#include <QUuid>

namespace OpenRouterAuth {

/// Longest key label that the service takes, in characters (Unicode code points).
inline constexpr qsizetype MaximumKeyLabelLength = 100;

/// What the authorization page is asked for; toUrl() makes the link that a person opens. Reentrant.
struct OPENROUTERAUTH_EXPORT AuthorizationRequest
{
    Q_DECLARE_TR_FUNCTIONS(OpenRouterAuth::AuthorizationRequest)

public:
    /// Where the browser is sent back: https, or http on `localhost` or `127.0.0.1`, any port and
    /// path. Without it the page shows the code for the person to copy ("headless"), and
    /// codeChallenge is required.
    std::optional<QUrl> callbackUrl;

    /// Whether callbackUrl may have a private-use scheme such as `com.example.app:/callback` (RFC
    /// 8252, section 7.1), for platforms on which a program cannot listen on loopback. Another
    /// program may register the same scheme and receive the code, so this needs a challenge with
    /// S256, without which that program could exchange it.
    bool allowsPrivateUseScheme = false;

    /// Pkce::challenge() and its method; empty means no PKCE.
    QString codeChallenge;
    CodeChallengeMethod codeChallengeMethod = CodeChallengeMethod::S256;

    /// Suggested label of the new key, at most MaximumKeyLabelLength characters.
    QString keyLabel;

    /// Workspace that is preselected, and workspace that is the only choice. Null means none.
    QUuid workspaceId;
    QUuid requiredWorkspaceId;

    /// Credit limit of the new key in USD. Known from the official TypeScript helper only: the page
    /// may ignore it.
    std::optional<double> limit;

    /// The link, every value percent-encoded, or the reason why there is none.
    [[nodiscard]] Result<QUrl> toUrl(const Server &server = {}) const;
};

/// Whether the service sends browsers back to this address (see AuthorizationRequest::callbackUrl).
[[nodiscard]] OPENROUTERAUTH_EXPORT bool isAllowedCallbackUrl(const QUrl &url);

/// Whether the scheme of this address is a domain name in reverse order, as private-use schemes are
/// (RFC 8252, section 7.1). A scheme without a period, such as `javascript`, is not one.
[[nodiscard]] OPENROUTERAUTH_EXPORT bool isPrivateUseCallbackUrl(const QUrl &url);

/// Whether \a label is at most MaximumKeyLabelLength code points long.
[[nodiscard]] OPENROUTERAUTH_EXPORT bool isAllowedKeyLabel(QStringView label);

} // namespace OpenRouterAuth
