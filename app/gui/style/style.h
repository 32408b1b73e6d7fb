// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProxyStyle>

class QProgressBar;

namespace SignIn {

class Mnemonics;

/// Draws \a meter in the colors of a warning, or no longer. Not the only sign of one: beside it
/// there are words.
void setCaution(QProgressBar *meter, bool isCaution);

/// Fusion with this window's look: flat buttons, fields, check boxes and progress bars with round
/// corners, and everything in the colors of Theme.
///
/// Push buttons are bigger than they look by the room for the focus ring, and tell layouts so
/// (SE_PushButtonLayoutItem): distances are those between what is seen.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    using QProxyStyle::polish;
    void polish(QPalette &palette) override;
    void polish(QWidget *widget) override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Gives a window the colors of the theme.
    static void followPalette(QWidget *window);

    Mnemonics *m_mnemonics;
};

} // namespace SignIn
