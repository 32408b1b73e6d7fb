// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/clock.h>

#include <QList>
#include <QPointer>

#include <algorithm>
#include <optional>
#include <utility>

/// A clock that stands still until a test moves it.
class FakeClock : public OpenRouterAuth::Clock
{
public:
    [[nodiscard]] std::chrono::milliseconds elapsed() const override { return m_elapsed; }
    [[nodiscard]] QDateTime now() const override { return m_start.addMSecs(m_elapsed.count()); }

    void callAfter(std::chrono::milliseconds delay, QObject *context,
                   std::function<void()> callback) override
    {
        m_waits.append({m_elapsed + delay, delay, context, std::move(callback)});
    }

    /// The time of day at which elapsed() began.
    void setStart(const QDateTime &start) { m_start = start; }

    /// Lets \a time pass, making the calls that fall due in their order, each at its own moment.
    void advance(std::chrono::milliseconds time)
    {
        const auto end = m_elapsed + time;
        for (;;) {
            dropDead();
            const auto first =
                std::min_element(m_waits.begin(), m_waits.end(),
                                 [](const Wait &a, const Wait &b) { return a.due < b.due; });
            if (first == m_waits.end() || first->due > end)
                break;
            const Wait wait = m_waits.takeAt(first - m_waits.begin());
            m_elapsed = std::max(m_elapsed, wait.due);
            wait.callback();
        }
        m_elapsed = end;
    }

    /// Lets the computer sleep: time passes, but timers stand still.
    void sleep(std::chrono::milliseconds time)
    {
        m_elapsed += time;
        for (Wait &wait : m_waits)
            wait.due += time;
    }

    /// How many calls are still to be made.
    [[nodiscard]] qsizetype waiting()
    {
        dropDead();
        return m_waits.size();
    }

    /// The delay that was asked for last, if its time has not come yet.
    [[nodiscard]] std::optional<std::chrono::milliseconds> lastDelay()
    {
        dropDead();
        return m_waits.isEmpty() ? std::nullopt : std::optional(m_waits.last().delay);
    }

private:
    struct Wait
    {
        std::chrono::milliseconds due;
        std::chrono::milliseconds delay;
        QPointer<QObject> context;
        std::function<void()> callback;
    };

    void dropDead()
    {
        m_waits.removeIf([](const Wait &wait) { return wait.context.isNull(); });
    }

    QList<Wait> m_waits;
    std::chrono::milliseconds m_elapsed{0};
    QDateTime m_start = QDateTime::fromString(QStringLiteral("2026-09-01T12:00:00Z"), Qt::ISODate);
};
