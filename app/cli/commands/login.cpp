// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "login.h"

#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/platform/browseropener.h"
#include "core/settings/settings.h"
#include "core/signin/apiclient.h"
#include "core/signin/signinattempt.h"
#include "existingkey.h"
#include "keyselector.h"
#include "newkeyoptions.h"
#include "output/format.h"
#include "signinlinks.h"
#include "storechooser.h"
#include "terminal/newkeyprompt.h"

#include <OpenRouterAuth/authorizationrequest.h>

#include <QNetworkAccessManager>

#include <csignal>

namespace SignIn {

using namespace Qt::StringLiterals;

LoginCommand::LoginCommand(Terminal &terminal, Services &services)
    : LoginCommand(terminal, services, LoginOptions::all())
{}

LoginCommand::LoginCommand(Terminal &terminal, Services &services,
                           const QList<QCommandLineOption> &options)
    : Command(terminal, services)
{
    for (const QCommandLineOption &option : options)
        addOption(option);
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
             u"openrouter-key login --print > /run/secrets/openrouter"_s,
             u"openrouter-key login --label box --to 'ssh box openrouter-key login --with-key'"_s}};
}

void LoginCommand::run()
{
    if (const auto problem = readOptions(m_options))
        return fail(*problem);
    noteRegion();
    if (!m_options.takesKey && m_options.attempt.headless && !terminal().canAsk()) {
        return fail(
            CommandError(ExitCode::Other,
                         tr("There is neither a browser to open nor a terminal to paste a code "
                            "at."),
                         tr("Run it in a terminal, or give an existing key: openrouter-key "
                            "login --with-key")));
    }
    if (m_options.attempt.print)
        return startAttempt();
    if (!m_options.renewedKey)
        return chooseStore(m_options.store);
    loadKeys([this] {
        noteUnfinished();
        findRenewedKey();
    });
}

std::optional<CommandError> LoginCommand::readOptions(LoginOptions &options)
{
    return options.read(parser(), services().settings());
}

/// --server counts for this call, and tools go by the settings afterwards.
void LoginCommand::noteRegion()
{
    if (!m_options.region)
        return;
    const auto tools = services().settings().toolsServer(m_options.server);
    if (tools && *tools == *m_options.region)
        return;
    terminal().note(
        tr("%1 has no sign-in pages, so you sign in at %2. To give tools this region's "
           "address, set “toolsBaseUrl”.")
            .arg(shown(m_options.region->displayName()), shown(m_options.server.displayName())));
}

// --- Place of the key ---------------------------------------------------------------------------

/// The new key takes the place of this one, wherever that is.
void LoginCommand::findRenewedKey()
{
    const KeySelector selector(services().vault().keys());
    const auto choice = m_options.isRenewal ? selector.choose(*m_options.renewedKey)
                                            : selector.find(*m_options.renewedKey);
    if (choice.problem)
        return fail(*choice.problem);
    if (m_options.isRenewal)
        m_options.attempt.keyLabel = choice.key->label;
    else if (!choice.key->belongsTo(m_options.server)) {
        return fail(CommandError::usage(
            tr("That key belongs to %1, not to %2.")
                .arg(shown(choice.key->server.displayName()),
                     shown(m_options.server.displayName())),
            tr("Name its server: --server %1")
                .arg(choice.key->server.baseUrl().toString(QUrl::FullyEncoded))));
    }
    m_options.server = choice.key->server;
    m_options.attempt.replacedId = choice.key->id;
    chooseStore(choice.key->isInPass() ? StoreChoice::Pass : StoreChoice::Keychain);
}

void LoginCommand::chooseStore(StoreChoice choice)
{
    const bool isPrintable = !m_options.takesKey && !m_options.renewedKey;
    auto *chooser = new StoreChooser(
        terminal(), services(),
        isPrintable ? StoreChooser::Printing::Offered : StoreChooser::Printing::NotOffered, this);
    connect(chooser, &StoreChooser::failed, this, [this](const CommandError &problem) {
        if (!isFinished())
            fail(problem);
    });
    connect(chooser, &StoreChooser::printingChosen, this, [this] {
        if (isFinished())
            return;
        m_options.attempt.print = true;
        startAttempt();
    });
    connect(chooser, &StoreChooser::chosen, this, [this](StoreChoice store) {
        if (!isFinished())
            storeChosen(store);
    });
    chooser->start(choice);
}

