// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminaldevice.h"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace SignIn {

bool Stream::isTerminal(int descriptor)
{
    return ::isatty(descriptor) != 0;
}

std::optional<QSize> Stream::terminalSize(int descriptor)
{
    winsize window = {};
    if (::ioctl(descriptor, TIOCGWINSZ, &window) != 0 || window.ws_col == 0)
        return std::nullopt;
    return QSize(window.ws_col, window.ws_row);
}

bool Stream::knowsEscapes(int /*descriptor*/)
{
    return true;
}

int Stream::writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto written = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (written >= 0) {
            bytes = bytes.sliced(written);
        } else if (errno == EAGAIN) {
            pollfd writable{descriptor, POLLOUT, 0};
            ::poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

int Stream::close(int descriptor)
{
    return ::close(descriptor) == 0 ? 0 : errno;
}

TerminalDevice::~TerminalDevice()
{
    showEcho();
    if (m_input != -1)
        ::close(m_input);
}

bool TerminalDevice::open()
{
    if (m_input == -1)
        m_input = m_output = ::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    // In the background a question would stop us in silence.
    return m_input != -1 && ::tcgetpgrp(m_input) == ::getpgrp();
}

void TerminalDevice::dropInput() const
{
    ::tcflush(m_input, TCIFLUSH);
}

} // namespace SignIn
