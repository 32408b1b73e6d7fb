// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTranslator>

namespace SignIn {

/// Puts the program into the language of the person if it is one of ours, else into English. What
/// Qt says itself comes in the same language, and with it the direction of the layout. Lives within
/// the life of the QCoreApplication.
class Translations
{
public:
    Translations();

private:
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace SignIn
