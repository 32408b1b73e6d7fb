// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "localpeer.h"

#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

namespace SignIn {

uint ownUserId()
{
    return ::geteuid();
}

bool isPeerOfUser(qintptr descriptor, uint userId)
{
#ifdef Q_OS_LINUX
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(int(descriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
           && peer.uid == userId;
#else
    uid_t user = 0;
    gid_t group = 0;
    return ::getpeereid(int(descriptor), &user, &group) == 0 && user == userId;
#endif
}

} // namespace SignIn
