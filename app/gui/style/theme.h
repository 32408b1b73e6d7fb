// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace SignIn {

/// The colors of the window, made from the desktop's palette: its text on its background, and
/// between the two every shade. Text colors have a contrast of at least 4.5:1 on whatever they are
/// drawn on.
struct Theme
{
    bool dark = false;

    /// A palette that asks for contrast: no shades then, only the desktop's own colors.
    bool highContrast = false;

    QColor background;
    QColor card;
    QColor line;
    QColor text;
    QColor soft;
    QColor primary;
    QColor onPrimary;
    QColor good;
    QColor goodBackground;
    QColor bad;
    QColor badBackground;
    QColor bar;
    QColor fill;
    QColor focus;

    /// Reads only Window, Base, Text and Highlight, so that a palette made by palette() gives the
    /// same theme again. Cheap: the last result is kept.
    static const Theme &of(const QPalette &palette);

    /// \a palette with this theme's colors.
    [[nodiscard]] QPalette palette(const QPalette &palette) const;
};

/// Contrast of two colors, 1 to 21 (WCAG 2.1).
[[nodiscard]] double contrast(const QColor &first, const QColor &second);

/// \a share of \a over on \a under.
[[nodiscard]] QColor mix(const QColor &under, const QColor &over, double share);

/// The four sizes of text: 22, 16, 14 and 12 pixels, more if the desktop's font is bigger.
enum class TextSize { Heading, Title, Body, Note };

[[nodiscard]] QFont textFont(TextSize size);

/// The same in the desktop's fixed-width font, for keys and links.
[[nodiscard]] QFont fixedFont(TextSize size);

/// Distances, in device-independent pixels; all of them lie on a grid of 8.
namespace Metrics {
inline constexpr int Unit = 8;
inline constexpr int PageMargin = 32;
inline constexpr int CardPadding = 16;
inline constexpr int Gap = 16;
inline constexpr int ControlHeight = 40;
inline constexpr int SmallControlHeight = 32;
inline constexpr int BigControlHeight = 48;
inline constexpr int Radius = 8;
inline constexpr int MeterHeight = 6;
inline constexpr int FocusWidth = 2;
inline constexpr int FocusOffset = 2;
inline constexpr int FocusMargin = FocusWidth + FocusOffset;
} // namespace Metrics

} // namespace SignIn
