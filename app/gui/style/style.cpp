// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "style.h"

#include "glyphs.h"
#include "gui/widgets/button.h"
#include "theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOption>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr int GlyphGap = 8;
constexpr int MenuMargin = 4;
constexpr int MenuIcon = 16;
constexpr int IndicatorSize = 20;
constexpr int ScrollBarWidth = 12;

/// What a button shows and how, whichever class it is of.
struct ButtonLook
{
    Button::Look look = Button::Look::Normal;
    Button::Size size = Button::Size::Regular;
    Glyph leading = Glyph::None;
    Glyph trailing = Glyph::None;
    QString text;
    bool isDefault = false;
};

ButtonLook lookOf(const QStyleOptionButton &option, const QWidget *widget)
{
    ButtonLook result;
    result.text = option.text;
    if (const auto *button = qobject_cast<const Button *>(widget)) {
        result.look = button->look();
        result.size = button->size();
        result.leading = button->glyph();
        result.trailing = button->trailingGlyph();
        result.text = button->mnemonicText();
    } else if (option.features.testFlag(QStyleOptionButton::DefaultButton)) {
        result.look = Button::Look::Primary;
    }
    return result;
}

int controlHeight(const ButtonLook &look, const QFontMetrics &metrics)
{
    int height = Metrics::ControlHeight;
    if (look.size == Button::Size::Small)
        height = Metrics::SmallControlHeight;
    else if (look.size == Button::Size::Big)
        height = Metrics::BigControlHeight;
    return std::max(height, metrics.height() + 12);
}

int padding(const ButtonLook &look)
{
    return look.look == Button::Look::Link ? 0 : 16;
}

int glyphSize(const ButtonLook &look, const QFontMetrics &metrics)
{
    const int usual = look.size == Button::Size::Big ? 18 : 16;
    return std::max(usual, metrics.height() - 4);
}

void drawRounded(QPainter *painter, const QRectF &rect, const QColor &fill, const QColor &border,
                 double radius, double width = 1)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : Qt::NoBrush);
    if (border.isValid()) {
        painter->setPen(QPen(border, width));
        painter->drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2),
                                 radius, radius);
    } else {
        painter->setPen(Qt::NoPen);
        painter->drawRoundedRect(rect, radius, radius);
    }
    painter->restore();
}

bool showsFocus(const QStyleOption &option)
{
    return option.state.testFlag(QStyle::State_HasFocus)
           && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

} // namespace

Style::Style()
    : QProxyStyle(u"Fusion"_s)
{}

void Style::polish(QPalette &palette)
{
    palette = Theme::of(palette).palette(palette);
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    const bool hasText = qobject_cast<QLineEdit *>(widget) || qobject_cast<QCheckBox *>(widget)
                         || qobject_cast<QMessageBox *>(widget) || qobject_cast<QMenu *>(widget);
    if (hasText && !widget->testAttribute(Qt::WA_SetFont))
        widget->setFont(textFont(TextSize::Body));
    if (widget->isWindow()) {
        widget->installEventFilter(this);
        followPalette(widget);
    }
    if (qobject_cast<QMenu *>(widget)) {
        // Round corners need a window that is transparent round them.
        widget->setAttribute(Qt::WA_TranslucentBackground);
        widget->setWindowFlag(Qt::FramelessWindowHint);
        widget->setWindowFlag(Qt::NoDropShadowWindowHint);
    }
}

bool Style::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Alt)
            showMnemonics(static_cast<QWidget *>(watched), true);
        break;
    case QEvent::KeyRelease:
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Alt)
            showMnemonics(static_cast<QWidget *>(watched), false);
        break;
    case QEvent::ApplicationPaletteChange:
        followPalette(static_cast<QWidget *>(watched));
        break;
    case QEvent::WindowDeactivate:
        showMnemonics(static_cast<QWidget *>(watched), false);
        break;
    default:
        break;
    }
    return QProxyStyle::eventFilter(watched, event);
}

void Style::followPalette(QWidget *window)
{
    // A palette that somebody sets for the whole program does not come by polish().
    const QPalette palette = QApplication::palette();
    window->setPalette(Theme::of(palette).palette(palette));
}

