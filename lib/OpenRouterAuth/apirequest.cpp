// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "apirequest_p.h"

#include "client.h"

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

QNetworkRequest commonRequest()
{
    QNetworkRequest request;
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true); // see UploadBody
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      u"OpenRouterAuth/" OPENROUTERAUTH_VERSION ""_s);
    request.setRawHeader("Accept", "application/json");
    // Stated, so that Qt does not unpack for us: the cap on the answer counts what really arrived.
    request.setRawHeader("Accept-Encoding", "identity");
    return request;
}

} // namespace

QNetworkRequest makeApiRequest(const Client &client, QLatin1StringView path)
{
    static const QNetworkRequest common = commonRequest();
    QNetworkRequest request = common;
    request.setUrl(client.server().signInServer().endpoint(path));
    if (!client.keepsConnections())
        request.setRawHeader("Connection", "close");
    for (const auto &[name, value] : client.attributionHeaders())
        request.setRawHeader(name, value);
    return request;
}

} // namespace OpenRouterAuth
