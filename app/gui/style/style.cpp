// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "style.h"

#include "box.h"
#include "buttonpainter.h"
#include "fonts.h"
#include "glyphs.h"
#include "gui/widgets/group.h"
#include "metrics.h"
#include "mnemonics.h"
#include "theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QProgressBar>
#include <QStyleOption>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr char CautionProperty[] = "caution";

/// A slider without a groove or arrows: lists scroll, and the page stays the page.
void drawScrollBar(const QStyleOptionSlider &bar, const QRect &slider, QPainter *painter)
{
    const Theme &theme = Theme::of(bar.palette);
    painter->fillRect(bar.rect, theme.background);
    if (bar.minimum >= bar.maximum)
        return;
    constexpr int margin = 3;
    const bool isUsed = bar.activeSubControls & QStyle::SC_ScrollBarSlider;
    const QColor color =
        isUsed || theme.highContrast ? theme.soft : mix(theme.background, theme.soft, 0.6);
    const QRect thumb = slider.adjusted(margin, margin, -margin, -margin);
    drawBox(painter, thumb, std::min(thumb.width(), thumb.height()) / 2.0, color);
}

} // namespace

void setCaution(QProgressBar *meter, bool isCaution)
{
    meter->setProperty(CautionProperty, isCaution);
    meter->update();
}

Style::Style()
    : QProxyStyle(u"Fusion"_s)
    , m_mnemonics(new Mnemonics(this))
{}

void Style::polish(QPalette &palette)
{
    palette = Theme::of(palette).palette(palette);
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    const bool hasText = qobject_cast<QLineEdit *>(widget) || qobject_cast<QCheckBox *>(widget)
                         || qobject_cast<QMessageBox *>(widget) || qobject_cast<QMenu *>(widget);
    if (hasText && !widget->testAttribute(Qt::WA_SetFont))
        setTextFont(widget, {TextSize::Body});
    if (widget->isWindow()) {
        m_mnemonics->watch(widget);
        widget->installEventFilter(this);
        followPalette(widget);
    }
}

bool Style::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ApplicationPaletteChange)
        followPalette(static_cast<QWidget *>(watched));
    else if (event->type() == QEvent::ApplicationFontChange)
        updateTextFonts(static_cast<QWidget *>(watched));
    return QProxyStyle::eventFilter(watched, event);
}

void Style::followPalette(QWidget *window)
{
    // A palette set for the whole application does not pass through polish().
    const QPalette palette = QApplication::palette();
    window->setPalette(Theme::of(palette).palette(palette));
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
        const auto *edit = qobject_cast<const QLineEdit *>(widget);
        const bool isReadOnly = edit && edit->isReadOnly();
        const bool hasFocus = option->state.testFlag(State_HasFocus);
        drawBox(painter, option->rect, Metrics::Radius, isReadOnly ? theme.card : theme.background,
                hasFocus ? theme.focus : theme.line, hasFocus ? Metrics::FocusWidth : 1);
        return;
    }
    case PE_FrameFocusRect:
        if (option->state.testFlag(State_HasFocus)
            && option->state.testFlag(State_KeyboardFocusChange))
            drawBox(painter, option->rect, 4, {}, theme.focus, Metrics::FocusWidth);
        return;
    case PE_IndicatorCheckBox: {
        // Fusion's has no visible outline on a dark background.
        const bool isOn = option->state.testFlag(State_On);
        drawBox(painter, option->rect, 5, isOn ? theme.primary : theme.background,
                isOn ? theme.primary : theme.soft);
        if (isOn)
            drawGlyph(painter, QRectF(option->rect).adjusted(2, 2, -2, -2), Glyph::Check,
                      theme.onPrimary);
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            ButtonPainter(*button, widget, m_mnemonics->areShown()).draw(painter);
            return;
        }
        break;
    case CE_ProgressBarGroove: {
        const Theme &theme = Theme::of(option->palette);
        drawBox(painter, option->rect, option->rect.height() / 2.0, theme.bar,
                theme.highContrast ? theme.line : QColor());
        return;
    }
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            const double range = bar->maximum - bar->minimum;
            if (range <= 0)
                return;
            const double share = std::clamp((bar->progress - bar->minimum) / range, 0.0, 1.0);
            QRectF rect = bar->rect;
            // At least the rounded cap, so that small values stay visible.
            const double width = share > 0 ? std::max(rect.width() * share, rect.height()) : 0;
            if (bar->direction == Qt::RightToLeft)
                rect.setLeft(rect.right() - width);
            else
                rect.setWidth(width);
            const Theme &theme = Theme::of(bar->palette);
            const bool isCaution = widget && widget->property(CautionProperty).toBool();
            if (width > 0)
                drawBox(painter, rect, rect.height() / 2.0, isCaution ? theme.caution : theme.fill);
            return;
        }
        break;
    case CE_ProgressBarLabel:
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                               QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control == CC_ScrollBar && bar) {
        drawScrollBar(*bar, subControlRect(control, bar, SC_ScrollBarSlider, widget), painter);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                              const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return ButtonPainter(*button, widget).size();
        break;
    case CT_LineEdit: {
        const int height = std::max(Metrics::ControlHeight, option->fontMetrics.height() + 16);
        return {contents.width() + 24, height};
    }
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option,
                            const QWidget *widget) const
{
    switch (element) {
    case SE_PushButtonLayoutItem:
        return option->rect.adjusted(Metrics::FocusMargin, Metrics::FocusMargin,
                                     -Metrics::FocusMargin, -Metrics::FocusMargin);
    case SE_FrameLayoutItem:
        if (qobject_cast<const Group *>(widget))
            return Group::layoutRect(option->rect);
        return QProxyStyle::subElementRect(element, option, widget);
    case SE_LineEditContents:
        return option->rect.adjusted(10, 1, -10, -1);
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return 20;
    case PM_ScrollBarExtent:
        return 12;
    case PM_CheckBoxLabelSpacing:
        return 10;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
        return 0;
    case SH_UnderlineShortcut:
        return m_mnemonics->areShown() || qobject_cast<const QMenu *>(widget) ? 1 : 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace SignIn
