// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "httpserver.h"

#include "httpconnection.h"

#include <QSslServer>
#include <QTcpSocket>

namespace Fake {

namespace {

/// Lets a listener refuse a connection before anything is read from it or encrypted.
template <typename Base>
class Listener final : public Base
{
public:
    explicit Listener(std::function<bool()> shouldAccept)
        : m_shouldAccept(std::move(shouldAccept))
    {}

protected:
    void incomingConnection(qintptr descriptor) override
    {
        if (m_shouldAccept()) {
            Base::incomingConnection(descriptor);
            return;
        }
        QTcpSocket socket;
        socket.setSocketDescriptor(descriptor);
        socket.abort();
    }

private:
    std::function<bool()> m_shouldAccept;
};

} // namespace

QList<QByteArray> HttpRequest::headerValues(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            values += value;
    }
    return values;
}

QByteArray HttpRequest::header(QByteArrayView name) const
{
    const QList<QByteArray> values = headerValues(name);
    return values.isEmpty() ? QByteArray() : values.first();
}

HttpServer::HttpServer(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
{}

HttpServer::~HttpServer()
{
    close();
}

bool HttpServer::listen(quint16 port, bool alsoIpv6, const std::optional<QSslConfiguration> &tls)
{
    close();
    // A free port of one family may be taken in the other: try a few.
    const int tries = port == 0 && alsoIpv6 ? 20 : 1;
    for (int i = 0; i < tries; ++i) {
        auto ipv4 = makeListener(tls);
        if (!ipv4->listen(QHostAddress::LocalHost, port))
            return false;
        if (!alsoIpv6) {
            adopt(ipv4.get());
            m_listeners.push_back(std::move(ipv4));
            return true;
        }
        auto ipv6 = makeListener(tls);
        if (ipv6->listen(QHostAddress::LocalHostIPv6, ipv4->serverPort())) {
            adopt(ipv4.get());
            adopt(ipv6.get());
            m_listeners.push_back(std::move(ipv4));
            m_listeners.push_back(std::move(ipv6));
            return true;
        }
    }
    return false;
}

void HttpServer::close()
{
    for (const auto &listener : m_listeners)
        listener->close();
    // May be called from inside a listener's or a connection's signal.
    for (auto &listener : m_listeners)
        listener.release()->deleteLater();
    m_listeners.clear();
    const QList<HttpConnection *> connections = std::exchange(m_connections, {});
    for (HttpConnection *connection : connections)
        connection->drop();
}

quint16 HttpServer::port() const
{
    return m_listeners.empty() ? 0 : m_listeners.front()->serverPort();
}

bool HttpServer::shouldAccept()
{
    Q_EMIT connectionAccepted();
    if (m_closeAtAccept == 0)
        return true;
    if (m_closeAtAccept > 0)
        --m_closeAtAccept;
    return false;
}

std::unique_ptr<QTcpServer> HttpServer::makeListener(const std::optional<QSslConfiguration> &tls)
{
    const auto mayEnter = [this] { return shouldAccept(); };
    std::unique_ptr<QTcpServer> listener;
    if (tls) {
        auto tlsListener = std::make_unique<Listener<QSslServer>>(mayEnter);
        tlsListener->setSslConfiguration(*tls);
        listener = std::move(tlsListener);
    } else {
        listener = std::make_unique<Listener<QTcpServer>>(mayEnter);
    }
    // Tests open connections by the thousand at once.
    listener->setListenBacklogSize(1024);
    listener->setMaxPendingConnections(4096);
    return listener;
}

void HttpServer::adopt(QTcpServer *listener)
{
    connect(listener, &QTcpServer::pendingConnectionAvailable, this, [this, listener] {
        while (QTcpSocket *socket = listener->nextPendingConnection())
            m_connections += new HttpConnection(socket, this);
    });
}

} // namespace Fake
