// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QSize>
#include <QStringList>

namespace SignIn {

/// A QR code for a terminal, two modules a character.
class QrCode
{
public:
    /// Empty (isNull()) if \a content is too long for one.
    explicit QrCode(const QByteArray &content);

    [[nodiscard]] bool isNull() const { return m_width == 0; }

    /// In characters, the light border included.
    [[nodiscard]] QSize size() const;

    /// \a inColor: black on white whatever the terminal's colors are; else light modules are drawn
    /// and dark ones left out, which suits a dark terminal.
    [[nodiscard]] QStringList lines(bool inColor) const;

private:
    [[nodiscard]] bool isDark(int column, int row) const;

    int m_width = 0;
    QList<bool> m_modules;
};

} // namespace SignIn
