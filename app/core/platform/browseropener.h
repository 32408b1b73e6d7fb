// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "urlopener.h"

#include <QProcessEnvironment>
#include <QString>

namespace SignIn {

/// Opens a page in the browser without Qt Gui: starts the system's own program for it, with an
/// argument vector and never through a shell. In WSL that is Windows' browser, and out of an
/// AppImage it gets the environment from outside of the image.
class BrowserOpener final : public UrlOpener
{
public:
    explicit BrowserOpener(
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    bool open(const QUrl &url) override;

    /// Path of the program that is started; empty if there is none.
    [[nodiscard]] QString program() const;

    /// Whether \a url is http or https: nothing else is opened.
    [[nodiscard]] static bool isWebPage(const QUrl &url);

private:
    [[nodiscard]] QString find(const QString &name) const;

    QProcessEnvironment m_environment; ///< of the program that is started
};

} // namespace SignIn
