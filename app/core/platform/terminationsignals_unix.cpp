// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminationsignals.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace SignIn {

namespace {

constexpr std::array Handled{SIGINT, SIGTERM, SIGHUP};

/// Written to in the signal handler, where hardly anything else is allowed; read in the event loop.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::array<int, 2> pipeEnds{-1, -1};

extern "C" void noteSignal(int number)
{
    const int savedErrno = errno;
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, sizeof(byte));
    errno = savedErrno;
}

} // namespace

TerminationSignals::TerminationSignals(Repeat repeat, QObject *parent)
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
        action.sa_handler = noteSignal;
        action.sa_flags = SA_RESTART;
        if (repeat == Repeat::EndProcess)
            action.sa_flags |= int(SA_RESETHAND);
        ::sigaction(number, &action, nullptr);
    }
}

TerminationSignals::~TerminationSignals()
{
    for (const int number : Handled) {
        struct sigaction action = {};
        if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler == noteSignal)
            ::signal(number, SIG_DFL);
    }
    delete m_notifier;
    for (int &end : pipeEnds) {
        if (end != -1)
            ::close(std::exchange(end, -1));
    }
}

} // namespace SignIn
