// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/keychainstatus.h"

#include <QString>

namespace SignIn {

struct Services;

/// What somebody who reads a report of a problem wants to know about this computer. Not translated,
/// and nothing in it says who the person is: no key, label, user id, hash or path.
[[nodiscard]] QString diagnostics(const Services &services, const KeychainStatus &keychain);

} // namespace SignIn
