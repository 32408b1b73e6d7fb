// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "page.h"

#include "gui/style/metrics.h"
#include "gui/widgets/button.h"
#include "gui/widgets/textlabel.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

Page::Page(const QString &name, QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(name);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);

    auto *body = new QWidget(this);
    m_content = new QVBoxLayout(body);
    m_content->setContentsMargins(Metrics::PageMargin, Metrics::PageMargin, Metrics::PageMargin,
                                  Metrics::PageMargin);
    m_content->setSpacing(Metrics::Gap);
    setWidget(body);

    m_heading = new TextLabel({}, TextSize::Heading, TextLabel::Tone::Normal, body);
    m_heading->setObjectName(u"heading"_s);
    // Takes the focus when the page is shown, but is no tab stop.
    m_heading->setFocusPolicy(Qt::ClickFocus);
}

void Page::setHeading(const QString &text)
{
    m_heading->setText(text);
    setAccessibleName(text);
}

QSize Page::minimumSizeHint() const
{
    constexpr QSize Minimum(400, 480);
    // The window asks every page. Laying out those that nobody sees would take longer than all else
    // until the first paint.
    if (isHidden())
        return Minimum;
    const int content =
        widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    return {std::max(Minimum.width(), content), Minimum.height()};
}

void Page::announce(const QString &status)
{
    m_heading->setAccessibleName(
        status.isEmpty() ? m_heading->text()
                         : tr("%1. %2", "heading of a page and a status sentence, read aloud")
                               .arg(m_heading->text(), status));
    m_heading->setFocus(Qt::OtherFocusReason);
    verticalScrollBar()->setValue(0);
}

QHBoxLayout *Page::addButtonRow(std::initializer_list<Button *> buttons)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(Metrics::Unit);
    for (Button *button : buttons)
        row->addWidget(button, 1);
    m_content->addLayout(row);
    return row;
}

void Page::addField(const QString &caption, QWidget *field, std::initializer_list<QWidget *> more)
{
    auto *label = new TextLabel(caption, TextSize::Note);
    label->setBuddy(field);
    auto *group = new QVBoxLayout;
    group->setSpacing(Metrics::Unit);
    group->addWidget(label);
    group->addWidget(field);
    for (QWidget *widget : more)
        group->addWidget(widget);
    m_content->addLayout(group);
}

void Page::keyPressEvent(QKeyEvent *event)
{
    // A field may have handled this key and left the page.
    if (!isVisible())
        return;
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter) {
        // Elsewhere than in dialogs, Qt leaves Enter on a focused button without effect.
        if (auto *focused = qobject_cast<QPushButton *>(focusWidget());
            focused && focused->isVisible()) {
            focused->click();
            return;
        }
        if (m_primary && m_primary->isVisible() && m_primary->isEnabled()) {
            m_primary->click();
            return;
        }
    }
    if (event->key() == Qt::Key_Escape && m_back && m_back->isVisible() && m_back->isEnabled()) {
        m_back->click();
        return;
    }
    QScrollArea::keyPressEvent(event);
}

} // namespace SignIn
