// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QVariant>
#include <QWidget>

namespace SignIn {

namespace {

constexpr const char *TextFontProperty = "signInTextFont";

/// 14 pixels at the usual 96 dots per inch, or the size of the desktop's font if that is bigger.
double bodyPointSize()
{
    constexpr double UsualBody = 10.5;
    const QFont font = QApplication::font();
    // A desktop may give its size in pixels. To convert that, Qt has to load the font.
    const double size = font.pointSizeF() > 0 ? font.pointSizeF() : QFontInfo(font).pointSizeF();
    return std::max(UsualBody, size);
}

double factor(TextSize size)
{
    switch (size) {
    case TextSize::Heading:
        return 22.0 / 14;
    case TextSize::Title:
        return 16.0 / 14;
    case TextSize::Body:
        return 1;
    case TextSize::Message:
        return 13.0 / 14;
    case TextSize::Note:
        return 12.0 / 14;
    }
    Q_UNREACHABLE();
}

} // namespace

QFont TextFont::font() const
{
    QFont font = family == Family::FixedWidth ? QFontDatabase::systemFont(QFontDatabase::FixedFont)
                                              : QApplication::font();
    font.setPointSizeF(bodyPointSize() * factor(size));
    if (weight != QFont::Normal)
        font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

void setTextFont(QWidget *widget, const TextFont &font)
{
    widget->setProperty(TextFontProperty, QVariant::fromValue(font));
    widget->setFont(font.font());
}

void updateTextFonts(QWidget *window)
{
    QList<QWidget *> widgets = window->findChildren<QWidget *>();
    widgets.prepend(window);
    for (QWidget *widget : std::as_const(widgets)) {
        const QVariant font = widget->property(TextFontProperty);
        if (font.isValid())
            widget->setFont(font.value<TextFont>().font());
    }
}

} // namespace SignIn
