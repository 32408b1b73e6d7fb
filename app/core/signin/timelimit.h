// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <chrono>
#include <optional>

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

/// How long a sign-in waits for approval. Counts the time that the computer sleeps.
class TimeLimit : public QObject
{
    Q_OBJECT

public:
    /// \a clock must outlive the limit.
    explicit TimeLimit(OpenRouterAuth::Clock *clock, QObject *parent = nullptr);

    /// 0: no limit. reached() follows, once.
    void start(std::chrono::milliseconds time);

    /// From now on there is no limit.
    void stop() { m_end.reset(); }

    [[nodiscard]] bool isReached() const;

    /// Time left; nothing if it is not limited.
    [[nodiscard]] std::optional<std::chrono::milliseconds> remaining() const;

Q_SIGNALS:
    void reached();

private:
    void check();

    OpenRouterAuth::Clock *m_clock;
    std::optional<std::chrono::milliseconds> m_end;
};

} // namespace SignIn
