// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "handover.h"

#ifdef Q_OS_WIN
#include "commands/batchfile.h"
#endif

#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;

Handover::Handover(QObject *parent)
    : QObject(parent)
{
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    connect(&m_process, &QProcess::finished, this,
            [this](int exitCode, QProcess::ExitStatus status) {
                if (status != QProcess::NormalExit)
                    end(tr("The command did not take the key: it was ended by a signal."));
                else if (exitCode != 0)
                    end(tr("The command did not take the key: it ended with %1.").arg(exitCode));
                else if (m_wasClosed)
                    end(tr("The command closed its input before it had the whole key."));
                else
                    end({});
            });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::WriteError)
            m_wasClosed = true;
        else if (error == QProcess::FailedToStart)
            end(tr("The command could not be started: %1.").arg(m_process.errorString()));
    });
}

Handover::~Handover()
{
    // QProcess ends a command that still runs, and would say so to what is half gone by then.
    m_process.disconnect(this);
}

void Handover::start(const QString &command, const OpenRouterAuth::Secret &line)
{
#ifdef Q_OS_WIN
    m_process.setProgram(commandInterpreter());
    m_process.setNativeArguments("/d /s /c \""_L1 + command + u'"');
#else
    m_process.setProgram(u"/bin/sh"_s);
    m_process.setArguments({u"-c"_s, command});
#endif
    m_process.start();
    QByteArray bytes = line.toByteArray();
    m_process.write(bytes);
    bytes.fill('\0');
    m_process.closeWriteChannel();
}

void Handover::end(const QString &problem)
{
    if (std::exchange(m_isFinished, true))
        return;
    QMetaObject::invokeMethod(
        this, [this, problem] { Q_EMIT finished(problem); }, Qt::QueuedConnection);
}

} // namespace SignIn
