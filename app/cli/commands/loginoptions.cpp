// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "loginoptions.h"

#include "core/keys/keylabel.h"
#include "core/platform/browseropener.h"
#include "core/platform/session.h"
#include "core/settings/settings.h"
#include "newkeyoptions.h"
#include "output/format.h"

#include <QUrl>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Server;

namespace {

const QString Browser = u"browser"_s;
const QString NoBrowser = u"no-browser"_s;
const QString WithKey = u"with-key"_s;
const QString RequireWorkspace = u"require-workspace"_s;
const QString Timeout = u"timeout"_s;
const QString Qr = u"qr"_s;
const QString ServerOption = u"server"_s;
const QString Key = u"key"_s;

/// What --timeout may say; more makes no sense for a code that lives ten minutes.
constexpr int LongestTimeout = 24 * 60 * 60;

} // namespace

QList<QCommandLineOption> LoginOptions::all()
{
    return {
        {Browser, tr("Open a browser even over SSH and in a container.")},
        {NoBrowser, tr("Open no browser: show a link for any device, and take the code that "
                       "its page shows.")},
        {NewKeyOptions::Label,
         tr("Label of the new key: the name of this computer unless given or set."), u"LABEL"_s},
        {NewKeyOptions::Workspace, tr("Workspace of the new key."), u"ID"_s},
        {RequireWorkspace, tr("Allow no other workspace.")},
        {Timeout, tr("Wait so many seconds for approval; 0 waits until canceled."), u"SECONDS"_s},
        {Qr, tr("Show the link as a QR code.")},
        {ServerOption,
         tr("Server of the new key, by its API base: https, or http on this computer."), u"URL"_s},
        {WithKey, tr("Take an existing key from standard input instead of signing in.")},
        {NewKeyOptions::Print, tr("Write the key to standard output and store it nowhere.")},
        {NewKeyOptions::NoReminder, NewKeyOptions::noReminderHelp()},
        {{u"k"_s, Key}, tr("Renew this key: the new one takes its place."), u"KEY"_s},
        {NewKeyOptions::Store, NewKeyOptions::storeHelp(), u"WHERE"_s},
        {NewKeyOptions::To, NewKeyOptions::toHelp(), u"CMD"_s}};
}

QList<QCommandLineOption> LoginOptions::ofRenewal()
{
    QList<QCommandLineOption> options = all();
    options.removeIf([](const QCommandLineOption &option) {
        const QStringList kept{Browser, NoBrowser,        NewKeyOptions::Workspace,
                               Timeout, RequireWorkspace, Qr};
        return !kept.contains(option.names().constLast());
    });
    return options;
}

std::optional<CommandError> LoginOptions::readServer(const QCommandLineParser &parser,
                                                     const Settings &settings)
{
    isServerGiven = parser.isSet(ServerOption);
    const auto chosen =
        isServerGiven
            ? Server::fromBaseUrl(QUrl(parser.value(ServerOption).trimmed(), QUrl::StrictMode))
            : settings.server();
    if (!chosen) {
        return CommandError::usage(
            tr("The server address cannot be used: %1").arg(shown(chosen.error().detail())),
            isServerGiven ? tr("Give its API base: --server https://openrouter.ai/api/v1")
                          : tr("Correct OPENROUTER_BASE_URL or the setting “server”."));
    }
    server = chosen->signInServer();
    if (chosen->isRegional())
        region = *chosen;
    isServerGiven = isServerGiven || Settings::isServerOfAdministrator(server);
    return std::nullopt;
}

std::optional<CommandError> LoginOptions::readWorkspace(const QCommandLineParser &parser,
                                                        const Settings &settings)
{
    attempt.workspaceId = settings.workspaceId();
    attempt.requireWorkspace = settings.requireWorkspace();
    if (parser.isSet(NewKeyOptions::Workspace)) {
        attempt.workspaceId = QUuid::fromString(parser.value(NewKeyOptions::Workspace));
        attempt.requireWorkspace = false;
        if (attempt.workspaceId.isNull()) {
            return CommandError::usage(
                tr("--workspace takes the id of a workspace."),
                tr("It is in the address of the workspace's settings page."));
        }
    }
    if (parser.isSet(RequireWorkspace)) {
        if (attempt.workspaceId.isNull())
            return CommandError::usage(tr("--require-workspace needs --workspace."));
        attempt.requireWorkspace = true;
    }
    attempt.requireWorkspace = attempt.requireWorkspace && !attempt.workspaceId.isNull();
    return std::nullopt;
}