void LoginCommand::storeChosen(StoreChoice store)
{
    m_options.attempt.store = store;
    if (m_options.renewedKey)
        return startAttempt();
    loadKeys([this] {
        noteUnfinished();
        if (m_options.takesKey)
            readExistingKey();
        else
            startAttempt();
    });
}

// --- Browser ------------------------------------------------------------------------------------

void LoginCommand::startAttempt()
{
    m_client = makeClient(&services().network(), m_options.server);

    SignInAttempt::Dependencies dependencies;
    dependencies.client = m_client.get();
    dependencies.vault = &services().vault();
    dependencies.opener = m_options.attempt.headless ? nullptr : &services().opener();
    m_attempt = std::make_unique<SignInAttempt>(m_options.attempt, dependencies);

    connect(m_attempt.get(), &SignInAttempt::stateChanged, this,
            [this](SignInAttempt::State state) {
                if (state == SignInAttempt::State::Exchanging)
                    terminal().stopAsking();
            });
    connect(m_attempt.get(), &SignInAttempt::browserFailed, this,
            [this] { terminal().say(tr("No browser could be opened: open the link yourself.")); });
    connect(m_attempt.get(), &SignInAttempt::codeRefused, this, [this](const Failure &failure) {
        const CommandError problem = CommandError::from(failure, m_options.server);
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
                      m_options.showsQr ? SignInLinks::Qr::Always : SignInLinks::Qr::IfItFits);
    askForCode();
}

void LoginCommand::askForCode()
{
    if (!terminal().canAsk())
        return;
    const QString question = m_options.attempt.headless
                                 ? tr("Code: ")
                                 : tr("Code, or the address your browser was sent to: ");
    terminal().ask(
        question, this, [this](const std::optional<QByteArray> &answer) { codeGiven(answer); },
        Terminal::TypeAhead::Keep);
}

void LoginCommand::codeGiven(const std::optional<QByteArray> &answer)
{
    if (!answer) {
        // Ctrl-D. With a browser there is still another way to go on.
        if (m_options.attempt.headless)
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
        if (!m_options.receiver.isEmpty())
            return m_prompt->handTo(m_options.receiver);
        if (m_options.attempt.print)
            return m_prompt->print(wantsJson() ? NewKeyOptions::json(*m_key) : QJsonObject());
        return m_prompt->storingFailed(CommandError::from(m_attempt->failure(), m_options.server));
    case SignInAttempt::State::Canceled:
        terminal().say(tr("Canceled; no key was made."));
        return leave(m_signal != 0 ? ExitCode::SignalBase + m_signal : ExitCode::DeniedOrCanceled);
    default: {
        CommandError problem = CommandError::from(m_attempt->failure(), m_options.server);
        if (m_attempt->failure().kind() == Failure::Kind::IndexUnwritable)
            problem =
                NewKeyOptions::unwritable(m_attempt->failure().detail(),
                                          m_options.attempt.print && m_options.receiver.isEmpty());
        report(problem);
        return leave(problem.exitCode());
    }
    }
}

// --- An existing key ----------------------------------------------------------------------------

void LoginCommand::readExistingKey()
{
    const QString label = m_options.hasLabel ? m_options.attempt.keyLabel : QString();
    auto *existing = new ExistingKey(terminal(), services().checker(),
                                     {KeyDestination(m_options.server, m_options.isServerGiven),
                                      label, m_options.attempt.keyLabel},
                                     this);
    connect(existing, &ExistingKey::failed, this, [this](const CommandError &problem) {
        if (!isFinished())
            fail(problem);
    });
    connect(existing, &ExistingKey::checked, this,
            [this](const OpenRouterAuth::ApiKey &key, const StoredKey &entry) {
                if (isFinished())
                    return;
                auto *newKey = new NewKey(&services().vault(), this);
                newKey->keepIn(m_options.attempt.store);
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
    terminal().note(terminal().styledError(tr("Signed in."), Terminal::Style::Good) + u' '
                    + NewKeyOptions::keptText(stored));
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
                [this, exitCode] { end(exitCode); });
        return;
    }
    end(exitCode);
}

void LoginCommand::end(int exitCode)
{
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
