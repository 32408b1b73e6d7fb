// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/clock.h>

#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <vector>

/// The system's clock, with the difference that a test can skip the time it would have to wait.
/// What talks over real sockets goes on at its own pace.
class SkippingClock : public OpenRouterAuth::Clock
{
public:
    SkippingClock()
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.callOnTimeout(&m_timer, [this] { makeDueCalls(); });
    }

    [[nodiscard]] std::chrono::milliseconds elapsed() const override
    {
        return Clock::elapsed() + m_skipped;
    }

    [[nodiscard]] QDateTime now() const override
    {
        return Clock::now().addMSecs(m_skipped.count());
    }

    void callAfter(std::chrono::milliseconds delay, QObject *context,
                   std::function<void()> callback) override
    {
        m_calls.push_back({elapsed() + delay, context, std::move(callback)});
        startTimer();
    }

    /// Lets \a time have passed: makes the calls that are due, in their order.
    void skip(std::chrono::milliseconds time)
    {
        m_skipped += time;
        makeDueCalls();
    }

private:
    struct Call
    {
        std::chrono::milliseconds due;
        QPointer<QObject> context;
        std::function<void()> callback;
    };

    void makeDueCalls()
    {
        for (;;) {
            std::erase_if(m_calls, [](const Call &call) { return call.context.isNull(); });
            const auto first = next();
            if (first == m_calls.end() || first->due > elapsed())
                break;
            const Call call = std::move(*first);
            m_calls.erase(first);
            call.callback();
        }
        startTimer();
    }

    void startTimer()
    {
        const auto first = next();
        if (first == m_calls.end())
            m_timer.stop();
        else
            m_timer.start(std::max(std::chrono::milliseconds(0), first->due - elapsed()));
    }

    std::vector<Call>::iterator next()
    {
        return std::min_element(m_calls.begin(), m_calls.end(),
                                [](const Call &a, const Call &b) { return a.due < b.due; });
    }

    QTimer m_timer;
    std::vector<Call> m_calls;
    std::chrono::milliseconds m_skipped{0};
};
