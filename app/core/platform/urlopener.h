// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QUrl;

namespace SignIn {

/// Opens a web page in the person's browser.
class UrlOpener
{
public:
    virtual ~UrlOpener() = default;

    /// False if it surely failed; true proves nothing.
    virtual bool open(const QUrl &url) = 0;
};

} // namespace SignIn
