// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linkfield.h"

#include "gui/style/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

namespace SignIn {

LinkField::LinkField(QWidget *parent)
    : QLineEdit(parent)
{
    setReadOnly(true);
    setLayoutDirection(Qt::LeftToRight);
    setFont(fixedFont(TextSize::Note));
    setAccessibleName(tr("Link"));
    setMinimumWidth(0);
}

void LinkField::setUrl(const QUrl &url)
{
    setText(QString::fromLatin1(url.toEncoded()));
    setCursorPosition(0);
}

void LinkField::copyUrl() const
{
    QGuiApplication::clipboard()->setText(text());
}

bool LinkField::event(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(fixedFont(TextSize::Note));
    return QLineEdit::event(event);
}

} // namespace SignIn
