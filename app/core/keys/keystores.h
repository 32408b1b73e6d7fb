// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keychainaccess.h"

#include <memory>

namespace SignIn {

struct StoredKey;

/// The places where stored keys are: the system's keychain and, where there is one, pass. An entry
/// says which of them has its key.
class KeyStores
{
public:
    /// Both must outlive this object. \a pass may be null: then the keychain is asked for all keys.
    KeyStores(SecretStore *keychain, SecretStore *pass)
        : m_keychain(keychain)
        , m_pass(pass ? std::make_unique<KeychainAccess>(pass) : nullptr)
    {}

    /// For what belongs to no key, such as the copy of the list.
    [[nodiscard]] KeychainAccess *keychain() { return &m_keychain; }

    /// Null if there is none.
    [[nodiscard]] KeychainAccess *pass() { return m_pass.get(); }

    /// Where the key of \a entry is, or is to go.
    [[nodiscard]] KeychainAccess *of(const StoredKey &entry);

private:
    KeychainAccess m_keychain;
    std::unique_ptr<KeychainAccess> m_pass;
};

} // namespace SignIn