void Style::showMnemonics(QWidget *window, bool shown)
{
    if (m_showsMnemonics == shown)
        return;
    m_showsMnemonics = shown;
    const QList<QWidget *> children = window->findChildren<QWidget *>();
    for (QWidget *child : children)
        child->update();
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
        drawRounded(painter, option->rect, isReadOnly ? theme.card : theme.background,
                    hasFocus ? theme.focus : theme.line, Metrics::Radius,
                    hasFocus ? Metrics::FocusWidth : 1);
        return;
    }
    case PE_FrameFocusRect:
        if (showsFocus(*option))
            drawRounded(painter, option->rect, {}, theme.focus, 4, Metrics::FocusWidth);
        return;
    case PE_IndicatorCheckBox: {
        const bool isOn = option->state.testFlag(State_On);
        drawRounded(painter, option->rect, isOn ? theme.primary : theme.background,
                    isOn ? theme.primary : theme.soft, 5);
        if (isOn)
            drawGlyph(painter, QRectF(option->rect).adjusted(2, 2, -2, -2), Glyph::Check,
                      theme.onPrimary);
        return;
    }
    case PE_PanelMenu:
        drawRounded(painter, option->rect, theme.background, theme.line, Metrics::Radius);
        return;
    case PE_FrameMenu:
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.line);
        painter->fillRect(option->rect.adjusted(1, 1, -1, -1), theme.background);
        return;
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
            drawButton(*button, painter, widget);
            return;
        }
        break;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            drawMenuItem(*item, painter);
            return;
        }
        break;
    case CE_MenuEmptyArea:
        return;
    case CE_ProgressBarGroove: {
        const Theme &theme = Theme::of(option->palette);
        drawRounded(painter, option->rect, theme.bar, theme.highContrast ? theme.line : QColor(),
                    option->rect.height() / 2.0);
        return;
    }
    case CE_ProgressBarContents:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
            const double range = bar->maximum - bar->minimum;
            if (range <= 0)
                return;
            const double share = std::clamp((bar->progress - bar->minimum) / range, 0.0, 1.0);
            QRectF rect = bar->rect;
            // A bit of the bar is round already: what is not nothing can be seen.
            const double width = share > 0 ? std::max(rect.width() * share, rect.height()) : 0;
            if (bar->direction == Qt::RightToLeft)
                rect.setLeft(rect.right() - width);
            else
                rect.setWidth(width);
            if (width > 0)
                drawRounded(painter, rect, Theme::of(bar->palette).fill, {}, rect.height() / 2.0);
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

