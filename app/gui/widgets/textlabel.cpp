// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "textlabel.h"

#include <QEvent>
#include <QGuiApplication>

namespace SignIn {

TextLabel::TextLabel(const QString &text, TextSize size, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_size(size)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    setWordWrap(true);
    if (tone == Tone::Soft)
        setForegroundRole(QPalette::PlaceholderText);
    setTextFont(this, {size});
    updateAlignment();
}

void TextLabel::setFixedWidth()
{
    setLayoutDirection(Qt::LeftToRight);
    setTextFont(this, {m_size, TextFont::Family::FixedWidth});
}

bool TextLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationLayoutDirectionChange)
        updateAlignment();
    return QLabel::event(event);
}

void TextLabel::updateAlignment()
{
    // On the side where the page begins, whichever direction the words themselves have: QLabel
    // would put an English label on the other side of an Arabic page.
    if (!alignment().testFlag(Qt::AlignHCenter))
        setAlignment((QGuiApplication::isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft)
                     | Qt::AlignVCenter | Qt::AlignAbsolute);
}

} // namespace SignIn
