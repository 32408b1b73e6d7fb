// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "server.h"

#include <QHostAddress>
#include <QUrlQuery>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

int effectivePort(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

bool isLoopbackHost(const QString &host)
{
    if (host == "localhost"_L1)
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

} // namespace

Server::Server()
    : m_baseUrl(u"https://openrouter.ai/api/v1"_s)
{}

Result<Server> Server::fromBaseUrl(const QUrl &baseUrl)
{
    const auto refuse = [](const QString &why) { return Error(Error::Kind::InvalidRequest, why); };

    if (!baseUrl.isValid() || baseUrl.isRelative() || baseUrl.host().isEmpty()
        || baseUrl.port() == 0)
        return refuse(tr("The server address is not a complete web address."));
    if (!baseUrl.userInfo().isEmpty() || baseUrl.authority().contains(u'@'))
        return refuse(tr("The server address must not contain a user name or password."));
    if (baseUrl.hasQuery() || baseUrl.hasFragment())
        return refuse(tr("The server address must not contain “?” or “#”."));

    const QString scheme = baseUrl.scheme();
    if (scheme == "http"_L1) {
        if (!isLoopbackHost(baseUrl.host()))
            return refuse(tr("The server address must begin with https://; http is allowed for "
                             "this computer only."));
    } else if (scheme != "https"_L1) {
        return refuse(tr("The server address must begin with https://."));
    }

    QUrl normal = baseUrl.adjusted(QUrl::NormalizePathSegments | QUrl::StripTrailingSlash);
    if (normal.path() == "/"_L1)
        normal.setPath(QString());
    if (effectivePort(normal) == (scheme == "https"_L1 ? 443 : 80))
        normal.setPort(-1);
    return Server(normal);
}

QUrl Server::page(const QString &path) const
{
    QUrl url = origin();
    url.setPath(path);
    return url;
}

QUrl Server::origin() const
{
    QUrl url;
    url.setScheme(m_baseUrl.scheme());
    url.setHost(m_baseUrl.host());
    url.setPort(m_baseUrl.port());
    return url;
}

bool Server::isOpenRouter() const
{
    return m_baseUrl.scheme() == "https"_L1 && m_baseUrl.host() == "openrouter.ai"_L1
           && effectivePort(m_baseUrl) == 443;
}

QString Server::displayName() const
{
    // The authority keeps the brackets of an IPv6 address.
    return m_baseUrl.authority();
}

QString Server::hostAndPort() const
{
    QUrl url = origin();
    url.setPort(effectivePort(m_baseUrl));
    return url.authority();
}

QUrl Server::endpoint(QLatin1StringView path) const
{
    QUrl url = m_baseUrl;
    url.setPath(m_baseUrl.path(QUrl::FullyEncoded) + u'/' + path, QUrl::StrictMode);
    return url;
}

QUrl Server::authorizationPage() const
{
    return page(u"/auth"_s);
}

QUrl Server::keysPage() const
{
    return page(u"/keys"_s);
}

QUrl Server::keyPage(const QString &keyHash) const
{
    return page(u"/keys/"_s + keyHash);
}

QUrl Server::activityPage(const QString &keyHash) const
{
    QUrl url = page(u"/logs"_s);
    QUrlQuery query;
    query.addQueryItem(u"api_key_hash"_s, keyHash);
    url.setQuery(query);
    return url;
}

} // namespace OpenRouterAuth
