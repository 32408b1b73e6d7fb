// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/keychainstatus.h"

#include <functional>

class QNetworkAccessManager;

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

class KeyList;
class KeyStatusChecker;
class KeyVault;
class PassStore;
class RedirectReceiver;
class SecretClipboard;
class Settings;
class UrlOpener;

/// What the window works with. The application makes the real ones, a test its own; all of them
/// must outlive the window and none may be null.
struct Services
{
    KeyList *index = nullptr; ///< Only to tell in which condition it is; the vault writes it.
    KeyVault *vault = nullptr;
    PassStore *pass = nullptr;
    KeyStatusChecker *checker = nullptr;
    Settings *settings = nullptr;
    QNetworkAccessManager *network = nullptr; ///< Proxy and TLS settings are made already.
    UrlOpener *opener = nullptr;
    RedirectReceiver *receiver = nullptr;
    SecretClipboard *clipboard = nullptr;
    OpenRouterAuth::Clock *clock = nullptr;

    /// Asks which keychain would answer, see KeychainStatus::query().
    std::function<void(QObject *, std::function<void(const KeychainStatus &)>)> queryKeychain =
        &KeychainStatus::query;
};

} // namespace SignIn
