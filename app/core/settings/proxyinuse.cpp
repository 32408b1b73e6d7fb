// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "proxyinuse.h"

#include <QNetworkAccessManager>

namespace SignIn {

QNetworkProxy proxyInUse(const QNetworkAccessManager &manager, const QUrl &url)
{
    QNetworkProxyFactory *factory = manager.proxyFactory();
    const QNetworkProxyQuery query(url);
    const QList<QNetworkProxy> proxies = factory ? factory->queryProxy(query)
                                         : manager.proxy().type() == QNetworkProxy::DefaultProxy
                                             ? QNetworkProxyFactory::proxyForQuery(query)
                                             : QList<QNetworkProxy>{manager.proxy()};
    // The first one is tried first.
    if (proxies.isEmpty() || proxies.constFirst().type() == QNetworkProxy::DefaultProxy)
        return QNetworkProxy(QNetworkProxy::NoProxy);
    return proxies.constFirst();
}

} // namespace SignIn
