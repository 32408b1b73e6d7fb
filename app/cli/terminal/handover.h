// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/secret.h>

#include <QObject>
#include <QProcess>
#include <QString>

namespace SignIn {

/// Gives a secret to a command of the person's, on its standard input and nowhere else. The command
/// has taken it if it ends with 0. It has the terminal meanwhile, for a password of its own, and
/// all the time that it wants. Used once.
class Handover : public QObject
{
    Q_OBJECT

public:
    explicit Handover(QObject *parent = nullptr);
    ~Handover() override;

    /// \a command is a line for the shell. finished() follows, asynchronously.
    void start(const QString &command, const OpenRouterAuth::Secret &line);

Q_SIGNALS:
    /// \a problem: one sentence about why it was not taken, or an empty text.
    void finished(const QString &problem);

private:
    void end(const QString &problem);

    QProcess m_process;
    bool m_wasClosed = false; ///< It closed its input before it had everything.
    bool m_isFinished = false;
};

} // namespace SignIn
