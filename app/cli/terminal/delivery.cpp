// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "delivery.h"

#include "terminal.h"

#include <QElapsedTimer>

#include <cerrno>
#include <cstring>

#ifdef Q_OS_UNIX
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace SignIn {

namespace {

constexpr int StandardOutput = 1;

// The kernel announces neither that a pipe was read nor that its reader has gone to somebody who
// only writes, so it is asked: often at first, for readers that are waiting.
constexpr std::chrono::milliseconds FirstPause{1};
constexpr std::chrono::milliseconds LongestPause{100};

qint64 now()
{
    QElapsedTimer timer;
    timer.start();
    return timer.msecsSinceReference();
}

#ifdef Q_OS_LINUX
bool isPipe()
{
    struct stat status = {};
    return ::fstat(StandardOutput, &status) == 0 && S_ISFIFO(status.st_mode);
}
#endif

} // namespace

Delivery::Delivery(Terminal &terminal, QObject *parent)
    : QObject(parent)
    , m_terminal(terminal)
{}

void Delivery::start(const OpenRouterAuth::Secret &text)
{
    m_start = now();
    m_timer.setSingleShot(true);
    QMetaObject::invokeMethod(
        this, [this, text] { write(text); }, Qt::QueuedConnection);
}

QString Delivery::notWritten(int error)
{
    if (error == EPIPE)
        return tr("The reader of the output closed it before the key was read.");
    return tr("The output could not be written: %1.")
        .arg(QString::fromLocal8Bit(std::strerror(error)));
}

void Delivery::write(const OpenRouterAuth::Secret &text)
{
    if (const int error = m_terminal.writeOutput(text.view()); error != 0) {
        Q_EMIT finished(notWritten(error));
        return;
    }
#ifdef Q_OS_LINUX
    if (isPipe()) {
        m_timer.setInterval(FirstPause);
        connect(&m_timer, &QTimer::timeout, this, &Delivery::checkPipe);
        checkPipe();
        return;
    }
#endif
    close();
}

void Delivery::checkPipe()
{
#ifdef Q_OS_LINUX
    int unread = 0;
    if (::ioctl(StandardOutput, FIONREAD, &unread) != 0 || unread == 0)
        return close();
    pollfd state{StandardOutput, 0, 0};
    if (::poll(&state, 1, 0) > 0 && (state.revents & POLLERR) != 0) {
        Q_EMIT finished(notWritten(EPIPE));
        return;
    }
    if (now() - m_start >= std::chrono::milliseconds(Patience).count()) {
        Q_EMIT finished(tr("The reader of the output did not read the key within a minute."));
        return;
    }
    m_timer.start(std::min(LongestPause, m_timer.intervalAsDuration() * 2));
#endif
}

/// Some file systems say only then that the disk is full.
void Delivery::close()
{
#ifdef Q_OS_UNIX
    if (!m_terminal.isOutputTerminal() && ::close(StandardOutput) != 0) {
        Q_EMIT finished(notWritten(errno));
        return;
    }
#endif
    Q_EMIT finished({});
}

} // namespace SignIn
