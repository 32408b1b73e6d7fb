// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>

class QNetworkAccessManager;

namespace SignIn {

class BrowserOpener;
class KeychainStore;
class KeyList;
class KeyStatusChecker;
class KeyVault;
class PassStore;
class SessionStore;
class Settings;

/// What commands work with, each made when it is asked for the first time: a command that needs no
/// keychain and no network loads none. What has to do with the network is defined in a file of its
/// own, for openrouter-key-online only.
class Services
{
public:
    Services();
    ~Services();

    Settings &settings();
    KeyList &index();
    KeychainStore &keychain();
    PassStore &pass();
    KeyVault &vault();
    QNetworkAccessManager &network();
    KeyStatusChecker &checker();
    BrowserOpener &opener();

private:
    // In the order of who uses whom: the last ones go first.
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<BrowserOpener> m_opener;
    // Shared, because that can be destroyed without its header.
    std::shared_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<KeyList> m_index;
    std::unique_ptr<KeychainStore> m_keychain;
    std::unique_ptr<PassStore> m_pass;
    std::unique_ptr<SessionStore> m_session;
    std::unique_ptr<KeyVault> m_vault;
    std::shared_ptr<KeyStatusChecker> m_checker;
};

} // namespace SignIn
