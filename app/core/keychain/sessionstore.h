// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

#include <QHash>

namespace SignIn {

/// This process's memory: for keys that no keychain would take. Wiped at the end.
class SessionStore final : public SecretStore
{
    Q_OBJECT

public:
    using SecretStore::SecretStore;

    void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
               DoneHandler handler) override;
    void read(const QString &user, QObject *context, ReadHandler handler) override;
    void remove(const QString &user, QObject *context, DoneHandler handler) override;

private:
    QHash<QString, OpenRouterAuth::Secret> m_secrets;
};

} // namespace SignIn
