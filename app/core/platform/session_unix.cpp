// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session.h"

#include <QFile>

namespace SignIn {

using namespace Qt::StringLiterals;

bool isWsl(const QProcessEnvironment &environment)
{
#ifdef Q_OS_LINUX
    if (environment.contains(u"WSL_DISTRO_NAME"_s) || environment.contains(u"WSL_INTEROP"_s))
        return true;
    QFile version(u"/proc/version"_s);
    return version.open(QIODevice::ReadOnly) && version.readAll().toLower().contains("microsoft");
#else
    Q_UNUSED(environment)
    return false;
#endif
}

bool hasDisplay()
{
#ifdef Q_OS_DARWIN
    return true;
#else
    return !qEnvironmentVariableIsEmpty("DISPLAY")
           || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#endif
}

} // namespace SignIn
