// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rename.h"

#include "core/keys/keylabel.h"
#include "core/keys/keyvault.h"
#include "keyselector.h"
#include "output/format.h"

namespace SignIn {

using namespace Qt::StringLiterals;

RenameCommand::RenameCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    setArgumentCount(2, 2);
}

Command::Manual RenameCommand::manual() const
{
    return {u"rename"_s,
            u"KEY LABEL"_s,
            tr("give a key another label"),
            tr("Changes the label on this computer. The label on the server is changed on the "
               "key's own page."),
            {u"openrouter-key rename laptop 'old laptop'"_s}};
}

void RenameCommand::run()
{
    const QString label = arguments().at(1).trimmed();
    if (label.isEmpty() || !isStorableLabel(label))
        return fail(CommandError::usage(tr("A label is one line of 1 to 100 characters.")));
    if (label.startsWith("sk-or-"_L1))
        return fail(CommandError::usage(tr("That looks like a key, and a label is no secret.")));
    loadKeys([this, label] {
        const auto choice = KeySelector(services().vault().keys()).find(arguments().constFirst());
        if (choice.problem)
            return fail(*choice.problem);
        const QString problem = services().vault().rename(choice.key->id, label);
        if (!problem.isEmpty())
            return fail(CommandError::ofIndex(problem));
        terminal().note(tr("“%1” is called “%2” now.").arg(shown(choice.key->label), shown(label)));
        settleAndFinish();
    });
}

} // namespace SignIn
