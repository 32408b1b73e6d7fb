// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "httpconnection.h"

#include <QDateTime>
#include <QLocale>
#include <QSslSocket>
#include <QTcpSocket>

namespace Fake {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SocketBuffer = 256 * 1024;

bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    default:
        return "Status";
    }
}

QByteArray httpDate(std::chrono::seconds offset)
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc().addSecs(offset.count()),
                  u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
        .toLatin1();
}

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, HttpServer *server)
    : QObject(server)
    , m_socket(socket)
    , m_server(server)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(SocketBuffer);
    m_dripTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_dripTimer, &QTimer::timeout, this, &HttpConnection::drip);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &HttpConnection::pump);
    if (auto *tlsSocket = qobject_cast<QSslSocket *>(m_socket))
        connect(tlsSocket, &QSslSocket::encryptedBytesWritten, this, &HttpConnection::pump);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpConnection::drop);
    // What came before anybody listened: data, or the end.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_socket->state() == QAbstractSocket::UnconnectedState)
                drop();
            else
                read();
        },
        Qt::QueuedConnection);
}

HttpConnection::~HttpConnection()
{
    m_socket->disconnect(this);
}

void HttpConnection::drop()
{
    if (m_dropped)
        return;
    m_dropped = true;
    m_server->m_connections.removeOne(this);
    m_dripTimer.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    deleteLater();
}

void HttpConnection::read()
{
    if (m_dropped || m_busy)
        return;
    if (m_closing) {
        m_socket->readAll();
        return;
    }
    m_input += m_socket->readAll();
    if (m_input.isEmpty())
        return;

    HttpRequest request;
    if (parse(&request) != Progress::Complete)
        return;
    m_busy = true;
    for (const QByteArray &value : request.headerValues("Connection")) {
        for (const QByteArray &option : value.split(','))
            m_closeAfterAnswer |= option.trimmed().compare("close", Qt::CaseInsensitive) == 0;
    }
    const HttpAnswer answer = m_server->m_handler(request);
    if (!m_dropped) // a test may have closed the server meanwhile
        deliver(answer, request.method != "HEAD");
}

HttpConnection::Progress HttpConnection::parse(HttpRequest *request)
{
    const qsizetype headEnd = m_input.indexOf("\r\n\r\n");
    if (headEnd < 0) {
        if (m_input.size() > HttpServer::MaximumHead) {
            refuse(431, u"the head is larger than 1 MiB"_s);
            return Progress::Refused;
        }
        return Progress::NeedsMore;
    }
    if (!parseHead(QByteArrayView(m_input).first(headEnd), request))
        return Progress::Refused;

    qsizetype end = 0;
    const Progress progress = parseBody(*request, headEnd + 4, &request->body, &end);
    if (progress == Progress::Complete)
        m_input.remove(0, end);
    return progress;
}

bool HttpConnection::parseHead(QByteArrayView head, HttpRequest *request)
{
    const auto refused = [this](int status, const QString &reason) {
        refuse(status, reason);
        return false;
    };

    QList<QByteArray> lines;
    for (qsizetype from = 0; from <= head.size();) {
        const qsizetype lineEnd = head.sliced(from).indexOf("\r\n");
        const qsizetype length = lineEnd < 0 ? head.size() - from : lineEnd;
        lines += head.sliced(from, length).toByteArray();
        from += length + 2;
    }
    for (const QByteArray &line : std::as_const(lines)) {
        for (const char c : line) {
            if ((uchar(c) < 0x20 && c != '\t') || uchar(c) >= 0x7f)
                return refused(400, u"a control or non-ASCII character in the head"_s);
        }
    }

    const QList<QByteArray> requestLine = lines.takeFirst().split(' ');
    if (requestLine.size() != 3 || !isToken(requestLine[0]))
        return refused(400, u"the request line is malformed"_s);
    if (requestLine[2] != "HTTP/1.1")
        return refused(505, u"not HTTP/1.1"_s);
    const QByteArray &target = requestLine[1];
    if (!target.startsWith('/') || target.contains('#'))
        return refused(400, u"the request target is not in origin form"_s);
    request->method = requestLine[0];
    const qsizetype questionMark = target.indexOf('?');
    request->path = target.first(questionMark < 0 ? target.size() : questionMark);
    if (questionMark >= 0)
        request->query = target.sliced(questionMark + 1);

    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || !isToken(QByteArrayView(line).first(colon)))
            return refused(400, u"a header line is malformed"_s);
        request->headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    if (request->headerValues("Host").size() != 1)
        return refused(400, u"not exactly one Host header"_s);
    for (const char *name :
         {"Content-Length", "Content-Type", "Authorization", "Transfer-Encoding"}) {
        if (request->headerValues(name).size() > 1)
            return refused(400, QLatin1StringView(name) + u" was sent twice"_s);
    }
    if (request->hasHeader("Content-Length") && request->hasHeader("Transfer-Encoding"))
        return refused(400, u"both Content-Length and Transfer-Encoding"_s);
    return true;
}

