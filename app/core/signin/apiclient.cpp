// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "apiclient.h"

#include "core/identity.h"

#include <QUrl>

namespace SignIn {

std::unique_ptr<OpenRouterAuth::Client> makeClient(QNetworkAccessManager *manager,
                                                   const OpenRouterAuth::Server &server,
                                                   OpenRouterAuth::Clock *clock)
{
    auto client = std::make_unique<OpenRouterAuth::Client>(manager, server);
    client->setAttribution(QUrl(Identity::Homepage.toString()),
                           Identity::ApplicationName.toString());
    if (clock)
        client->setClock(clock);
    return client;
}

} // namespace SignIn
