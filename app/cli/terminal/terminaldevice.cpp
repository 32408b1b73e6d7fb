// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminaldevice.h"

namespace SignIn {

void TerminalDevice::write(QByteArrayView bytes) const
{
    if (m_output != -1)
        (void)Stream::writeAll(m_output, bytes);
}

void TerminalDevice::hideEcho(const QByteArray &question)
{
    if (!m_hiddenEcho)
        m_hiddenEcho = std::make_unique<HiddenEcho>(m_input, question);
}

} // namespace SignIn
