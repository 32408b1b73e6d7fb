// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "menubutton.h"

#include <QMenu>

namespace SignIn {

MenuButton::MenuButton(const QString &label, QMenu *menu, QWidget *parent)
    : Button(Glyph::More, label, Look::Icon, parent)
{
    connect(this, &Button::clicked, menu, [this, menu] { open(menu, this); });
}

void MenuButton::open(QMenu *menu, const QWidget *button)
{
    menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
}

} // namespace SignIn
