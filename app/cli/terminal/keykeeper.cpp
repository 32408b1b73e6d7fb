// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keykeeper.h"

#include "core/keychain/keychainstatus.h"
#include "terminal.h"

namespace SignIn {

using namespace Qt::StringLiterals;

KeyKeeper::KeyKeeper(Terminal &terminal, KeyVault &vault, const OpenRouterAuth::ApiKey &key,
                     const StoredKey &entry, QObject *parent)
    : QObject(parent)
    , m_terminal(terminal)
    , m_vault(vault)
    , m_key(key)
    , m_entry(entry)
{}

void KeyKeeper::store()
{
    KeyJob *job = m_vault.store(m_key, m_entry, m_replacedId);
    m_job = job;
    // The pending entry has its id from now on.
    if (m_entry.id.isEmpty())
        m_entry.id = job->entry().id;
    connect(job, &KeyJob::slow, this, [this] { m_terminal.say(KeychainStatus::waitingText()); });
    connect(job, &KeyJob::finished, this, [this, job] {
        // Stopped meanwhile, or tried once more.
        if (m_job == job)
            stored(*job);
    });
}

void KeyKeeper::stored(const KeyJob &job)
{
    m_job.clear();
    if (job.error().isError())
        return storingFailed(CommandError::from(job.error()));
    m_entry = job.entry();
    if (!job.indexProblem().isEmpty())
        return storingFailed(CommandError::ofIndex(job.indexProblem()));
    finish(Outcome::Stored);
}

void KeyKeeper::storingFailed(const CommandError &problem)
{
    m_problem = problem;
    if (m_isExisting) {
        forget();
        return finish(Outcome::NotStored);
    }
    m_problem->setDetails({tr("A key was made, but nothing holds it: it can be revoked at %1")
                               .arg(m_entry.settingsUrl().toString(QUrl::FullyEncoded))});
    if (!m_terminal.canAsk())
        return finish(Outcome::NotStored);
    m_terminal.say(problem.sentence());
    m_terminal.say(tr("The key was made, but it is not saved."));
    ask();
}

void KeyKeeper::ask()
{
    m_terminal.ask(tr("Try again (t), print it once (p) or discard it (d)? "), this,
                   [this](const std::optional<QByteArray> &answer) {
                       const QByteArray word =
                           answer ? answer->trimmed().toLower() : QByteArray("d");
                       if (word == "t")
                           store();
                       else if (word == "p")
                           print();
                       else if (word == "d")
                           discard();
                       else
                           ask();
                   });
}

void KeyKeeper::stopped(bool mayAsk)
{
    m_job.clear();
    if (!mayAsk || !m_terminal.canAsk()) {
        m_terminal.say(tr("A key had been made already, so it is kept."));
        return store();
    }
    m_terminal.ask(tr("A key had been made already. Keep it? [Y/n] "), this,
                   [this](const std::optional<QByteArray> &answer) {
                       if (answer && answer->trimmed().toLower().startsWith('n'))
                           discard();
                       else
                           store();
                   });
}

void KeyKeeper::interrupt(bool mayAsk)
{
    if (m_terminal.isAsking()) {
        m_terminal.stopAsking();
        discard();
    } else if (m_job) {
        stopped(mayAsk);
    }
}

void KeyKeeper::print()
{
    forget();
    m_terminal.printSecret(m_key.secret());
    finish(Outcome::Printed);
}

void KeyKeeper::discard()
{
    forget();
    m_terminal.say(tr("The key is not kept. Revoke it at %1")
                       .arg(m_entry.settingsUrl().toString(QUrl::FullyEncoded)));
    finish(Outcome::Discarded);
}

void KeyKeeper::forget()
{
    if (!m_entry.id.isEmpty())
        m_vault.discard(m_entry.id);
}

void KeyKeeper::finish(Outcome outcome)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_outcome = outcome;
    Q_EMIT finished();
}

} // namespace SignIn
