// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace SignIn {

/// 0 where users have no numbers.
[[nodiscard]] uint ownUserId();

/// Whether the process at the other end of a connected local socket runs as \a userId.
/// \a descriptor is QLocalSocket::socketDescriptor().
///
/// The kernel is asked, on each Unix in its own way. On Windows the access list of the pipe lets no
/// other user in, and this is always true.
[[nodiscard]] bool isPeerOfUser(qintptr descriptor, uint userId = ownUserId());

} // namespace SignIn
