// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mint.h"

#include "core/keys/keylabel.h"
#include "core/keys/keyvault.h"
#include "core/settings/settings.h"
#include "core/signin/apiclient.h"
#include "expiry.h"
#include "newkeyoptions.h"
#include "output/format.h"
#include "storechooser.h"
#include "terminal/newkeyprompt.h"

#include <QDateTime>
#include <QNetworkAccessManager>

#include <cmath>
#include <csignal>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::CreateAuthCodeReply;
using OpenRouterAuth::ExchangeReply;
using OpenRouterAuth::UsageLimitType;

namespace {

const QString Limit = u"limit"_s;
const QString Reset = u"reset"_s;
const QString Expires = u"expires"_s;

/// Only named to the server, never opened: the code comes in its answer.
constexpr QLatin1StringView CallbackUrl("http://127.0.0.1:3000/mint");

} // namespace

MintCommand::MintCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addOption({NewKeyOptions::Label, tr("Label of the new key; needed."), u"LABEL"_s});
    addOption({Limit, tr("Its credit limit in US dollars."), u"USD"_s});
    addOption({Reset, tr("When the limit starts anew: daily, weekly or monthly."), u"WHEN"_s});
    addOption({Expires,
               tr("When it ends: in so many hours, days or weeks (12h, 7d, 4w), or on a "
                  "date (2027-01-31)."),
               u"WHEN"_s});
    addOption({NewKeyOptions::Workspace, tr("Its workspace."), u"ID"_s});
    addOption({NewKeyOptions::Print, tr("Write it to standard output and store it nowhere.")});
    addOption({NewKeyOptions::NoReminder, NewKeyOptions::noReminderHelp()});
    addOption({NewKeyOptions::To, NewKeyOptions::toHelp(), u"CMD"_s});
    addOption({NewKeyOptions::Store, NewKeyOptions::storeHelp(), u"WHERE"_s});
    addKeyOption();
    addJsonOption();
}

MintCommand::~MintCommand() = default;

Command::Manual MintCommand::manual() const
{
    return {u"mint"_s,
            {},
            tr("make a further, limited key without a browser"),
            tr("Asks the server for another key on behalf of one that is there; --key says which. "
               "Some servers let only management keys do that."),
            {u"openrouter-key mint --label ci --limit 5 --reset monthly --expires 7d"_s,
             u"openrouter-key mint --label box --to 'ssh box openrouter-key login --with-key'"_s}};
}

std::optional<CommandError> MintCommand::readLimit()
{
    if (parser().isSet(Limit)) {
        bool isNumber = false;
        const double limit = parser().value(Limit).toDouble(&isNumber);
        if (!isNumber || !std::isfinite(limit) || limit <= 0)
            return CommandError::usage(
                tr("--limit takes an amount in US dollars, such as 5 or 0.50."));
        m_request.limit = limit;
    }
    if (!parser().isSet(Reset))
        return std::nullopt;
    if (!m_request.limit)
        return CommandError::usage(tr("--reset needs --limit."));
    for (const UsageLimitType::Known type :
         {UsageLimitType::Daily, UsageLimitType::Weekly, UsageLimitType::Monthly}) {
        if (parser().value(Reset) == OpenRouterAuth::toString(type))
            m_request.usageLimitType = type;
    }
    if (!m_request.usageLimitType)
        return CommandError::usage(tr("--reset is daily, weekly or monthly."));
    return std::nullopt;
}

