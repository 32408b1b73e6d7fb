// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keystores.h"

#include "storedkey.h"

namespace SignIn {

KeychainAccess *KeyStores::of(const StoredKey &entry)
{
    return m_pass && entry.isInPass() ? m_pass.get() : &m_keychain;
}

} // namespace SignIn
