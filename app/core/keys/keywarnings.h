// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QList>
#include <QString>

namespace SignIn {

/// Something about a key that works today and needs attention soon.
struct KeyWarning
{
    enum class Kind {
        ExpiresSoon,     ///< In three days or less.
        LimitNear,       ///< 80 % of the limit are used, and less than all of it.
        RenewalDue,      ///< It is as old as keys are to become.
        FreeRequestsLow, ///< The last tenth of today's requests to free models.
    };

    Kind kind;
    QString text; ///< For people, in both programs: "82% of the limit is used."

    /// For programs: "limit_near". Documented in openrouter-key(1).
    [[nodiscard]] QLatin1StringView name() const;
};

/// The warnings about \a key when this computer's clock says \a now, most urgent first. None for a
/// key that is of no use now: condition() says so. \a renewAfterDays as in the settings.
[[nodiscard]] QList<KeyWarning> keyWarnings(const StoredKey &key, const QDateTime &now,
                                            int renewAfterDays = 0);

/// When \a key is to be renewed; invalid if \a renewAfterDays is 0.
[[nodiscard]] QDateTime renewalTime(const StoredKey &key, int renewAfterDays);

} // namespace SignIn
