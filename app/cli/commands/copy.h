// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

#include <QDeadlineTimer>
#include <QPointer>

class QLocalSocket;

namespace SignIn {

/// `copy`: the window program, started hidden if need be, puts the key into the clipboard, marked
/// as a secret, and takes it out again. Only a key's id goes to it.
class CopyCommand : public Command
{
    Q_OBJECT

public:
    CopyCommand(Terminal &terminal, Services &services);

    [[nodiscard]] Manual manual() const override;

protected:
    void run() override;

private:
    void connectToWindow();
    void connectionFailed();
    void answered(const QByteArray &line);
    void failWithAlternative(const QString &sentence);

    StoredKey m_key;
    QPointer<QLocalSocket> m_socket;
    QDeadlineTimer m_deadline;
    bool m_isStarted = false;
};

} // namespace SignIn
