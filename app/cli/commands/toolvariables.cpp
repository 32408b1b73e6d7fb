// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "toolvariables.h"

#include "core/settings/baseurlvariable.h"
#include "output/format.h"

#include <QUrl>

namespace SignIn {

using OpenRouterAuth::Result;
using OpenRouterAuth::Server;

namespace {

/// The server that a person, not `exec` or `env`, has in OPENROUTER_BASE_URL.
Result<Server> ownServer()
{
    return Server::fromBaseUrl(QUrl(ownBaseUrl(), QUrl::StrictMode));
}

} // namespace

ToolVariables::List ToolVariables::baseUrl(const Server &tools)
{
    const QByteArray value = tools.baseUrl().toEncoded();
    if (qEnvironmentVariableIsSet(BaseUrlVariable)) {
        const Result<Server> own = ownServer();
        // A mark beside a person's own value would take it from their sign-ins.
        if ((own && *own == tools) || qgetenv(BaseUrlVariable) == value)
            return {};
    } else if (tools == Server()) {
        return {};
    }
    return {{BaseUrlVariable, value}, {GivenBaseUrlVariable, value}};
}

QList<QByteArray> ToolVariables::given()
{
    QList<QByteArray> names;
    if (isBaseUrlGiven())
        names += BaseUrlVariable;
    if (qEnvironmentVariableIsSet(GivenBaseUrlVariable))
        names += GivenBaseUrlVariable;
    return names;
}

QString ToolVariables::otherRegionNote(const Server &tools)
{
    const Result<Server> own = ownServer();
    if (!own || own->origin() == tools.origin()
        || own->signInServer().origin() != tools.signInServer().origin()) {
        return {};
    }
    return tr("Tools are given %1 and not %2 from OPENROUTER_BASE_URL. The setting “toolsBaseUrl” "
              "changes that.")
        .arg(shown(tools.displayName()), shown(own->displayName()));
}

CommandError ToolVariables::problem(const OpenRouterAuth::Error &error)
{
    return CommandError::usage(
        tr("The base URL for tools cannot be used: %1").arg(shown(error.detail())),
        tr("Correct the setting “toolsBaseUrl” or “server”."));
}

} // namespace SignIn
