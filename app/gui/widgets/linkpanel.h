// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "group.h"

class QUrl;

namespace SignIn {

class Button;
class LinkField;
class TextLabel;

/// The authorization link, to copy or to open, and the way to enter a code instead.
class LinkPanel : public Group
{
    Q_OBJECT

public:
    explicit LinkPanel(QWidget *parent = nullptr);

    void setUrl(const QUrl &url);

    /// With a code, the link may be opened on another device; the code field is shown anyway.
    void setCodeMode(bool isCode);

Q_SIGNALS:
    void copied();
    void openRequested();
    void codeRequested();

private:
    TextLabel *m_caption;
    LinkField *m_link;
    Button *m_openBrowser;
    Button *m_enterCode;
};

} // namespace SignIn
