// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "loopbackconnection.h"

#include "redirectserver.h"

#include <array>

namespace SignIn {

namespace {

constexpr qint64 ReadBuffer = 32 * 1024;

/// How long and how much a sender whose request was refused half-way may go on, so that it gets to
/// read why.
constexpr std::chrono::milliseconds DrainTime{1'000};
constexpr qint64 MaximumDrained = RequestHead::MaximumSize;

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 303:
        return "See Other";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 414:
        return "URI Too Long";
    case 421:
        return "Misdirected Request";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        Q_UNREACHABLE();
    }
}

} // namespace

LoopbackConnection::LoopbackConnection(QTcpSocket *socket, RedirectServer *guard)
    : QObject(guard)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(ReadBuffer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_heldFor >= 0)
            Q_EMIT holdTimedOut();
        else if (m_answered || m_vetted)
            drop();
        else
            sendStatus(408);
    });
    connect(m_socket, &QTcpSocket::readyRead, this, &LoopbackConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &LoopbackConnection::drop);
    m_timer.start(RedirectServer::HeadTimeout);
    // What came before the connections above were made is not announced again.
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &LoopbackConnection::read, Qt::QueuedConnection);
}

void LoopbackConnection::read()
{
    std::array<char, 8 * 1024> buffer;
    while (m_socket->bytesAvailable() > 0) {
        const qint64 size = m_socket->read(buffer.data(), buffer.size());
        if (size <= 0)
            return;
        if (m_answered || m_head.progress() != RequestHead::Progress::Incomplete) {
            m_discarded += size;
            if (m_discarded > MaximumDrained) {
                drop();
                return;
            }
            continue;
        }
        switch (m_head.feed(QByteArrayView(buffer.data(), qsizetype(size)))) {
        case RequestHead::Progress::Incomplete:
            break;
        case RequestHead::Progress::Complete:
            Q_EMIT requestArrived();
            break;
        case RequestHead::Progress::Refused:
            sendStatus(m_head.refusalStatus());
            break;
        }
    }
}

void LoopbackConnection::hold()
{
    m_vetted = true;
    m_timer.start(RedirectServer::HoldTimeout);
}

void LoopbackConnection::holdFor(qsizetype visit)
{
    hold();
    m_heldFor = visit;
}

void LoopbackConnection::sendStatus(int status)
{
    const QByteArray extra = status == 405 ? QByteArray("Allow: GET, HEAD\r\n") : QByteArray();
    send(status, extra + "Content-Type: text/plain; charset=utf-8\r\n",
         reasonPhrase(status) + '\n');
}

void LoopbackConnection::sendRedirect(const QByteArray &path)
{
    m_vetted = true;
    send(303, "Location: " + path + "\r\n", {});
}

void LoopbackConnection::sendPage(const ResultPage &page)
{
    QByteArray headers = "Content-Type: text/html; charset=utf-8\r\n";
    if (page.refreshAfter() > 0)
        headers += "Refresh: " + QByteArray::number(page.refreshAfter()) + "\r\n";
    send(200, headers, page.html());
}

void LoopbackConnection::send(int status, const QByteArray &headers, const QByteArray &body)
{
    if (m_answered)
        return;
    m_answered = true;
    m_heldFor = -1;
    const bool headOnly = m_head.method() == "HEAD";
    m_socket->write("HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status)
                    + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers
                    + "Content-Security-Policy: " + ResultPage::contentSecurityPolicy()
                    + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
                      "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
                      "Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n"
                    + (headOnly ? QByteArray() : body));
    m_timer.start(DrainTime);
    if (m_head.progress() == RequestHead::Progress::Complete) {
        m_socket->disconnectFromHost();
        return;
    }
    // Closing with unread bytes would reset the connection before the answer is read: the timer or
    // the other side ends it.
    connect(m_socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_socket->bytesToWrite() == 0 && m_socket->bytesAvailable() > 0)
            read();
    });
}

void LoopbackConnection::drop()
{
    m_socket->disconnect(this);
    m_timer.stop();
    m_socket->abort();
    Q_EMIT gone();
}

} // namespace SignIn
