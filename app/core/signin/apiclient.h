// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/client.h>

#include <memory>

namespace SignIn {

/// A client for \a server that names this app and its home page to it, as all our calls do.
/// \a manager must outlive it; \a clock may be null.
[[nodiscard]] std::unique_ptr<OpenRouterAuth::Client>
makeClient(QNetworkAccessManager *manager, const OpenRouterAuth::Server &server,
           OpenRouterAuth::Clock *clock = nullptr);

} // namespace SignIn
