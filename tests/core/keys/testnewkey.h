// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/keyvault.h"
#include "core/keys/newkey.h"

#include <memory>

/// A new key that its server has just handed over. It must go before \a vault.
inline std::unique_ptr<SignIn::NewKey> receivedKey(SignIn::KeyVault &vault,
                                                   const OpenRouterAuth::ApiKey &key,
                                                   const OpenRouterAuth::Server &server = {},
                                                   const QString &replacedId = {})
{
    auto newKey = std::make_unique<SignIn::NewKey>(&vault);
    const QString problem = newKey->reserve(server, QStringLiteral("label"),
                                            SignIn::StoredKey::Intent::Store, replacedId);
    if (!problem.isEmpty())
        qFatal("%s", qPrintable(problem));
    newKey->received(key, {});
    return newKey;
}
