// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/storechoice.h"
#include "core/keys/keydestination.h"
#include "page.h"

#include <OpenRouterAuth/apikey.h>

namespace SignIn {

class MessageBar;
class SecretField;

/// Takes a key that somebody has already.
class ExistingKeyPage : public Page
{
    Q_OBJECT

public:
    explicit ExistingKeyPage(QWidget *parent = nullptr);

    /// Names the server that the key will be shown to.
    void setDestination(const KeyDestination &destination, StoreChoice store = StoreChoice::Auto);

    /// Forgets what was typed.
    void clear();

Q_SIGNALS:
    void keyEntered(const OpenRouterAuth::ApiKey &key);
    void backRequested();

protected:
    void hideEvent(QHideEvent *event) override;

private:
    enum class Consent { Needed, Given };

    void useKey(Consent consent);
    void showProblem(MessageBar *bar, const QString &text);

    KeyDestination m_destination;
    TextLabel *m_explanation;
    SecretField *m_key;
    MessageBar *m_problem;
    MessageBar *m_question; ///< Is that server really to have the key?
};

} // namespace SignIn
