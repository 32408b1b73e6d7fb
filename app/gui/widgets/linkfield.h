// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineEdit>
#include <QUrl>

namespace SignIn {

/// Shows a link to select and copy, from left to right in every layout.
class LinkField : public QLineEdit
{
    Q_OBJECT

public:
    explicit LinkField(QWidget *parent = nullptr);

    void setUrl(const QUrl &url);

    /// Puts the whole link into the clipboard.
    void copyUrl() const;
};

} // namespace SignIn
