// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services.h"

#include <QDialog>

namespace SignIn {

class Button;
class MessageBar;

/// What this program is, whose, and under which terms; and the text to put into a report of a
/// problem.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(const Services &services, QWidget *parent = nullptr);

private:
    void copyDiagnostics();

    Services m_services;
    Button *m_copy;
    MessageBar *m_notice;
};

} // namespace SignIn
