// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services.h"

#include "core/keychain/keychainstore.h"
#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/platform/browseropener.h"
#include "core/settings/settings.h"

#include <OpenRouterAuth/clock.h>

#include <QNetworkAccessManager>

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
        m_index = std::make_unique<KeyList>(KeyList::defaultFilePath());
    return *m_index;
}

KeychainStore &Services::keychain()
{
    if (!m_keychain)
        m_keychain = std::make_unique<KeychainStore>();
    return *m_keychain;
}

KeyVault &Services::vault()
{
    if (!m_vault) {
        m_session = std::make_unique<SessionStore>();
        m_vault = std::make_unique<KeyVault>(&index(), &keychain(), m_session.get(),
                                             OpenRouterAuth::Clock::system());
    }
    return *m_vault;
}

QNetworkAccessManager &Services::network()
{
    if (!m_network) {
        m_network = std::make_unique<QNetworkAccessManager>();
        settings().applyProxy(m_network.get());
    }
    return *m_network;
}

KeyStatusChecker &Services::checker()
{
    if (!m_checker) {
        m_checker = std::make_unique<KeyStatusChecker>(&vault(), &network(),
                                                       OpenRouterAuth::Clock::system());
    }
    return *m_checker;
}

BrowserOpener &Services::opener()
{
    if (!m_opener)
        m_opener = std::make_unique<BrowserOpener>();
    return *m_opener;
}

} // namespace SignIn
