// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLineEdit>

namespace SignIn {

/// A field for a secret, which it does not show and of which it keeps nothing once wipe() was
/// called.
class SecretField : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretField(QWidget *parent = nullptr);
    ~SecretField() override;

    /// Empties the field and its undo history and overwrites the memory of both, as far as Qt lets
    /// us reach it. Emits no signal.
    void wipe();
};

} // namespace SignIn
