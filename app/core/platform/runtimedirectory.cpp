// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtimedirectory.h"

#include <QDir>
#include <QStandardPaths>

namespace SignIn {

QString runtimeDirectory()
{
#ifdef Q_OS_WIN
    // Qt's RuntimeLocation is the home folder there, which is no place for files of ours.
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                           + QStringLiteral("/openrouter-signin");
    return QDir().mkpath(folder) ? folder : QString();
#else
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
#endif
}

} // namespace SignIn
