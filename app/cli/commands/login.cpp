// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "login.h"

#include "core/keychain/keychainstatus.h"
#include "core/keys/keylabel.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/platform/browseropener.h"
#include "core/platform/session.h"
#include "core/settings/settings.h"
#include "core/signin/apiclient.h"
#include "core/signin/signinattempt.h"
#include "existingkey.h"
#include "keyselector.h"
#include "newkeyoptions.h"
#include "output/format.h"
#include "signinlinks.h"
#include "terminal/newkeyprompt.h"

#include <OpenRouterAuth/authorizationrequest.h>

#include <QNetworkAccessManager>

#include <csignal>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

const QString Browser = u"browser"_s;
const QString NoBrowser = u"no-browser"_s;
const QString WithKey = u"with-key"_s;
const QString RequireWorkspace = u"require-workspace"_s;
const QString Timeout = u"timeout"_s;
const QString Qr = u"qr"_s;
const QString Key = u"key"_s;

/// What --timeout may say; more makes no sense for a code that lives ten minutes.
constexpr int LongestTimeout = 24 * 60 * 60;

} // namespace

LoginCommand::LoginCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addOption({Browser, tr("Open a browser even over SSH and in a container.")});
    addOption({NoBrowser, tr("Open no browser: show a link for any device, and take the code that "
                             "its page shows.")});
    addOption({NewKeyOptions::Label,
               tr("Label of the new key: the name of this computer unless given or set."),
               u"LABEL"_s});
    addOption({NewKeyOptions::Workspace, tr("Workspace of the new key."), u"ID"_s});
    addOption({RequireWorkspace, tr("Allow no other workspace.")});
    addOption(
        {Timeout, tr("Wait so many seconds for approval; 0 waits until canceled."), u"SECONDS"_s});
    addOption({Qr, tr("Show the link as a QR code.")});
    addOption({WithKey, tr("Take an existing key from standard input instead of signing in.")});
    addOption({NewKeyOptions::Print, tr("Write the key to standard output and store it nowhere.")});
    addOption({NewKeyOptions::NoReminder, NewKeyOptions::noReminderHelp()});
    addOption({{u"k"_s, Key}, tr("Renew this key: the new one takes its place."), u"KEY"_s});
    addJsonOption();
}

LoginCommand::~LoginCommand() = default;

Command::Manual LoginCommand::manual() const
{
    return {u"login"_s,
            {},
            tr("sign in and keep the key in the keychain"),
            tr("Opens OpenRouter in your browser and waits until you have approved. A code, or the "
               "address your browser was sent to, may be pasted meanwhile. Without a display, over "
               "SSH and in a container it shows a link for any other device instead."),
            {u"openrouter-key login"_s, u"openrouter-key login --no-browser --label laptop"_s,
             u"pass show openrouter | openrouter-key login --with-key"_s,
             u"openrouter-key login --print > /run/secrets/openrouter"_s}};
}

std::optional<CommandError> LoginCommand::readWorkspace()
{
    const Settings &settings = services().settings();
    m_attemptOptions->workspaceId = settings.workspaceId();
    m_attemptOptions->requireWorkspace = settings.requireWorkspace();
    if (parser().isSet(NewKeyOptions::Workspace)) {
        m_attemptOptions->workspaceId = QUuid::fromString(parser().value(NewKeyOptions::Workspace));
        m_attemptOptions->requireWorkspace = false;
        if (m_attemptOptions->workspaceId.isNull()) {
            return CommandError::usage(
                tr("--workspace takes the id of a workspace."),
                tr("It is in the address of the workspace's settings page."));
        }
    }
    if (parser().isSet(RequireWorkspace)) {
        if (m_attemptOptions->workspaceId.isNull())
            return CommandError::usage(tr("--require-workspace needs --workspace."));
        m_attemptOptions->requireWorkspace = true;
    }
    m_attemptOptions->requireWorkspace =
        m_attemptOptions->requireWorkspace && !m_attemptOptions->workspaceId.isNull();
    return std::nullopt;
}

