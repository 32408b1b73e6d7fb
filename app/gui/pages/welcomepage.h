// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/storechoice.h"
#include "page.h"

#include <OpenRouterAuth/server.h>

class QMenu;

namespace SignIn {

class MessageBar;

/// The first page: one button, and the other ways to a key.
class WelcomePage : public Page
{
    Q_OBJECT

public:
    explicit WelcomePage(QMenu *menu, QWidget *parent = nullptr);

    /// Whom a sign-in would be with; named unless it is openrouter.ai.
    void setServer(const OpenRouterAuth::Server &server);

    /// Where a new key goes.
    void setStore(StoreChoice store);

    void setKeychainSummary(const QString &summary);
    void setProblem(const QString &problem);

    /// Whether there are keys to go back to.
    void setCanGoBack(bool can);

Q_SIGNALS:
    void signInRequested();
    void codeRequested();
    void existingKeyRequested();
    void optionsRequested();
    void backRequested();

private:
    Button *m_backButton;
    TextLabel *m_server;
    TextLabel *m_explanation;
    TextLabel *m_keychain;
    MessageBar *m_problem;
};

} // namespace SignIn
