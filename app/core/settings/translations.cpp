// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace SignIn {

using namespace Qt::StringLiterals;

Translations::Translations()
{
    const QString folder = u":/i18n"_s;
    // English is needed too: its plurals stand there.
    if (!m_own.load(QLocale(), u"openrouter-signin"_s, u"_"_s, folder)
        && !m_own.load(u"openrouter-signin_en"_s, folder))
        return;
    QCoreApplication::installTranslator(&m_own);
    // Qt itself speaks English, and would look in 34 places for a file of that.
    if (m_own.language() != "en"_L1
        && m_qt.load(QLocale(m_own.language()), u"qtbase"_s, u"_"_s,
                     QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

} // namespace SignIn
