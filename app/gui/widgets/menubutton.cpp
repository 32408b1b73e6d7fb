// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "menubutton.h"

#include <QMenu>

namespace SignIn {

MenuButton::MenuButton(const QString &label, Fill fill, Look look, QWidget *parent)
    : Button(Glyph::More, label, look, parent)
{
    connect(this, &Button::clicked, this, [this, fill = std::move(fill)] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fill(menu);
        menu->popup(mapToGlobal(rect().bottomLeft()));
    });
}

} // namespace SignIn
