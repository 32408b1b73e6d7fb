// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "httpserver.h"

#include <QTimer>

namespace Fake {

/// One client of HttpServer: reads a request, has it answered, reads the next.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    /// Takes \a socket over.
    HttpConnection(QTcpSocket *socket, HttpServer *server);
    ~HttpConnection() override;

    /// Ends at once; deletes itself later.
    void drop();

private:
    enum class Progress { NeedsMore, Complete, Refused };

    void read();
    Progress parse(HttpRequest *request);
    bool parseHead(QByteArrayView head, HttpRequest *request);
    Progress parseBody(const HttpRequest &request, qsizetype bodyStart, QByteArray *body,
                       qsizetype *end);
    Progress parseChunks(qsizetype position, QByteArray *body, qsizetype *end);
    void refuse(int status, const QString &reason);

    void deliver(const HttpAnswer &answer, bool withBody);
    void start();
    void drip();
    void pump();
    void answered();

    QTcpSocket *m_socket;
    HttpServer *m_server;
    QByteArray m_input;
    bool m_busy = false; ///< A request is being answered; the next one waits.
    bool m_closing = false;
    bool m_dropped = false;
    bool m_closeAfterAnswer = false;

    Delivery m_delivery;
    QByteArray m_output;
    qint64 m_padding = 0;
    QTimer m_dripTimer;
};

} // namespace Fake
