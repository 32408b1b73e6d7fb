// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace SignIn {

FlowLayout::FlowLayout(int gap)
    : m_gap(gap)
{}

FlowLayout::~FlowLayout()
{
    for (QLayoutItem *item : m_items)
        delete item;
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.push_back(item);
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items.at(static_cast<size_t>(index)) : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    QLayoutItem *item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return layOut(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        const int gap = size.width() > 0 ? m_gap : 0;
        size = QSize(size.width() + gap + item->sizeHint().width(),
                     std::max(size.height(), item->sizeHint().height()));
    }
    return size;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    layOut(rect, true);
}

int FlowLayout::layOut(const QRect &rect, bool isReal) const
{
    const Qt::LayoutDirection direction =
        parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int y = rect.top();
    auto first = m_items.begin();
    while (first != m_items.end()) {
        int width = (*first)->sizeHint().width();
        int height = (*first)->sizeHint().height();
        auto end = first + 1;
        for (; end != m_items.end(); ++end) {
            const QSize size = (*end)->sizeHint();
            if (width + m_gap + size.width() > rect.width())
                break;
            width += m_gap + size.width();
            height = std::max(height, size.height());
        }
        int x = rect.left() + (rect.width() - width) / 2;
        for (auto item = first; isReal && item != end; ++item) {
            const QRect place(QPoint(x, y), (*item)->sizeHint());
            (*item)->setGeometry(QStyle::visualRect(direction, rect, place));
            x += place.width() + m_gap;
        }
        y += height;
        first = end;
    }
    return y - rect.top();
}

} // namespace SignIn
