// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminationsignals.h"

#include <QCoreApplication>
#include <QPointer>

#include <qt_windows.h>

#include <atomic>
#include <csignal>

namespace SignIn {

namespace {

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
QPointer<TerminationSignals> current;
std::atomic_bool repeatEndsProcess = false;
std::atomic_bool hasReported = false;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

BOOL WINAPI noteEvent(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    if (hasReported.exchange(true) && repeatEndsProcess)
        return FALSE;
    // Called in a thread of its own. Whether the object still exists is asked in its own thread.
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

TerminationSignals::TerminationSignals(Repeat repeat, QObject *parent)
    : QObject(parent)
{
    current = this;
    repeatEndsProcess = repeat == Repeat::EndProcess;
    hasReported = false;
    ::SetConsoleCtrlHandler(noteEvent, TRUE);
}

TerminationSignals::~TerminationSignals()
{
    ::SetConsoleCtrlHandler(noteEvent, FALSE);
    current.clear();
}

} // namespace SignIn
