// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/platform/urlopener.h"

#include <QProcessEnvironment>

namespace SignIn {

/// Opens pages with the desktop's own handler.
///
/// In an AppImage Qt would start `xdg-open` with the libraries and plug-ins of the image, with
/// which many browsers do not start: there it is started with the environment as it was before.
/// In WSL the browser is on the Windows side, and `wslview` finds it.
class DesktopUrlOpener final : public UrlOpener
{
public:
    explicit DesktopUrlOpener(
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    bool open(const QUrl &url) override;

    /// The environment as it was before an AppImage changed it: what it saved as
    /// `APPIMAGE_ORIGINAL_…` comes back, and whatever points into the image goes.
    static QProcessEnvironment outsideOfAppImage(const QProcessEnvironment &environment);

private:
    QProcessEnvironment m_environment;
};

} // namespace SignIn
