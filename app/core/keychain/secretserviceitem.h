// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secretstore.h"

#include <QObject>
#include <QString>

#include <functional>

namespace SignIn {

/// Tells apart what libsecret does not: it says "not found" for an entry that is not there as well
/// as for one behind a prompt that was dismissed or an access that was denied.
///
/// Calls \a handler once, later: Locked if the entry of \a user or its whole collection is locked
/// to us, NotCreated if there is no keyring at all, else NotFound. Asks without a prompt.
void explainAbsence(const QString &user, QObject *context,
                    const std::function<void(StoreError::Kind)> &handler);

/// Of one entry: KeePassXC can lock it although its collection is open.
enum class ItemState {
    Open,
    Locked,  ///< Reading it brings a prompt.
    Unknown, ///< There is no such entry, or none that is shown; or there is no Secret Service.
};

/// Calls \a handler once, later, with the state of the entry of \a user. Asks without a prompt.
void queryItem(const QString &user, QObject *context,
               const std::function<void(ItemState)> &handler);

/// Titles the entry of \a user, locked to us or not, and calls \a handler once, later. Only for an
/// open collection: KeePassXC asks for its password when somebody only looks.
void setItemLabel(const QString &user, const QString &label, QObject *context,
                  const std::function<void()> &handler);

} // namespace SignIn