std::optional<CommandError> MintCommand::readOptions()
{
    m_request.keyLabel = parser().value(NewKeyOptions::Label).trimmed();
    if (!parser().isSet(NewKeyOptions::Label))
        return CommandError::usage(tr("A new key needs a label."),
                                   tr("Give it one: --label LABEL"));
    if (m_request.keyLabel.isEmpty() || !isStorableLabel(m_request.keyLabel))
        return CommandError::usage(tr("A label is one line of 1 to 100 characters."));
    if (const auto problem = readLimit())
        return problem;
    if (parser().isSet(Expires)) {
        // Which moment it means depends on the parent's server, see readExpiry().
        if (!parseExpiry(parser().value(Expires), QDateTime::currentDateTimeUtc())) {
            return CommandError::usage(
                tr("--expires takes 12h, 7d, 4w or a date such as 2027-01-31."));
        }
    }
    if (parser().isSet(NewKeyOptions::Workspace)) {
        m_request.workspaceId = QUuid::fromString(parser().value(NewKeyOptions::Workspace));
        if (m_request.workspaceId.isNull())
            return CommandError::usage(tr("--workspace takes the id of a workspace."));
    }
    m_request.callbackUrl = QUrl(CallbackUrl);
    m_request.codeChallenge = m_pkce.challenge();
    m_request.codeChallengeMethod = m_pkce.method();
    if (const auto problem = NewKeyOptions::checkTo(parser()))
        return problem;
    m_receiver = parser().value(NewKeyOptions::To);
    m_isPrinted = parser().isSet(NewKeyOptions::Print) || !m_receiver.isEmpty();
    if (m_isPrinted && parser().isSet(NewKeyOptions::Store))
        return CommandError::usage(tr("--store and --print do not go together."));
    const auto store = NewKeyOptions::store(parser(), services().settings());
    if (!store)
        return NewKeyOptions::wrongStore();
    m_store = *store;
    return NewKeyOptions::checkReminder(parser());
}

/// From the clock of the server that is to make the key, as far as it is known: a key for an hour
/// lives an hour even if this computer's clock is wrong.
std::optional<CommandError> MintCommand::readExpiry(const StoredKey &parent)
{
    if (!parser().isSet(Expires))
        return std::nullopt;
    const QDateTime now = parent.clock.at(QDateTime::currentDateTimeUtc());
    m_request.expiresAt = parseExpiry(parser().value(Expires), now);
    if (!m_request.expiresAt || *m_request.expiresAt <= now)
        return CommandError::usage(tr("--expires names a time that is over."));
    return std::nullopt;
}

void MintCommand::run()
{
    if (const auto problem = readOptions())
        return fail(*problem);
    chooseKey([this](const StoredKey &chosen) {
        if (const auto problem = readExpiry(chosen))
            return fail(*problem);
        readKey(chosen,
                [this](const ApiKey &key, const StoredKey &parent) { chooseStore(key, parent); });
    });
}

void MintCommand::chooseStore(const ApiKey &key, const StoredKey &parent)
{
    if (m_isPrinted)
        return createCode(key, parent);
    auto *chooser =
        new StoreChooser(terminal(), services(), StoreChooser::Printing::NotOffered, this);
    connect(chooser, &StoreChooser::failed, this, [this](const CommandError &problem) {
        if (!isFinished())
            fail(problem);
    });
    connect(chooser, &StoreChooser::chosen, this, [this, key, parent](StoreChoice store) {
        m_store = store;
        if (!isFinished())
            createCode(key, parent);
    });
    chooser->start(m_store);
}

void MintCommand::createCode(const ApiKey &key, const StoredKey &parent)
{
    m_client = makeClient(&services().network(), parent.server.signInServer());
    m_client->setKeepsConnections(true); // the exchange follows at once
    CreateAuthCodeReply *reply = m_client->createAuthCode(m_request, key);
    connect(reply, &OpenRouterAuth::Reply::finished, this, [this, reply, parent] {
        reply->deleteLater();
        if (!isFinished())
            codeCreated(*reply, parent);
    });
}

void MintCommand::codeCreated(const CreateAuthCodeReply &reply, const StoredKey &parent)
{
    if (reply.result())
        return exchange(reply.result()->code);
    CommandError problem = CommandError::from(Failure(reply.error()), parent.server);
    if (reply.error().kind() == OpenRouterAuth::Error::Kind::Forbidden) {
        CommandError forbidden(
            problem.exitCode(),
            tr("%1 does not let the key “%2” make further keys.")
                .arg(shown(m_client->server().displayName()), shown(parent.label)),
            tr("Make one with “openrouter-key login” instead, or use a management "
               "key with --key. The limit of a key can be set on its page: %1")
                .arg(parent.settingsUrl().toString(QUrl::FullyEncoded)));
        if (!problem.serverWords().isEmpty())
            forbidden.setDetails({tr("The server says: %1").arg(problem.serverWords())});
        problem = forbidden;
    }
    fail(problem);
}

