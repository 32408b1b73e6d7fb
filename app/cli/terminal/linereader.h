// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>

#include <memory>

namespace SignIn {

/// Reads lines from a pipe, a file or a terminal in the event loop, and never a byte beyond the
/// line that was asked for: what follows belongs to whoever reads next.
class LineReader : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype LongestLine = 16 * 1024;

    /// \a descriptor stays the caller's.
    explicit LineReader(int descriptor, QObject *parent = nullptr);
    ~LineReader() override;

    /// Asks for one line; lineRead() or ended() follows.
    void readLine();

    /// Asks no more.
    void stop();

    /// Drops what was read of an unfinished line.
    void clear();

Q_SIGNALS:
    /// Without the end of the line. A last line that has none counts too.
    void lineRead(const QByteArray &line);

    /// End of file, an error, or a line that is far too long.
    void ended();

private:
    struct Reading; ///< What each system needs for it.

    void readByte(); ///< Unix only.

    int m_descriptor;
    std::shared_ptr<Reading> m_reading;
};

} // namespace SignIn
