// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "authorizationrequest.h"

#include "servertext.h"

#include <cmath>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

Result<QUrl> AuthorizationRequest::toUrl(const Server &server) const
{
    const auto refuse = [](const QString &why) { return Error(Error::Kind::InvalidRequest, why); };

    const bool isPrivateUse = callbackUrl && isPrivateUseCallbackUrl(*callbackUrl);
    if (isPrivateUse && !allowsPrivateUseScheme)
        return refuse(tr("The callback address has a scheme that this program does not allow."));
    if (isPrivateUse
        && (codeChallenge.isEmpty() || codeChallengeMethod != CodeChallengeMethod::S256))
        return refuse(tr("A callback address with a private-use scheme needs a code challenge with "
                         "S256."));
    if (callbackUrl && !isPrivateUse && !isAllowedCallbackUrl(*callbackUrl))
        return refuse(tr("The callback address must be https, or http on localhost or 127.0.0.1."));
    if (!callbackUrl && codeChallenge.isEmpty())
        return refuse(tr("A link without a callback address needs a code challenge."));
    if (!isAllowedKeyLabel(keyLabel))
        return refuse(tr("The key label is longer than %n character(s).", nullptr,
                         int(MaximumKeyLabelLength)));
    if (limit && !(std::isfinite(*limit) && *limit >= 0))
        return refuse(tr("The limit must be a number that is not negative."));

    // QUrlQuery leaves "+" and some others alone, which servers read as something else: every value
    // is encoded here, down to its unreserved characters (RFC 3986, section 2.3).
    QByteArray query;
    const auto add = [&query](const char *name, const QString &value) {
        if (value.isEmpty())
            return;
        if (!query.isEmpty())
            query += '&';
        query += name;
        query += '=';
        query += QUrl::toPercentEncoding(withoutLoneSurrogates(value));
    };
    if (callbackUrl)
        add("callback_url", QString::fromLatin1(callbackUrl->toEncoded()));
    if (!codeChallenge.isEmpty()) {
        add("code_challenge", codeChallenge);
        add("code_challenge_method", toString(codeChallengeMethod));
    }
    add("key_label", keyLabel);
    if (!workspaceId.isNull())
        add("workspace_id", workspaceId.toString(QUuid::WithoutBraces));
    if (!requiredWorkspaceId.isNull())
        add("required_workspace_id", requiredWorkspaceId.toString(QUuid::WithoutBraces));
    if (limit)
        add("limit", QString::number(*limit, 'f', QLocale::FloatingPointShortest));

    return QUrl::fromEncoded(server.authorizationPage().toEncoded() + '?' + query,
                             QUrl::StrictMode);
}

bool isAllowedCallbackUrl(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || url.hasFragment() || !url.userInfo().isEmpty())
        return false;
    if (url.scheme() == "https"_L1)
        return true;
    return url.scheme() == "http"_L1
           && (url.host() == "localhost"_L1 || url.host() == "127.0.0.1"_L1);
}

bool isPrivateUseCallbackUrl(const QUrl &url)
{
    const QStringList labels = url.scheme().split(u'.');
    return url.isValid() && labels.size() > 1 && !labels.contains(QString()) && !url.hasFragment()
           && url.userInfo().isEmpty();
}

bool isAllowedKeyLabel(QStringView label)
{
    return label.size() <= MaximumKeyLabelLength
           || withoutLoneSurrogates(label.toString()).toUcs4().size() <= MaximumKeyLabelLength;
}

} // namespace OpenRouterAuth