void MintCommand::exchange(const OpenRouterAuth::Secret &code)
{
    m_key = new NewKey(&services().vault(), this);
    m_key->keepIn(m_store);
    // Noted before the code is sent, so that no key is made in silence.
    if (!parser().isSet(NewKeyOptions::NoReminder)) {
        const QString problem =
            m_key->reserve(m_client->server(), m_request.keyLabel,
                           m_isPrinted ? StoredKey::Intent::Print : StoredKey::Intent::Store);
        if (!problem.isEmpty())
            return fail(NewKeyOptions::unwritable(problem, m_isPrinted && m_receiver.isEmpty()));
    } else {
        m_key->describe(m_client->server(), m_request.keyLabel);
    }
    OpenRouterAuth::ExchangeRequest request;
    request.code = code;
    request.codeVerifier = m_pkce.verifier();
    request.codeChallengeMethod = m_pkce.method();
    m_key->posted();
    ExchangeReply *reply = m_client->exchangeAuthCodeForApiKey(request);
    m_exchange = reply;
    connect(reply, &OpenRouterAuth::Reply::finished, this, [this, reply] {
        reply->deleteLater();
        m_exchange.clear();
        exchanged(*reply);
    });
}

void MintCommand::exchanged(const ExchangeReply &reply)
{
    if (!reply.result()) {
        m_key->refused(reply.error());
        delete m_key; // the entry goes with it, unless a key may exist
        const auto problem = CommandError::from(Failure(reply.error()), m_client->server());
        report(problem);
        return settleAndFinish(m_signal != 0 ? ExitCode::SignalBase + m_signal
                                             : problem.exitCode());
    }
    m_key->received(reply.result()->key, reply.result()->userId.value_or({}),
                    m_request.expiresAt.value_or(QDateTime()), reply.anotherKeyMayExist(),
                    {reply.serverTime(), QDateTime::currentDateTimeUtc()});
    m_prompt = new NewKeyPrompt(terminal(), m_key, this);
    connect(m_prompt, &NewKeyPrompt::finished, this, &MintCommand::promptFinished);
    if (m_signal != 0)
        m_prompt->stopped(m_signal == SIGINT);
    else if (!m_receiver.isEmpty())
        m_prompt->handTo(m_receiver);
    else if (m_isPrinted)
        m_prompt->print(wantsJson() ? NewKeyOptions::json(*m_key) : QJsonObject());
    else
        m_prompt->store();
}

void MintCommand::promptFinished()
{
    noteOtherKeys(*m_key);
    const int whenStopped = ExitCode::SignalBase + m_signal;
    switch (m_prompt->outcome()) {
    case NewKeyPrompt::Outcome::Stored:
        return succeed(m_key->entry());
    case NewKeyPrompt::Outcome::Printed:
        return settleAndFinish(m_signal != 0 ? whenStopped : ExitCode::Done);
    case NewKeyPrompt::Outcome::Discarded:
    case NewKeyPrompt::Outcome::Pending:
        return settleAndFinish(m_signal != 0 ? whenStopped : ExitCode::DeniedOrCanceled);
    case NewKeyPrompt::Outcome::NotStored:
        report(*m_prompt->problem());
        return settleAndFinish(m_prompt->problem()->exitCode());
    }
}

void MintCommand::succeed(const StoredKey &entry)
{
    terminal().note(terminal().styledError(tr("Made."), Terminal::Style::Good) + u' '
                    + NewKeyOptions::keptText(entry));
    if (wantsJson() && m_signal == 0) {
        QJsonObject object = keyJson(entry, QDateTime::currentDateTimeUtc());
        object.insert(u"stored"_s, true);
        printJson(object);
    }
    settleAndFinish(m_signal != 0 ? ExitCode::SignalBase + m_signal : ExitCode::Done);
}

void MintCommand::interrupt(int signal)
{
    const bool isFirst = m_signal == 0;
    m_signal = signal;
    if (m_prompt)
        return m_prompt->interrupt(signal == SIGINT);
    if (!m_exchange)
        return Command::interrupt(signal); // A code that nobody exchanges ends by itself.
    if (isFirst) {
        terminal().say(tr("A code is being exchanged, so a key may have been made. Finishing that "
                          "first."));
    }
}

} // namespace SignIn
