// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session.h"

#include <QFile>

namespace SignIn {

using namespace Qt::StringLiterals;

bool isSsh()
{
    return !qEnvironmentVariableIsEmpty("SSH_CONNECTION");
}

bool isContainer()
{
    return qEnvironmentVariableIsSet("container") || QFile::exists(u"/.dockerenv"_s)
           || QFile::exists(u"/run/.containerenv"_s);
}

bool canShowBrowser()
{
    return hasDisplay() || isWsl();
}

} // namespace SignIn
