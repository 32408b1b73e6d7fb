// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pipedcommand.h"

#include <utility>

namespace SignIn {

using OpenRouterAuth::Secret;

namespace {

/// More than any of our programs says about one problem.
constexpr qsizetype LongestProblem = 400;

} // namespace

PipedCommand::PipedCommand(QObject *parent)
    : QObject(parent)
{
    connect(&m_process, &QProcess::finished, this,
            [this](int exitCode, QProcess::ExitStatus status) {
                QByteArray output = m_process.readAllStandardOutput();
                m_output = Secret(output);
                output.fill('\0');
                const QString words =
                    QString::fromLocal8Bit(m_process.readAllStandardError()).simplified();
                end(status == QProcess::NormalExit && exitCode == 0, words.right(LongestProblem));
            });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(false, m_process.errorString());
    });
}

PipedCommand::~PipedCommand()
{
    // QProcess ends a program that still runs, and would say so to what is half gone by then.
    m_process.disconnect(this);
}

void PipedCommand::start(const QString &program, const QStringList &arguments,
                         const QProcessEnvironment &environment, const Secret &input)
{
    m_process.setProcessEnvironment(environment);
    keepFromInterrupts(&m_process);
    m_process.start(program, arguments);
    if (!input.isEmpty()) {
        QByteArray bytes = input.toByteArray();
        m_process.write(bytes);
        bytes.fill('\0');
    }
    m_process.closeWriteChannel();
}

void PipedCommand::end(bool succeeded, const QString &problem)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_succeeded = succeeded;
    m_problem = problem;
    // Later, for a program that cannot be started says so at once.
    QMetaObject::invokeMethod(
        this,
        [this] {
            Q_EMIT finished();
            deleteLater();
        },
        Qt::QueuedConnection);
}

} // namespace SignIn
