// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"

#include "commands/keyselector.h"
#include "core/keychain/keychainstatus.h"
#include "core/keychain/passstatus.h"
#include "core/keys/keylistproblem.h"
#include "core/keys/keyvault.h"
#include "core/keys/newkey.h"
#include "core/platform/seat.h"
#include "keyreader.h"
#include "output/format.h"

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/clock.h>

#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RecoveryPatience = 20s;

const QString KeyName = u"key"_s;
const QString JsonName = u"json"_s;
const QString NoPromptName = u"no-prompt"_s;

} // namespace

Command::Command(Terminal &terminal, Services &services)
    : m_terminal(terminal)
    , m_services(services)
{
    m_parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsCompactedShortOptions);
}

Command::~Command() = default;

QList<QCommandLineOption> Command::options() const
{
    return m_options
           + QList<QCommandLineOption>{
               {{u"q"_s, u"quiet"_s}, tr("Say nothing that is not needed.")},
               {u"debug"_s, tr("Say what happens, without secrets, on standard error.")},
               {{u"h"_s, u"help"_s}, tr("Show this help.")}};
}

void Command::addOption(const QCommandLineOption &option)
{
    m_options += option;
}

void Command::addKeyOption()
{
    addOption(
        {{u"k"_s, KeyName}, tr("The key: its id, its label or how one of them begins."), u"KEY"_s});
}

void Command::addJsonOption()
{
    addOption({JsonName, tr("Write the result as JSON.")});
}

void Command::addNoPromptOption()
{
    m_hasNoPromptOption = true;
    addOption({NoPromptName, tr("Fail at once if the keychain is locked.")});
}

void Command::setArgumentCount(int minimum, int maximum)
{
    m_minimumArguments = minimum;
    m_maximumArguments = maximum;
}

void Command::leaveRest()
{
    m_leavesRest = true;
    m_parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
}

/// QCommandLineParser knows no optional values: an option that has a default value gets it where it
/// stands without one.
QStringList Command::withDefaultValues(QStringList arguments) const
{
    const QList<QCommandLineOption> known = options();
    for (qsizetype i = 1; i < arguments.size() && arguments.at(i) != "--"_L1; ++i) {
        const QString argument = arguments.at(i);
        if (!argument.startsWith(u'-')) {
            if (m_leavesRest)
                break;
            continue;
        }
        const auto option =
            std::find_if(known.begin(), known.end(), [&argument](const QCommandLineOption &each) {
                const QStringList names = each.names();
                return std::any_of(names.begin(), names.end(), [&argument](const QString &name) {
                    return argument == (name.size() == 1 ? u"-"_s : u"--"_s) + name;
                });
            });
        if (option == known.end() || option->valueName().isEmpty())
            continue;
        const bool hasValue = i + 1 < arguments.size() && !arguments.at(i + 1).startsWith(u'-');
        if (hasValue || option->defaultValues().isEmpty())
            ++i;
        else
            arguments[i] += u'=' + option->defaultValues().constFirst();
    }
    return arguments;
}

std::optional<CommandError> Command::parse(const QStringList &arguments)
{
    m_parser.addOptions(options());
    const QString advice = tr("See “openrouter-key help %1”.").arg(manual().name);
    if (!m_parser.parse(withDefaultValues(arguments)))
        return CommandError::usage(m_parser.errorText(), advice);
    const auto count = m_parser.positionalArguments().size();
    if (count < m_minimumArguments) {
        return CommandError::usage(
            tr("“%1” needs more arguments.").arg(manual().name),
            tr("Usage: openrouter-key %1 %2").arg(manual().name, manual().arguments));
    }
    // An argument may be a secret that was put in the wrong place: it is not repeated.
    if (m_maximumArguments >= 0 && count > m_maximumArguments)
        return CommandError::usage(tr("“%1” takes fewer arguments.").arg(manual().name), advice);
    return std::nullopt;
}

