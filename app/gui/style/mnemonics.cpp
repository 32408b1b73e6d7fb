// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mnemonics.h"

#include <QKeyEvent>
#include <QWidget>

namespace SignIn {

void Mnemonics::watch(QWidget *window)
{
    window->installEventFilter(this);
}

bool Mnemonics::eventFilter(QObject *watched, QEvent *event)
{
    const auto isAlt = [event] { return static_cast<QKeyEvent *>(event)->key() == Qt::Key_Alt; };
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
        if (isAlt())
            setShown(static_cast<QWidget *>(watched), true);
        break;
    case QEvent::KeyRelease:
        if (isAlt())
            setShown(static_cast<QWidget *>(watched), false);
        break;
    case QEvent::WindowDeactivate:
        setShown(static_cast<QWidget *>(watched), false);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void Mnemonics::setShown(QWidget *window, bool shown)
{
    if (m_areShown == shown)
        return;
    m_areShown = shown;
    const QList<QWidget *> children = window->findChildren<QWidget *>();
    for (QWidget *child : children)
        child->update();
}

} // namespace SignIn
