// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/platform/urlopener.h"

#include <QString>
#include <QStringList>

namespace SignIn {

/// Opens a page in the browser without QtGui: starts the system's own program for it, with an
/// argument vector and never through a shell. In WSL that is Windows' browser.
class PageOpener final : public UrlOpener
{
public:
    bool open(const QUrl &url) override;

    /// The program that would be started; empty if there is none.
    [[nodiscard]] QString program() const;

    /// Whether a browser that was started could be seen by the person here.
    [[nodiscard]] static bool hasDisplay();

    [[nodiscard]] static bool isWsl();
    [[nodiscard]] static bool isContainer();
    [[nodiscard]] static bool isSsh();
};

} // namespace SignIn
