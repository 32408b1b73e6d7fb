// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hiddenecho.h"

#include <io.h>
#include <qt_windows.h>

namespace SignIn {

namespace {

void setEcho(int descriptor, bool on)
{
    const auto console = reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
    DWORD mode = 0;
    if (!::GetConsoleMode(console, &mode))
        return;
    const DWORD flag = ENABLE_ECHO_INPUT;
    ::SetConsoleMode(console, on ? mode | flag : mode & ~flag);
}

} // namespace

HiddenEcho::HiddenEcho(int descriptor, const QByteArray & /*question*/)
    : m_descriptor(descriptor)
{
    setEcho(m_descriptor, false);
}

HiddenEcho::~HiddenEcho()
{
    setEcho(m_descriptor, true);
}

} // namespace SignIn
