// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QTcpSocket;

/// What the fake server is made of. Apart from FakeOpenRouter itself, so that no name here meets
/// one of the program under test.
namespace Fake {

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// One complete request as it came from the wire.
struct HttpRequest
{
    QByteArray method;
    QByteArray path;  ///< As sent, before any "?".
    QByteArray query; ///< As sent, after the first "?"; null if there was none.
    HeaderList headers;
    QByteArray body; ///< Chunks joined.

    /// Every value of a header, its name compared without case.
    [[nodiscard]] QList<QByteArray> headerValues(QByteArrayView name) const;

    /// The first value of a header; null if it is absent.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] bool hasHeader(QByteArrayView name) const { return !header(name).isNull(); }
};

struct HttpResponse
{
    int status = 200;
    HeaderList headers; ///< Without Content-Length, Connection and Date, which the server adds.
    QByteArray body;
};

/// How a response is brought to the client: whole and at once unless told otherwise.
struct Delivery
{
    std::chrono::milliseconds delay{0};        ///< Waits before the first byte.
    std::chrono::milliseconds dripInterval{0}; ///< One byte at a time, so far apart.
    bool hang = false;                         ///< Nothing is ever sent.
    bool closeUnanswered = false;              ///< Closes without a byte.
    bool chunked = false;                      ///< Transfer-Encoding instead of Content-Length.
    std::optional<qsizetype> cutAfter;         ///< Closes after so many bytes of the body.
    qint64 padding = 0;                        ///< Spaces after the body, streamed.
    std::optional<QByteArray> raw; ///< Sent as it is instead of the response, then closed.
};

struct HttpAnswer
{
    HttpResponse response;
    Delivery delivery;
};

class HttpConnection;

/// A small HTTP/1.1 server (RFC 9112) on loopback addresses, for well-behaved clients only:
/// whatever is not to the letter of the RFC is answered with a 4xx and reported.
class HttpServer : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<HttpAnswer(const HttpRequest &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    ~HttpServer() override;

    /// Listens on 127.0.0.1, and on the same port of ::1 if \a alsoIpv6. Port 0 takes a free one.
    bool listen(quint16 port, bool alsoIpv6, const std::optional<QSslConfiguration> &tls);

    /// Stops listening and drops every connection.
    void close();

    [[nodiscard]] bool isListening() const { return !m_listeners.empty(); }
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] int openConnections() const { return int(m_connections.size()); }

    /// Drops the next \a times connections as soon as they are accepted; negative means all.
    void closeAtAccept(int times) { m_closeAtAccept = times; }

    /// Lets Date of the answers be so far from this computer's clock.
    void setClockOffset(std::chrono::seconds offset) { m_clockOffset = offset; }

    static constexpr qsizetype MaximumHead = 1024 * 1024;
    static constexpr qsizetype MaximumBody = 1024 * 1024;

Q_SIGNALS:
    void connectionAccepted();
    /// A request that broke a rule of HTTP; \a reason holds nothing of what was sent.
    void malformedRequest(const QString &reason);

private:
    friend class HttpConnection;

    bool shouldAccept();
    std::unique_ptr<QTcpServer> makeListener(const std::optional<QSslConfiguration> &tls);
    void adopt(QTcpServer *listener);

    Handler m_handler;
    std::vector<std::unique_ptr<QTcpServer>> m_listeners;
    QList<HttpConnection *> m_connections;
    int m_closeAtAccept = 0;
    std::chrono::seconds m_clockOffset{0};
};

} // namespace Fake
