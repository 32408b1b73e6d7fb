// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redirect.h"

#include <functional>
#include <optional>

class QObject;

namespace SignIn {

/// Receives a redirect that RedirectServer has checked, and says what arrived.
class RedirectReceiver
{
public:
    /// What arrived; nothing if it could not be read.
    using Report = std::function<void(const std::optional<Redirect> &)>;

    virtual ~RedirectReceiver() = default;

    /// Calls \a report asynchronously, exactly once, unless \a context is destroyed before.
    virtual void receive(const Redirect &redirect, QObject *context, const Report &report) = 0;
};

} // namespace SignIn
