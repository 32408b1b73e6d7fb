// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "default.h"

#include "core/keys/keyvault.h"
#include "keyselector.h"
#include "output/format.h"

namespace SignIn {

using namespace Qt::StringLiterals;

DefaultCommand::DefaultCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    setArgumentCount(1, 1);
}

Command::Manual DefaultCommand::manual() const
{
    return {u"default"_s,
            u"KEY"_s,
            tr("make a key the default"),
            tr("The default key is taken where no other is named. A project that needs another one "
               "names it in a file “.openrouter-key”, which may be committed: it holds a label or "
               "an id, never a key."),
            {u"openrouter-key default laptop"_s}};
}

void DefaultCommand::run()
{
    loadKeys([this] {
        const auto choice = KeySelector(services().vault().keys()).find(arguments().constFirst());
        if (choice.problem)
            return fail(*choice.problem);
        const QString problem = services().vault().setDefault(choice.key->id);
        if (!problem.isEmpty())
            return fail(CommandError::ofIndex(problem));
        terminal().note(tr("“%1” is the default now.").arg(shown(choice.key->label)));
        settleAndFinish();
    });
}

} // namespace SignIn
