// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/widgets/button.h"

#include <QStyleOptionButton>

namespace SignIn {

struct Theme;

/// Measures and draws a push button, whichever class it is of: those of message boxes get the same
/// look.
///
/// A button is bigger than it looks by the room for the focus ring.
class ButtonPainter
{
public:
    ButtonPainter(const QStyleOptionButton &option, const QWidget *widget,
                  bool showsMnemonic = false);

    [[nodiscard]] QSize size() const;
    void draw(QPainter *painter) const;

private:
    [[nodiscard]] bool isIconOnly() const;
    [[nodiscard]] int height() const;
    [[nodiscard]] int padding() const;
    [[nodiscard]] int glyphSize() const;
    [[nodiscard]] int leadingWidth() const;
    [[nodiscard]] int trailingWidth() const;
    [[nodiscard]] QRectF face() const;
    [[nodiscard]] QColor color(const Theme &theme) const;
    void drawFace(QPainter *painter, const Theme &theme) const;
    void drawContent(QPainter *painter, const QColor &color) const;

    const QStyleOptionButton &m_option;
    Button::Look m_look = Button::Look::Normal;
    Button::Size m_size = Button::Size::Regular;
    Glyph m_leading = Glyph::None;
    Glyph m_trailing = Glyph::None;
    QString m_text;
    bool m_showsMnemonic;
    bool m_isEnabled;
    bool m_isDown;
    bool m_isHovered;
};

} // namespace SignIn
