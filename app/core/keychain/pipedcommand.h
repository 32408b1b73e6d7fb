// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/secret.h>

#include <QObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace SignIn {

/// A program that is given a secret on its standard input, or gives one on its standard output. No
/// secret is in its arguments or in a file. Emits finished() once, and deletes itself after it.
class PipedCommand : public QObject
{
    Q_OBJECT

public:
    explicit PipedCommand(QObject *parent);
    ~PipedCommand() override;

    void start(const QString &program, const QStringList &arguments,
               const QProcessEnvironment &environment, const OpenRouterAuth::Secret &input = {});

    /// Whether it was started, ended by itself and returned 0.
    [[nodiscard]] bool succeeded() const { return m_succeeded; }

    [[nodiscard]] const OpenRouterAuth::Secret &output() const { return m_output; }

    /// The end of what it wrote to standard error, or why it could not be started: not a secret.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// The terminal that belongs to this process, by the name by which other processes can open
    /// it; empty if there is none.
    [[nodiscard]] static QByteArray terminalName();

Q_SIGNALS:
    void finished();

private:
    /// Ctrl-C at the terminal is for this process: what was begun comes to its end.
    static void keepFromInterrupts(QProcess *process);

    void end(bool succeeded, const QString &problem);

    QProcess m_process;
    OpenRouterAuth::Secret m_output;
    QString m_problem;
    bool m_succeeded = false;
    bool m_isFinished = false;
};

} // namespace SignIn
