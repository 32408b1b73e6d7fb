// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/loopback/redirectreceiver.h"

namespace SignIn {

/// Receives redirects with QOAuthHttpServerReplyHandler, and reports what that handler understood.
///
/// Qt's handler may not be exposed to other programs: it neither limits nor checks requests, and it
/// keeps parser state of dropped connections. Each redirect gets a handler of its own, on another
/// loopback port and under a random path, for as long as one complete and minimal request takes. A
/// handler that stays silent, or whose report makes no sense, is replaced once.
class ReplyHandlerReceiver final : public RedirectReceiver
{
public:
    ReplyHandlerReceiver();

    void receive(const Redirect &redirect, QObject *context, const Report &report) override;

private:
    static void receive(const Redirect &redirect, QObject *context, const Report &report,
                        int rounds);
};

} // namespace SignIn
