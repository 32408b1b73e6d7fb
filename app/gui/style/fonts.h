// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

class QWidget;

namespace SignIn {

/// The sizes of text: 22, 16, 14, 13 and 12 pixels, more if the desktop's font is bigger.
enum class TextSize { Heading, Title, Body, Message, Note };

/// The font of a text. Headings and titles are bold unless \a weight says something else.
struct TextFont
{
    enum class Family {
        Normal,
        FixedWidth, ///< The desktop's fixed-width font, for keys and links.
    };

    TextSize size = TextSize::Body;
    Family family = Family::Normal;
    int weight =
        size == TextSize::Heading || size == TextSize::Title ? QFont::DemiBold : QFont::Normal;

    /// The font itself, made from the desktop's.
    [[nodiscard]] QFont font() const;
};

/// Gives \a widget a font that follows the desktop's.
void setTextFont(QWidget *widget, const TextFont &font);

/// Makes the fonts in \a window again after the desktop's font has changed.
void updateTextFonts(QWidget *window);

} // namespace SignIn
