// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logout.h"

#include "core/keys/keyvault.h"
#include "keyselector.h"
#include "output/format.h"

#include <QDateTime>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

const QString All = u"all"_s;
const QString Yes = u"yes"_s;

} // namespace

LogoutCommand::LogoutCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addOption({All, tr("All keys.")});
    addOption({{u"y"_s, Yes}, tr("Do not ask.")});
    setArgumentCount(0, -1);
}

Command::Manual LogoutCommand::manual() const
{
    return {u"logout"_s,
            u"KEY… | --all"_s,
            tr("delete keys from the keychain"),
            tr("Takes whole labels or ids. A key that was deleted here still works until it is "
               "revoked: the page for that is printed for each."),
            {u"openrouter-key logout laptop"_s, u"openrouter-key logout --all --yes"_s}};
}

void LogoutCommand::run()
{
    if (parser().isSet(All) == !arguments().isEmpty())
        return fail(CommandError::usage(tr("Name the keys, or say --all.")));
    loadKeys([this] {
        const QList<StoredKey> keys = services().vault().keys();
        if (parser().isSet(All)) {
            m_keys = keys;
            if (m_keys.isEmpty())
                terminal().note(tr("There is no key."));
        }
        const KeySelector selector(keys + services().vault().unfinished());
        for (const QString &name : arguments()) {
            const auto choice = selector.findExactly(name);
            if (choice.problem)
                return fail(*choice.problem);
            const bool isNamedTwice =
                std::any_of(m_keys.begin(), m_keys.end(),
                            [&](const StoredKey &key) { return key.id == choice.key->id; });
            if (!isNamedTwice)
                m_keys += *choice.key;
        }
        confirm();
    });
}

void LogoutCommand::confirm()
{
    if (parser().isSet(Yes) || m_keys.isEmpty())
        return removeNext();
    if (!terminal().canAsk()) {
        return fail(CommandError::usage(tr("There is no terminal to ask at."),
                                        tr("Say --yes if that is what you want.")));
    }
    for (const QString &line : keyTable(m_keys, QDateTime::currentDateTimeUtc()))
        terminal().say(line);
    terminal().ask(tr("Delete from the keychain? [y/N] "), this,
                   [this](const std::optional<QByteArray> &answer) {
                       if (answer && answer->trimmed().toLower().startsWith('y'))
                           return removeNext();
                       fail(CommandError::canceled());
                   });
}

void LogoutCommand::removeNext()
{
    if (m_signal != 0)
        return finish(ExitCode::SignalBase + m_signal);
    if (m_keys.isEmpty())
        return settleAndFinish(m_exitCode);
    const StoredKey key = m_keys.takeFirst();
    m_isRemoving = true;
    KeyJob *job = services().vault().remove(key.id);
    watch(job);
    connect(job, &KeyJob::finished, this, [this, job, key] {
        m_isRemoving = false;
        std::optional<CommandError> problem;
        if (job->error().isError())
            problem = CommandError::from(job->error());
        else if (!job->listProblem().isEmpty())
            problem = CommandError::ofIndex(job->listProblem());
        if (problem) {
            m_exitCode = problem->exitCode();
            report(*problem);
        } else {
            removed(key, job->leftIn());
        }
        removeNext();
    });
}

void LogoutCommand::removed(const StoredKey &key, const QString &leftIn)
{
    // A sign-in that was not finished may not know its key.
    const QUrl page = key.keyHash.isEmpty() ? key.server.keysPage() : key.settingsUrl();
    terminal().print(tr("“%1” is signed out. It works until you revoke it: %2")
                         .arg(shown(key.label), page.toString(QUrl::FullyEncoded))
                     + u'\n');
    if (!leftIn.isEmpty()) {
        terminal().say(
            tr("It is still in %1, which does not answer in this session. Delete the entry "
               "“%2” there.")
                .arg(shown(leftIn), shown(keychainUser(key.server, key.id))));
    }
}

void LogoutCommand::interrupt(int signal)
{
    // One that was begun is brought to its end, so that keychain and list agree.
    m_signal = signal;
    if (!m_isRemoving)
        Command::interrupt(signal);
}

} // namespace SignIn
