// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <optional>

class QTcpSocket;

namespace SignIn {

/// Whether the program at the other end of a loopback connection runs as this user or as root.
///
/// On Linux the kernel is asked. Where it does not tell, everybody counts as this user: the nonce
/// alone protects the attempt there.
[[nodiscard]] bool isPeerOurs(const QTcpSocket &socket);

} // namespace SignIn