void Style::drawButton(const QStyleOptionButton &option, QPainter *painter,
                       const QWidget *widget) const
{
    const Theme &theme = Theme::of(option.palette);
    const ButtonLook look = lookOf(option, widget);
    const bool isEnabled = option.state.testFlag(State_Enabled);
    const bool isDown = option.state.testAnyFlags(State_Sunken | State_On);
    const bool isHovered = isEnabled && option.state.testFlag(State_MouseOver);
    const QRectF face = QRectF(option.rect)
                            .adjusted(Metrics::FocusMargin, Metrics::FocusMargin,
                                      -Metrics::FocusMargin, -Metrics::FocusMargin);

    QColor color = theme.text;
    switch (look.look) {
    case Button::Look::Primary: {
        QColor fill = theme.primary;
        if (isDown)
            fill = mix(theme.primary, theme.background, 0.25);
        else if (isHovered)
            fill = mix(theme.primary, theme.background, 0.14);
        if (!isEnabled)
            fill = mix(theme.background, theme.primary, 0.3);
        drawRounded(painter, face, fill, {}, Metrics::Radius);
        color = theme.onPrimary;
        break;
    }
    case Button::Look::Normal:
    case Button::Look::Icon: {
        QColor fill = theme.background;
        if (isDown)
            fill = mix(theme.background, theme.text, 0.12);
        else if (isHovered)
            fill = mix(theme.background, theme.text, 0.06);
        drawRounded(painter, face, fill, theme.line, Metrics::Radius);
        break;
    }
    case Button::Look::Quiet:
        if (isHovered || isDown)
            drawRounded(painter, face, mix(theme.card, theme.text, isDown ? 0.14 : 0.07), {},
                        Metrics::Radius);
        break;
    case Button::Look::Link:
    case Button::Look::Title:
        if (look.look == Button::Look::Link && !isHovered && !isDown)
            color = theme.soft;
        break;
    }
    if (!isEnabled && look.look != Button::Look::Primary)
        color = option.palette.color(QPalette::Disabled, QPalette::ButtonText);

    if (showsFocus(option))
        drawRounded(painter, option.rect, {}, theme.focus, Metrics::Radius + Metrics::FocusOffset,
                    Metrics::FocusWidth);

    painter->save();
    const QFontMetrics &metrics = option.fontMetrics;
    const int glyph = glyphSize(look, metrics);
    const bool isIconOnly = look.look == Button::Look::Icon || look.look == Button::Look::Quiet;
    if (isIconOnly) {
        const QRectF place(face.center() - QPointF(glyph / 2.0, glyph / 2.0), QSizeF(glyph, glyph));
        drawGlyph(painter, place, look.leading, color, option.direction);
        painter->restore();
        return;
    }

    const double inset = look.look == Button::Look::Title ? 0 : padding(look);
    const int leading = look.leading != Glyph::None ? glyph + GlyphGap : 0;
    const int trailing = look.trailing != Glyph::None ? glyph + GlyphGap / 2 : 0;
    const double room = face.width() - std::min<double>(inset, 16) - leading - trailing;
    const int flags = styleHint(SH_UnderlineShortcut, &option, widget, nullptr)
                          ? Qt::TextShowMnemonic
                          : Qt::TextHideMnemonic;
    const QString text =
        metrics.elidedText(look.text, Qt::ElideRight, static_cast<int>(room), Qt::TextShowMnemonic);
    const double textWidth = metrics.size(flags | Qt::TextSingleLine, text).width();
    const double whole = leading + textWidth + trailing;

    double x = face.center().x() - whole / 2;
    if (look.look == Button::Look::Title || look.look == Button::Look::Link)
        x = face.left();
    // Laid out from left to right, and turned round as a whole where people read the other way.
    const auto turned = [&](QRectF rect) {
        if (option.direction == Qt::RightToLeft)
            rect.moveLeft(face.left() + face.right() - rect.right());
        return rect;
    };
    const double glyphTop = face.center().y() - glyph / 2.0;
    if (look.leading != Glyph::None) {
        drawGlyph(painter, turned({x, glyphTop, double(glyph), double(glyph)}), look.leading, color,
                  option.direction);
        x += leading;
    }
    const QRectF textRect = turned({x, face.top(), textWidth + 1, face.height()});
    painter->setPen(color);
    painter->setLayoutDirection(look.text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter->drawText(textRect, Qt::AlignCenter | Qt::TextSingleLine | flags, text);
    if (look.look == Button::Look::Link) {
        const double base = face.center().y() + (metrics.ascent() - metrics.descent()) / 2.0 + 3;
        painter->drawLine(QPointF(textRect.left(), base), QPointF(textRect.right() - 1, base));
    }
    if (look.trailing != Glyph::None) {
        x += textWidth + GlyphGap / 2.0;
        drawGlyph(painter, turned({x, glyphTop, double(glyph), double(glyph)}), look.trailing,
                  color, option.direction);
    }
    painter->restore();
}

void Style::drawMenuItem(const QStyleOptionMenuItem &option, QPainter *painter) const
{
    const Theme &theme = Theme::of(option.palette);
    const QRect rect = option.rect.adjusted(MenuMargin, 0, -MenuMargin, 0);
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(
            QRect(option.rect.left() + 1, option.rect.center().y(), option.rect.width() - 2, 1),
            theme.line);
        return;
    }

    const bool isEnabled = option.state.testFlag(State_Enabled);
    if (isEnabled && option.state.testFlag(State_Selected))
        drawRounded(painter, rect, mix(theme.background, theme.text, 0.08),
                    theme.highContrast ? theme.text : QColor(), 5);

    const bool isRightToLeft = option.direction == Qt::RightToLeft;
    const auto turned = [&](const QRect &part) {
        return isRightToLeft ? visualRect(Qt::RightToLeft, rect, part) : part;
    };
    const QRect icon(rect.left() + 8, rect.center().y() - MenuIcon / 2 + 1, MenuIcon, MenuIcon);
    option.icon.paint(painter, turned(icon), Qt::AlignCenter,
                      isEnabled ? QIcon::Normal : QIcon::Disabled);

    painter->save();
    painter->setFont(option.font);
    painter->setPen(isEnabled ? theme.text
                              : option.palette.color(QPalette::Disabled, QPalette::Text));
    const QRect text = rect.adjusted(8 + MenuIcon + 8, 0, -12, 0);
    const QStringList parts = option.text.split(u'\t');
    const int mnemonic = styleHint(SH_UnderlineShortcut, &option, nullptr, nullptr)
                             ? Qt::TextShowMnemonic
                             : Qt::TextHideMnemonic;
    const int common = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip;
    painter->drawText(turned(text),
                      common | mnemonic | (isRightToLeft ? Qt::AlignRight : Qt::AlignLeft),
                      parts.first());
    if (parts.size() > 1) {
        painter->setPen(theme.soft);
        painter->drawText(turned(text), common | (isRightToLeft ? Qt::AlignLeft : Qt::AlignRight),
                          parts.last());
    }
    painter->restore();
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                               QPainter *painter, const QWidget *widget) const
{
    if (control != CC_ScrollBar) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const Theme &theme = Theme::of(option->palette);
    const QRect slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const bool isActive = option->state.testAnyFlags(State_MouseOver | State_Sunken);
    painter->fillRect(option->rect, theme.background);
    drawRounded(painter, QRectF(slider).adjusted(3, 3, -3, -3),
                mix(theme.background, theme.text, isActive ? 0.6 : 0.35), {}, 3);
}

