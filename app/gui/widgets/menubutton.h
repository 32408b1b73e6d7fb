// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "button.h"

class QMenu;

namespace SignIn {

/// A button that opens a menu.
class MenuButton : public Button
{
    Q_OBJECT

public:
    MenuButton(const QString &label, QMenu *menu, QWidget *parent = nullptr);

    /// Opens \a menu below \a button.
    static void open(QMenu *menu, const QWidget *button);
};

} // namespace SignIn
