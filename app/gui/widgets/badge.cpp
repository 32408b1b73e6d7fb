// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "badge.h"

#include "gui/style/box.h"
#include "gui/style/fonts.h"

#include <QPainter>

namespace SignIn {

Badge::Badge(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setContentsMargins(10, 2, 10, 2);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setTextFont(this, {TextSize::Note});
}

void Badge::show(const QString &text, Tone tone)
{
    setText(text);
    m_tone = tone;
    setVisible(!text.isEmpty());
    update();
}

void Badge::paintEvent(QPaintEvent *)
{
    const ToneColors colors = Theme::of(palette()).colors(m_tone);
    QPainter painter(this);
    drawBox(&painter, rect(), height() / 2.0, colors);
    painter.setPen(colors.text);
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace SignIn