void Command::start(const QStringList &arguments)
{
    if (const auto problem = parse(arguments))
        return fail(*problem);
    if (m_parser.isSet(u"quiet"_s))
        m_terminal.setQuiet(true);
    run();
}

void Command::interrupt(int signal)
{
    m_terminal.stopAsking();
    finish(ExitCode::SignalBase + signal);
}

int Command::exitCodeFor(const CommandError &problem) const
{
    return problem.exitCode();
}

void Command::finish(int exitCode)
{
    if (std::exchange(m_isFinished, true))
        return;
    if (const int error = m_terminal.outputError(); error != 0 && exitCode == ExitCode::Done) {
        // Nobody reads any more: that is how `head` ends, and nothing to talk about.
        if (error != EPIPE)
            report(CommandError(ExitCode::Other,
                                tr("The output could not be written: %1.")
                                    .arg(QString::fromLocal8Bit(std::strerror(error)))));
        exitCode = ExitCode::Other;
    }
    Q_EMIT finished(exitCode);
}

void Command::fail(const CommandError &problem)
{
    report(problem);
    finish(exitCodeFor(problem));
}

void Command::report(const CommandError &problem)
{
    m_terminal.say(m_terminal.styledError(u"openrouter-key: "_s, Terminal::Style::Bad)
                   + problem.sentence());
    if (!problem.serverWords().isEmpty())
        m_terminal.say(tr("The server says: %1").arg(problem.serverWords()));
    for (const QString &line : problem.details())
        m_terminal.say(line);
    const QString code = tr("(exit code %1)").arg(exitCodeFor(problem));
    m_terminal.say(problem.advice().isEmpty() ? code : problem.advice() + u' ' + code);
    qCDebug(CLI).noquote() << "detail:" << problem.technicalDetail();
}

bool Command::wantsJson() const
{
    return m_parser.isSet(JsonName);
}

bool Command::wantsNoPrompt() const
{
    return m_hasNoPromptOption && m_parser.isSet(NoPromptName);
}

void Command::loadKeys(const std::function<void()> &next)
{
    KeyList &index = m_services.index();
    const QString problem = keyListProblem(index.condition(), keyListProblemPath(index));
    if (index.condition() == KeyList::Condition::Corrupt)
        m_terminal.say(problem); // goes on with the keychain's copy
    else if (!problem.isEmpty())
        return fail(CommandError(ExitCode::Other, problem, keyListAdvice(index.condition())));
    KeyVault &vault = m_services.vault();
    if (index.condition() == KeyList::Condition::Ready && index.isComplete()
        && vault.unfinished().isEmpty()) {
        return next();
    }

    if (!m_hasNoPromptOption || (maySeePrompts() && !wantsNoPrompt()))
        return recoverKeys(next);
    // Recovery reads the keychain. What is missing is missing if that would take a prompt.
    KeychainStatus::query(this, [this, next](const KeychainStatus &status) {
        if (m_isFinished)
            return;
        if (status.error() == StoreError::Kind::Locked)
            next();
        else
            recoverUnlessLocked(next);
    });
}

/// The same for sign-ins that ended on their way into pass.
void Command::recoverUnlessLocked(const std::function<void()> &next)
{
    const QList<StoredKey> unfinished = m_services.vault().unfinished();
    if (std::none_of(unfinished.begin(), unfinished.end(),
                     [](const StoredKey &entry) { return entry.isInPass(); })) {
        return recoverKeys(next);
    }
    PassStatus::query(this, [this, next](const PassStatus &status) {
        if (m_isFinished)
            return;
        if (status.state == PassStatus::State::Locked)
            next();
        else
            recoverKeys(next);
    });
}

