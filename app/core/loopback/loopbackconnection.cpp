// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "loopbackconnection.h"

#include "resultpage.h"

#include <QScopeGuard>

namespace SignIn {

namespace {

constexpr qint64 ReadBuffer = 32 * 1024;
constexpr qsizetype ReadSize = 8 * 1024;

/// How long, and how many bytes, the sender of an incomplete request that was refused may go on
/// sending. Closing at once would keep it from reading the response.
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

LoopbackConnection::LoopbackConnection(QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(ReadBuffer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_interimPage)
            sendPage(m_interimPage());
        else if (m_answered || m_vetted)
            drop();
        else
            sendStatus(408);
    });
    connect(m_socket, &QTcpSocket::readyRead, this, &LoopbackConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &LoopbackConnection::drop);
    m_timer.start(HeadTimeout);
    // readyRead() is not emitted again for bytes that arrived before it was connected.
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &LoopbackConnection::read, Qt::QueuedConnection);
}

void LoopbackConnection::read()
{
    QByteArray buffer(ReadSize, Qt::Uninitialized);
    const auto wipe = qScopeGuard([&buffer] { buffer.fill('\0'); }); // it may hold the code
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
            (void)takeQuery();
            break;
        case RequestHead::Progress::Refused:
            sendStatus(m_head.refusalStatus());
            break;
        }
    }
}

void LoopbackConnection::hold(const std::function<ResultPage()> &interimPage)
{
    m_vetted = true;
    m_interimPage = interimPage;
    m_timer.start(HoldTimeout);
}

void LoopbackConnection::sendStatus(int status)
{
    const QByteArray extra = status == 405 ? QByteArray("Allow: GET, HEAD\r\n") : QByteArray();
    send(status, extra + "Content-Type: text/plain; charset=utf-8\r\n",
         reasonPhrase(status) + '\n');
}

void LoopbackConnection::sendRedirect(const QByteArray &location)
{
    m_vetted = true;
    send(303, "Location: " + location + "\r\n", {});
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
    m_interimPage = nullptr;
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
    // Closing with unread bytes would reset the connection before the response is read. The timer
    // or the other side ends it.
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
    m_answered = true;
    m_interimPage = nullptr;
    Q_EMIT gone();
}

} // namespace SignIn