std::optional<CommandError> LoginOptions::readTimeout(const QCommandLineParser &parser,
                                                      const Settings &settings)
{
    attempt.timeout = attempt.headless ? std::chrono::seconds(0) : settings.signInTimeout();
    if (parser.isSet(Timeout)) {
        bool isNumber = false;
        const int seconds = parser.value(Timeout).toInt(&isNumber);
        if (!isNumber || seconds < 0 || seconds > LongestTimeout) {
            return CommandError::usage(
                tr("--timeout takes a number of seconds from 0 to %1.").arg(LongestTimeout));
        }
        attempt.timeout = std::chrono::seconds(seconds);
    }
    return std::nullopt;
}

std::optional<CommandError> LoginOptions::readBrowser(const QCommandLineParser &parser,
                                                      const Settings &settings)
{
    if (parser.isSet(Browser) && parser.isSet(NoBrowser))
        return CommandError::usage(tr("--browser and --no-browser do not go together."));
    const bool isElsewhere = isSsh() || isContainer() || !canShowBrowser();
    attempt.headless = parser.isSet(NoBrowser) || (isElsewhere && !parser.isSet(Browser));
    if (const auto problem = readTimeout(parser, settings))
        return problem;
    attempt.callbackHost = settings.callbackHost();
    attempt.callbackPort = settings.callbackPort();
    attempt.startLink = settings.startLink();
    showsQr = parser.isSet(Qr);
    return std::nullopt;
}

std::optional<CommandError> LoginOptions::readForRenewal(const QCommandLineParser &parser,
                                                         const Settings &settings)
{
    isRenewal = true;
    if (const auto problem = readWorkspace(parser, settings))
        return problem;
    return readBrowser(parser, settings);
}

std::optional<CommandError> LoginOptions::read(const QCommandLineParser &parser,
                                               const Settings &settings)
{
    takesKey = parser.isSet(WithKey);
    if (takesKey) {
        for (const QString &other :
             {Browser, NoBrowser, NewKeyOptions::Print, NewKeyOptions::Workspace, RequireWorkspace,
              Timeout, Qr, Key, NewKeyOptions::To}) {
            if (parser.isSet(other)) {
                return CommandError::usage(
                    tr("--with-key and --%1 do not go together.").arg(other));
            }
        }
    }
    for (const QString &other : {Key, NewKeyOptions::Print}) {
        // A renewed key goes where the old one is, and a printed one nowhere.
        if (parser.isSet(NewKeyOptions::Store) && parser.isSet(other)) {
            return CommandError::usage(tr("--store and --%1 do not go together.").arg(other));
        }
    }
    if (const auto problem = NewKeyOptions::checkTo(parser))
        return problem;
    if (parser.isSet(NewKeyOptions::To) && parser.isSet(Key))
        return CommandError::usage(tr("--to and --%1 do not go together.").arg(Key));
    receiver = parser.value(NewKeyOptions::To);
    const auto chosenStore = NewKeyOptions::store(parser, settings);
    if (!chosenStore)
        return NewKeyOptions::wrongStore();
    store = *chosenStore;
    if (const auto problem = readServer(parser, settings))
        return problem;
    attempt.keyLabel = parser.isSet(NewKeyOptions::Label)
                           ? parser.value(NewKeyOptions::Label).trimmed()
                           : settings.keyLabel();
    if (attempt.keyLabel.isEmpty() || !isStorableLabel(attempt.keyLabel))
        return CommandError::usage(tr("A label is one line of 1 to 100 characters."));
    if (const auto problem = readWorkspace(parser, settings))
        return problem;

    if (const auto problem = readBrowser(parser, settings))
        return problem;
    attempt.print = parser.isSet(NewKeyOptions::Print) || !receiver.isEmpty();
    attempt.reminder = !parser.isSet(NewKeyOptions::NoReminder);
    hasLabel = parser.isSet(NewKeyOptions::Label);
    if (parser.isSet(Key))
        renewedKey = parser.value(Key);
    return NewKeyOptions::checkReminder(parser);
}

} // namespace SignIn
