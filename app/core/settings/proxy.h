// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

class QNetworkAccessManager;
class QUrl;

namespace SignIn {

struct ProxyChoice;

/// Makes \a manager reach the network in the chosen way. Addresses of this computer go direct.
///
/// In a file of its own: settings are also read by programs that do not load Qt Network.
void applyProxy(const ProxyChoice &choice, QNetworkAccessManager *manager);

/// Who decides about the proxy for an address, for a report.
struct ProxyOrigin
{
    enum class Kind {
        ThisComputer, ///< The address is this computer's: never a proxy.
        Settings,
        Environment, ///< The variable named by \a variable.
        Exception,   ///< `no_proxy`
        System,
    };

    Kind kind = Kind::System;
    QByteArray variable;

    [[nodiscard]] static ProxyOrigin find(const ProxyChoice &choice, const QUrl &url);
};

} // namespace SignIn
