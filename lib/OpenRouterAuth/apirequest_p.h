// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QLatin1StringView>
#include <QNetworkRequest>

namespace OpenRouterAuth {

class Client;

/// What all requests of \a client to the endpoint at \a path have in common: the rules of transport
/// and the attribution, but no key.
QNetworkRequest makeApiRequest(const Client &client, QLatin1StringView path);

} // namespace OpenRouterAuth
