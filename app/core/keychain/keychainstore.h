// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

#include <QList>

namespace SignIn {

/// The system's keychain, through QtKeychain. Service `OpenRouter`, text data, no plaintext
/// fallback.
class KeychainStore final : public SecretStore
{
    Q_OBJECT

public:
    explicit KeychainStore(QObject *parent = nullptr);

    void warmUp() override;
    void queryOpen(QObject *context, std::function<void(bool isOpen)> handler) override;
    void queryPlace(QObject *context, std::function<void(const QString &place)> handler) override;
    void setLabel(const QString &user, const QString &label, QObject *context,
                  std::function<void()> handler) override;

    void write(const QString &user, const OpenRouterAuth::Secret &secret, QObject *context,
               DoneHandler handler) override;
    void read(const QString &user, QObject *context, ReadHandler handler) override;
    void remove(const QString &user, QObject *context, DoneHandler handler) override;

private:
    enum class Preparation { NotBegun, UnderWay, Done };

    void whenPrepared(QObject *context, const std::function<void()> &start);

    Preparation m_preparation = Preparation::NotBegun;
    QList<std::function<void()>> m_waiting;
};

} // namespace SignIn
