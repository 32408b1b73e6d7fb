// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "textlabel.h"

#include <QEvent>
#include <QGuiApplication>

namespace SignIn {

TextLabel::TextLabel(const QString &text, TextSize size, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_size(size)
    , m_fullText(text)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setText(text);
    if (tone == Tone::Soft)
        setForegroundRole(QPalette::PlaceholderText);
    updateFont();
    updateAlignment();
}

void TextLabel::setFixedWidth()
{
    m_isFixedWidth = true;
    setLayoutDirection(Qt::LeftToRight);
    updateFont();
}

void TextLabel::setElided(Qt::TextElideMode mode)
{
    m_elideMode = mode;
    setWordWrap(mode == Qt::ElideNone);
    elide();
}

void TextLabel::setFullText(const QString &text)
{
    m_fullText = text;
    updateGeometry();
    elide();
}

QSize TextLabel::minimumSizeHint() const
{
    if (m_elideMode == Qt::ElideNone)
        return QLabel::minimumSizeHint();
    return {fontMetrics().averageCharWidth() * 4, fontMetrics().height()};
}

QSize TextLabel::sizeHint() const
{
    if (m_elideMode == Qt::ElideNone)
        return QLabel::sizeHint();
    return {fontMetrics().horizontalAdvance(m_fullText) + 2, fontMetrics().height()};
}

bool TextLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateFont();
    else if (event->type() == QEvent::ApplicationLayoutDirectionChange)
        updateAlignment();
    return QLabel::event(event);
}

void TextLabel::focusInEvent(QFocusEvent *event)
{
    if (textInteractionFlags().testFlag(Qt::TextSelectableByKeyboard)) {
        QLabel::focusInEvent(event);
        return;
    }
    // Not before it is needed, and not by QLabel: it makes an editor and a document for a text that
    // can have the focus.
    setFocusPolicy(Qt::ClickFocus);
    update();
}

void TextLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (m_elideMode != Qt::ElideNone)
        elide();
}

void TextLabel::updateFont()
{
    setFont(m_isFixedWidth ? fixedFont(m_size) : textFont(m_size));
    if (m_elideMode != Qt::ElideNone)
        elide();
}

void TextLabel::updateAlignment()
{
    // On the side where the page begins, whichever direction the words themselves have: QLabel
    // would put an English label on the other side of an Arabic page.
    if (!alignment().testFlag(Qt::AlignHCenter))
        setAlignment((QGuiApplication::isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft)
                     | Qt::AlignVCenter | Qt::AlignAbsolute);
}

void TextLabel::elide()
{
    if (m_elideMode == Qt::ElideNone) {
        setText(m_fullText);
        return;
    }
    const QString shown = fontMetrics().elidedText(m_fullText, m_elideMode, width());
    setText(shown);
    const bool isCut = shown != m_fullText;
    setToolTip(isCut ? m_fullText.toHtmlEscaped() : QString());
    setAccessibleName(isCut ? m_fullText : QString());
}

} // namespace SignIn
