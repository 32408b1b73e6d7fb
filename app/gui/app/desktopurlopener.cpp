// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "desktopurlopener.h"

#include "core/platform/appimage.h"
#include "core/platform/session.h"

#include <QDesktopServices>
#include <QUrl>

namespace SignIn {

DesktopUrlOpener::DesktopUrlOpener(const QProcessEnvironment &environment)
    : m_browser(environment)
    , m_isInAppImage(isInAppImage(environment))
    , m_isWsl(isWsl(environment))
{}

bool DesktopUrlOpener::open(const QUrl &url)
{
    if (!BrowserOpener::isWebPage(url))
        return false;
    if (m_isInAppImage)
        return m_browser.open(url);
    return (m_isWsl && m_browser.open(url)) || QDesktopServices::openUrl(url);
}

} // namespace SignIn
