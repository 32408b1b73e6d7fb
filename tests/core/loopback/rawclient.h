// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHostAddress>
#include <QTcpSocket>
#include <QUrl>

/// A browser, or somebody else, as bytes: sends what it is told and collects what comes back.
class RawClient : public QTcpSocket
{
    Q_OBJECT

public:
    explicit RawClient(quint16 port, QObject *parent = nullptr)
        : QTcpSocket(parent)
    {
        connect(this, &QTcpSocket::readyRead, this, [this] { m_received += readAll(); });
        connect(this, &QTcpSocket::connected, this, [this] {
            write(m_toSend);
            m_toSend.clear();
        });
        connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    }

    void send(const QByteArray &bytes)
    {
        if (state() == ConnectedState)
            write(bytes);
        else
            m_toSend += bytes;
    }

    /// A GET as a browser sends it that was navigated there.
    void get(const QUrl &url, const QByteArray &moreHeaders = {})
    {
        const QByteArray target =
            url.path(QUrl::FullyEncoded).toLatin1()
            + (url.hasQuery() ? '?' + url.query(QUrl::FullyEncoded).toLatin1() : QByteArray());
        send("GET " + target + " HTTP/1.1\r\nHost: " + url.authority().toLatin1()
             + "\r\nSec-Fetch-Dest: document\r\n" + moreHeaders + "\r\n");
    }

    [[nodiscard]] const QByteArray &received() const { return m_received; }

    /// Status of the answer, 0 as long as there is none.
    [[nodiscard]] int status() const
    {
        return m_received.startsWith("HTTP/1.1 ") ? m_received.mid(9, 3).toInt() : 0;
    }

    [[nodiscard]] QByteArray header(const QByteArray &name) const
    {
        const qsizetype start = m_received.indexOf(QByteArray("\r\n" + name + ": "));
        if (start < 0)
            return {};
        const qsizetype value = start + name.size() + 4;
        return m_received.sliced(value, m_received.indexOf("\r\n", value) - value);
    }

    [[nodiscard]] QByteArray body() const
    {
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        return end < 0 ? QByteArray() : m_received.sliced(end + 4);
    }

    [[nodiscard]] bool isOver() const { return state() == UnconnectedState; }

private:
    QByteArray m_toSend;
    QByteArray m_received;
};
