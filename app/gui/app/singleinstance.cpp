// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "singleinstance.h"

#include "core/keys/storedkey.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QLocalSocket>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype LongestToken = 200;
constexpr qsizetype LongestLine = 256;
constexpr auto Patience = 2s;

/// Whether the process at the other end runs as this user. On Windows the pipe's access list takes
/// care of it.
bool isOfUser(const QLocalSocket &socket, uint userId)
{
#if defined(Q_OS_LINUX)
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
           && peer.uid == userId;
#elif defined(Q_OS_UNIX)
    uid_t user = 0;
    gid_t group = 0;
    return ::getpeereid(int(socket.socketDescriptor()), &user, &group) == 0 && user == userId;
#else
    Q_UNUSED(socket)
    Q_UNUSED(userId)
    return true;
#endif
}

/// Tokens of the desktop are opaque, but they are one word.
bool isToken(QByteArrayView token)
{
    return token.size() <= LongestToken
           && std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

uint SingleInstance::ownUserId()
{
#ifdef Q_OS_UNIX
    return ::geteuid();
#else
    return 0;
#endif
}

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
    const QDir runtime(directory);
    // An absolute path: a mere name would land in the temporary directory, where anybody can be
    // first.
    m_socketPath = runtime.absoluteFilePath(u"openrouter-signin.socket"_s);
    m_lock = std::make_unique<QLockFile>(runtime.absoluteFilePath(u"openrouter-signin.lock"_s));
    // However long we run: only the lock of a process that is gone is stale.
    m_lock->setStaleLockTime(0);
}

SingleInstance::~SingleInstance()
{
    m_server.close();
}

QByteArray SingleInstance::showCommand(const QByteArray &activationToken)
{
    QByteArray command = "show";
    if (!activationToken.isEmpty() && isToken(activationToken))
        command += ' ' + activationToken;
    return command;
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
    if (!socket.waitForConnected(500) || !isOfUser(socket, m_userId))
        return false;

    if (command.isEmpty())
        return true;

    socket.write(command + '\n');
    const QDeadlineTimer deadline(1s);
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(int(deadline.remainingTime())))
            return false;
    }
    return socket.readLine(LongestLine) == "ok\n";
}

void SingleInstance::serve(QLocalSocket *client)
{
    connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
    if (!isOfUser(*client, m_userId)) {
        client->abort();
        return;
    }
    QTimer::singleShot(Patience, client, &QLocalSocket::abort);

    client->setReadBufferSize(LongestLine);
    const auto read = [this, client] {
        if (!client->canReadLine()) {
            if (client->bytesAvailable() >= LongestLine)
                client->abort();
            return;
        }
        client->disconnect(this);
        client->write(obey(client->readLine(LongestLine)) ? "ok\n" : "unknown\n");
        client->disconnectFromServer();
    };
    connect(client, &QLocalSocket::readyRead, this, read);
    read();
}

/// Messages are a command word and its arguments.
bool SingleInstance::obey(const QByteArray &line)
{
    const QList<QByteArray> words = line.trimmed().split(' ');
    if (words.first() == "show" && words.size() <= 2) {
        const QByteArray token = words.value(1);
        Q_EMIT showRequested(isToken(token) ? token : QByteArray());
        return true;
    }
    if (words.first() == "copy" && words.size() == 2) {
        const QString id = QString::fromLatin1(words.at(1));
        if (!StoredKey::isValidId(id))
            return false;
        Q_EMIT copyRequested(id);
        return true;
    }
    return false;
}

} // namespace SignIn
