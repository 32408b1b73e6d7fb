// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "buttonpainter.h"

#include "box.h"
#include "metrics.h"

#include <QPainter>

namespace SignIn {

namespace {

constexpr int GlyphGap = 8;

} // namespace

ButtonPainter::ButtonPainter(const QStyleOptionButton &option, const QWidget *widget,
                             bool showsMnemonic)
    : m_option(option)
    , m_text(option.text)
    , m_showsMnemonic(showsMnemonic)
    , m_isEnabled(option.state.testFlag(QStyle::State_Enabled))
    , m_isDown(option.state.testAnyFlags(QStyle::State_Sunken | QStyle::State_On))
    , m_isHovered(m_isEnabled && option.state.testFlag(QStyle::State_MouseOver))
{
    if (const auto *button = qobject_cast<const Button *>(widget)) {
        m_look = button->look();
        m_size = button->size();
        m_leading = button->glyph();
        m_trailing = button->trailingGlyph();
        m_text = button->mnemonicText();
    } else if (option.features.testFlag(QStyleOptionButton::DefaultButton)) {
        m_look = Button::Look::Primary;
    }
}

bool ButtonPainter::isIconOnly() const
{
    return m_look == Button::Look::Icon || m_look == Button::Look::Quiet;
}

int ButtonPainter::height() const
{
    int height = Metrics::ControlHeight;
    if (m_size == Button::Size::Small)
        height = Metrics::SmallControlHeight;
    else if (m_size == Button::Size::Big)
        height = Metrics::BigControlHeight;
    return std::max(height, m_option.fontMetrics.height() + 12);
}

int ButtonPainter::padding() const
{
    return m_look == Button::Look::Link || m_look == Button::Look::Title ? 0 : 16;
}

int ButtonPainter::glyphSize() const
{
    const int usual = m_size == Button::Size::Big ? 18 : 16;
    return std::max(usual, m_option.fontMetrics.height() - 4);
}

int ButtonPainter::leadingWidth() const
{
    return m_leading == Glyph::None ? 0 : glyphSize() + GlyphGap;
}

int ButtonPainter::trailingWidth() const
{
    return m_trailing == Glyph::None ? 0 : glyphSize() + GlyphGap / 2;
}

QSize ButtonPainter::size() const
{
    int width = height();
    if (!isIconOnly()) {
        const QSize text =
            m_option.fontMetrics.size(Qt::TextShowMnemonic | Qt::TextSingleLine, m_text);
        width = text.width() + 1 + leadingWidth() + trailingWidth() + 2 * padding();
    }
    return {width + 2 * Metrics::FocusMargin, height() + 2 * Metrics::FocusMargin};
}

QRectF ButtonPainter::face() const
{
    constexpr int margin = Metrics::FocusMargin;
    return QRectF(m_option.rect).adjusted(margin, margin, -margin, -margin);
}

void ButtonPainter::draw(QPainter *painter) const
{
    const Theme &theme = Theme::of(m_option.palette);
    drawFace(painter, theme);
    constexpr QStyle::State focused = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((m_option.state & focused) == focused)
        drawBox(painter, m_option.rect, Metrics::Radius + Metrics::FocusOffset, {}, theme.focus,
                Metrics::FocusWidth);
    painter->save();
    drawContent(painter, color(theme));
    painter->restore();
}

QColor ButtonPainter::color(const Theme &theme) const
{
    if (m_look == Button::Look::Primary)
        return theme.onPrimary;
    if (!m_isEnabled)
        return m_option.palette.color(QPalette::Disabled, QPalette::ButtonText);
    if (m_look == Button::Look::Link && !m_isHovered && !m_isDown)
        return theme.soft;
    return theme.text;
}

void ButtonPainter::drawFace(QPainter *painter, const Theme &theme) const
{
    // How much of another color is mixed in while the button is pressed, or under the mouse.
    const auto shade = [this](double down, double hovered) {
        if (m_isDown)
            return down;
        return m_isHovered ? hovered : 0;
    };
    switch (m_look) {
    case Button::Look::Primary: {
        const QColor fill = m_isEnabled ? mix(theme.primary, theme.background, shade(0.25, 0.14))
                                        : mix(theme.background, theme.primary, 0.3);
        drawBox(painter, face(), Metrics::Radius, fill);
        break;
    }
    case Button::Look::Normal:
    case Button::Look::Icon:
        drawBox(painter, face(), Metrics::Radius,
                mix(theme.background, theme.text, shade(0.12, 0.06)), theme.line);
        break;
    case Button::Look::Quiet:
        if (m_isHovered || m_isDown)
            drawBox(painter, face(), Metrics::Radius,
                    mix(theme.card, theme.text, shade(0.14, 0.07)));
        break;
    case Button::Look::Link:
    case Button::Look::Title:
        break;
    }
}

void ButtonPainter::drawContent(QPainter *painter, const QColor &color) const
{
    const QFontMetrics &metrics = m_option.fontMetrics;
    const QRectF face = this->face();
    const int glyph = glyphSize();
    const double glyphTop = face.center().y() - glyph / 2.0;
    if (isIconOnly()) {
        drawGlyph(painter, QRectF(face.center().x() - glyph / 2.0, glyphTop, glyph, glyph),
                  m_leading, color, m_option.direction);
        return;
    }

    // A text that is too long may use the padding of one side.
    const double room = face.width() - padding() - leadingWidth() - trailingWidth();
    const int flags = m_showsMnemonic ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    const QString text =
        metrics.elidedText(m_text, Qt::ElideRight, static_cast<int>(room), Qt::TextShowMnemonic);
    const double textWidth = metrics.size(flags | Qt::TextSingleLine, text).width();

    double x = face.left();
    if (padding() > 0)
        x = face.center().x() - (leadingWidth() + textWidth + trailingWidth()) / 2;
    // Laid out from left to right, and mirrored as a whole in right-to-left layouts.
    const auto mirrored = [&](QRectF rect) {
        if (m_option.direction == Qt::RightToLeft)
            rect.moveLeft(face.left() + face.right() - rect.right());
        return rect;
    };
    drawGlyph(painter, mirrored({x, glyphTop, double(glyph), double(glyph)}), m_leading, color,
              m_option.direction);
    x += leadingWidth();
    const QRectF textRect = mirrored({x, face.top(), textWidth + 1, face.height()});
    painter->setPen(color);
    painter->setLayoutDirection(m_text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter->drawText(textRect, Qt::AlignCenter | Qt::TextSingleLine | flags, text);
    if (m_look == Button::Look::Link) {
        const double base = face.center().y() + (metrics.ascent() - metrics.descent()) / 2.0 + 3;
        painter->drawLine(QPointF(textRect.left(), base), QPointF(textRect.right() - 1, base));
    }
    x += textWidth + GlyphGap / 2.0;
    drawGlyph(painter, mirrored({x, glyphTop, double(glyph), double(glyph)}), m_trailing, color,
              m_option.direction);
}

} // namespace SignIn
