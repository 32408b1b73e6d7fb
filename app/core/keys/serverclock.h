// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>

namespace SignIn {

/// A server's clock at its last answer (`Date`), and this computer's clock at that moment. A key
/// expires by the server's clock, whatever this computer's says.
struct ServerClock
{
    QDateTime server; ///< UTC
    QDateTime local;  ///< UTC

    /// False if no server has told its time yet.
    [[nodiscard]] bool isKnown() const { return server.isValid() && local.isValid(); }

    /// The server's time when this computer's clock says \a now. Where this computer's clock was
    /// set since the answer, the result is rather too early than too late, so that no key looks
    /// expired for it; it can even go back, to \a now, when a clock that was behind reaches the
    /// time of the answer. \a now itself if the server's clock is not known.
    [[nodiscard]] QDateTime at(const QDateTime &now) const;
};

} // namespace SignIn
