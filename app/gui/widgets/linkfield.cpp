// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "linkfield.h"

#include "gui/style/fonts.h"

#include <QClipboard>
#include <QGuiApplication>

namespace SignIn {

LinkField::LinkField(QWidget *parent)
    : QLineEdit(parent)
{
    setReadOnly(true);
    setLayoutDirection(Qt::LeftToRight);
    setTextFont(this, {TextSize::Note, TextFont::Family::FixedWidth});
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

} // namespace SignIn
