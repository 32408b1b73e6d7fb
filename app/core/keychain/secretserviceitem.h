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

/// Calls \a handler once, later, with true if reading the entry of \a user would bring a prompt
/// although its collection is open: KeePassXC can lock single entries. Asks without a prompt; where
/// there is no Secret Service the answer is false.
void isItemLocked(const QString &user, QObject *context,
                  const std::function<void(bool isLocked)> &handler);

/// Titles the entry of \a user, locked to us or not, and calls \a handler once, later. Only for an
/// open collection: KeePassXC asks for its password when somebody only looks.
void setItemLabel(const QString &user, const QString &label, QObject *context,
                  const std::function<void()> &handler);

} // namespace SignIn
