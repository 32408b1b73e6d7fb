// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "localpeer.h"

namespace SignIn {

uint ownUserId()
{
    return 0;
}

bool isPeerOfUser(qintptr, uint)
{
    return true;
}

} // namespace SignIn
