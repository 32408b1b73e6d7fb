// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

/// A proxy, and behind it the https server that a CONNECT asks for: whatever is sent there is
/// decrypted and goes to a port of this computer, under that port's own name.
class TunnelingProxy : public QTcpServer
{
    Q_OBJECT

public:
    TunnelingProxy(quint16 target, const QString &certificateFile, const QString &keyFile)
        : m_target(target)
    {
        QFile key(keyFile);
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key for the server behind the proxy");
        m_tls = QSslConfiguration::defaultConfiguration();
        m_tls.setLocalCertificateChain(QSslCertificate::fromPath(certificateFile));
        QByteArray pem = key.readAll();
        QSslKey privateKey(pem, QSsl::Rsa);
        m_tls.setPrivateKey(privateKey.isNull() ? QSslKey(pem, QSsl::Ec) : privateKey);
        listen();
    }

    /// Listens on the same port as before.
    bool listen()
    {
        const bool isListening = QTcpServer::listen(QHostAddress::LocalHost, m_port);
        m_port = serverPort();
        return isListening;
    }

    void setRefusing(bool refusing) { m_isRefusing = refusing; }
    [[nodiscard]] quint16 port() const { return m_port; }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *client = new QSslSocket(this);
        client->setSocketDescriptor(descriptor);
        connect(client, &QSslSocket::disconnected, client, &QObject::deleteLater);
        auto *greeting = new QObject(client);
        connect(client, &QSslSocket::readyRead, greeting, [this, client, greeting] {
            const QByteArray head = client->peek(8192);
            const qsizetype end = head.indexOf("\r\n\r\n");
            if (end < 0)
                return;
            delete greeting;
            client->read(end + 4);
            if (m_isRefusing || !head.startsWith("CONNECT ")) {
                client->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                client->disconnectFromHost();
                return;
            }
            client->write("HTTP/1.1 200 Connection established\r\n\r\n");
            client->flush();
            client->setSslConfiguration(m_tls);
            client->startServerEncryption();
            tunnel(client, head.mid(8, head.indexOf(' ', 8) - 8));
        });
    }

private:
    void tunnel(QSslSocket *client, const QByteArray &hostAndPort)
    {
        auto *server = new QTcpSocket(client);
        const QByteArray host = hostAndPort.left(hostAndPort.lastIndexOf(':'));
        const QString name = QLatin1StringView("Host: ") + QString::fromLatin1(host);
        const QString target = QLatin1StringView("Host: 127.0.0.1:") + QString::number(m_target);
        connect(client, &QSslSocket::readyRead, server, [=] {
            QString request = QString::fromLatin1(client->readAll());
            server->write(request.replace(name, target, Qt::CaseInsensitive).toLatin1());
        });
        connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
        connect(server, &QTcpSocket::disconnected, client, &QSslSocket::disconnectFromHost);
        server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
    }

    QSslConfiguration m_tls;
    quint16 m_target;
    quint16 m_port = 0;
    bool m_isRefusing = false;
};
