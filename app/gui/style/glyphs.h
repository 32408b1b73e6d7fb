// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QIcon>

class QPainter;

namespace SignIn {

/// The program's own small pictures, drawn as strokes on a square of 24 units.
enum class Glyph {
    None,
    Logo,
    Copy,
    Eye,
    EyeOff,
    External,
    More,
    Check,
    Alert,
    Plus,
    Back,
    Refresh,
    Trash,
    Pencil,
    Star,
    Clock,
    Offline,
    Activity,
    Question,
    ChevronDown,
    ChevronForward,
    SignOut,
    Gear,
    Info,
};

/// Draws \a glyph into \a rect; the ones that point somewhere turn round in right-to-left layouts.
void drawGlyph(QPainter *painter, const QRectF &rect, Glyph glyph, const QColor &color,
               Qt::LayoutDirection direction = Qt::LeftToRight);

/// For menus: follows the palette and the layout direction whenever it is drawn.
[[nodiscard]] QIcon glyphIcon(Glyph glyph);

} // namespace SignIn
