// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "page.h"

#include <OpenRouterAuth/apikey.h>

class QLineEdit;

namespace SignIn {

class MessageBar;

/// Takes a key that somebody has already.
class ExistingKeyPage : public Page
{
    Q_OBJECT

public:
    explicit ExistingKeyPage(QWidget *parent = nullptr);

    /// Names the server that the key will be shown to.
    void setServer(const OpenRouterAuth::Server &server);

    /// Forgets what was typed.
    void clear();

Q_SIGNALS:
    void keyEntered(const OpenRouterAuth::ApiKey &key);
    void backRequested();

private:
    void useKey();

    TextLabel *m_explanation;
    QLineEdit *m_key;
    MessageBar *m_problem;
};

} // namespace SignIn
