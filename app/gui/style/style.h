// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProxyStyle>

class QStyleOptionButton;
class QStyleOptionMenuItem;

namespace SignIn {

/// Fusion with this window's look: flat controls with round corners in the colors of Theme.
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
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                         SubControl subControl, const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Gives a window the colors of the theme.
    static void followPalette(QWidget *window);

    /// Underlines mnemonics only while Alt is held.
    void showMnemonics(QWidget *window, bool shown);
    void drawButton(const QStyleOptionButton &option, QPainter *painter,
                    const QWidget *widget) const;
    void drawMenuItem(const QStyleOptionMenuItem &option, QPainter *painter) const;
    [[nodiscard]] QSize buttonSize(const QStyleOptionButton &option, const QWidget *widget) const;

    bool m_showsMnemonics = false;
};

} // namespace SignIn