std::optional<CommandError> LoginCommand::readOptions()
{
    if (parser().isSet(WithKey)) {
        for (const QString &other :
             {Browser, NoBrowser, NewKeyOptions::Print, NewKeyOptions::Workspace, RequireWorkspace,
              Timeout, Qr, Key}) {
            if (parser().isSet(other)) {
                return CommandError::usage(
                    tr("--with-key and --%1 do not go together.").arg(other));
            }
        }
    }
    const Settings &settings = services().settings();
    const auto server = settings.server();
    if (!server) {
        return CommandError::usage(
            tr("The server address cannot be used: %1").arg(shown(server.error().detail())),
            tr("Correct OPENROUTER_BASE_URL or the setting “server”."));
    }
    m_server = *server;

    m_attemptOptions->keyLabel = parser().isSet(NewKeyOptions::Label)
                                     ? parser().value(NewKeyOptions::Label).trimmed()
                                     : settings.keyLabel();
    if (m_attemptOptions->keyLabel.isEmpty() || !isStorableLabel(m_attemptOptions->keyLabel))
        return CommandError::usage(tr("A label is one line of 1 to 100 characters."));
    if (const auto problem = readWorkspace())
        return problem;

    if (parser().isSet(Browser) && parser().isSet(NoBrowser))
        return CommandError::usage(tr("--browser and --no-browser do not go together."));
    const bool isElsewhere = isSsh() || isContainer() || !canShowBrowser();
    m_isHeadless = parser().isSet(NoBrowser) || (isElsewhere && !parser().isSet(Browser));
    m_attemptOptions->timeout = m_isHeadless ? std::chrono::seconds(0) : settings.signInTimeout();
    if (parser().isSet(Timeout)) {
        bool isNumber = false;
        const int seconds = parser().value(Timeout).toInt(&isNumber);
        if (!isNumber || seconds < 0 || seconds > LongestTimeout) {
            return CommandError::usage(
                tr("--timeout takes a number of seconds from 0 to %1.").arg(LongestTimeout));
        }
        m_attemptOptions->timeout = std::chrono::seconds(seconds);
    }
    m_attemptOptions->callbackHost = settings.callbackHost();
    m_attemptOptions->callbackPort = settings.callbackPort();
    m_attemptOptions->startLink = settings.startLink();
    m_isPrinted = parser().isSet(NewKeyOptions::Print);
    m_attemptOptions->reminder = !parser().isSet(NewKeyOptions::NoReminder);
    return NewKeyOptions::checkReminder(parser());
}

void LoginCommand::run()
{
    m_attemptOptions = std::make_unique<SignInOptions>();
    if (const auto problem = readOptions())
        return fail(*problem);
    if (!parser().isSet(WithKey) && m_isHeadless && !terminal().canAsk()) {
        return fail(
            CommandError(ExitCode::Other,
                         tr("There is neither a browser to open nor a terminal to paste a code "
                            "at."),
                         tr("Run it in a terminal, or give an existing key: openrouter-key "
                            "login --with-key")));
    }
    if (m_isPrinted)
        return startAttempt();
    checkKeychain();
}

// --- Keychain -----------------------------------------------------------------------------------

void LoginCommand::checkKeychain()
{
    KeychainStatus::query(this, [this](const KeychainStatus &service) {
        if (!isFinished())
            keychainKnown(service);
    });
}

void LoginCommand::keychainKnown(const KeychainStatus &service)
{
    const bool isLocked = service.state == KeychainStatus::State::Locked;
    // Its prompt is a window.
    const bool canUnlock = isLocked && hasDisplay();
    if (service.error() != StoreError::Kind::None && !canUnlock)
        return keychainUnusable(CommandError::from(StoreError{service.error(), {}}));
    if (isLocked)
        terminal().note(tr("Your keychain is locked; it will ask you to unlock it."));
    keychainChecked();
}

void LoginCommand::keychainUnusable(const CommandError &problem)
{
    if (parser().isSet(WithKey) || !terminal().canAsk())
        return fail(problem);
    terminal().say(problem.sentence());
    terminal().ask(tr("Go on, and print the key once without saving it? [y/N] "), this,
                   [this, problem](const std::optional<QByteArray> &answer) {
                       if (!answer || !answer->trimmed().toLower().startsWith('y'))
                           return fail(problem);
                       m_isPrinted = true;
                       startAttempt();
                   });
}

