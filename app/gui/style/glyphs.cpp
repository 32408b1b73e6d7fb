// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "glyphs.h"

#include "theme.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace SignIn {

namespace {

void line(QPainterPath &path, std::initializer_list<QPointF> points)
{
    const QPointF *point = points.begin();
    path.moveTo(*point);
    while (++point != points.end())
        path.lineTo(*point);
}

/// An arc round \a center, degrees counter-clockwise from three o'clock.
void arc(QPainterPath &path, const QPointF &center, double radius, double from, double length)
{
    const QRectF box(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius);
    path.arcMoveTo(box, from);
    path.arcTo(box, from, length);
}

void eye(QPainterPath &path)
{
    path.moveTo(2.5, 12);
    path.cubicTo(6, 3.5, 18, 3.5, 21.5, 12);
    path.cubicTo(18, 20.5, 6, 20.5, 2.5, 12);
    path.addEllipse(QPointF(12, 12), 3, 3);
}

QPainterPath strokes(Glyph glyph)
{
    QPainterPath path;
    switch (glyph) {
    case Glyph::None:
        break;
    case Glyph::Logo:
        // A key that is also an arrow: the bow, the shaft, a bit, and where it leads.
        path.addEllipse(QPointF(6.5, 12), 4, 4);
        line(path, {{10.5, 12}, {21.5, 12}});
        line(path, {{17.5, 7.5}, {22, 12}, {17.5, 16.5}});
        line(path, {{14, 12}, {14, 15.5}});
        break;
    case Glyph::Copy:
        path.addRoundedRect(QRectF(9, 9, 11, 11), 2, 2);
        line(path, {{5.5, 15}, {4, 15}, {4, 4}, {15, 4}, {15, 5.5}});
        break;
    case Glyph::Eye:
        eye(path);
        break;
    case Glyph::EyeOff:
        eye(path);
        line(path, {{4, 20}, {20, 4}});
        break;
    case Glyph::External:
        line(path, {{7, 17}, {17, 7}});
        line(path, {{9, 7}, {17, 7}, {17, 15}});
        break;
    case Glyph::More:
        break;
    case Glyph::Check:
        line(path, {{5.5, 12.5}, {10, 17}, {18.5, 7.5}});
        break;
    case Glyph::Alert:
        line(path, {{12, 5}, {12, 14}});
        line(path, {{12, 18.6}, {12, 18.7}});
        break;
    case Glyph::Plus:
        line(path, {{12, 5}, {12, 19}});
        line(path, {{5, 12}, {19, 12}});
        break;
    case Glyph::Back:
        line(path, {{19.5, 12}, {4.5, 12}});
        line(path, {{11, 5.5}, {4.5, 12}, {11, 18.5}});
        break;
    case Glyph::Refresh:
        arc(path, {12, 12}, 7.5, 30, 280);
        line(path, {{19, 4.2}, {19, 8.7}, {14.5, 8.7}});
        break;
    case Glyph::Trash:
        line(path, {{4.5, 7}, {19.5, 7}});
        line(path, {{9, 7}, {9, 4}, {15, 4}, {15, 7}});
        line(path, {{6.5, 7}, {7.5, 20}, {16.5, 20}, {17.5, 7}});
        break;
    case Glyph::Pencil:
        line(path, {{4.5, 19.5}, {5.5, 15}, {16, 4.5}, {19.5, 8}, {9, 18.5}, {4.5, 19.5}});
        break;
    case Glyph::Star:
        path.moveTo(12, 3.5);
        for (int corner = 1; corner <= 10; ++corner) {
            QLineF ray(QPointF(12, 12.5), QPointF(12, 3.5));
            ray.setAngle(90 - corner * 36);
            ray.setLength(corner % 2 == 0 ? 9 : 4);
            path.lineTo(ray.p2());
        }
        path.closeSubpath();
        break;
    case Glyph::Clock:
        path.addEllipse(QPointF(12, 12), 8.5, 8.5);
        line(path, {{12, 7}, {12, 12}, {15.5, 14}});
        break;
    case Glyph::Offline:
        arc(path, {12, 18}, 6, 40, 100);
        arc(path, {12, 18}, 12, 45, 90);
        line(path, {{12, 18.4}, {12, 18.5}});
        line(path, {{4.5, 4.5}, {19.5, 19.5}});
        break;
    case Glyph::Activity:
        line(path, {{3, 12}, {7.5, 12}, {10, 5}, {14, 19}, {16.5, 12}, {21, 12}});
        break;
    case Glyph::Question:
        path.moveTo(8.5, 8.5);
        path.cubicTo(8.5, 3.5, 16, 4, 15.5, 9);
        path.cubicTo(15.3, 11.5, 12, 12, 12, 15);
        line(path, {{12, 19}, {12, 19.1}});
        break;
    case Glyph::ChevronDown:
        line(path, {{6, 9}, {12, 15}, {18, 9}});
        break;
    case Glyph::ChevronForward:
        line(path, {{9, 6}, {15, 12}, {9, 18}});
        break;
    case Glyph::SignOut:
        line(path, {{10, 4.5}, {4.5, 4.5}, {4.5, 19.5}, {10, 19.5}});
        line(path, {{10, 12}, {20, 12}});
        line(path, {{15.5, 7.5}, {20, 12}, {15.5, 16.5}});
        break;
    case Glyph::Gear:
        line(path, {{4, 7}, {20, 7}});
        line(path, {{4, 17}, {20, 17}});
        path.addEllipse(QPointF(9, 7), 2.5, 2.5);
        path.addEllipse(QPointF(15, 17), 2.5, 2.5);
        break;
    case Glyph::Info:
        path.addEllipse(QPointF(12, 12), 8.5, 8.5);
        line(path, {{12, 11}, {12, 16.5}});
        line(path, {{12, 7.6}, {12, 7.7}});
        break;
    }
    return path;
}

bool pointsSomewhere(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Logo:
    case Glyph::External:
    case Glyph::Back:
    case Glyph::ChevronForward:
    case Glyph::SignOut:
        return true;
    default:
        return false;
    }
}

class GlyphEngine final : public QIconEngine
{
public:
    explicit GlyphEngine(Glyph glyph)
        : m_glyph(glyph)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const Theme &theme = Theme::of(palette);
        drawGlyph(painter, rect, m_glyph, mode == QIcon::Disabled ? theme.soft : theme.text,
                  QGuiApplication::layoutDirection());
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new GlyphEngine(m_glyph); }

private:
    Glyph m_glyph;
};

} // namespace

void drawGlyph(QPainter *painter, const QRectF &rect, Glyph glyph, const QColor &color,
               Qt::LayoutDirection direction)
{
    if (glyph == Glyph::None)
        return;
    const double side = std::min(rect.width(), rect.height());

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.center());
    painter->scale(side / 24, side / 24);
    if (direction == Qt::RightToLeft && pointsSomewhere(glyph))
        painter->scale(-1, 1);
    painter->translate(-12, -12);

    if (glyph == Glyph::More) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        for (const double x : {5.5, 12.0, 18.5})
            painter->drawEllipse(QPointF(x, 12), 1.7, 1.7);
    } else {
        painter->setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(strokes(glyph));
    }
    painter->restore();
}

QIcon glyphIcon(Glyph glyph)
{
    return QIcon(new GlyphEngine(glyph));
}

} // namespace SignIn
