// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QtGlobal>

namespace SignIn {

/// Turns the echo of a terminal off for as long as it lives, for typing a secret.
///
/// On Unix the echo is also on again while the program is stopped (Ctrl-Z), and before any signal
/// ends it that can be caught. One object at a time, for signals are handled for the whole process.
class HiddenEcho
{
public:
    /// \a descriptor is the terminal's. \a question is written again when the program goes on
    /// after it was stopped.
    HiddenEcho(int descriptor, const QByteArray &question);
    ~HiddenEcho();
    Q_DISABLE_COPY_MOVE(HiddenEcho)

private:
    int m_descriptor;
    QByteArray m_question;
};

} // namespace SignIn
