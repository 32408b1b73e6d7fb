// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "clock.h"

#include <QTimer>

namespace OpenRouterAuth {

Clock::~Clock() = default;

std::chrono::milliseconds Clock::elapsed() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

QDateTime Clock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

void Clock::callAfter(std::chrono::milliseconds delay, QObject *context,
                      std::function<void()> callback)
{
    // A coarse timer may come early, and "Retry-After" would be kept almost.
    QTimer::singleShot(delay, Qt::PreciseTimer, context, std::move(callback));
}

Clock *Clock::system()
{
    static Clock clock;
    return &clock;
}

} // namespace OpenRouterAuth
