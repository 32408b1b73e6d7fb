// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/secret.h>

#include <QObject>
#include <QTimer>

namespace SignIn {

class Terminal;

/// Writes a secret to standard output and finds out whether its reader has taken every byte: they
/// were written, the output was closed without an error and, where the output is a pipe whose
/// system tells (Linux), they were read. Closing a pipe succeeds with bytes that nobody reads.
/// Used once; nothing can be written to standard output after it, except to a terminal.
class Delivery : public QObject
{
    Q_OBJECT

public:
    /// How long a pipe's reader may take.
    static constexpr std::chrono::seconds Patience{60};

    explicit Delivery(Terminal &terminal, QObject *parent = nullptr);

    /// finished() follows, asynchronously.
    void start(const OpenRouterAuth::Secret &text);

Q_SIGNALS:
    /// \a problem: one sentence about why it was not taken, or an empty text.
    void finished(const QString &problem);

private:
    void write(const OpenRouterAuth::Secret &text);
    void checkPipe();
    void close();
    [[nodiscard]] static QString notWritten(int error);

    Terminal &m_terminal;
    QTimer m_timer;
    qint64 m_start = 0;
};

} // namespace SignIn
