// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "clock.h"

#include <QAbstractEventDispatcher>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <ctime>
#endif

namespace OpenRouterAuth {

Clock::~Clock() = default;

std::chrono::milliseconds Clock::elapsed() const
{
    using namespace std::chrono;
#ifdef Q_OS_UNIX
    // Linux has a clock of its own for this; on macOS the monotonic one does not stop in sleep.
#ifdef CLOCK_BOOTTIME
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    if (::clock_gettime(clock, &time) == 0)
        return duration_cast<milliseconds>(seconds(time.tv_sec) + nanoseconds(time.tv_nsec));
#endif
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
}

QDateTime Clock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

void Clock::callAfter(std::chrono::milliseconds delay, QObject *context,
                      std::function<void()> callback)
{
    // QTimer::singleShot() would keep its timer for the whole delay, also where the context has
    // gone long before, and all timers are looked through again and again. The dispatcher as its
    // parent, as there, because the callback may delete the context.
    auto *timer = new QTimer(QAbstractEventDispatcher::instance());
    timer->setSingleShot(true);
    // A coarse timer may come early, and "Retry-After" would be kept almost.
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, context, std::move(callback));
    QObject::connect(timer, &QTimer::timeout, timer, &QObject::deleteLater);
    QObject::connect(context, &QObject::destroyed, timer, &QObject::deleteLater);
    timer->start(delay);
}

Clock *Clock::system()
{
    static Clock clock;
    return &clock;
}

} // namespace OpenRouterAuth
