// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/platform/instancesocket.h"
#include "core/platform/localpeer.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

#include <memory>

class QLocalSocket;

namespace SignIn {

/// Lets a second start of the program find the first one.
///
/// The first start holds a lock file and listens on a local socket, both in the person's own
/// runtime directory, which nobody else can enter. InstanceSocket describes what is said.
class SingleInstance : public QObject
{
    Q_OBJECT

public:
    enum class Role {
        First,
        Second, ///< The first one has taken the message: nothing is left to do.
        Alone,  ///< No runtime directory, or a first one that does not answer: run without it.
    };

    /// \a directory as a rule runtimeDirectory(); may be empty. \a userId is the only
    /// user that is talked to.
    explicit SingleInstance(const QString &directory, uint userId = ownUserId(),
                            QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Finds out which start this is. A second one gives the first \a command, unless it is empty.
    /// Takes three seconds at the most.
    Role start(const QByteArray &command = InstanceSocket::showCommand());

Q_SIGNALS:
    void showRequested(const QByteArray &activationToken);
    void copyRequested(const QString &keyId);

private:
    [[nodiscard]] bool listen();
    [[nodiscard]] bool tellFirst(const QByteArray &command) const;
    void serve(QLocalSocket *client);
    void handle(const InstanceSocket::Command &command);

    QString m_socketPath;
    uint m_userId;
    std::unique_ptr<QLockFile> m_lock;
    QLocalServer m_server;
};

} // namespace SignIn
