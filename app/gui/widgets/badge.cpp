// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "badge.h"

#include "gui/style/theme.h"

#include <QEvent>
#include <QPainter>

namespace SignIn {

Badge::Badge(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setContentsMargins(10, 2, 10, 2);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(textFont(TextSize::Note));
}

void Badge::show(const QString &text, Tone tone)
{
    setText(text);
    m_tone = tone;
    setVisible(!text.isEmpty());
    update();
}

bool Badge::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(textFont(TextSize::Note));
    return QLabel::event(event);
}

void Badge::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QColor ground = mix(theme.card, theme.text, 0.06);
    QColor color = theme.soft;
    if (theme.highContrast) {
        ground = theme.background;
        color = theme.text;
    } else if (m_tone == Tone::Good) {
        ground = theme.goodBackground;
        color = theme.good;
    } else if (m_tone == Tone::Bad) {
        ground = theme.badBackground;
        color = theme.bad;
    } else if (contrast(color, ground) < 4.5) {
        color = theme.text;
    }

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.highContrast ? QPen(theme.text) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    const QRectF pill = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setPen(color);
    painter.drawText(rect(), Qt::AlignCenter, text());
}

} // namespace SignIn
