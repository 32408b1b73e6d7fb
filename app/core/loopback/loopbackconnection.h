// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "requesthead.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

namespace SignIn {

class RedirectServer;
class ResultPage;

/// One connection to the guard: reads one request head within its limits, sends one answer.
class LoopbackConnection : public QObject
{
    Q_OBJECT

public:
    LoopbackConnection(QTcpSocket *socket, RedirectServer *guard);

    [[nodiscard]] const RequestHead &head() const { return m_head; }

    /// Whether the guard has let this connection's request through: it is not dropped for others.
    [[nodiscard]] bool isVetted() const { return m_vetted; }

    /// The request is fine and its answer comes later.
    void hold();

    /// The visit that this connection waits for, -1 for none.
    [[nodiscard]] qsizetype heldFor() const { return m_heldFor; }
    void holdFor(qsizetype visit);

    void sendStatus(int status);
    void sendRedirect(const QByteArray &path);
    void sendPage(const ResultPage &page);

    /// Ends without an answer.
    void drop();

Q_SIGNALS:
    void requestArrived();
    void holdTimedOut();
    void gone();

private:
    void read();
    void send(int status, const QByteArray &headers, const QByteArray &body);

    QTcpSocket *m_socket;
    QTimer m_timer;
    RequestHead m_head;
    qsizetype m_heldFor = -1;
    qint64 m_discarded = 0;
    bool m_vetted = false;
    bool m_answered = false;
};

} // namespace SignIn
