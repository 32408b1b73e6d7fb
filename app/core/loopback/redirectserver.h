// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redirect.h"
#include "resultpage.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>

#include <memory>
#include <vector>

namespace SignIn {

class LoopbackConnection;
class RedirectRelay;

/// The redirect endpoint on this computer's loopback interface (RFC 8252, section 7.3), as
/// strangers see it.
///
///     browser ── GET /callback/<nonce>?code=… ──▶ vetted ──▶ RedirectRelay ──▶ redirected()
///             ◀─ 303 /done/<second nonce>
///             ── GET /done/<second nonce> ──▶ held until exchangeEnded()
///             ◀─ the outcome
///
/// Whatever is not the redirect gets a short status and changes nothing: other paths, hosts,
/// methods and origins, requests that are too large or too slow, other users of this computer,
/// pages that are fetched ahead. The same redirect again gets the same page, another one while one
/// is being exchanged gets 409.
class RedirectServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int MaximumConnections = 32;
    static constexpr std::chrono::milliseconds HeadTimeout{5'000};
    static constexpr std::chrono::milliseconds HoldTimeout{10'000};
    static constexpr std::chrono::milliseconds LingerTime{2'000};

    explicit RedirectServer(QObject *parent = nullptr);
    ~RedirectServer() override;

    /// Binds \a port (0 for any) of the loopback interface. \a host is `127.0.0.1`, or `localhost`,
    /// which binds the same port of 127.0.0.1 and, where there is IPv6, of ::1.
    [[nodiscard]] bool listen(const QString &host = QStringLiteral("127.0.0.1"), quint16 port = 0);
    [[nodiscard]] bool isListening() const { return !m_servers.empty(); }
    [[nodiscard]] QString errorString() const { return m_errorString; }

    /// The address to give to the authorization page; fixed once listen() has succeeded.
    [[nodiscard]] QUrl callbackUrl() const { return m_callbackUrl; }

    /// \a code is being exchanged, wherever it came from: a redirect with the same code joins in.
    void exchangeStarted(const OpenRouterAuth::Secret &code);

    /// What became of it: browsers that wait get \a page. Then the next redirect may come.
    void exchangeEnded(const ResultPage &page);

    /// Nothing more is expected: \a page goes to whoever waits or still comes, and the guard closes
    /// LingerTime after the last page was delivered.
    void finish(const ResultPage &page);

    /// Closes at once.
    void close();

Q_SIGNALS:
    /// The browser has brought a redirect nobody has seen before. Call exchangeStarted() for a
    /// code, finish() for an error.
    void redirected(const SignIn::Redirect &redirect);

    /// Qt's reply handler did not confirm the redirect.
    void unreadable();

    /// Nothing listens any more.
    void closed();

private:
    friend class LoopbackConnection;

    /// One redirect that was let through, its page, and the browsers waiting for it.
    struct Visit
    {
        Redirect redirect;
        QByteArray doneToken;
        std::optional<ResultPage> page;
        bool confirmed = false;
    };

    void accept();
    void receive(QTcpSocket *socket);
    void makeRoom();
    void requestArrived(LoopbackConnection *connection);
    void callbackRequested(LoopbackConnection *connection);
    void doneRequested(LoopbackConnection *connection, qsizetype visit);
    void relayFinished(bool confirmed);
    void sendToDone(LoopbackConnection *connection, const Visit &visit);
    void releaseHeld();
    void connectionGone(LoopbackConnection *connection);
    void closeWhenDelivered();

    [[nodiscard]] qsizetype findVisit(const Redirect &redirect) const;

    std::vector<std::unique_ptr<QTcpServer>> m_servers;
    QList<LoopbackConnection *> m_connections; // oldest first
    QByteArray m_hostHeader;
    QByteArray m_callbackPath;
    QUrl m_callbackUrl;
    QString m_errorString;

    QList<Visit> m_visits;
    qsizetype m_current = -1; ///< The visit whose code is being relayed or exchanged.
    qsizetype m_relayed = -1; ///< The visit that m_relay works for.
    RedirectRelay *m_relay = nullptr;
    QList<QPointer<LoopbackConnection>> m_waitingForRelay;
    std::optional<ResultPage> m_finalPage;
    bool m_closing = false;
};

} // namespace SignIn
