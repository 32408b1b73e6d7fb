// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "settings.h"

#include "baseurlvariable.h"
#include "core/keys/keylabel.h"

#include <QSysInfo>
#include <QUrl>

#include <array>
#include <optional>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using OpenRouterAuth::Result;
using OpenRouterAuth::Server;

namespace {

constexpr QLatin1StringView ServerKey("signin/server");
constexpr QLatin1StringView ToolsBaseUrlKey("signin/toolsBaseUrl");
constexpr QLatin1StringView WorkspaceKey("signin/workspace");
constexpr QLatin1StringView RequireWorkspaceKey("signin/requireWorkspace");
constexpr QLatin1StringView KeyLabelKey("signin/keyLabel");
constexpr QLatin1StringView ProxyKey("signin/proxy");
constexpr QLatin1StringView ClipboardSecondsKey("signin/clipboardSeconds");
constexpr QLatin1StringView TimeoutSecondsKey("signin/timeoutSeconds");
constexpr QLatin1StringView CallbackHostKey("signin/callbackHost");
constexpr QLatin1StringView CallbackPortKey("signin/callbackPort");
constexpr QLatin1StringView StartLinkKey("signin/startLink");
constexpr QLatin1StringView StoreKey("signin/store");
constexpr QLatin1StringView RenewAfterDaysKey("signin/renewAfterDays");

/// A whole number with its bounds and what counts when none is set.
struct Range
{
    QLatin1StringView key;
    int minimum;
    int maximum;
    int usual;
};
constexpr Range ClipboardSeconds{ClipboardSecondsKey, 5, 600, 45};
constexpr Range TimeoutSeconds{TimeoutSecondsKey, 30, 3600, 300};
constexpr Range CallbackPort{CallbackPortKey, 0, 65535, 0};
constexpr Range RenewAfterDays{RenewAfterDaysKey, 0, 3650, 0};
constexpr std::array Ranges{ClipboardSeconds, TimeoutSeconds, CallbackPort, RenewAfterDays};

/// The text as somebody wrote it: an unquoted comma makes a list of it in an INI file.
QString text(const QSettings &settings, QLatin1StringView key)
{
    const QVariant value = settings.value(key);
    return (value.typeId() == QMetaType::QStringList ? value.toStringList().join(", "_L1)
                                                     : value.toString())
        .trimmed();
}

std::optional<int> parse(const Range &range, const QString &text)
{
    bool isNumber = false;
    const int value = text.toInt(&isNumber);
    if (!isNumber || value < range.minimum || value > range.maximum)
        return std::nullopt;
    return value;
}

int number(const QSettings &settings, const Range &range)
{
    return parse(range, text(settings, range.key)).value_or(range.usual);
}

std::optional<bool> parseFlag(const QString &text)
{
    for (const QLatin1StringView yes : {"true"_L1, "1"_L1, "yes"_L1, "on"_L1}) {
        if (text.compare(yes, Qt::CaseInsensitive) == 0)
            return true;
    }
    for (const QLatin1StringView no : {""_L1, "false"_L1, "0"_L1, "no"_L1, "off"_L1}) {
        if (text.compare(no, Qt::CaseInsensitive) == 0)
            return false;
    }
    return std::nullopt;
}

/// openrouter.ai unless \a address names another server.
Result<Server> parseServer(const QString &address)
{
    return address.isEmpty() ? Server() : Server::fromBaseUrl(QUrl(address, QUrl::StrictMode));
}

bool isCallbackHost(const QString &text)
{
    return text == "127.0.0.1"_L1 || text == "localhost"_L1;
}

std::optional<StartLinkUse> parseStartLink(const QString &text)
{
    if (text.isEmpty() || text == "auto"_L1)
        return StartLinkUse::Auto;
    if (text == "always"_L1)
        return StartLinkUse::Always;
    if (text == "never"_L1)
        return StartLinkUse::Never;
    return std::nullopt;
}

/// Nothing if \a text is not a proxy.
std::optional<ProxyChoice> parseProxy(const QString &text)
{
    if (text.isEmpty())
        return ProxyChoice{};
    if (text == "direct"_L1)
        return ProxyChoice{ProxyChoice::Kind::Direct, {}, 0};
    const QUrl url(text, QUrl::StrictMode);
    ProxyChoice proxy;
    if (url.scheme() == "http"_L1)
        proxy.kind = ProxyChoice::Kind::Http;
    else if (url.scheme() == "socks5"_L1)
        proxy.kind = ProxyChoice::Kind::Socks5;
    else
        return std::nullopt;
    // No user and password: a settings file is no place for a secret.
    const bool hasMore = !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment()
                         || !(url.path().isEmpty() || url.path() == "/"_L1);
    if (!url.isValid() || url.host().isEmpty() || url.port() <= 0 || hasMore)
        return std::nullopt;
    proxy.host = url.host();
    proxy.port = quint16(url.port());
    return proxy;
}

} // namespace

Settings::Settings()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, u"openrouter-signin"_s,
                 u"openrouter-signin"_s)
{}

Settings::~Settings() = default;

Result<Server> Settings::server() const
{
    const QString address = ownBaseUrl();
    if (address.isEmpty())
        return configuredServer();
    const Result<Server> server = parseServer(address);
    return server ? Result<Server>(server->signInServer()) : server;
}

Result<Server> Settings::configuredServer() const
{
    const Result<Server> server = parseServer(text(m_settings, ServerKey));
    return server ? Result<Server>(server->signInServer()) : server;
}

