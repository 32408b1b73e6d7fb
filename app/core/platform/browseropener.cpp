// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "browseropener.h"

#include "appimage.h"

#include <QDir>
#include <QStandardPaths>
#include <QUrl>

namespace SignIn {

using namespace Qt::StringLiterals;

BrowserOpener::BrowserOpener(const QProcessEnvironment &environment)
    : m_environment(isInAppImage(environment) ? outsideOfAppImage(environment) : environment)
{}

QString BrowserOpener::find(const QString &name) const
{
    return QStandardPaths::findExecutable(
        name, m_environment.value(u"PATH"_s).split(QDir::listSeparator(), Qt::SkipEmptyParts));
}

bool BrowserOpener::isWebPage(const QUrl &url)
{
    return url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

} // namespace SignIn
