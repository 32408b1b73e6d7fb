// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "timelimit.h"

#include <OpenRouterAuth/clock.h>

#include <algorithm>

namespace SignIn {

namespace {

/// Timers stand still while the computer sleeps, so the clock is looked at again this often.
constexpr std::chrono::milliseconds CheckInterval{5'000};

} // namespace

TimeLimit::TimeLimit(OpenRouterAuth::Clock *clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{}

void TimeLimit::start(std::chrono::milliseconds time)
{
    if (time.count() <= 0)
        return;
    m_end = m_clock->elapsed() + time;
    check();
}

bool TimeLimit::isReached() const
{
    return m_end && m_clock->elapsed() >= *m_end;
}

std::optional<std::chrono::milliseconds> TimeLimit::remaining() const
{
    if (!m_end)
        return std::nullopt;
    return std::max(std::chrono::milliseconds(0), *m_end - m_clock->elapsed());
}

void TimeLimit::check()
{
    if (!m_end)
        return;
    if (isReached()) {
        Q_EMIT reached();
        return;
    }
    m_clock->callAfter(std::min(*m_end - m_clock->elapsed(), CheckInterval), this,
                       [this] { check(); });
}

} // namespace SignIn