QSize Style::buttonSize(const QStyleOptionButton &option, const QWidget *widget) const
{
    const ButtonLook look = lookOf(option, widget);
    const QFontMetrics &metrics = option.fontMetrics;
    const int height = controlHeight(look, metrics);
    int width = 0;
    if (look.look == Button::Look::Icon || look.look == Button::Look::Quiet) {
        width = height;
    } else {
        width = metrics.size(Qt::TextShowMnemonic | Qt::TextSingleLine, look.text).width() + 1;
        if (look.leading != Glyph::None)
            width += glyphSize(look, metrics) + GlyphGap;
        if (look.trailing != Glyph::None)
            width += glyphSize(look, metrics) + GlyphGap / 2;
        if (look.look != Button::Look::Title)
            width += 2 * padding(look);
    }
    return {width + 2 * Metrics::FocusMargin, height + 2 * Metrics::FocusMargin};
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                              const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return buttonSize(*button, widget);
        break;
    case CT_LineEdit: {
        const int height = std::max(Metrics::ControlHeight, option->fontMetrics.height() + 16);
        return {contents.width() + 24, height};
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator)
                return {contents.width(), 9};
            const QFontMetrics metrics(item->font);
            const int text =
                metrics.size(Qt::TextShowMnemonic, item->text.section(u'\t', 0, 0)).width();
            const int shortcut = metrics.horizontalAdvance(item->text.section(u'\t', 1));
            return {2 * MenuMargin + 8 + MenuIcon + 8 + text + (shortcut > 0 ? 24 + shortcut : 0)
                        + 16,
                    std::max(32, metrics.height() + 12)};
        }
        break;
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
    case SE_LineEditContents:
        return option->rect.adjusted(10, 1, -10, -1);
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    case SE_CheckBoxFocusRect: {
        const QRect text = subElementRect(SE_CheckBoxContents, option, widget);
        return visualRect(option->direction, option->rect,
                          visualRect(option->direction, option->rect, text).adjusted(-3, -1, 3, 1));
    }
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                            SubControl subControl, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, subControl, widget);

    // No arrows: the groove is the whole bar.
    const bool isHorizontal = bar->orientation == Qt::Horizontal;
    const int length = isHorizontal ? bar->rect.width() : bar->rect.height();
    const qint64 range = qint64(bar->maximum) - bar->minimum;
    int sliderLength = length;
    if (range > 0)
        sliderLength = std::max<int>(
            pixelMetric(PM_ScrollBarSliderMin, bar, widget),
            static_cast<int>(qint64(bar->pageStep) * length / (range + bar->pageStep)));
    sliderLength = std::min(sliderLength, length);
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - sliderLength, bar->upsideDown);
    const auto part = [&](int from, int size) {
        const QRect rect = isHorizontal ? QRect(from, 0, size, bar->rect.height())
                                        : QRect(0, from, bar->rect.width(), size);
        return visualRect(bar->direction, bar->rect, rect.translated(bar->rect.topLeft()));
    };
    switch (subControl) {
    case SC_ScrollBarSlider:
        return part(start, sliderLength);
    case SC_ScrollBarGroove:
        return bar->rect;
    case SC_ScrollBarSubPage:
        return part(0, start);
    case SC_ScrollBarAddPage:
        return part(start + sliderLength, length - start - sliderLength);
    default:
        return {};
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return IndicatorSize;
    case PM_CheckBoxLabelSpacing:
        return 10;
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_MenuHMargin:
    case PM_MenuPanelWidth:
        return 0;
    case PM_MenuVMargin:
        return MenuMargin;
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
    case SH_ScrollBar_Transient:
    case SH_EtchDisabledText:
        return 0;
    case SH_Menu_MouseTracking:
        return 1;
    case SH_UnderlineShortcut:
        return m_showsMnemonics || qobject_cast<const QMenu *>(widget) ? 1 : 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

} // namespace SignIn
