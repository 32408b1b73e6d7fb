// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/storechoice.h"
#include "core/loopback/startlink.h"

#include <OpenRouterAuth/server.h>

#include <QSettings>
#include <QUuid>

#include <chrono>

namespace SignIn {

/// How the network is reached: the system's way unless another one was chosen.
struct ProxyChoice
{
    enum class Kind { System, Direct, Http, Socks5 };

    Kind kind = Kind::System;
    QString host;
    quint16 port = 0;
};

/// What can be set: the user's file over the system's, so that an administrator can preset it.
///
/// Keys (group `signin`): `server`, `toolsBaseUrl`, `workspace`, `requireWorkspace`, `keyLabel`,
/// `proxy`, `clipboardSeconds`, `timeoutSeconds`, `callbackHost`, `callbackPort`, `startLink`,
/// `store`, `renewAfterDays`. A value that makes no sense counts as absent and is named by
/// problems().
class Settings
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::Settings)

public:
    /// QSettings(IniFormat, UserScope, "openrouter-signin", "openrouter-signin").
    Settings();
    ~Settings();

    /// The server for new sign-ins: `OPENROUTER_BASE_URL` unless `openrouter-key` itself set it,
    /// else the setting, else openrouter.ai. A regional host stands for openrouter.ai, where its
    /// keys come from. An address that is not allowed is an error, never silently another server.
    [[nodiscard]] OpenRouterAuth::Result<OpenRouterAuth::Server> server() const;

    /// The same without a look at the environment.
    [[nodiscard]] OpenRouterAuth::Result<OpenRouterAuth::Server> configuredServer() const;

    /// The server whose base URL tools get together with a key of \a keyServer: for keys of the
    /// server that the setting `server` names, the setting `toolsBaseUrl`, else `server` itself if
    /// that is regional; \a keyServer otherwise. `OPENROUTER_BASE_URL` has no say in it. An address
    /// that is not allowed is an error: requests that should stay in a region must not leave it
    /// because of a misspelled setting.
    [[nodiscard]] OpenRouterAuth::Result<OpenRouterAuth::Server>
    toolsServer(const OpenRouterAuth::Server &keyServer) const;
    /// Whether \a server is the one that the system's settings name, wherever it comes from.
    [[nodiscard]] static bool isServerOfAdministrator(const OpenRouterAuth::Server &server);

    [[nodiscard]] QUuid workspaceId() const;
    void setWorkspaceId(const QUuid &id);

    /// Whether workspaceId() is the only choice on the authorization page.
    [[nodiscard]] bool requireWorkspace() const;
    void setRequireWorkspace(bool required);

    /// Label for new keys: the setting, else this computer's name. At most 100 characters.
    [[nodiscard]] QString keyLabel() const;
    void setKeyLabel(const QString &label);

    /// 5 to 600 s, 45 unless set.
    [[nodiscard]] std::chrono::seconds clipboardTime() const;

    /// How long a sign-in waits, 30 to 3600 s, 300 unless set.
    [[nodiscard]] std::chrono::seconds signInTimeout() const;

    /// `127.0.0.1` unless set; `localhost` is the other choice.
    [[nodiscard]] QString callbackHost() const;

    /// 0, any free port, unless set.
    [[nodiscard]] quint16 callbackPort() const;

    /// When the browser is opened with a link that other users of the computer may see:
    /// `auto` unless set, `always` or `never`.
    [[nodiscard]] StartLinkUse startLink() const;

    /// Where new keys are kept, Auto unless set. A value that makes no sense counts as Keychain,
    /// not as one of the places that keep keys without it.
    [[nodiscard]] StoreChoice storeChoice() const;

    /// How old keys become before a person is reminded to renew them, 1 to 3650 days; 0, never,
    /// unless set.
    [[nodiscard]] int renewAfterDays() const;

    /// The proxy, see applyProxy().
    [[nodiscard]] ProxyChoice proxy() const;

    /// One sentence for each value that makes no sense.
    [[nodiscard]] QStringList problems() const;

    /// For state of the window, which is nobody else's business.
    [[nodiscard]] QSettings &store() { return m_settings; }

private:
    QSettings m_settings;
};

} // namespace SignIn
