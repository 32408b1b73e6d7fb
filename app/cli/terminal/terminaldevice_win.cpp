// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminaldevice.h"

#include <QString>

#include <cerrno>
#include <fcntl.h>
#include <io.h>
#include <qt_windows.h>

namespace SignIn {

namespace {

HANDLE handleOf(int descriptor)
{
    return reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
}

/// A console takes bytes in a code page of its own, which is hardly ever UTF-8, and changing that
/// page would change it for the shell too.
void writeToConsole(int descriptor, QByteArrayView bytes)
{
    const QString text = QString::fromUtf8(bytes);
    DWORD written = 0;
    ::WriteConsoleW(handleOf(descriptor), text.utf16(), DWORD(text.size()), &written, nullptr);
}

} // namespace

/// Not _isatty(), for which NUL is a terminal too.
bool Stream::isTerminal(int descriptor)
{
    DWORD mode = 0;
    return ::GetConsoleMode(handleOf(descriptor), &mode) != 0;
}

std::optional<QSize> Stream::terminalSize(int descriptor)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!::GetConsoleScreenBufferInfo(handleOf(descriptor), &info))
        return std::nullopt;
    return QSize(info.srWindow.Right - info.srWindow.Left + 1,
                 info.srWindow.Bottom - info.srWindow.Top + 1);
}

bool Stream::knowsEscapes(int descriptor)
{
    const HANDLE console = handleOf(descriptor);
    DWORD mode = 0;
    return ::GetConsoleMode(console, &mode)
           && ::SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

int Stream::writeAll(int descriptor, QByteArrayView bytes)
{
    if (isTerminal(descriptor)) {
        writeToConsole(descriptor, bytes);
        return 0;
    }
    while (!bytes.isEmpty()) {
        const int written = ::_write(descriptor, bytes.data(), unsigned(bytes.size()));
        if (written >= 0)
            bytes = bytes.sliced(written);
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

int Stream::close(int /*descriptor*/)
{
    return 0;
}

TerminalDevice::~TerminalDevice()
{
    showEcho();
    // Not closed: a thread may still read from it, and _close() would wait for the read to end.
}

bool TerminalDevice::open()
{
    // A console's two directions are two files.
    if (m_input == -1)
        m_input = ::_open("CONIN$", _O_RDWR | _O_NOINHERIT);
    if (m_output == -1)
        m_output = ::_open("CONOUT$", _O_RDWR | _O_NOINHERIT);
    return m_input != -1;
}

void TerminalDevice::dropInput() const
{
    ::FlushConsoleInputBuffer(handleOf(m_input));
}

} // namespace SignIn
