// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "group.h"

#include "gui/style/metrics.h"

#include <QVBoxLayout>

namespace SignIn {

Group::Group(QWidget *parent)
    : QFrame(parent)
    , m_content(new QVBoxLayout(this))
{
    constexpr int margin = Metrics::FocusMargin;
    m_content->setContentsMargins(margin, margin, margin, margin);
    m_content->setSpacing(Metrics::Unit);
    // Makes QFrame ask the style for the part that layouts see.
    setFrameShape(QFrame::NoFrame);
}

QRect Group::layoutRect(const QRect &rect)
{
    constexpr int margin = Metrics::FocusMargin;
    return rect.adjusted(margin, margin, -margin, -margin);
}

} // namespace SignIn
