// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services.h"

#include "core/keychain/keychainstore.h"
#include "core/keychain/passstore.h"
#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keyvault.h"
#include "core/platform/browseropener.h"
#include "core/settings/settings.h"

#include <OpenRouterAuth/clock.h>

namespace SignIn {

Services::Services() = default;
Services::~Services() = default;

Settings &Services::settings()
{
    if (!m_settings)
        m_settings = std::make_unique<Settings>();
    return *m_settings;
}

KeyList &Services::index()
{
    if (!m_index)
        m_index =
            std::make_unique<KeyList>(KeyList::defaultFilePath(), KeyList::OtherChanges::Ignored);
    return *m_index;
}

KeychainStore &Services::keychain()
{
    if (!m_keychain)
        m_keychain = std::make_unique<KeychainStore>();
    return *m_keychain;
}

PassStore &Services::pass()
{
    if (!m_pass)
        m_pass = std::make_unique<PassStore>();
    return *m_pass;
}

KeyVault &Services::vault()
{
    if (!m_vault) {
        m_session = std::make_unique<SessionStore>();
        m_vault = std::make_unique<KeyVault>(&index(), &keychain(), m_session.get(),
                                             OpenRouterAuth::Clock::system(), &pass());
    }
    return *m_vault;
}

BrowserOpener &Services::opener()
{
    if (!m_opener)
        m_opener = std::make_unique<BrowserOpener>();
    return *m_opener;
}

} // namespace SignIn
