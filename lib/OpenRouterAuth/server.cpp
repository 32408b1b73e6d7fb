// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "server.h"

#include <QList>
#include <QUrlQuery>

#include <algorithm>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

int effectivePort(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

/// A number from 0 to 255 as an address in its shortest form has it.
bool isOctet(QStringView text)
{
    constexpr uint largest = 255;
    const bool isDigits =
        std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isDigits && text == QString::number(text.toUInt()) && text.toUInt() <= largest;
}

/// Without QHostAddress, which would make programs load Qt Network that only read stored keys. \a
/// host is QUrl's: an address in it is in its shortest form, without brackets; anything else is a
/// name.
bool isLoopbackHost(const QString &host)
{
    if (host == "localhost"_L1)
        return true;
    QStringView address(host);
    if (address.contains(u':')) {
        address = address.left(address.indexOf(u'%')); // the network interface
        if (address == "::1"_L1)
            return true;
        // RFC 4291, section 2.5.5.2: an IPv4 address in an IPv6 one.
        constexpr QLatin1StringView mapped("::ffff:");
        if (!address.startsWith(mapped))
            return false;
        address = address.sliced(mapped.size());
    }
    const QList<QStringView> parts = address.split(u'.');
    constexpr qsizetype numberOfParts = 4;
    return parts.size() == numberOfParts && parts.constFirst() == "127"_L1
           && std::all_of(parts.begin(), parts.end(), isOctet);
}

/// https on its usual port: a host's name alone does not say that it is OpenRouter's.
bool isUsualHttps(const QUrl &url)
{
    return url.scheme() == "https"_L1 && effectivePort(url) == 443;
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
    QUrl url = signInServer().origin();
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
    return isUsualHttps(m_baseUrl) && m_baseUrl.host() == "openrouter.ai"_L1;
}

bool Server::isRegional() const
{
    const QString host = m_baseUrl.host();
    return isUsualHttps(m_baseUrl)
           && (host == "eu.openrouter.ai"_L1 || host == "us.openrouter.ai"_L1);
}

Server Server::signInServer() const
{
    return isRegional() ? Server() : *this;
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
