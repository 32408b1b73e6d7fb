// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "env.h"

#include "environmentname.h"
#include "output/format.h"
#include "output/shellquote.h"

#include <OpenRouterAuth/apikey.h>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

const QString ShellName = u"shell"_s;
const QString Unset = u"unset"_s;

} // namespace

EnvCommand::EnvCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addKeyOption();
    addNoPromptOption();
    addOption(
        {ShellName, tr("posix, fish or powershell; chosen from $SHELL otherwise."), u"SHELL"_s});
    addOption(
        {VariableOption, tr("Name of the variable: OPENROUTER_API_KEY unless given."), u"NAME"_s});
    addOption({Unset, tr("A line that takes the variable away.")});
}

Command::Manual EnvCommand::manual() const
{
    return {u"env"_s,
            {},
            tr("write a line for a shell to eval"),
            tr("Puts the key into the environment of a shell and of all that it starts. Where one "
               "program needs it, “exec” shows it to fewer."),
            {u"eval \"$(openrouter-key env)\""_s, u"openrouter-key env --shell fish | source"_s,
             u"eval \"$(openrouter-key env --unset)\""_s}};
}

void EnvCommand::run()
{
    std::optional<Shell> shell = currentShell();
    if (parser().isSet(ShellName)) {
        shell = shellFromName(parser().value(ShellName));
        if (!shell)
            return fail(CommandError::usage(tr("--shell is posix, fish or powershell.")));
    }
    QByteArray name = DefaultVariable;
    if (parser().isSet(VariableOption)) {
        if (!isEnvironmentName(parser().value(VariableOption))) {
            return fail(CommandError::usage(
                tr("--env takes the name of a variable: letters, digits and _.")));
        }
        name = parser().value(VariableOption).toLatin1();
    }
    if (parser().isSet(Unset)) {
        terminal().print(QString::fromLatin1(unsetLine(name, *shell)) + u'\n');
        return finish();
    }
    chooseKey([this, name, shell](const StoredKey &chosen) {
        readKey(chosen,
                [this, name, shell](const OpenRouterAuth::ApiKey &key, const StoredKey &entry) {
                    QByteArray line = setLine(name, key.secret().view(), *shell);
                    terminal().printSecret(Secret(line));
                    line.fill('\0');
                    if (!entry.server.isOpenRouter() && terminal().outputError() == 0) {
                        terminal().note(tr("This key belongs to %1; tools have to be told.")
                                            .arg(shown(entry.server.displayName())));
                    }
                    finish();
                });
    });
}

} // namespace SignIn
