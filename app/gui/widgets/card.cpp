// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "card.h"

#include "gui/style/box.h"
#include "gui/style/metrics.h"

#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace SignIn {

Card::Card(QWidget *parent)
    : QFrame(parent)
    , m_content(new QVBoxLayout(this))
{
    m_content->setContentsMargins(Metrics::CardPadding, Metrics::CardPadding, Metrics::CardPadding,
                                  Metrics::CardPadding);
    m_content->setSpacing(12);
}

void Card::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(palette());
    QPainter painter(this);
    drawBox(&painter, rect(), Metrics::Radius + 2, theme.card, theme.line);
}

void Card::mouseReleaseEvent(QMouseEvent *event)
{
    QFrame::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

} // namespace SignIn
