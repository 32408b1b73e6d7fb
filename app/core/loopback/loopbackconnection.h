// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "requesthead.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <functional>

namespace SignIn {

class ResultPage;

/// One connection to RedirectServer: reads one request head within its limits, sends one response.
class LoopbackConnection : public QObject
{
    Q_OBJECT

public:
    /// For the whole request head to arrive.
    static constexpr std::chrono::milliseconds HeadTimeout{5'000};

    /// For the page that hold() waits for; well below the time after which a browser gives up.
    static constexpr std::chrono::milliseconds HoldTimeout{10'000};

    /// Takes over \a socket.
    explicit LoopbackConnection(QTcpSocket *socket, QObject *parent = nullptr);

    [[nodiscard]] const RequestHead &head() const { return m_head; }

    /// The query of the request, once; see RequestHead::takeQuery().
    [[nodiscard]] OpenRouterAuth::Secret takeQuery() { return m_head.takeQuery(); }

    /// Whether the request was accepted. Such a connection is not dropped to make room for others.
    [[nodiscard]] bool isVetted() const { return m_vetted; }

    /// Accepts the request. Its response is sent later; after HoldTimeout it is the page that
    /// \a interimPage returns.
    void hold(const std::function<ResultPage()> &interimPage);

    void sendStatus(int status);

    /// Accepts the request, and sends the browser on to \a location.
    void sendRedirect(const QByteArray &location);

    void sendPage(const ResultPage &page);

    /// Closes without a response.
    void drop();

Q_SIGNALS:
    void requestArrived();
    void gone();

private:
    void read();
    void send(int status, const QByteArray &headers, const QByteArray &body);

    QTcpSocket *m_socket;
    QTimer m_timer;
    RequestHead m_head;
    std::function<ResultPage()> m_interimPage; ///< Set while the response is held.
    qint64 m_discarded = 0;
    bool m_vetted = false;
    bool m_answered = false;
};

} // namespace SignIn
