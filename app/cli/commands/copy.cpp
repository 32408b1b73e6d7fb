// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "copy.h"

#include "core/platform/instancesocket.h"
#include "core/platform/localpeer.h"
#include "core/platform/runtimedirectory.h"
#include "core/platform/session.h"
#include "output/format.h"
#include "windowprogram.h"

#include <OpenRouterAuth/apikey.h>

#include <QLocalSocket>
#include <QProcess>
#include <QTimer>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// For a program with a window to start on a slow computer.
constexpr auto Patience = 15s;
constexpr auto AnswerPatience = 5s;
constexpr auto Interval = 50ms;

QString socketPath()
{
    return InstanceSocket::path(runtimeDirectory());
}

} // namespace

CopyCommand::CopyCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addKeyOption();
}

Command::Manual CopyCommand::manual() const
{
    return {u"copy"_s,
            {},
            tr("put the key into the clipboard for a while"),
            tr("The window program does it, without showing its window: it marks the key as a "
               "secret for clipboard managers and takes it out again after a time."),
            {u"openrouter-key copy"_s, u"openrouter-key copy -k work"_s}};
}

void CopyCommand::failWithAlternative(const QString &sentence)
{
    fail(CommandError(
        ExitCode::Other, sentence,
        tr("Without the window program: “openrouter-key exec -- CMD” gives the key to a "
           "command, “openrouter-key print” writes it out.")));
}

void CopyCommand::run()
{
    chooseKey([this](const StoredKey &chosen) {
        if (socketPath().isEmpty() || windowProgram().isEmpty())
            return failWithAlternative(tr("The window program, openrouter-signin, was not found."));
        // The window reads it by itself. Reading it here first brings up the keychain's prompt, and
        // a failure while somebody is there to be told.
        readKey(chosen, [this](const OpenRouterAuth::ApiKey &, const StoredKey &entry) {
            m_key = entry;
            m_deadline = QDeadlineTimer(Patience);
            connectToWindow();
        });
    });
}

void CopyCommand::connectToWindow()
{
    auto *socket = new QLocalSocket(this);
    m_socket = socket;
    connect(socket, &QLocalSocket::connected, this, [this, socket] {
        if (!isPeerOfUser(socket->socketDescriptor()))
            return failWithAlternative(tr("Somebody else listens in place of openrouter-signin."));
        socket->write(InstanceSocket::copyCommand(m_key.id));
        QTimer::singleShot(AnswerPatience, socket, [this] {
            failWithAlternative(tr("The window program does not answer."));
        });
    });
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        if (socket->canReadLine())
            answered(socket->readLine(InstanceSocket::LongestLine));
    });
    connect(socket, &QLocalSocket::errorOccurred, this, [this, socket] {
        socket->deleteLater();
        connectionFailed();
    });
    socket->connectToServer(socketPath());
}

void CopyCommand::connectionFailed()
{
    if (isFinished())
        return;
    if (!m_isStarted) {
        if (!hasDisplay())
            return failWithAlternative(tr("There is no display, so there is no clipboard."));
        QProcess process;
        process.setProgram(windowProgram());
        process.setArguments({u"--for-copy"_s});
        process.setStandardInputFile(QProcess::nullDevice());
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        if (!process.startDetached())
            return failWithAlternative(tr("The window program could not be started."));
        m_isStarted = true;
    }
    if (m_deadline.hasExpired())
        return failWithAlternative(tr("The window program did not start."));
    QTimer::singleShot(Interval, this, &CopyCommand::connectToWindow);
}

void CopyCommand::answered(const QByteArray &line)
{
    if (isFinished())
        return;
    if (line != InstanceSocket::Accepted)
        return failWithAlternative(tr("The window program that is running is too old for this."));
    terminal().note(tr("“%1” is in the clipboard for a while.").arg(shown(m_key.label)));
    finish();
}

} // namespace SignIn
