// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/storechoice.h"
#include "core/loopback/startlink.h"

#include <OpenRouterAuth/pkce.h>
#include <OpenRouterAuth/result.h>
#include <OpenRouterAuth/server.h>

#include <QString>
#include <QUrl>
#include <QUuid>

#include <chrono>
#include <optional>

namespace SignIn {

/// What a sign-in is asked for.
struct SignInOptions
{
    QString keyLabel;
    QUuid workspaceId;
    bool requireWorkspace = false;

    /// No loopback and no browser of ours: the page shows a code that the person brings back.
    bool headless = false;

    /// How long to wait for approval; 0 waits until canceled.
    std::chrono::seconds timeout{300};

    /// `127.0.0.1` or `localhost`, and a port, 0 for any free one.
    QString callbackHost = QStringLiteral("127.0.0.1");
    quint16 callbackPort = 0;

    /// Whether the browser is opened with a link that other users of the computer may see.
    StartLinkUse startLink = StartLinkUse::Auto;

    /// Entry of the same server that the new key replaces, after the old one was refused.
    QString replacedId;

    /// Where the new key is kept, unless it replaces another one.
    StoreChoice store = StoreChoice::Keychain;

    /// True: leave the keychain alone and end as SucceededUnstored; the key is to be printed.
    bool print = false;

    /// False, for a key to be printed: go on where no list of keys can be written, so that nothing
    /// reminds of a key that is lost on its way.
    bool reminder = true;

    /// The address of the authorization page of \a server. Without \a callbackUrl the page shows a
    /// code instead of redirecting.
    [[nodiscard]] OpenRouterAuth::Result<QUrl>
    authorizationUrl(const OpenRouterAuth::Server &server, const OpenRouterAuth::Pkce &pkce,
                     const std::optional<QUrl> &callbackUrl) const;
};

} // namespace SignIn