Result<Server> Settings::toolsServer(const Server &keyServer) const
{
    const QString address = text(m_settings, ToolsBaseUrlKey);
    // Without a further address only keys of openrouter.ai can have another one than their own.
    if (address.isEmpty() && !keyServer.isOpenRouter())
        return keyServer;
    const Result<Server> configured = parseServer(text(m_settings, ServerKey));
    if (!configured)
        return configured;
    // The settings say nothing about keys that another server issued: those stay with it.
    if (configured->signInServer().origin() != keyServer.signInServer().origin())
        return keyServer;
    if (!address.isEmpty())
        return parseServer(address);
    return configured->isRegional() ? *configured : keyServer;
}

bool Settings::isServerOfAdministrator(const Server &server)
{
    const QSettings system(QSettings::IniFormat, QSettings::SystemScope, u"openrouter-signin"_s,
                           u"openrouter-signin"_s);
    const QString address = text(system, ServerKey);
    const auto preset = Server::fromBaseUrl(QUrl(address, QUrl::StrictMode));
    return !address.isEmpty() && preset && *preset == server;
}

QUuid Settings::workspaceId() const
{
    return QUuid::fromString(text(m_settings, WorkspaceKey));
}

void Settings::setWorkspaceId(const QUuid &id)
{
    // Empty, not removed: the system's setting would come back.
    m_settings.setValue(WorkspaceKey, id.isNull() ? QString() : id.toString(QUuid::WithoutBraces));
}

bool Settings::requireWorkspace() const
{
    return parseFlag(text(m_settings, RequireWorkspaceKey)).value_or(false);
}

void Settings::setRequireWorkspace(bool required)
{
    m_settings.setValue(RequireWorkspaceKey, required);
}

QString Settings::keyLabel() const
{
    const QString label = text(m_settings, KeyLabelKey);
    if (!label.isEmpty() && isStorableLabel(label))
        return label;
    const QString host = storableLabel(QSysInfo::machineHostName());
    return host.isEmpty() ? u"OpenRouter Sign-in"_s : host;
}

void Settings::setKeyLabel(const QString &label)
{
    m_settings.setValue(KeyLabelKey, storableLabel(label));
}

std::chrono::seconds Settings::clipboardTime() const
{
    return std::chrono::seconds(number(m_settings, ClipboardSeconds));
}

std::chrono::seconds Settings::signInTimeout() const
{
    return std::chrono::seconds(number(m_settings, TimeoutSeconds));
}

QString Settings::callbackHost() const
{
    const QString host = text(m_settings, CallbackHostKey);
    return isCallbackHost(host) ? host : u"127.0.0.1"_s;
}

quint16 Settings::callbackPort() const
{
    return quint16(number(m_settings, CallbackPort));
}

StartLinkUse Settings::startLink() const
{
    return parseStartLink(text(m_settings, StartLinkKey)).value_or(StartLinkUse::Auto);
}

StoreChoice Settings::storeChoice() const
{
    return parseStoreChoice(text(m_settings, StoreKey)).value_or(StoreChoice::Keychain);
}

int Settings::renewAfterDays() const
{
    return number(m_settings, RenewAfterDays);
}

ProxyChoice Settings::proxy() const
{
    return parseProxy(text(m_settings, ProxyKey)).value_or(ProxyChoice{});
}

QStringList Settings::problems() const
{
    QStringList problems;
    const auto add = [&problems](QLatin1StringView key, const QString &value, const QString &why) {
        //: %1 is the name of a setting, %2 its value, %3 a sentence about what it has to be.
        problems += tr("The setting %1 is “%2”. %3").arg(QString(key), value, why);
    };

    if (const auto result = server(); !result) {
        const QString address = ownBaseUrl();
        const bool isFromEnvironment = !address.isEmpty();
        add(isFromEnvironment ? QLatin1StringView(BaseUrlVariable) : ServerKey,
            isFromEnvironment ? address : text(m_settings, ServerKey), result.error().detail());
    }
    if (const QString address = text(m_settings, ToolsBaseUrlKey); !parseServer(address))
        add(ToolsBaseUrlKey, address, parseServer(address).error().detail());
    if (const QString id = text(m_settings, WorkspaceKey);
        !id.isEmpty() && QUuid::fromString(id).isNull()) {
        add(WorkspaceKey, id, tr("It has to be the id of a workspace."));
    }
    if (const QString flag = text(m_settings, RequireWorkspaceKey); !parseFlag(flag))
        add(RequireWorkspaceKey, flag, tr("It has to be true or false."));
    if (const QString label = text(m_settings, KeyLabelKey); !isStorableLabel(label))
        add(KeyLabelKey, storableLabel(label), tr("It has to be at most 100 characters long."));
    if (const QString proxy = text(m_settings, ProxyKey); !parseProxy(proxy)) {
        // Without what stands before an @: it may be a password.
        add(ProxyKey, proxy.mid(proxy.lastIndexOf(u'@') + 1),
            tr("It has to be “direct”, or like “http://host:port” or “socks5://host:port”, without "
               "a password."));
    }
    for (const Range &range : Ranges) {
        const QString value = text(m_settings, range.key);
        if (!value.isEmpty() && !parse(range, value)) {
            add(range.key, value,
                tr("It has to be a whole number from %1 to %2.")
                    .arg(range.minimum)
                    .arg(range.maximum));
        }
    }
    if (const QString host = text(m_settings, CallbackHostKey);
        !host.isEmpty() && !isCallbackHost(host)) {
        add(CallbackHostKey, host, tr("It has to be 127.0.0.1 or localhost."));
    }
    if (const QString use = text(m_settings, StartLinkKey); !parseStartLink(use))
        add(StartLinkKey, use, tr("It has to be auto, always or never."));
    if (const QString store = text(m_settings, StoreKey); !parseStoreChoice(store))
        add(StoreKey, store, tr("It has to be auto, keychain, pass or memory."));
    return problems;
}

} // namespace SignIn
