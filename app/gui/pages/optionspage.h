// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "page.h"

class QCheckBox;
class QLineEdit;

namespace SignIn {

class MessageBar;
class Settings;

/// What new keys are asked for with.
class OptionsPage : public Page
{
    Q_OBJECT

public:
    explicit OptionsPage(Settings *settings, QWidget *parent = nullptr);

    /// Shows what is set.
    void load();

Q_SIGNALS:
    void done();

private:
    void save();

    Settings *m_settings;
    QLineEdit *m_label;
    QLineEdit *m_workspace;
    QCheckBox *m_required;
    MessageBar *m_problem;
};

} // namespace SignIn
