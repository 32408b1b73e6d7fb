// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "existingkey.h"

#include "core/keys/keylabel.h"
#include "core/keys/keystatuschecker.h"
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
                CommandError problem = CommandError::from(failure, m_options.server);
                if (failure.isKeyRejected()) {
                    problem = CommandError(
                        problem.exitCode(),
                        tr("%1 does not know this key.").arg(shown(m_options.server.displayName())),
                        tr("Check that it is whole and was not revoked."));
                }
                Q_EMIT failed(problem);
            });
}

void ExistingKey::read()
{
    const auto handler = [this](const std::optional<QByteArray> &line) { lineRead(line); };
    if (m_terminal.isInputTerminal() && m_terminal.canAsk()) {
        m_terminal.ask(tr("Paste the key (it is not shown): "), this, handler,
                       Terminal::TypeAhead::Drop, Terminal::Echo::Off);
    } else {
        m_terminal.readInput(this, handler);
    }
}

void ExistingKey::lineRead(const std::optional<QByteArray> &line)
{
    const auto key = line ? ApiKey::fromInput(QString::fromUtf8(*line)) : std::nullopt;
    if (!key) {
        Q_EMIT failed(CommandError::usage(tr("What came on standard input is not a key."),
                                          tr("A key is one line and begins with “sk-or-”.")));
        return;
    }
    m_checker.check(*key, m_options.server);
}

void ExistingKey::answered(const ApiKey &key, const OpenRouterAuth::KeyInfo &info,
                           const ServerClock &clock)
{
    StoredKey entry;
    entry.server = m_options.server;
    entry.label = m_options.label.isEmpty() ? labelFromServer(info) : m_options.label;
    if (entry.label.isEmpty())
        entry.label = m_options.usualLabel;
    entry.expiresAt = info.expiresAt;
    entry.userId = info.creatorUserId.value_or({});
    entry.lastStatus = KeyStatus{clock.local, false, info, {}, {}};
    entry.clock = clock;
    Q_EMIT checked(key, entry);
}

} // namespace SignIn
