// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redirectserver.h"

#include "loopbackconnection.h"
#include "peercheck.h"
#include "randomtoken.h"
#include "redirectrelay.h"

#include <QNetworkProxy>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

constexpr int Backlog = 128;
constexpr int PortTries = 16;

constexpr QByteArrayView DonePrefix("/done/");

bool isSame(QByteArrayView expected, QByteArrayView actual)
{
    return Secret(expected).equals(actual);
}

} // namespace

RedirectServer::RedirectServer(QObject *parent)
    : QObject(parent)
{}

RedirectServer::~RedirectServer()
{
    m_closing = true; // nobody is told from here on
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
        // Queued: taken at once, connections could come for as long as strangers keep it up before
        // anything else got its turn.
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
    m_callbackUrl.setScheme(u"http"_s);
    m_callbackUrl.setHost(host);
    m_callbackUrl.setPort(boundPort);
    m_callbackUrl.setPath(QString::fromLatin1(m_callbackPath));
    return true;
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
    connect(connection, &LoopbackConnection::holdTimedOut, this,
            [connection] { connection->sendPage(ResultPage::stillWorking()); });
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
    if (!isSame(m_hostHeader, head.host().toLower())) {
        connection->sendStatus(421); // DNS rebinding: a name of somebody else's that leads here
        return;
    }
    const bool isCallback = isSame(m_callbackPath, head.path());
    qsizetype doneVisit = -1;
    if (!isCallback && head.path().startsWith(DonePrefix)) {
        const QByteArray token = head.path().sliced(DonePrefix.size());
        for (qsizetype i = 0; i < m_visits.size(); ++i) {
            if (isSame(m_visits.at(i).doneToken, token))
                doneVisit = i;
        }
    }
    if (!isCallback && doneVisit < 0) {
        connection->sendStatus(404);
        return;
    }
    if (head.method() != "GET" && head.method() != "HEAD") {
        connection->sendStatus(405);
        return;
    }
    if ((head.origin() && *head.origin() != "null")
        || (head.fetchDest() && *head.fetchDest() != "document")) {
        connection->sendStatus(403); // a page's script, frame or image, not the person's browser
        return;
    }
    if (head.method() == "HEAD" || head.isSpeculative()) {
        connection->sendStatus(head.method() == "HEAD" ? 200 : 503);
        return;
    }
    if (isCallback)
        callbackRequested(connection);
    else
        doneRequested(connection, doneVisit);
}

void RedirectServer::callbackRequested(LoopbackConnection *connection)
{
    const std::optional<Redirect> redirect = Redirect::fromQuery(connection->head().query());
    if (!redirect) {
        connection->sendStatus(400);
        return;
    }
    if (const qsizetype known = findVisit(*redirect); known >= 0) {
        Visit &visit = m_visits[known];
        if (visit.confirmed) {
            sendToDone(connection, visit);
        } else {
            connection->hold();
            m_waitingForRelay += connection;
        }
        return;
    }
    if (m_current >= 0 || m_finalPage) {
        connection->sendStatus(409);
        return;
    }
    m_visits += Visit{*redirect, randomToken(), std::nullopt, false};
    m_current = m_visits.size() - 1;
    m_relayed = m_current;
    connection->hold();
    m_waitingForRelay = {connection};
    m_relay = new RedirectRelay(*redirect, this);
    connect(m_relay, &RedirectRelay::finished, this, &RedirectServer::relayFinished);
    m_relay->start();
}

void RedirectServer::relayFinished(bool confirmed)
{
    m_relay->deleteLater();
    m_relay = nullptr;
    const auto waiting = std::exchange(m_waitingForRelay, {});
    Visit &visit = m_visits[m_relayed];
    // A pasted code may have been faster: then this redirect is as if it had come later.
    const bool isLate = m_current != m_relayed && !visit.page;
    for (const QPointer<LoopbackConnection> &connection : waiting) {
        if (connection && isLate)
            connection->sendStatus(409);
        else if (connection)
            sendToDone(connection, visit);
    }
    const Redirect redirect = visit.redirect;
    visit.confirmed = true;
    if (isLate)
        visit.redirect = {}; // matches nothing any more
    if (m_current != m_relayed)
        return;
    if (confirmed)
        Q_EMIT redirected(redirect);
    else
        Q_EMIT unreadable();
}

void RedirectServer::sendToDone(LoopbackConnection *connection, const Visit &visit)
{
    connection->sendRedirect(DonePrefix.toByteArray() + visit.doneToken);
}

void RedirectServer::doneRequested(LoopbackConnection *connection, qsizetype visit)
{
    if (const auto &page = m_visits.at(visit).page)
        connection->sendPage(*page);
    else
        connection->holdFor(visit);
}

qsizetype RedirectServer::findVisit(const Redirect &redirect) const
{
    for (qsizetype i = 0; i < m_visits.size(); ++i) {
        if (m_visits.at(i).redirect == redirect)
            return i;
    }
    return -1;
}

void RedirectServer::exchangeStarted(const Secret &code)
{
    const Redirect redirect{code, {}, {}};
    m_current = findVisit(redirect);
    if (m_current < 0) {
        m_visits += Visit{redirect, randomToken(), std::nullopt, true};
        m_current = m_visits.size() - 1;
    }
    m_visits[m_current].page.reset();
}

void RedirectServer::exchangeEnded(const ResultPage &page)
{
    if (m_current >= 0)
        m_visits[m_current].page = page;
    m_current = -1;
    releaseHeld();
}

void RedirectServer::finish(const ResultPage &page)
{
    m_finalPage = page;
    for (Visit &visit : m_visits) {
        if (!visit.page)
            visit.page = page;
    }
    m_current = -1;
    releaseHeld();
    closeWhenDelivered();
}

void RedirectServer::releaseHeld()
{
    // A copy: sending may end connections.
    const QList<LoopbackConnection *> connections = m_connections;
    for (LoopbackConnection *connection : connections) {
        const qsizetype visit = connection->heldFor();
        if (visit >= 0 && m_visits.at(visit).page)
            connection->sendPage(*m_visits.at(visit).page);
    }
}

void RedirectServer::connectionGone(LoopbackConnection *connection)
{
    if (m_connections.removeOne(connection))
        connection->deleteLater();
    if (m_finalPage)
        closeWhenDelivered();
}

void RedirectServer::closeWhenDelivered()
{
    if (m_closing)
        return;
    for (LoopbackConnection *connection : std::as_const(m_connections)) {
        if (connection->isVetted())
            return; // its page is on the way, or the browser is about to ask for it
    }
    m_closing = true;
    QTimer::singleShot(LingerTime, this, &RedirectServer::close);
}

void RedirectServer::close()
{
    if (m_servers.empty())
        return;
    m_servers.clear();
    delete std::exchange(m_relay, nullptr);
    const QList<LoopbackConnection *> connections = std::exchange(m_connections, {});
    for (LoopbackConnection *connection : connections) {
        connection->disconnect(this);
        connection->drop();
        connection->deleteLater();
    }
    Q_EMIT closed();
}

} // namespace SignIn
