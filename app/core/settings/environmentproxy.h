// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QNetworkProxy>

#include <optional>

class QUrl;

namespace SignIn {

/// What variables of the environment say about a proxy, as far as neither libproxy nor every Qt
/// understands it: `all_proxy` and `ALL_PROXY`, and a proxy without a scheme, which is an HTTP
/// proxy as it is to curl.
struct EnvironmentProxy
{
    QNetworkProxy proxy;
    QByteArray variable; ///< The name of the one that says so.

    /// The proxy for \a url; nothing if these variables do not name one, or `no_proxy` excepts it.
    [[nodiscard]] static std::optional<EnvironmentProxy> find(const QUrl &url);

    /// The variable for the scheme of \a url, such as `https_proxy`, that is set; empty if none is.
    [[nodiscard]] static QByteArray specificVariable(const QUrl &url);

    /// Whether `no_proxy` or `NO_PROXY` names the host of \a url: `*`, the host, a domain above it,
    /// each with or without a port, or a range of addresses (192.0.2.0/24).
    [[nodiscard]] static bool isExcepted(const QUrl &url);
};

} // namespace SignIn
