// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "serverclock.h"

#include <algorithm>

namespace SignIn {

QDateTime ServerClock::at(const QDateTime &now) const
{
    if (!isKnown())
        return now;
    // The server's time does not go back: who is before the answer has set the clock back, or never
    // set it right.
    if (now < local)
        return std::max(server, now);
    const QDateTime asLearned = server.addMSecs(local.msecsTo(now));
    // A clock that was behind the server's at the answer, and is past that moment now, was set
    // right meanwhile: what it was behind does not count any more.
    const bool wasSetRight = local < server && now >= server;
    return wasSetRight ? now : asLearned;
}

} // namespace SignIn