HttpConnection::Progress HttpConnection::parseBody(const HttpRequest &request, qsizetype bodyStart,
                                                   QByteArray *body, qsizetype *end)
{
    if (request.hasHeader("Transfer-Encoding")) {
        if (request.header("Transfer-Encoding").toLower() != "chunked") {
            refuse(501, u"a Transfer-Encoding other than chunked"_s);
            return Progress::Refused;
        }
        return parseChunks(bodyStart, body, end);
    }
    qsizetype length = 0;
    if (request.hasHeader("Content-Length")) {
        const QByteArray value = request.header("Content-Length");
        bool isNumber = !value.isEmpty() && std::all_of(value.begin(), value.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
        length = isNumber ? value.toLongLong(&isNumber) : 0;
        if (!isNumber) {
            refuse(400, u"Content-Length is not a number"_s);
            return Progress::Refused;
        }
    }
    if (length > HttpServer::MaximumBody) {
        refuse(413, u"the body is larger than 1 MiB"_s);
        return Progress::Refused;
    }
    if (m_input.size() - bodyStart < length)
        return Progress::NeedsMore;
    *body = m_input.sliced(bodyStart, length);
    *end = bodyStart + length;
    return Progress::Complete;
}

HttpConnection::Progress HttpConnection::parseChunks(qsizetype position, QByteArray *body,
                                                     qsizetype *end)
{
    const auto refused = [this](int status, const QString &reason) {
        refuse(status, reason);
        return Progress::Refused;
    };

    for (;;) {
        const qsizetype lineEnd = m_input.indexOf("\r\n", position);
        if (lineEnd < 0) {
            return m_input.size() - position > 1024 ? refused(400, u"a chunk size is too long"_s)
                                                    : Progress::NeedsMore;
        }
        QByteArray sizeText = m_input.sliced(position, lineEnd - position);
        sizeText = sizeText.first(sizeText.contains(';') ? sizeText.indexOf(';') : sizeText.size());
        bool isNumber = !sizeText.isEmpty() && sizeText.size() <= 8 && sizeText[0] != '+'
                        && sizeText[0] != '-' && !sizeText.startsWith("0x");
        const qsizetype size = isNumber ? sizeText.toLongLong(&isNumber, 16) : 0;
        if (!isNumber)
            return refused(400, u"a chunk size is malformed"_s);
        if (body->size() + size > HttpServer::MaximumBody)
            return refused(413, u"the body is larger than 1 MiB"_s);
        position = lineEnd + 2;
        if (m_input.size() - position < size + 2)
            return Progress::NeedsMore;
        if (m_input.sliced(position + size, 2) != "\r\n")
            return refused(400, u"a chunk does not end where it says, or trailers follow"_s);
        if (size == 0) {
            *end = position + 2;
            return Progress::Complete;
        }
        *body += m_input.sliced(position, size);
        position += size + 2;
    }
}

void HttpConnection::refuse(int status, const QString &reason)
{
    Q_EMIT m_server->malformedRequest(reason);
    if (m_dropped)
        return;
    m_input.clear();
    m_busy = true;
    m_closeAfterAnswer = true;
    deliver({{status, {{"Content-Type", "text/plain"}}, reason.toUtf8() + '\n'}, {}}, true);
}

void HttpConnection::deliver(const HttpAnswer &answer, bool withBody)
{
    m_delivery = answer.delivery;
    if (m_delivery.hang)
        return;

    const HttpResponse &response = answer.response;
    if (m_delivery.raw) {
        m_output = *m_delivery.raw;
        m_closeAfterAnswer = true;
    } else {
        m_closeAfterAnswer |= m_delivery.cutAfter.has_value();
        m_output = "HTTP/1.1 " + QByteArray::number(response.status) + ' '
                   + reasonPhrase(response.status)
                   + "\r\nDate: " + httpDate(m_server->m_clockOffset) + "\r\n";
        for (const auto &[name, value] : response.headers)
            m_output += name + ": " + value + "\r\n";
        if (m_delivery.chunked)
            m_output += "Transfer-Encoding: chunked\r\n";
        else
            m_output += "Content-Length: "
                        + QByteArray::number(response.body.size() + m_delivery.padding) + "\r\n";
        m_output +=
            m_closeAfterAnswer ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
        if (withBody && m_delivery.chunked) {
            // Two chunks, so that a client has something to join.
            const qsizetype half = response.body.size() / 2;
            for (const QByteArray &chunk :
                 {response.body.first(half), response.body.sliced(half)}) {
                if (!chunk.isEmpty())
                    m_output += QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n";
            }
            if (m_delivery.padding == 0)
                m_output += "0\r\n\r\n";
        } else if (withBody) {
            m_output +=
                m_delivery.cutAfter ? response.body.left(*m_delivery.cutAfter) : response.body;
        }
    }
    if (!withBody)
        m_delivery.padding = 0;
    if (m_delivery.delay.count() > 0)
        QTimer::singleShot(m_delivery.delay, Qt::PreciseTimer, this, &HttpConnection::start);
    else
        start();
}

void HttpConnection::start()
{
    if (m_dropped)
        return;
    if (m_delivery.closeUnanswered) {
        m_closing = true;
        m_socket->disconnectFromHost();
        return;
    }
    if (m_delivery.dripInterval.count() > 0) {
        m_dripTimer.start(m_delivery.dripInterval);
        return;
    }
    m_padding = m_delivery.padding;
    m_socket->write(std::exchange(m_output, {}));
    if (m_padding == 0)
        answered();
    else
        pump();
}

void HttpConnection::drip()
{
    m_socket->write(m_output.constData(), 1);
    m_socket->flush();
    m_output.remove(0, 1);
    if (m_output.isEmpty()) {
        m_dripTimer.stop();
        answered();
    }
}

void HttpConnection::pump()
{
    static const QByteArray spaces(64 * 1024, ' ');

    auto *tlsSocket = qobject_cast<QSslSocket *>(m_socket);
    while (m_padding > 0 && !m_dropped) {
        const qint64 waiting =
            m_socket->bytesToWrite() + (tlsSocket ? tlsSocket->encryptedBytesToWrite() : 0);
        if (waiting > SocketBuffer)
            return;
        const qint64 size = std::min<qint64>(m_padding, spaces.size());
        if (m_delivery.chunked)
            m_socket->write(QByteArray::number(size, 16) + "\r\n");
        m_socket->write(spaces.constData(), size);
        if (m_delivery.chunked)
            m_socket->write("\r\n");
        m_padding -= size;
        if (m_padding == 0) {
            if (m_delivery.chunked)
                m_socket->write("0\r\n\r\n");
            answered();
        }
    }
}

void HttpConnection::answered()
{
    m_delivery = {};
    if (m_closeAfterAnswer) {
        m_closing = true;
        m_busy = false;
        m_socket->disconnectFromHost();
        return;
    }
    m_busy = false;
    // The next request may have come already. Queued: a chain of them must not nest.
    QMetaObject::invokeMethod(this, &HttpConnection::read, Qt::QueuedConnection);
}

} // namespace Fake
