// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "existingkey.h"

#include "core/keys/keycondition.h"
#include "core/keys/keyinput.h"
#include "core/keys/keylabel.h"
#include "core/keys/keystatuschecker.h"
#include "output/exitcodes.h"
#include "output/format.h"
#include "terminal/terminal.h"

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

ExistingKey::ExistingKey(Terminal &terminal, KeyStatusChecker &checker, const Options &options,
                         QObject *parent)
    : QObject(parent)
    , m_terminal(terminal)
    , m_checker(checker)
    , m_options(options)
{
    connect(&m_checker, &KeyStatusChecker::checkedKey, this, &ExistingKey::answered);
    connect(&m_checker, &KeyStatusChecker::failed, this,
            [this](const QString &, const Failure &failure) {
                CommandError problem = CommandError::from(failure, server());
                if (failure.isKeyRejected()) {
                    problem = CommandError(
                        problem.exitCode(),
                        tr("%1 does not know this key.").arg(shown(server().displayName())),
                        tr("Check that it is whole and was not revoked."));
                }
                Q_EMIT failed(problem);
            });
}

void ExistingKey::read()
{
    const auto handler = [this](const std::optional<QByteArray> &line) { lineRead(line); };
    m_terminal.note(
        tr("%1 is asked whether it accepts the key.").arg(shown(server().displayName())));
    if (m_terminal.isInputTerminal() && m_terminal.canAsk()) {
        m_terminal.ask(tr("Paste the key (it is not shown): "), this, handler,
                       Terminal::TypeAhead::Drop, Terminal::Echo::Off);
    } else {
        m_terminal.readInput(this, handler);
    }
}

void ExistingKey::lineRead(const std::optional<QByteArray> &line)
{
    QString text = QString::fromUtf8(line.value_or(QByteArray()));
    const KeyInput input = KeyInput::parse(text, m_options.destination);
    text.fill(u'\0');
    if (input.kind() == KeyInput::Kind::Empty && !m_terminal.isInputTerminal())
        Q_EMIT failed(
            CommandError::usage(tr("There is no key in the first line of standard input."),
                                tr("Give the key alone, or within one line.")));
    else if (!input.key())
        Q_EMIT failed(CommandError::usage(input.problem(), input.advice()));
    else if (m_options.destination.needsConsent(*input.key()))
        askForConsent(*input.key());
    else
        m_checker.check(*input.key(), server());
}

void ExistingKey::askForConsent(const ApiKey &key)
{
    const QString warning = m_options.destination.warning();
    if (!m_terminal.canAsk()) {
        Q_EMIT failed(CommandError::usage(
            warning,
            tr("If that server is to have it, name the server: openrouter-key login --with-key "
               "--server %1")
                .arg(server().baseUrl().toString(QUrl::FullyEncoded))));
        return;
    }
    m_terminal.say(warning);
    m_terminal.ask(
        tr("Send it there? [y/N] "), this, [this, key](const std::optional<QByteArray> &answer) {
            if (answer && answer->trimmed().toLower().startsWith('y'))
                return m_checker.check(key, server());
            Q_EMIT failed(
                CommandError(ExitCode::DeniedOrCanceled, tr("Canceled; the key was not sent."),
                             tr("For openrouter.ai, use --server https://openrouter.ai/api/v1")));
        });
}

void ExistingKey::answered(const ApiKey &key, const OpenRouterAuth::KeyInfo &info,
                           const ServerClock &clock)
{
    StoredKey entry;
    entry.server = server();
    entry.label = m_options.label.isEmpty() ? labelFromServer(info) : m_options.label;
    if (entry.label.isEmpty())
        entry.label = m_options.usualLabel;
    entry.expiresAt = info.expiresAt;
    entry.userId = info.creatorUserId.value_or({});
    entry.lastStatus = KeyStatus{clock.local, false, info, {}, {}};
    entry.clock = clock;
    if (info.isManagementKey.value_or(false))
        m_terminal.say(managementKeyText());
    Q_EMIT checked(key, entry);
}

} // namespace SignIn
