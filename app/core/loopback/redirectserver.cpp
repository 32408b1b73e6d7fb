// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redirectserver.h"

#include "loopbackconnection.h"
#include "peercheck.h"
#include "randomtoken.h"
#include "redirectreceiver.h"
#include "visit.h"

#include <QNetworkProxy>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

constexpr int Backlog = 128;
constexpr int PortTries = 16;

bool isSame(QByteArrayView expected, QByteArrayView actual)
{
    return Secret(expected).equals(actual);
}

} // namespace

RedirectServer::RedirectServer(RedirectReceiver *receiver, QObject *parent)
    : QObject(parent)
    , m_receiver(receiver)
{}

RedirectServer::~RedirectServer()
{
    m_closing = true; // no signals from here on
    for (LoopbackConnection *connection : std::as_const(m_connections))
        connection->disconnect(this);
}

bool RedirectServer::listen(const QString &host, quint16 port)
{
    const bool bothStacks = host == "localhost"_L1;
    if (!bothStacks && host != "127.0.0.1"_L1) {
        m_errorString = tr("The address for the browser's return must be 127.0.0.1 or localhost.");
        return false;
    }
    const auto bind = [this](const QHostAddress &address, quint16 wanted) {
        auto server = std::make_unique<QTcpServer>();
        server->setProxy(QNetworkProxy::NoProxy);
        server->setListenBacklogSize(Backlog);
        server->setMaxPendingConnections(MaximumConnections);
        if (!server->listen(address, wanted)) {
            m_errorString = server->errorString();
            return server->serverError();
        }
        // Queued, so that a flood of connections does not keep this thread from everything else.
        connect(server.get(), &QTcpServer::newConnection, this, &RedirectServer::accept,
                Qt::QueuedConnection);
        m_servers.push_back(std::move(server));
        return QAbstractSocket::UnknownSocketError;
    };

    // A port that is free on 127.0.0.1 may be taken on ::1: then another one is tried.
    for (int i = 0; i < (port == 0 && bothStacks ? PortTries : 1); ++i) {
        m_servers.clear();
        if (bind(QHostAddress(QHostAddress::LocalHost), port)
            != QAbstractSocket::UnknownSocketError) {
            return false;
        }
        if (!bothStacks)
            break;
        const QAbstractSocket::SocketError error =
            bind(QHostAddress(QHostAddress::LocalHostIPv6), m_servers.front()->serverPort());
        if (error != QAbstractSocket::AddressInUseError)
            break; // bound, or there is no IPv6 here
        m_servers.clear();
    }
    if (m_servers.empty())
        return false;
    m_errorString.clear();

    const quint16 boundPort = m_servers.front()->serverPort();
    m_hostHeader = host.toLatin1() + ':' + QByteArray::number(boundPort);
    m_callbackPath = "/callback/" + randomToken();
    m_startPath = "/start/" + randomToken();
    return true;
}

QUrl RedirectServer::callbackUrl() const
{
    return address(m_callbackPath);
}

QUrl RedirectServer::startUrl(const QUrl &authorizationUrl)
{
    m_authorizationUrl = authorizationUrl;
    return address(m_startPath);
}

QUrl RedirectServer::address(const QByteArray &path) const
{
    return QUrl(u"http://"_s + QString::fromLatin1(m_hostHeader + path));
}

void RedirectServer::accept()
{
    for (const auto &server : m_servers) {
        while (QTcpSocket *socket = server->nextPendingConnection())
            receive(socket);
    }
}

void RedirectServer::receive(QTcpSocket *socket)
{
    if (!socket->peerAddress().isLoopback() || !isPeerOurs(*socket)) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    makeRoom();
    auto *connection = new LoopbackConnection(socket, this);
    m_connections += connection;
    connect(connection, &LoopbackConnection::requestArrived, this,
            [this, connection] { requestArrived(connection); });
    connect(connection, &LoopbackConnection::gone, this,
            [this, connection] { connectionGone(connection); });
}

void RedirectServer::makeRoom()
{
    if (m_connections.size() < MaximumConnections)
        return;
    for (LoopbackConnection *connection : std::as_const(m_connections)) {
        if (!connection->isVetted()) {
            connection->drop();
            return;
        }
    }
    m_connections.front()->drop();
}

void RedirectServer::requestArrived(LoopbackConnection *connection)
{
    const RequestHead &head = connection->head();
    const Endpoint requested = endpoint(head.path());
    if (const int status = refusal(head, requested); status != 0)
        return connection->sendStatus(status);
    if (requested == Endpoint::Start)
        return startRequested(connection);
    if (requested == Endpoint::Result)
        return visitAt(head.path())->attach(connection);

    const std::optional<Redirect> redirect = Redirect::fromQuery(connection->takeQuery().view());
    if (!redirect)
        return connection->sendStatus(400);
    if (const auto known = visitOf(*redirect))
        return connection->sendRedirect(known->path());
    if (m_lateVisit)
        return connection->sendRedirect(m_lateVisit->path());
    if (openVisit())
        return connection->sendStatus(409);
    const std::shared_ptr<Visit> visit = addVisit(*redirect);
    connection->sendRedirect(visit->path());
    const auto report = [this, visit](const std::optional<Redirect> &received) {
        if (visit->isAnswered() || !isListening() || yieldToPastedCode(*visit))
            return;
        if (received)
            Q_EMIT this->received(*received, visit);
        else
            Q_EMIT unreadable(visit);
    };
    if (m_receiver)
        m_receiver->receive(*redirect, this, report);
    else
        QMetaObject::invokeMethod(
            this, [report, redirect] { report(redirect); }, Qt::QueuedConnection);
}

