// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/settings/certificates.h"
#include "core/settings/proxy.h"
#include "core/settings/settings.h"
#include "services.h"

#include <OpenRouterAuth/clock.h>

#include <QNetworkAccessManager>

namespace SignIn {

QNetworkAccessManager &Services::network()
{
    if (!m_network) {
        trustCertificatesOfEnvironment();
        m_network = std::make_shared<QNetworkAccessManager>();
        applyProxy(settings().proxy(), m_network.get());
    }
    return *m_network;
}

KeyStatusChecker &Services::checker()
{
    if (!m_checker) {
        m_checker = std::make_shared<KeyStatusChecker>(&vault(), &network(),
                                                       OpenRouterAuth::Clock::system());
    }
    return *m_checker;
}

} // namespace SignIn
