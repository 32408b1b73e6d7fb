// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secretfield.h"

#include <QSignalBlocker>

namespace SignIn {

SecretField::SecretField(QWidget *parent)
    : QLineEdit(parent)
{
    setEchoMode(Password);
    setLayoutDirection(Qt::LeftToRight);
    setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhSensitiveData | Qt::ImhNoAutoUppercase
                        | Qt::ImhHiddenText);
}

SecretField::~SecretField()
{
    wipe();
}

void SecretField::wipe()
{
    const QSignalBlocker blocker(this);
    // The field's own bytes, shared: setText() leaves us as their only owner. clear() would keep
    // them in the undo history.
    QString secret = text();
    if (secret.isEmpty() && !isModified())
        return;
    const qsizetype size = secret.size();
    setText({});
    if (secret.isDetached())
        secret.fill(u'\0');
    // The history is emptied but keeps its memory, one entry for each character and each change.
    insert(QString(2 * size + 2, u' '));
    setText({});
}

} // namespace SignIn