RedirectServer::Endpoint RedirectServer::endpoint(const QByteArray &path) const
{
    if (isSame(m_callbackPath, path))
        return Endpoint::Callback;
    if (!m_authorizationUrl.isEmpty() && isSame(m_startPath, path))
        return Endpoint::Start;
    return visitAt(path) ? Endpoint::Result : Endpoint::None;
}

/// The status for a request that is not a navigation of this user's browser; 0 for one that is.
int RedirectServer::refusal(const RequestHead &head, Endpoint requested) const
{
    if (!isSame(m_hostHeader, head.host().toLower()))
        return 421; // DNS rebinding: a foreign name that leads here
    if (requested == Endpoint::None)
        return 404;
    if (head.method() != "GET" && head.method() != "HEAD")
        return 405;
    if ((head.origin() && *head.origin() != "null")
        || (head.fetchDest() && *head.fetchDest() != "document")) {
        return 403; // a script, frame or image of a page
    }
    // The authorization page leads to the callback, but no page leads to the start link.
    if (requested == Endpoint::Start && head.fetchSite() && *head.fetchSite() != "none")
        return 403;
    if (head.method() == "HEAD")
        return 200;
    return head.isSpeculative() ? 503 : 0;
}

/// Reloading the start link, or restoring its tab, leads to the result once there is one to wait
/// for.
void RedirectServer::startRequested(LoopbackConnection *connection)
{
    if (m_lateVisit)
        connection->sendRedirect(m_lateVisit->path());
    else if (const auto visit = openVisit())
        connection->sendRedirect(visit->path());
    else
        connection->sendRedirect(m_authorizationUrl.toEncoded());
}

/// Whether another code was pasted while the receiver had the redirect of \a visit. That one is
/// tried first; if it is refused, the redirect may come again.
bool RedirectServer::yieldToPastedCode(Visit &visit)
{
    const bool isOther =
        std::any_of(m_visits.cbegin(), m_visits.cend(), [&visit](const auto &other) {
            return other.get() != &visit && !other->isAnswered();
        });
    if (isOther) {
        visit.forgetRedirect();
        visit.answer(ResultPage::anotherCodeIsTried());
    }
    return isOther;
}

std::shared_ptr<Visit> RedirectServer::join(const Redirect &redirect)
{
    const std::shared_ptr<Visit> known = visitOf(redirect);
    if (!known)
        return addVisit(redirect);
    known->reopen();
    return known;
}

std::shared_ptr<Visit> RedirectServer::visitAt(const QByteArray &path) const
{
    if (m_lateVisit && isSame(m_lateVisit->path(), path))
        return m_lateVisit;
    std::shared_ptr<Visit> found;
    for (const std::shared_ptr<Visit> &visit : m_visits) {
        if (isSame(visit->path(), path))
            found = visit;
    }
    return found;
}

std::shared_ptr<Visit> RedirectServer::visitOf(const Redirect &redirect) const
{
    const auto visit =
        std::find_if(m_visits.cbegin(), m_visits.cend(),
                     [&redirect](const auto &known) { return known->redirect() == redirect; });
    return visit == m_visits.cend() ? nullptr : *visit;
}

std::shared_ptr<Visit> RedirectServer::openVisit() const
{
    const auto visit = std::find_if(m_visits.cbegin(), m_visits.cend(),
                                    [](const auto &known) { return !known->isAnswered(); });
    return visit == m_visits.cend() ? nullptr : *visit;
}

std::shared_ptr<Visit> RedirectServer::addVisit(const Redirect &redirect)
{
    m_visits += std::make_shared<Visit>(redirect);
    return m_visits.last();
}

void RedirectServer::finish(const ResultPage &latePage)
{
    m_lateVisit = std::make_shared<Visit>(Redirect());
    m_lateVisit->answer(latePage);
    for (const std::shared_ptr<Visit> &visit : std::as_const(m_visits)) {
        if (!visit->isAnswered())
            visit->answer(latePage);
    }
    closeWhenDelivered();
}

void RedirectServer::connectionGone(LoopbackConnection *connection)
{
    if (m_connections.removeOne(connection))
        connection->deleteLater();
    if (m_lateVisit)
        closeWhenDelivered();
}

void RedirectServer::closeWhenDelivered()
{
    if (m_closing)
        return;
    for (LoopbackConnection *connection : std::as_const(m_connections)) {
        if (connection->isVetted())
            return; // its page is being sent, or the browser is about to ask for it
    }
    m_closing = true;
    QTimer::singleShot(LingerTime, this, &RedirectServer::close);
}

void RedirectServer::close()
{
    if (m_servers.empty())
        return;
    m_servers.clear();
    const QList<LoopbackConnection *> connections = std::exchange(m_connections, {});
    for (LoopbackConnection *connection : connections) {
        connection->disconnect(this);
        connection->drop();
        connection->deleteLater();
    }
    Q_EMIT closed();
}

} // namespace SignIn
