// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QNetworkAccessManager;

namespace SignIn {

struct ProxyChoice;

/// Makes \a manager reach the network in the chosen way. Addresses of this computer go direct.
///
/// In a file of its own: settings are also read by programs that do not load Qt Network.
void applyProxy(const ProxyChoice &choice, QNetworkAccessManager *manager);

} // namespace SignIn
