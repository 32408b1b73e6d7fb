// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "page.h"

class QLineEdit;

namespace SignIn {

class KeyVault;
class MessageBar;
struct StoredKey;

/// Gives a key another label. The label is ours; the server keeps its own.
class RenamePage : public Page
{
    Q_OBJECT

public:
    explicit RenamePage(KeyVault *vault, QWidget *parent = nullptr);

    void setKey(const StoredKey &key);

Q_SIGNALS:
    void done(const QString &id);

private:
    void save();

    KeyVault *m_vault;
    QString m_id;
    QLineEdit *m_label;
    MessageBar *m_problem;
};

} // namespace SignIn
