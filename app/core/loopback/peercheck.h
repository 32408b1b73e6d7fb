// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QTcpSocket;

namespace SignIn {

/// Whether this system tells which user is at the other end of a connection: Linux does.
[[nodiscard]] bool canCheckPeers();

/// Whether the program at the other end of a loopback connection runs as this user or as root.
///
/// True where it cannot be checked: there only the nonce in the path protects a sign-in.
[[nodiscard]] bool isPeerOurs(const QTcpSocket &socket);

} // namespace SignIn