void LoginCommand::keychainChecked()
{
    loadKeys([this] {
        noteUnfinished();
        if (parser().isSet(WithKey))
            return readExistingKey();
        if (parser().isSet(Key)) {
            const auto choice = KeySelector(services().vault().keys()).find(parser().value(Key));
            if (choice.problem)
                return fail(*choice.problem);
            if (!(choice.key->server == m_server)) {
                return fail(CommandError::usage(tr("That key belongs to %1, not to %2.")
                                                    .arg(shown(choice.key->server.displayName()),
                                                         shown(m_server.displayName())),
                                                tr("Set OPENROUTER_BASE_URL to its server.")));
            }
            m_attemptOptions->replacedId = choice.key->id;
        }
        startAttempt();
    });
}

// --- Browser ------------------------------------------------------------------------------------

void LoginCommand::startAttempt()
{
    m_attemptOptions->headless = m_isHeadless;
    m_attemptOptions->print = m_isPrinted;
    m_client = makeClient(&services().network(), m_server);

    SignInAttempt::Services attemptServices;
    attemptServices.client = m_client.get();
    attemptServices.vault = &services().vault();
    attemptServices.opener = m_isHeadless ? nullptr : &services().opener();
    m_attempt = std::make_unique<SignInAttempt>(*m_attemptOptions, attemptServices);

    connect(m_attempt.get(), &SignInAttempt::stateChanged, this,
            [this](SignInAttempt::State state) {
                if (state == SignInAttempt::State::Exchanging)
                    terminal().stopAsking();
            });
    connect(m_attempt.get(), &SignInAttempt::browserFailed, this,
            [this] { terminal().say(tr("No browser could be opened: open the link yourself.")); });
    connect(m_attempt.get(), &SignInAttempt::codeRefused, this, [this](const Failure &failure) {
        const CommandError problem = CommandError::from(failure, m_server);
        terminal().say(
            problem.serverWords().isEmpty()
                ? tr("The server did not accept this code.")
                : tr("The server did not accept this code: %1").arg(problem.serverWords()));
        if (failure.kind() == Failure::Kind::LinkCut)
            terminal().say(problem.sentence() + u' ' + problem.advice());
        m_wasPasted = false;
        askForCode();
    });
    connect(m_attempt.get(), &SignInAttempt::keychainSlow, this, &LoginCommand::sayWaiting);
    connect(m_attempt.get(), &SignInAttempt::finished, this, &LoginCommand::attemptFinished);
    m_attempt->begin();
    if (m_attempt->state() != SignInAttempt::State::WaitingForBrowser)
        return;
    SignInLinks::show(terminal(), *m_attempt,
                      parser().isSet(Qr) ? SignInLinks::Qr::Always : SignInLinks::Qr::IfItFits);
    askForCode();
}

void LoginCommand::askForCode()
{
    if (!terminal().canAsk())
        return;
    const QString question =
        m_isHeadless ? tr("Code: ") : tr("Code, or the address your browser was sent to: ");
    terminal().ask(
        question, this, [this](const std::optional<QByteArray> &answer) { codeGiven(answer); },
        Terminal::TypeAhead::Keep);
}

void LoginCommand::codeGiven(const std::optional<QByteArray> &answer)
{
    if (!answer) {
        // Ctrl-D. With a browser there is still another way to go on.
        if (m_isHeadless)
            m_attempt->cancel();
        return;
    }
    if (answer->trimmed().isEmpty())
        return askForCode();
    m_wasPasted = true;
    const QString problem = m_attempt->submitCode(QString::fromUtf8(*answer));
    if (problem.isEmpty())
        return;
    m_wasPasted = false;
    terminal().say(problem);
    askForCode();
}

void LoginCommand::attemptFinished()
{
    terminal().stopAsking();
    switch (m_attempt->state()) {
    case SignInAttempt::State::Succeeded:
        m_key = m_attempt->newKey();
        return succeed();
    case SignInAttempt::State::SucceededUnstored:
        take(m_attempt->newKey());
        if (m_attempt->wasCanceled())
            return m_prompt->stopped(m_signal == SIGINT);
        if (m_isPrinted)
            return m_prompt->print(wantsJson() ? NewKeyOptions::json(*m_key) : QJsonObject());
        return m_prompt->storingFailed(CommandError::from(m_attempt->failure(), m_server));
    case SignInAttempt::State::Canceled:
        terminal().say(tr("Canceled; no key was made."));
        return leave(m_signal != 0 ? ExitCode::SignalBase + m_signal : ExitCode::DeniedOrCanceled);
    default: {
        CommandError problem = CommandError::from(m_attempt->failure(), m_server);
        if (m_attempt->failure().kind() == Failure::Kind::IndexUnwritable)
            problem = NewKeyOptions::unwritable(m_attempt->failure().detail(), m_isPrinted);
        report(problem);
        return leave(problem.exitCode());
    }
    }
}

