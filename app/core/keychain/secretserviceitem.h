// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QString>

#include <functional>

namespace SignIn {

/// Tells apart what libsecret does not: it says "not found" for an entry that is not there as well
/// as for one behind a prompt that was dismissed.
///
/// Calls \a handler once, later, with true if the entry of \a user, or the whole collection, is
/// locked. Asks the Secret Service without a prompt; where there is none the answer is false.
void isItemLocked(const QString &user, QObject *context,
                  const std::function<void(bool isLocked)> &handler);

} // namespace SignIn
