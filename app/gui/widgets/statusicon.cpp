// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "statusicon.h"

#include "gui/style/theme.h"

#include <QPainter>

namespace SignIn {

namespace {

constexpr int LogoSize = 56;
constexpr int LogoRadius = 14;
constexpr int RoundSize = 48;

} // namespace

StatusIcon::StatusIcon(Glyph glyph, Tone tone, QWidget *parent)
    : QWidget(parent)
{
    setGlyph(glyph, tone);
}

void StatusIcon::setGlyph(Glyph glyph, Tone tone)
{
    m_glyph = glyph;
    m_tone = tone;
    const int size = tone == Tone::Logo ? LogoSize : RoundSize;
    setFixedSize(size, size);
    update();
}

void StatusIcon::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QColor ground = theme.primary;
    QColor color = theme.onPrimary;
    if (m_tone == Tone::Bad) {
        ground = theme.badBackground;
        color = theme.bad;
    } else if (m_tone == Tone::Good) {
        ground = theme.goodBackground;
        color = theme.good;
    } else if (m_tone == Tone::Neutral) {
        ground = mix(theme.background, theme.text, theme.highContrast ? 0 : 0.07);
        color = theme.text;
    }
    const double radius = m_tone == Tone::Logo ? LogoRadius : RoundSize / 2.0;
    const double glyph = m_tone == Tone::Logo ? 30 : 24;

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.highContrast ? QPen(theme.text) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const QRectF place(QRectF(rect()).center() - QPointF(glyph / 2, glyph / 2),
                       QSizeF(glyph, glyph));
    drawGlyph(&painter, place, m_glyph, color, layoutDirection());
}

} // namespace SignIn
