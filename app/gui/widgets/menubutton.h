// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "button.h"

#include <functional>

class QMenu;

namespace SignIn {

/// A button with a menu, which is made anew each time it is opened: most menus never are.
class MenuButton : public Button
{
    Q_OBJECT

public:
    /// Adds the menu's actions. What belongs to this menu alone gets it as its parent and goes with
    /// it.
    using Fill = std::function<void(QMenu *)>;

    MenuButton(const QString &label, Fill fill, Look look = Look::Icon, QWidget *parent = nullptr);
};

} // namespace SignIn
