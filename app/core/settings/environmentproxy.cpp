// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "environmentproxy.h"

#include <QHostAddress>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

/// The first of both spellings that is set and not empty.
QByteArray setVariable(const QByteArray &lowerCaseName)
{
    for (const QByteArray &name : {lowerCaseName, lowerCaseName.toUpper()}) {
        if (!qgetenv(name.constData()).trimmed().isEmpty())
            return name;
    }
    return {};
}

QString valueOf(const QByteArray &variable)
{
    return qEnvironmentVariable(variable.constData()).trimmed();
}

std::optional<QNetworkProxy> parse(const QString &text)
{
    const bool hasScheme = text.contains("://"_L1);
    const QUrl url(hasScheme ? text : QString("http://"_L1 + text));
    if (!url.isValid() || url.host().isEmpty())
        return std::nullopt;
    const bool isSocks = url.scheme().startsWith("socks"_L1);
    if (!isSocks && url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        return std::nullopt;
    // The usual ports where none is named, as Qt has them.
    constexpr int httpPort = 8080;
    constexpr int socksPort = 1080;
    return QNetworkProxy(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
                         url.host(), quint16(url.port(isSocks ? socksPort : httpPort)),
                         url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded));
}

bool isInRange(const QString &host, const QString &range)
{
    const QHostAddress address(host);
    const auto subnet = QHostAddress::parseSubnet(range);
    return !address.isNull() && range.contains(u'/') && subnet.second >= 0
           && address.isInSubnet(subnet);
}

/// \a entry may end with a port, which has to be that of \a url then.
bool matches(const QUrl &url, QString entry)
{
    const QString host = url.host();
    if (entry == "*"_L1 || isInRange(host, entry))
        return true;
    const qsizetype colon = entry.lastIndexOf(u':');
    if (colon > 0 && entry.count(u':') == 1) {
        constexpr int httpsPort = 443;
        constexpr int httpPort = 80;
        const int port = url.port(url.scheme() == "https"_L1 ? httpsPort : httpPort);
        if (entry.sliced(colon + 1) != QString::number(port))
            return false;
        entry.truncate(colon);
    }
    while (entry.startsWith(u'.') || entry.startsWith(u'*'))
        entry.remove(0, 1);
    return !entry.isEmpty()
           && (host.compare(entry, Qt::CaseInsensitive) == 0
               || host.endsWith(QString(u'.' + entry), Qt::CaseInsensitive));
}

} // namespace

QByteArray EnvironmentProxy::specificVariable(const QUrl &url)
{
    return setVariable(url.scheme().toLatin1() + "_proxy");
}

bool EnvironmentProxy::isExcepted(const QUrl &url)
{
    const QStringList entries = valueOf(setVariable("no_proxy")).split(u',', Qt::SkipEmptyParts);
    return std::any_of(entries.begin(), entries.end(),
                       [&url](const QString &entry) { return matches(url, entry.trimmed()); });
}

std::optional<EnvironmentProxy> EnvironmentProxy::find(const QUrl &url)
{
    QByteArray variable = specificVariable(url);
    if (variable.isEmpty())
        variable = setVariable("all_proxy");
    else if (valueOf(variable).contains("://"_L1))
        return std::nullopt; // the system's business
    if (variable.isEmpty() || isExcepted(url))
        return std::nullopt;
    const std::optional<QNetworkProxy> proxy = parse(valueOf(variable));
    return proxy ? std::optional(EnvironmentProxy{*proxy, variable}) : std::nullopt;
}

} // namespace SignIn