void Command::recoverKeys(const std::function<void()> &next)
{
    KeyVault &vault = m_services.vault();
    // Whichever comes first: the end of it, or of our patience with a keychain that hangs.
    auto *timer = new QTimer(this);
    const auto goOn = [this, timer, next] {
        timer->deleteLater();
        if (m_services.vault().recoveredFromOutdatedCopy() && !m_services.vault().defaultKey())
            m_terminal.say(outdatedCopyProblem() + u' '
                           + tr("Choose one with “openrouter-key default KEY”."));
        next();
    };
    connect(&vault, &KeyVault::recovered, timer, goOn, Qt::SingleShotConnection);
    connect(timer, &QTimer::timeout, timer, goOn);
    timer->setSingleShot(true);
    timer->start(RecoveryPatience);
    QTimer::singleShot(StoreOperation::SlowAfter, timer, [this] { sayWaiting(); });
    vault.recover();
}

void Command::chooseKey(const std::function<void(const StoredKey &)> &next)
{
    loadKeys([this, next] {
        const KeySelector selector(m_services.vault().keys());
        const KeySelector::Choice choice = selector.choose(m_parser.value(KeyName));
        if (choice.problem)
            return fail(*choice.problem);
        next(*choice.key);
    });
}

void Command::readKey(
    const StoredKey &entry,
    const std::function<void(const OpenRouterAuth::ApiKey &, const StoredKey &)> &next,
    const std::function<void()> &missing)
{
    const auto prompts = wantsNoPrompt() ? KeyReader::Prompts::Never : KeyReader::Prompts::IfSeen;
    auto *reader = new KeyReader(&m_services.vault(), prompts, this);
    connect(reader, &KeyReader::waiting, this, &Command::sayWaiting);
    connect(reader, &KeyReader::read, this,
            [this, next](const OpenRouterAuth::ApiKey &key, const StoredKey &found) {
                if (!m_isFinished)
                    next(key, found);
            });
    connect(reader, &KeyReader::failed, this,
            [this, missing](const CommandError &problem, bool isMissing) {
                if (m_isFinished)
                    return;
                if (isMissing && missing)
                    missing();
                else
                    fail(problem);
            });
    reader->start(entry);
}

void Command::sayWaiting()
{
    m_terminal.say(KeychainStatus::waitingText());
}

void Command::watch(KeyJob *job)
{
    connect(job, &KeyJob::slow, this, &Command::sayWaiting);
}

void Command::printJson(const QJsonObject &object)
{
    m_terminal.print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented)));
}

void Command::settleAndFinish(int exitCode)
{
    m_services.vault().settle(this, [this, exitCode] { finish(exitCode); });
}

void Command::noteUnfinished()
{
    for (const StoredKey &entry : m_services.vault().unfinished()) {
        // The page of the key itself, if it has come as far as this computer.
        const bool hasCome = !entry.keyHash.isEmpty();
        const QUrl page = hasCome ? entry.settingsUrl() : entry.server.keysPage();
        const QString sentence =
            hasCome ? tr("A sign-in on %1 ended before its key was saved. Revoke the key at %2; "
                         "“openrouter-key logout %3” ends this reminder.")
                    : tr("A sign-in on %1 ended before its key was saved, so there may be a key "
                         "that did not reach this app. Look for it at %2; “openrouter-key logout "
                         "%3” ends this reminder.");
        m_terminal.note(
            sentence.arg(shownDate(entry.created), page.toString(QUrl::FullyEncoded), entry.id));
    }
}

void Command::noteOtherKeys(const NewKey &key)
{
    if (key.reminder()) {
        m_terminal.say(tr("%1 had a problem before it answered, so a second key may have been "
                          "created. Look for it at %2; “openrouter-key logout %3” ends this "
                          "reminder.")
                           .arg(shown(key.entry().server.signInServer().displayName()),
                                key.entry().server.keysPage().toString(QUrl::FullyEncoded),
                                key.reminder()->id));
    }
    const std::optional<StoredKey> &replaced = key.replaced();
    if (replaced && replaced->keyHash != key.entry().keyHash
        && replaced->mayWork(m_services.vault().clock()->now())) {
        m_terminal.say(tr("The old key works until you revoke it: %1")
                           .arg(replaced->settingsUrl().toString(QUrl::FullyEncoded)));
        m_terminal.say(tr("Programs that were started before keep the old key."));
    }
}

} // namespace SignIn
