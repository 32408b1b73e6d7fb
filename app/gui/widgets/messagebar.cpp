// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "messagebar.h"

#include "button.h"
#include "gui/style/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace SignIn {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(8);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    layout->addWidget(m_text);
    m_buttons->setSpacing(8);
    layout->addLayout(m_buttons);
    setVisible(false);
    updateLook();
}

void MessageBar::show(const QString &text, Tone tone, const QString &words)
{
    m_tone = tone;
    m_text->setText(text);
    if (!words.isEmpty() && !m_words)
        makeWords();
    if (m_words) {
        m_words->setText(words);
        m_words->setVisible(!words.isEmpty());
    }
    updateLook();
    setVisible(!text.isEmpty());
}

/// Only when there are any: a text that can be selected brings an editor and its document along.
void MessageBar::makeWords()
{
    m_words = new QLabel(this);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    static_cast<QVBoxLayout *>(layout())->insertWidget(1, m_words);
}

QString MessageBar::text() const
{
    return m_text->text();
}

Button *MessageBar::addButton(const QString &label)
{
    auto *button = new Button(label, Button::Look::Normal, this);
    button->setSize(Button::Size::Small);
    if (m_buttons->count() == 0)
        m_buttons->addStretch();
    m_buttons->addWidget(button);
    return button;
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LayoutDirectionChange)
        updateLook();
}

bool MessageBar::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateLook();
    return QFrame::event(event);
}

void MessageBar::updateLook()
{
    const Theme &theme = Theme::of(palette());
    QColor color = theme.text;
    if (m_tone == Tone::Good)
        color = theme.good;
    else if (m_tone == Tone::Bad)
        color = theme.bad;
    for (QLabel *label : {m_text, m_words}) {
        if (!label)
            continue;
        QPalette colors = label->palette();
        if (colors.color(QPalette::WindowText) != color) {
            colors.setColor(QPalette::WindowText, color);
            label->setPalette(colors);
        }
        QFont font = textFont(TextSize::Body);
        font.setPointSizeF(font.pointSizeF() * 13 / 14);
        label->setFont(font);
        label->setAlignment((layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft)
                            | Qt::AlignVCenter | Qt::AlignAbsolute);
    }
    update();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QColor ground = mix(theme.background, theme.text, theme.highContrast ? 0 : 0.06);
    if (m_tone == Tone::Good)
        ground = theme.goodBackground;
    else if (m_tone == Tone::Bad)
        ground = theme.badBackground;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.highContrast ? QPen(theme.text) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::Radius,
                            Metrics::Radius);
}

} // namespace SignIn
