// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hiddenecho.h"

#include <QByteArrayView>
#include <QSize>

#include <memory>
#include <optional>

namespace SignIn {

/// What each system says and does about a stream that may be a terminal, by its descriptor.
namespace Stream {

inline constexpr int Input = 0;
inline constexpr int Output = 1;
inline constexpr int ErrorOutput = 2;

[[nodiscard]] bool isTerminal(int descriptor);

/// Columns and rows of the terminal; nothing if it is none.
[[nodiscard]] std::optional<QSize> terminalSize(int descriptor);

/// Whether the terminal knows escape sequences. A Windows console is told to.
[[nodiscard]] bool knowsEscapes(int descriptor);

/// Writes all of it. Returns 0, or the errno of what went wrong.
[[nodiscard]] int writeAll(int descriptor, QByteArrayView bytes);

/// Closes it, which does nothing on Windows. Returns 0, or the errno of what went wrong.
[[nodiscard]] int close(int descriptor);

} // namespace Stream

/// The controlling terminal, opened when somebody is to be asked.
class TerminalDevice
{
public:
    TerminalDevice() = default;
    ~TerminalDevice();
    Q_DISABLE_COPY_MOVE(TerminalDevice)

    /// Whether it is open now and can be asked at: we are in its foreground.
    [[nodiscard]] bool open();

    /// The descriptor to read answers from; -1 until it is open.
    [[nodiscard]] int input() const { return m_input; }

    void write(QByteArrayView bytes) const;

    /// Drops what was typed and not read.
    void dropInput() const;

    /// Turns the echo off, for an answer to \a question that nobody must see, and on again.
    void hideEcho(const QByteArray &question);
    void showEcho() { m_hiddenEcho.reset(); }
    [[nodiscard]] bool isEchoHidden() const { return m_hiddenEcho != nullptr; }

private:
    int m_input = -1;
    int m_output = -1; ///< The same as the input, but for a Windows console.
    std::unique_ptr<HiddenEcho> m_hiddenEcho;
};

} // namespace SignIn
