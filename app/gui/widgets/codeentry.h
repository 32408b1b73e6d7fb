// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "group.h"

class QLineEdit;

namespace SignIn {

class Button;
class MessageBar;
class TextLabel;

/// Takes an authorization code.
class CodeEntry : public Group
{
    Q_OBJECT

public:
    explicit CodeEntry(QWidget *parent = nullptr);

    /// The code alone comes from a page that shows it. Without code mode, the whole address of the
    /// page is taken as well, and switching to code mode is offered.
    void setCodeMode(bool isCode);

    /// Forgets what was typed and what was wrong with it.
    void clear();
    void clearProblem();

    /// Says why the code cannot be used, and lets it be corrected.
    void showProblem(const QString &problem);

    void selectAll();
    void focusField();

Q_SIGNALS:
    void submitted(const QString &code);
    void codeModeRequested();

private:
    QLineEdit *m_code;
    TextLabel *m_caption;
    MessageBar *m_problem;
    Button *m_otherDevice;
};

} // namespace SignIn
