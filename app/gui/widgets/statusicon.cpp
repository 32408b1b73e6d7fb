// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "statusicon.h"

#include "gui/style/box.h"

#include <QPainter>

namespace SignIn {

namespace {

constexpr int LogoSize = 56;
constexpr int LogoRadius = 14;
constexpr int RoundSize = 48;

} // namespace

StatusIcon::StatusIcon(Glyph glyph, Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_glyph(glyph)
    , m_tone(tone)
{
    const int size = tone == Tone::Primary ? LogoSize : RoundSize;
    setFixedSize(size, size);
}

void StatusIcon::set(Glyph glyph, Tone tone)
{
    m_glyph = glyph;
    m_tone = tone;
    update();
}

void StatusIcon::paintEvent(QPaintEvent *)
{
    const ToneColors colors = Theme::of(palette()).colors(m_tone);
    const bool isLogo = m_tone == Tone::Primary;
    const double glyph = isLogo ? 30 : 24;
    QPainter painter(this);
    drawBox(&painter, rect(), isLogo ? LogoRadius : RoundSize / 2.0, colors);
    const QRectF place(QRectF(rect()).center() - QPointF(glyph / 2, glyph / 2),
                       QSizeF(glyph, glyph));
    drawGlyph(&painter, place, m_glyph, colors.text, layoutDirection());
}

} // namespace SignIn
