// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "diagnostics.h"

#include "core/identity.h"
#include "core/keys/keylistproblem.h"
#include "core/keys/keyvault.h"
#include "core/settings/proxyinuse.h"
#include "core/settings/settings.h"
#include "services.h"

#include <QGuiApplication>
#include <QNetworkAccessManager>
#include <QSslSocket>
#include <QStringList>
#include <QSysInfo>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QString orUnknown(const QString &text)
{
    return text.isEmpty() ? u"unknown"_s : text;
}

} // namespace

QString diagnostics(const Services &services, const KeychainStatus &keychain)
{
    const auto server = services.settings->server();
    const auto tools = server ? services.settings->toolsServer(*server) : server;
    const QString packaging = qEnvironmentVariableIsSet("APPIMAGE")     ? u"AppImage"_s
                              : qEnvironmentVariableIsSet("FLATPAK_ID") ? u"Flatpak"_s
                              : qEnvironmentVariableIsSet("SNAP")       ? u"Snap"_s
                                                                        : u"none"_s;
    const bool isProxyUsed =
        server && proxyInUse(*services.network, server->baseUrl()).type() != QNetworkProxy::NoProxy;
    const QStringList lines{
        u"%1 %2"_s.arg(Identity::ApplicationName, Identity::Version),
        u"Qt: %1, built with %2"_s.arg(QLatin1StringView(qVersion()), u"" QT_VERSION_STR),
        u"System: %1, %2 %3, %4"_s.arg(QSysInfo::prettyProductName(), QSysInfo::kernelType(),
                                       QSysInfo::kernelVersion(),
                                       QSysInfo::currentCpuArchitecture()),
        u"Desktop: %1, session: %2, platform plug-in: %3, package: %4"_s.arg(
            orUnknown(qEnvironmentVariable("XDG_CURRENT_DESKTOP")),
            orUnknown(qEnvironmentVariable("XDG_SESSION_TYPE")), QGuiApplication::platformName(),
            packaging),
        u"TLS: %1, %2"_s.arg(orUnknown(QSslSocket::activeBackend()),
                             orUnknown(QSslSocket::sslLibraryVersionString())),
        u"Keychain: %1, %2"_s.arg(orUnknown(keychain.name), keychain.stateName()),
        u"Server: %1"_s.arg(server ? server->displayName() : u"not usable"_s),
        u"Base URL for tools: %1"_s.arg(tools ? tools->displayName() : u"not usable"_s),
        u"Proxy: %1"_s.arg(isProxyUsed ? u"yes"_s : u"no"_s),
        u"Keys: %1, unfinished: %2"_s.arg(services.vault->keys().size())
            .arg(services.vault->unfinished().size()),
        u"Index: %1"_s.arg(keyListConditionName(services.index->condition())),
    };
    return lines.join(u'\n') + u'\n';
}

} // namespace SignIn
