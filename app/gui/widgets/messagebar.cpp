// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "messagebar.h"

#include "button.h"
#include "gui/style/box.h"
#include "gui/style/fonts.h"
#include "gui/style/metrics.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace SignIn {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_words(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(8);
    for (QLabel *label : {m_text, m_words}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        setTextFont(label, {TextSize::Message});
        layout->addWidget(label);
    }
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_words->hide();
    m_buttons->setSpacing(8);
    layout->addLayout(m_buttons);
    setVisible(false);
    updateLook();
}

void MessageBar::show(const QString &text, Tone tone, const QString &words)
{
    m_tone = tone;
    m_text->setText(text);
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    updateLook();
    setVisible(!text.isEmpty());
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

void MessageBar::updateLook()
{
    const QColor color = Theme::of(palette()).colors(m_tone).text;
    for (QLabel *label : {m_text, m_words}) {
        QPalette colors = label->palette();
        if (colors.color(QPalette::WindowText) != color) {
            colors.setColor(QPalette::WindowText, color);
            label->setPalette(colors);
        }
        label->setAlignment((layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft)
                            | Qt::AlignVCenter | Qt::AlignAbsolute);
    }
    update();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawBox(&painter, rect(), Metrics::Radius, Theme::of(palette()).colors(m_tone));
}

} // namespace SignIn
