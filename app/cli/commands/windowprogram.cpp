// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "windowprogram.h"

#include <QCoreApplication>
#include <QStandardPaths>

namespace SignIn {

using namespace Qt::StringLiterals;

QString windowProgram()
{
    const QString name = u"openrouter-signin"_s;
    const QString folder =
        QCoreApplication::applicationDirPath() + u'/' + QStringLiteral(SIGNIN_PROGRAMS_FOLDER);
    const QString beside = QStandardPaths::findExecutable(name, {folder});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

} // namespace SignIn
