// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keylist.h"
#include "keylistcopy.h"
#include "keyrecovery.h"
#include "keystores.h"
#include "keyvault.h"
#include "knownkeys.h"
#include "pendingkeys.h"

#include <OpenRouterAuth/clock.h>

#include <QFileInfo>

namespace SignIn {

/// What a KeyVault is made of.
class KeyVault::Private
{
public:
    Private(KeyList *keyList, SecretStore *keychainStore, SecretStore *sessionStore,
            SecretStore *passStore, OpenRouterAuth::Clock *usedClock)
        : list(keyList)
        , session(sessionStore)
        , clock(usedClock ? usedClock : OpenRouterAuth::Clock::system())
        , stores(keychainStore, passStore)
        , keys(keyList)
        , pending(&keys, QFileInfo(keyList->filePath()).absolutePath())
        , copy(keyList, stores.keychain(), clock)
        , recovery({keyList, &copy, &keys, &pending, &stores})
        , listIsLost(isLost())
    {}

    [[nodiscard]] bool isLost() const
    {
        return list->condition() == KeyList::Condition::Absent
               || list->condition() == KeyList::Condition::Corrupt;
    }

    KeyList *list;
    SecretStore *session;
    OpenRouterAuth::Clock *clock;
    KeyStores stores;
    KnownKeys keys;
    PendingKeys pending;
    KeyListCopy copy;
    KeyRecovery recovery;
    bool listIsLost;
};

} // namespace SignIn
