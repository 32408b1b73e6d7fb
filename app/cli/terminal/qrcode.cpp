// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "qrcode.h"

#include <memory>
#include <qrencode.h>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

/// ISO/IEC 18004 asks for four modules; scanners do with two, and terminals are small.
constexpr int Border = 2;

} // namespace

QrCode::QrCode(const QByteArray &content)
{
    constexpr int smallestThatFits = 0;
    constexpr int caseSensitive = 1;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(content.constData(), smallestThatFits, QR_ECLEVEL_L, QR_MODE_8,
                            caseSensitive),
        &QRcode_free);
    if (!code)
        return;
    m_width = code->width;
    m_modules.reserve(m_width * m_width);
    for (int i = 0; i < m_width * m_width; ++i)
        m_modules += (code->data[i] & 1) != 0;
}

QSize QrCode::size() const
{
    const int modules = m_width + 2 * Border;
    return {modules, (modules + 1) / 2};
}

bool QrCode::isDark(int column, int row) const
{
    const int x = column - Border;
    const int y = row - Border;
    return x >= 0 && y >= 0 && x < m_width && y < m_width && m_modules.at(y * m_width + x);
}

QStringList QrCode::lines(bool inColor) const
{
    QStringList lines;
    const QSize characters = size();
    for (int line = 0; line < characters.height(); ++line) {
        QString text;
        for (int column = 0; column < characters.width(); ++column) {
            const bool upper = isDark(column, 2 * line) == inColor;
            const bool lower = isDark(column, 2 * line + 1) == inColor;
            text += upper ? (lower ? u'█' : u'▀') : (lower ? u'▄' : u' ');
        }
        lines += inColor ? QString(u"\x1b[30;107m"_s + text + u"\x1b[0m"_s) : text;
    }
    return lines;
}

} // namespace SignIn
