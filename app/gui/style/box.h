// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "theme.h"

class QPainter;
class QRectF;

namespace SignIn {

/// Draws a filled box with round corners. The border is inside \a rect; an invalid color draws
/// nothing.
void drawBox(QPainter *painter, const QRectF &rect, double radius, const QColor &fill,
             const QColor &border = {}, double borderWidth = 1);

/// The same in the colors of a tone.
void drawBox(QPainter *painter, const QRectF &rect, double radius, const ToneColors &colors);

} // namespace SignIn
