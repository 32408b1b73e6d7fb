// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "box.h"

#include <QPainter>

namespace SignIn {

void drawBox(QPainter *painter, const QRectF &rect, double radius, const QColor &fill,
             const QColor &border, double borderWidth)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : Qt::NoBrush);
    QRectF box = rect;
    if (border.isValid()) {
        const double half = borderWidth / 2;
        box.adjust(half, half, -half, -half);
        painter->setPen(QPen(border, borderWidth));
    } else {
        painter->setPen(Qt::NoPen);
    }
    painter->drawRoundedRect(box, radius, radius);
    painter->restore();
}

void drawBox(QPainter *painter, const QRectF &rect, double radius, const ToneColors &colors)
{
    drawBox(painter, rect, radius, colors.background, colors.border);
}

} // namespace SignIn
