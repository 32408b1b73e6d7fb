// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redirect.h"
#include "resultpage.h"

#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <chrono>
#include <memory>
#include <vector>

namespace SignIn {

class LoopbackConnection;
class RedirectReceiver;
class RequestHead;
class Visit;

/// The redirect endpoint on this computer's loopback interface (RFC 8252, section 7.3), exposed to
/// every program and every web page on it.
///
///     browser ── GET /start/<token> ───────────▶ vetted
///             ◀─ 303 authorization link, until a redirect is accepted
///             ── GET /callback/<nonce>?code=… ─▶ vetted ──▶ RedirectReceiver ──▶ received()
///             ◀─ 303 /done/<second nonce>
///             ── GET /done/<second nonce> ─────▶ held until Visit::answer()
///             ◀─ the result
///
/// Every other request gets a short status and changes nothing: other paths, hosts, methods and
/// origins, requests that are too large or too slow, other users of this computer, pages that the
/// browser loads ahead. The same redirect again belongs to the same visit; another one gets 409
/// while a visit has no result.
class RedirectServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int MaximumConnections = 32;
    static constexpr std::chrono::milliseconds LingerTime{2'000};

    /// \a receiver gets each redirect that was accepted, and must outlive this. Null: it is
    /// reported as the browser sent it.
    explicit RedirectServer(RedirectReceiver *receiver = nullptr, QObject *parent = nullptr);
    ~RedirectServer() override;

    /// Binds \a port (0 for any) of the loopback interface. \a host is `127.0.0.1`, or `localhost`,
    /// which binds the same port of 127.0.0.1 and, where there is IPv6, of ::1.
    [[nodiscard]] bool listen(const QString &host = QStringLiteral("127.0.0.1"), quint16 port = 0);
    [[nodiscard]] bool isListening() const { return !m_servers.empty(); }
    [[nodiscard]] QString errorString() const { return m_errorString; }

    /// The address to give to the authorization page; fixed once listen() has succeeded.
    [[nodiscard]] QUrl callbackUrl() const;

    /// An address that leads to \a authorizationUrl while a redirect is waited for. Only this
    /// user's browser gets there, so other users may see it.
    [[nodiscard]] QUrl startUrl(const QUrl &authorizationUrl);

    /// The visit of a redirect that came by another way, such as a pasted code: the browser that
    /// comes with the same redirect gets the same result.
    [[nodiscard]] std::shared_ptr<Visit> join(const Redirect &redirect);

    /// No redirect is waited for any longer. Visits without a result, and redirects that come now,
    /// get \a latePage. Closes LingerTime after the last page was delivered.
    void finish(const ResultPage &latePage);

    /// Closes at once.
    void close();

Q_SIGNALS:
    /// The browser came with a redirect that was not seen before. Answer \a visit, whatever becomes
    /// of it; until then no other redirect is accepted.
    void received(const SignIn::Redirect &redirect, const std::shared_ptr<SignIn::Visit> &visit);

    /// The receiver could not read the redirect of \a visit, which waits for an answer too.
    void unreadable(const std::shared_ptr<SignIn::Visit> &visit);

    /// The port is closed.
    void closed();

private:
    enum class Endpoint { None, Start, Callback, Result };

    void accept();
    void receive(QTcpSocket *socket);
    void makeRoom();
    void requestArrived(LoopbackConnection *connection);
    [[nodiscard]] Endpoint endpoint(const QByteArray &path) const;
    [[nodiscard]] int refusal(const RequestHead &head, Endpoint requested) const;
    void startRequested(LoopbackConnection *connection);
    [[nodiscard]] bool yieldToPastedCode(Visit &visit);
    void connectionGone(LoopbackConnection *connection);
    void closeWhenDelivered();

    [[nodiscard]] QUrl address(const QByteArray &path) const;
    [[nodiscard]] std::shared_ptr<Visit> visitAt(const QByteArray &path) const;
    [[nodiscard]] std::shared_ptr<Visit> visitOf(const Redirect &redirect) const;
    [[nodiscard]] std::shared_ptr<Visit> openVisit() const; ///< One without a result, or null.
    std::shared_ptr<Visit> addVisit(const Redirect &redirect);

    RedirectReceiver *m_receiver;
    std::vector<std::unique_ptr<QTcpServer>> m_servers;
    QList<LoopbackConnection *> m_connections; // oldest first
    QByteArray m_hostHeader;
    QByteArray m_callbackPath;
    QByteArray m_startPath;
    QUrl m_authorizationUrl;
    QString m_errorString;

    QList<std::shared_ptr<Visit>> m_visits; // oldest first
    std::shared_ptr<Visit> m_lateVisit;     ///< Of all redirects that come after finish().
    bool m_closing = false;
};

} // namespace SignIn
