// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "interruption.h"

#include <csignal>

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#elif defined(Q_OS_WIN)
#include <QCoreApplication>
#include <QPointer>

#include <qt_windows.h>
#endif

namespace SignIn {

#ifdef Q_OS_UNIX

namespace {

constexpr std::array Handled{SIGINT, SIGTERM, SIGHUP};

/// Written to in the signal handler, where hardly anything else is allowed; read in the event loop.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::array<int, 2> pipeEnds{-1, -1};

extern "C" void noteInterruption(int number)
{
    const int savedErrno = errno;
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, sizeof(byte));
    errno = savedErrno;
}

} // namespace

Interruption::Interruption(QObject *parent)
    : QObject(parent)
{
    if (::pipe(pipeEnds.data()) != 0)
        return;
    for (const int end : pipeEnds) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    m_notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        unsigned char number = 0;
        while (::read(pipeEnds[0], &number, sizeof(number)) > 0)
            Q_EMIT received(number);
    });

    for (const int number : Handled) {
        struct sigaction action = {};
        if (::sigaction(number, nullptr, &action) != 0 || action.sa_handler == SIG_IGN)
            continue;
        action = {};
        action.sa_handler = noteInterruption;
        action.sa_flags = SA_RESTART;
        ::sigaction(number, &action, nullptr);
    }
}

Interruption::~Interruption()
{
    for (const int number : Handled) {
        struct sigaction action = {};
        if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler == noteInterruption)
            ::signal(number, SIG_DFL);
    }
    delete m_notifier;
    for (int &end : pipeEnds) {
        if (end != -1)
            ::close(std::exchange(end, -1));
    }
}

#elif defined(Q_OS_WIN)

namespace {

QPointer<Interruption> current;

BOOL WINAPI noteInterruption(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    // Comes in a thread of its own. Ours is asked only there whether somebody still listens.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [] {
            if (current)
                Q_EMIT current->received(SIGINT);
        },
        Qt::QueuedConnection);
    return TRUE;
}

} // namespace

Interruption::Interruption(QObject *parent)
    : QObject(parent)
{
    current = this;
    ::SetConsoleCtrlHandler(noteInterruption, TRUE);
}

Interruption::~Interruption()
{
    ::SetConsoleCtrlHandler(noteInterruption, FALSE);
    current.clear();
}

#endif

} // namespace SignIn
