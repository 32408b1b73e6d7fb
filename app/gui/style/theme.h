// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QPalette>

namespace SignIn {

/// What the colors of a box say about its content.
enum class Tone {
    Neutral,
    Good,
    Caution, ///< It works, and needs attention soon.
    Bad,
    Primary, ///< As the button for the one thing to do on a page.
};

struct ToneColors
{
    QColor background;
    QColor text;
    QColor border; ///< Invalid where the background alone is enough.
};

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
    QColor caution;
    QColor cautionBackground;
    QColor bad;
    QColor badBackground;
    QColor bar;
    QColor fill;
    QColor focus;

    [[nodiscard]] ToneColors colors(Tone tone) const;

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

} // namespace SignIn
