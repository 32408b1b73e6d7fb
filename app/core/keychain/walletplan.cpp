// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "walletplan.h"

#include <QByteArray>
#include <QtGlobal>

#include <optional>

namespace SignIn {

namespace {

#ifdef SIGNIN_KEYCHAIN_KNOWS_BACKEND
/// QtKeychain's own variable, since 0.16.
std::optional<WalletPlan> planOfVariable()
{
    const QByteArray backend = qgetenv("QTKEYCHAIN_BACKEND");
    if (backend == "libsecret" || backend == "gnome")
        return WalletPlan{};
    if (backend == "kwallet4")
        return WalletPlan{4, false};
    if (backend == "kwallet5")
        return WalletPlan{5, false};
    if (backend == "kwallet6")
        return WalletPlan{6, false};
    return std::nullopt;
}
#endif

WalletPlan planOfVersion(const QByteArray &version)
{
    if (version == "4")
        return {4, false};
    if (version == "5")
        return {5, true};
#ifdef SIGNIN_KEYCHAIN_KNOWS_KWALLET6
    if (version == "6")
        return {6, true};
#endif
    return {};
}

} // namespace

/// In the order of detectDesktopEnvironment() there.
WalletPlan WalletPlan::ofEnvironment()
{
#ifdef SIGNIN_KEYCHAIN_KNOWS_BACKEND
    if (const auto plan = planOfVariable())
        return *plan;
#endif
    const QByteArray version = qgetenv("KDE_SESSION_VERSION");
    const QByteArray desktop = qgetenv("XDG_CURRENT_DESKTOP");
    if (desktop == "KDE")
        return planOfVersion(version);
    if (desktop == "GNOME" || desktop == "Unity" || desktop == "XFCE")
        return {};
    const QByteArray session = qgetenv("DESKTOP_SESSION");
    if (session == "gnome")
        return {};
    if (session == "kde")
        return planOfVersion(version);
    if (session == "kde4")
        return planOfVersion("4");
    if (session.contains("xfce") || session == "xubuntu"
        || !qEnvironmentVariableIsEmpty("GNOME_DESKTOP_SESSION_ID")) {
        return {};
    }
    return qEnvironmentVariableIsEmpty("KDE_FULL_SESSION") ? WalletPlan{} : planOfVersion(version);
}

} // namespace SignIn
