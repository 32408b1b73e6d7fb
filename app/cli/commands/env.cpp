// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "env.h"

#include "core/settings/baseurlvariable.h"
#include "core/settings/settings.h"
#include "environmentname.h"
#include "output/format.h"
#include "output/shellquote.h"
#include "toolvariables.h"

#include <OpenRouterAuth/apikey.h>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

const QString ShellName = u"shell"_s;
const QString Unset = u"unset"_s;

/// One line also for several variables: `eval $(…)` without quotes makes one of them anyway.
constexpr const char *Separator = "; ";

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
    addOption({Unset, tr("A line that takes the variables away.")});
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
        QByteArray line = unsetLine(name, *shell);
        for (const QByteArray &given : ToolVariables::given()) {
            if (given != name)
                line += Separator + unsetLine(given, *shell);
        }
        terminal().print(QString::fromLatin1(line) + u'\n');
        return finish();
    }
    chooseKey([this, name, shell](const StoredKey &chosen) {
        const auto tools = services().settings().toolsServer(chosen.server);
        if (!tools)
            return fail(ToolVariables::problem(tools.error()));
        readKey(chosen, [this, name, shell, server = *tools](const OpenRouterAuth::ApiKey &key,
                                                             const StoredKey &) {
            QByteArray rest;
            if (name != BaseUrlVariable && name != GivenBaseUrlVariable) {
                for (const auto &[variable, value] : ToolVariables::baseUrl(server))
                    rest += Separator + setLine(variable, value, *shell);
            }
            QByteArray setKey = setLine(name, key.secret().view(), *shell);
            QByteArray line = setKey + rest;
            terminal().printSecret(Secret(line));
            setKey.fill('\0');
            line.fill('\0');
            if (terminal().outputError() == 0)
                sayWhereTheKeyGoes(server);
            finish();
        });
    });
}

void EnvCommand::sayWhereTheKeyGoes(const OpenRouterAuth::Server &tools)
{
    if (!tools.isOpenRouter()) {
        terminal().note(tr("This key is for %1. Tools that do not read OPENROUTER_BASE_URL have to "
                           "be told.")
                            .arg(shown(tools.displayName())));
    }
    if (const QString note = ToolVariables::otherRegionNote(tools); !note.isEmpty())
        terminal().note(note);
}

} // namespace SignIn
