// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "singleinstance.h"

#include "core/platform/instancesocket.h"
#include "core/platform/localpeer.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QLocalSocket>
#include <QTimer>

#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Patience = 2s;

} // namespace

SingleInstance::SingleInstance(const QString &directory, uint userId, QObject *parent)
    : QObject(parent)
    , m_userId(userId)
{
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *client = m_server.nextPendingConnection())
            serve(client);
    });

    if (directory.isEmpty())
        return;
    m_socketPath = InstanceSocket::path(directory);
    m_lock =
        std::make_unique<QLockFile>(QDir(directory).absoluteFilePath(u"openrouter-signin.lock"_s));
    // However long we run: only the lock of a process that is gone is stale.
    m_lock->setStaleLockTime(0);
}

SingleInstance::~SingleInstance()
{
    m_server.close();
}

SingleInstance::Role SingleInstance::start(const QByteArray &command)
{
    if (!m_lock)
        return Role::Alone;

    // Both starts may come from one double click, so the other one may hold the lock and not listen
    // yet; or it is about to end. The waiting is done inside tryLock().
    const QDeadlineTimer deadline(Patience);
    int wait = 0;
    do {
        if (m_lock->tryLock(std::exchange(wait, 100))) {
            if (listen())
                return Role::First;
            m_lock->unlock();
            return Role::Alone;
        }
        if (m_lock->error() != QLockFile::LockFailedError)
            return Role::Alone;
        if (tellFirst(command))
            return Role::Second;
    } while (!deadline.hasExpired());
    return Role::Alone;
}

bool SingleInstance::listen()
{
    // We hold the lock, so whatever is left there belongs to nobody.
    QLocalServer::removeServer(m_socketPath);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(4);
    return m_server.listen(m_socketPath);
}

bool SingleInstance::tellFirst(const QByteArray &command) const
{
    QLocalSocket socket;
    socket.connectToServer(m_socketPath);
    if (!socket.waitForConnected(500) || !isPeerOfUser(socket.socketDescriptor(), m_userId))
        return false;

    if (command.isEmpty())
        return true;

    socket.write(command);
    const QDeadlineTimer deadline(1s);
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(int(deadline.remainingTime())))
            return false;
    }
    return socket.readLine(InstanceSocket::LongestLine) == InstanceSocket::Accepted;
}

void SingleInstance::serve(QLocalSocket *client)
{
    connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
    if (!isPeerOfUser(client->socketDescriptor(), m_userId)) {
        client->abort();
        return;
    }
    QTimer::singleShot(Patience, client, &QLocalSocket::abort);

    client->setReadBufferSize(InstanceSocket::LongestLine);
    const auto read = [this, client] {
        if (!client->canReadLine()) {
            if (client->bytesAvailable() >= InstanceSocket::LongestLine)
                client->abort();
            return;
        }
        client->disconnect(this);
        const auto command = InstanceSocket::parse(client->readLine(InstanceSocket::LongestLine));
        client->write(command ? InstanceSocket::Accepted : InstanceSocket::Unknown);
        if (command)
            handle(*command);
        client->disconnectFromServer();
    };
    connect(client, &QLocalSocket::readyRead, this, read);
    read();
}

void SingleInstance::handle(const InstanceSocket::Command &command)
{
    switch (command.kind) {
    case InstanceSocket::Command::Kind::Show:
        Q_EMIT showRequested(command.activationToken);
        break;
    case InstanceSocket::Command::Kind::Copy:
        Q_EMIT copyRequested(command.keyId);
        break;
    }
}

} // namespace SignIn
