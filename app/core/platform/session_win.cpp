// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session.h"

namespace SignIn {

bool isWsl(const QProcessEnvironment &)
{
    return false;
}

bool hasDisplay()
{
    return true;
}

} // namespace SignIn
