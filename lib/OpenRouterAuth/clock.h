// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>

#include <QDateTime>

#include <chrono>
#include <functional>

namespace OpenRouterAuth {

/// The library's time source, which tests replace. Used in the thread of its client.
class OPENROUTERAUTH_EXPORT Clock
{
public:
    virtual ~Clock();

    /// Time since some fixed moment. Never jumps, and goes on while the computer sleeps (Linux,
    /// macOS and Windows).
    [[nodiscard]] virtual std::chrono::milliseconds elapsed() const;

    /// The time of day, UTC.
    [[nodiscard]] virtual QDateTime now() const;

    /// Calls \a callback once after \a delay, unless \a context is destroyed before. Time for which
    /// the computer sleeps may not count here: compare elapsed() where it matters.
    virtual void callAfter(std::chrono::milliseconds delay, QObject *context,
                           std::function<void()> callback);

    /// The system's clock; lives as long as the program.
    static Clock *system();
};

} // namespace OpenRouterAuth