// --- An existing key ----------------------------------------------------------------------------

void LoginCommand::readExistingKey()
{
    const QString label =
        parser().isSet(NewKeyOptions::Label) ? m_attemptOptions->keyLabel : QString();
    auto *existing = new ExistingKey(terminal(), services().checker(),
                                     {m_server, label, m_attemptOptions->keyLabel}, this);
    connect(existing, &ExistingKey::failed, this, [this](const CommandError &problem) {
        if (!isFinished())
            fail(problem);
    });
    connect(existing, &ExistingKey::checked, this,
            [this](const OpenRouterAuth::ApiKey &key, const StoredKey &entry) {
                if (isFinished())
                    return;
                auto *newKey = new NewKey(&services().vault(), this);
                newKey->adopt(key, entry);
                take(newKey);
                m_prompt->store();
            });
    existing->read();
}

// --- The end ------------------------------------------------------------------------------------

void LoginCommand::take(NewKey *key)
{
    m_key = key;
    m_prompt = new NewKeyPrompt(terminal(), key, this);
    connect(m_prompt, &NewKeyPrompt::finished, this, &LoginCommand::promptFinished);
}

void LoginCommand::promptFinished()
{
    const int whenStopped = ExitCode::SignalBase + m_signal;
    if (m_prompt->outcome() == NewKeyPrompt::Outcome::Stored)
        return succeed();
    noteOtherKeys(*m_key);
    switch (m_prompt->outcome()) {
    case NewKeyPrompt::Outcome::Stored:
    case NewKeyPrompt::Outcome::Printed:
        return leave(m_signal != 0 ? whenStopped : ExitCode::Done);
    case NewKeyPrompt::Outcome::Discarded:
    case NewKeyPrompt::Outcome::Pending:
        return leave(m_signal != 0 ? whenStopped : ExitCode::DeniedOrCanceled);
    case NewKeyPrompt::Outcome::NotStored:
        report(*m_prompt->problem());
        return leave(m_prompt->problem()->exitCode());
    }
}

void LoginCommand::succeed()
{
    const StoredKey stored = m_key->entry();
    terminal().note(
        terminal().styledError(tr("Signed in."), Terminal::Style::Good) + u' '
        + tr("The key “%1” (%2) is in your keychain.").arg(shown(stored.label), stored.maskedKey));
    noteOtherKeys(*m_key);
    if (m_signal == 0 && wantsJson()) {
        QJsonObject object = keyJson(stored, QDateTime::currentDateTimeUtc());
        object.insert(u"stored"_s, true);
        printJson(object);
    }
    leave(m_signal != 0 ? ExitCode::SignalBase + m_signal : ExitCode::Done);
}

void LoginCommand::leave(int exitCode)
{
    // A browser that came back is waiting for its last page; one that did not gets none.
    if (m_attempt && m_attempt->isListening() && !m_wasPasted && m_signal == 0) {
        connect(m_attempt.get(), &SignInAttempt::stoppedListening, this,
                [this, exitCode] { settleAndFinish(exitCode); });
        return;
    }
    settleAndFinish(exitCode);
}

void LoginCommand::interrupt(int signal)
{
    const bool isFirst = m_signal == 0;
    m_signal = signal;
    if (m_prompt)
        return m_prompt->interrupt(signal == SIGINT);
    if (!m_attempt || m_attempt->isFinished())
        return Command::interrupt(signal);
    if (m_attempt->state() == SignInAttempt::State::Exchanging && isFirst) {
        terminal().say(tr("A code is being exchanged, so a key may have been made. Finishing that "
                          "first."));
    }
    m_attempt->cancel();
}

} // namespace SignIn
