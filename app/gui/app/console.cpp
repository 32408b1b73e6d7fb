// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console.h"

#include <QtGlobal>

#ifdef Q_OS_WIN
#include <qt_windows.h>

#include <cstdio>
#endif

namespace SignIn {

#ifdef Q_OS_WIN
namespace {

bool isRedirected(DWORD stream)
{
    const HANDLE handle = GetStdHandle(stream);
    return handle && handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_UNKNOWN;
}

} // namespace

void useConsole()
{
    const bool outputIsRedirected = isRedirected(STD_OUTPUT_HANDLE);
    const bool errorsAreRedirected = isRedirected(STD_ERROR_HANDLE);
    if ((outputIsRedirected && errorsAreRedirected) || !AttachConsole(ATTACH_PARENT_PROCESS))
        return;
    if (!outputIsRedirected)
        std::freopen("CONOUT$", "w", stdout);
    if (!errorsAreRedirected)
        std::freopen("CONOUT$", "w", stderr);
}
#else
void useConsole() {}
#endif

} // namespace SignIn
