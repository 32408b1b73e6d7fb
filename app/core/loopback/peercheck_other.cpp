// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peercheck.h"

namespace SignIn {

bool canCheckPeers()
{
    return false;
}

bool isPeerOurs(const QTcpSocket &)
{
    return true;
}

} // namespace SignIn
