// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "proxy.h"

#include "settings.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

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

/// The chosen proxy, or the system's, but none for this computer.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(std::optional<QNetworkProxy> chosen)
        : m_chosen(std::move(chosen))
    {}

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.peerHostName();
        if (host == "localhost"_L1 || QHostAddress(host).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        if (m_chosen)
            return {*m_chosen};
        return systemProxyForQuery(query);
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

} // namespace SignIn
