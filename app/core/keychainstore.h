// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

namespace SignIn {

/// The system's keychain, through QtKeychain. Service `OpenRouter`, text data, no plaintext
/// fallback.
class KeychainStore final : public SecretStore
{
    Q_OBJECT

public:
    explicit KeychainStore(QObject *parent = nullptr);

    void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
               DoneHandler handler) override;
    void read(const QString &user, QObject *context, ReadHandler handler) override;
    void remove(const QString &user, QObject *context, DoneHandler handler) override;
};

} // namespace SignIn
