// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "proxy.h"

#include "environmentproxy.h"
#include "settings.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QUrl>

#include <optional>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

/// Nothing stands for the system's proxies.
std::optional<QNetworkProxy> proxyOf(const ProxyChoice &choice)
{
    switch (choice.kind) {
    case ProxyChoice::Kind::System:
        return std::nullopt;
    case ProxyChoice::Kind::Direct:
        return QNetworkProxy(QNetworkProxy::NoProxy);
    case ProxyChoice::Kind::Http:
        return QNetworkProxy(QNetworkProxy::HttpProxy, choice.host, choice.port);
    case ProxyChoice::Kind::Socks5:
        return QNetworkProxy(QNetworkProxy::Socks5Proxy, choice.host, choice.port);
    }
    Q_UNREACHABLE();
}

bool isThisComputer(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

/// The chosen proxy, or the system's, but none for this computer.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(std::optional<QNetworkProxy> chosen)
        : m_chosen(std::move(chosen))
    {}

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (isThisComputer(query.peerHostName()))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        if (m_chosen)
            return {*m_chosen};
        const QList<QNetworkProxy> system = systemProxyForQuery(query);
        const bool isDirect =
            system.isEmpty() || system.constFirst().type() == QNetworkProxy::NoProxy;
        if (const auto found = isDirect ? EnvironmentProxy::find(query.url()) : std::nullopt)
            return {found->proxy};
        return system;
    }

private:
    std::optional<QNetworkProxy> m_chosen;
};

} // namespace

void applyProxy(const ProxyChoice &choice, QNetworkAccessManager *manager)
{
    // On the manager only: an application proxy would keep us from listening for the redirect.
    manager->setProxyFactory(new ProxyFactory(proxyOf(choice)));
}

ProxyOrigin ProxyOrigin::find(const ProxyChoice &choice, const QUrl &url)
{
    if (isThisComputer(url.host()))
        return {Kind::ThisComputer, {}};
    if (choice.kind != ProxyChoice::Kind::System)
        return {Kind::Settings, {}};
    QByteArray variable = EnvironmentProxy::specificVariable(url);
    if (variable.isEmpty()) {
        if (const auto found = EnvironmentProxy::find(url))
            variable = found->variable;
    }
    if (EnvironmentProxy::isExcepted(url))
        return {Kind::Exception, {}};
    return variable.isEmpty() ? ProxyOrigin{Kind::System, {}}
                              : ProxyOrigin{Kind::Environment, variable};
}

} // namespace SignIn
