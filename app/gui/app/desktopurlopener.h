// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/platform/browseropener.h"

namespace SignIn {

/// Opens pages with the desktop's own handler, by QDesktopServices. That would start a browser with
/// the libraries of an AppImage, and finds none in WSL: there BrowserOpener does it.
class DesktopUrlOpener final : public UrlOpener
{
public:
    explicit DesktopUrlOpener(
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    bool open(const QUrl &url) override;

private:
    BrowserOpener m_browser;
    bool m_isInAppImage;
    bool m_isWsl;
};

} // namespace SignIn
