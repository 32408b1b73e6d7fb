// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hiddenecho.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <termios.h>
#include <unistd.h>

namespace SignIn {

namespace {

/// What the signal handlers need. Nothing that allocates is allowed there.
struct Hidden
{
    volatile std::sig_atomic_t isActive = 0;
    int descriptor = -1;
    bool hadEcho = false; ///< Before it was turned off.
    const char *question = nullptr;
    size_t questionSize = 0;
};

// Signals are the process's, and so is its controlling terminal.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
Hidden hidden;

/// These do not end a program, or cannot be caught, or are handled in another way.
constexpr std::array Others{SIGKILL, SIGSTOP, SIGCHLD, SIGCONT,  SIGTSTP,
                            SIGTTIN, SIGTTOU, SIGURG,  SIGWINCH,
#ifdef SIGINFO
                            SIGINFO
#endif
};

// Only functions that POSIX allows in a signal handler from here on.

/// Otherwise the terminal is the shell's at the moment, with modes that the shell chose.
bool isForeground()
{
    return ::tcgetpgrp(hidden.descriptor) == ::getpgrp();
}

void showEcho()
{
    termios attributes = {};
    if (hidden.isActive == 0 || !hidden.hadEcho || !isForeground()
        || ::tcgetattr(hidden.descriptor, &attributes) != 0) {
        return;
    }
    attributes.c_lflag |= tcflag_t(ECHO);
    ::tcsetattr(hidden.descriptor, TCSANOW, &attributes);
}

void hideEcho()
{
    termios attributes = {};
    if (hidden.isActive == 0 || !isForeground()
        || ::tcgetattr(hidden.descriptor, &attributes) != 0) {
        return;
    }
    hidden.hadEcho = hidden.hadEcho || (attributes.c_lflag & tcflag_t(ECHO)) != 0;
    attributes.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(hidden.descriptor, TCSANOW, &attributes);
}

extern "C" void showEchoAndEnd(int number)
{
    showEcho();
    ::raise(number); // SA_RESETHAND and SA_NODEFER: it takes its usual action now
}

/// After a stop, for which the signal had its usual action.
void handleStop();

extern "C" void showEchoAndStop(int number)
{
    const int savedErrno = errno;
    showEcho();
    struct sigaction usual = {};
    usual.sa_handler = SIG_DFL;
    ::sigaction(number, &usual, nullptr);
    ::raise(number); // SA_NODEFER: returns when the program goes on
    handleStop();
    hideEcho(); // where nothing stopped, no SIGCONT came
    errno = savedErrno;
}

extern "C" void hideEchoAndGoOn(int /*number*/)
{
    const int savedErrno = errno;
    handleStop(); // before the echo is off, or the next Ctrl-Z would leave it so
    hideEcho();
    if (hidden.isActive != 0 && isForeground())
        (void)!::write(hidden.descriptor, hidden.question, hidden.questionSize);
    errno = savedErrno;
}

using Handler = void (*)(int);

Handler handlerFor(int number)
{
    if (number == SIGTSTP)
        return showEchoAndStop;
    if (number == SIGCONT)
        return hideEchoAndGoOn;
    return std::find(Others.begin(), Others.end(), number) == Others.end() ? showEchoAndEnd
                                                                           : nullptr;
}

/// Replaces \a from by \a to for one signal, if that is what is set.
void replaceHandler(int number, Handler from, Handler to)
{
    struct sigaction action = {};
    if (::sigaction(number, nullptr, &action) != 0 || (action.sa_flags & SA_SIGINFO) != 0
        || action.sa_handler != from) {
        return;
    }
    action = {};
    action.sa_handler = to;
    action.sa_flags = SA_RESTART;
    if (to == showEchoAndEnd)
        action.sa_flags |= int(SA_RESETHAND) | int(SA_NODEFER);
    else if (to == showEchoAndStop)
        action.sa_flags |= int(SA_NODEFER);
    ::sigaction(number, &action, nullptr);
}

void handleStop()
{
    if (hidden.isActive != 0)
        replaceHandler(SIGTSTP, SIG_DFL, showEchoAndStop);
}

} // namespace

HiddenEcho::HiddenEcho(int descriptor, const QByteArray &question)
    : m_descriptor(descriptor)
    , m_question(question)
{
    hidden.descriptor = m_descriptor;
    hidden.hadEcho = false;
    hidden.question = m_question.constData();
    hidden.questionSize = size_t(m_question.size());
    hidden.isActive = 1;
    // Signals that are ignored or handled already keep what they have: TerminationSignals brings
    // its own to the event loop, which ends in our destructor.
    for (int number = 1; number < NSIG; ++number) {
        if (const Handler handler = handlerFor(number))
            replaceHandler(number, SIG_DFL, handler);
    }
    hideEcho();
}

HiddenEcho::~HiddenEcho()
{
    showEcho();
    hidden.isActive = 0;
    for (int number = 1; number < NSIG; ++number) {
        if (const Handler handler = handlerFor(number))
            replaceHandler(number, handler, SIG_DFL);
    }
}

} // namespace SignIn
