// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keywarnings.h"

#include "keyusage.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr double WarnedShare = 0.8;
constexpr qint64 WarnedDays = 3;
constexpr qint64 SecondsPerHour = 60 * 60;
constexpr qint64 SecondsPerDay = 24 * SecondsPerHour;

struct WarningWords
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeyWarning)

public:
    static QString expiry(qint64 seconds)
    {
        if (seconds < SecondsPerHour)
            return tr("This key expires within the hour.");
        if (seconds < SecondsPerDay)
            return tr("This key expires in %n hour(s).", nullptr, int(seconds / SecondsPerHour));
        return tr("This key expires in %n day(s).", nullptr, int(seconds / SecondsPerDay));
    }

    static QString renewal(qint64 days)
    {
        return tr("This key is %n day(s) old and due to be renewed.", nullptr, int(days));
    }

    static QString limit(double share)
    {
        // Rounded down: 100% would say that it is used up.
        return tr("%1% of the limit is used.").arg(int(std::floor(share * 100)));
    }

    static QString freeRequests(const FreeRequests &requests)
    {
        if (requests.remaining == 0)
            return tr("No free requests are left today.");
        return tr("%n free request(s) of %1 left today.", "%1 is how many there are each day",
                  int(std::min<qint64>(requests.remaining, std::numeric_limits<int>::max())))
            .arg(requests.limit);
    }
};

std::optional<KeyWarning> expiryWarning(const StoredKey &key, const QDateTime &now)
{
    if (!key.expiresAt.isValid())
        return std::nullopt;
    const qint64 left = key.clock.at(now).secsTo(key.expiresAt);
    if (left < 0 || left > WarnedDays * SecondsPerDay)
        return std::nullopt;
    return KeyWarning{KeyWarning::Kind::ExpiresSoon, WarningWords::expiry(left)};
}

std::optional<KeyWarning> renewalWarning(const StoredKey &key, const QDateTime &now,
                                         int renewAfterDays)
{
    const QDateTime due = renewalTime(key, renewAfterDays);
    if (!due.isValid() || now < due || key.state == StoredKey::State::Session)
        return std::nullopt;
    return KeyWarning{KeyWarning::Kind::RenewalDue, WarningWords::renewal(key.created.daysTo(now))};
}

std::optional<KeyWarning> limitWarning(const StoredKey &key, const QDateTime &now)
{
    if (!key.lastStatus || key.lastStatus->refused || !isLimitOfThisInterval(key, now))
        return std::nullopt;
    const OpenRouterAuth::KeyInfo &info = key.lastStatus->info;
    const std::optional<double> used = usedOfLimit(info);
    if (!used || *info.limit <= 0)
        return std::nullopt;
    // Amounts such as 0.1 - 0.02 come out a hair below 80 %.
    constexpr double rounding = 1e-9;
    const double share = *used / *info.limit + rounding;
    if (share < WarnedShare || *used >= *info.limit)
        return std::nullopt;
    return KeyWarning{KeyWarning::Kind::LimitNear, WarningWords::limit(std::min(share, 0.99))};
}

std::optional<KeyWarning> freeRequestsWarning(const StoredKey &key, const QDateTime &now)
{
    constexpr qint64 tenth = 10;
    const std::optional<FreeRequests> requests = freeRequests(key, now);
    if (!requests || requests->remaining > requests->limit / tenth)
        return std::nullopt;
    return KeyWarning{KeyWarning::Kind::FreeRequestsLow, WarningWords::freeRequests(*requests)};
}

} // namespace

QLatin1StringView KeyWarning::name() const
{
    switch (kind) {
    case KeyWarning::Kind::ExpiresSoon:
        return "expires_soon"_L1;
    case KeyWarning::Kind::RenewalDue:
        return "renewal_due"_L1;
    case KeyWarning::Kind::LimitNear:
        return "limit_near"_L1;
    case KeyWarning::Kind::FreeRequestsLow:
        return "free_requests_low"_L1;
    }
    Q_UNREACHABLE();
}

QDateTime renewalTime(const StoredKey &key, int renewAfterDays)
{
    return renewAfterDays > 0 ? key.created.addDays(renewAfterDays) : QDateTime();
}

QList<KeyWarning> keyWarnings(const StoredKey &key, const QDateTime &now, int renewAfterDays)
{
    switch (key.condition(now)) {
    case StoredKey::Condition::Expired:
    case StoredKey::Condition::Refused:
    case StoredKey::Condition::Missing:
        return {};
    case StoredKey::Condition::Unknown:
    case StoredKey::Condition::Valid:
    case StoredKey::Condition::LimitReached:
    case StoredKey::Condition::SessionOnly:
        break;
    }
    QList<KeyWarning> warnings;
    for (const auto &warning : {expiryWarning(key, now), renewalWarning(key, now, renewAfterDays),
                                limitWarning(key, now), freeRequestsWarning(key, now)}) {
        if (warning)
            warnings += *warning;
    }
    return warnings;
}

} // namespace SignIn
