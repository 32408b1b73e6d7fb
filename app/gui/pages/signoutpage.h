// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "page.h"

#include <QPointer>

namespace SignIn {

class Card;
class KeyJob;
class KeyVault;
class MessageBar;

/// Asks before a key is deleted from the keychain, and deletes it.
class SignOutPage : public Page
{
    Q_OBJECT

public:
    explicit SignOutPage(KeyVault *vault, QWidget *parent = nullptr);

    void setKey(const StoredKey &key);

Q_SIGNALS:
    /// \a leftIn: see KeyJob::leftIn().
    void signedOut(const SignIn::StoredKey &key, const QString &leftIn);
    void backRequested(const QString &id);

private:
    void signOut();
    void jobFinished(const KeyJob &job);

    KeyVault *m_vault;
    StoredKey m_key;
    QPointer<KeyJob> m_job;
    TextLabel *m_sentence;
    TextLabel *m_label;
    TextLabel *m_masked;
    MessageBar *m_notice;
    Button *m_confirm;
};

} // namespace SignIn
