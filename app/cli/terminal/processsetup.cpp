// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "processsetup.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace SignIn::ProcessSetup {

namespace {

QList<QByteArray> &givenArguments()
{
    static QList<QByteArray> arguments;
    return arguments;
}

} // namespace

const QList<QByteArray> &arguments()
{
    return givenArguments();
}

void prepare(int argc, char *argv[])
{
    for (int i = 0; i < argc; ++i)
        givenArguments() += argv[i];
    protect();
}

#ifdef Q_OS_UNIX

namespace {

// What this process was started with, as the kernel keeps it: for the process, not for an object.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables)
struct sigaction pipeAction = {};
rlimit coreLimit{RLIM_INFINITY, RLIM_INFINITY};
bool isProtected = false;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

} // namespace

void protect()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // The lowest free number is taken, and those below are in use.
        if (::fcntl(stream, F_GETFD) == -1)
            (void)::open("/dev/null", stream == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &pipeAction);

    // The soft limit only: what is lowered for good could not be restored.
    ::getrlimit(RLIMIT_CORE, &coreLimit);
    const rlimit none{0, coreLimit.rlim_max};
    ::setrlimit(RLIMIT_CORE, &none);
    isProtected = true;
}

void restore()
{
    if (!isProtected)
        return;
    ::sigaction(SIGPIPE, &pipeAction, nullptr);
    ::setrlimit(RLIMIT_CORE, &coreLimit);
}

#else

void protect() {}
void restore() {}

#endif

} // namespace SignIn::ProcessSetup
