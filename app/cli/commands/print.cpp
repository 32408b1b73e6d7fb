// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "print.h"

#include "credential.h"
#include "output/format.h"

#include <OpenRouterAuth/apikey.h>

#include <QDateTime>

namespace SignIn {

using namespace Qt::StringLiterals;

PrintCommand::PrintCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addKeyOption();
    addNoPromptOption();
    addOption(Credential::option());
    addJsonOption();
}

Command::Manual PrintCommand::manual() const
{
    return {u"print"_s,
            {},
            tr("write the key to standard output"),
            tr("For tools that run a command to get a key. The network is not touched; --json adds "
               "the date on which the key expires, so that it can be kept until then."),
            {u"openrouter-key print | ssh box openrouter-key login --with-key"_s,
             u"openrouter-key print --json | jq -r .expires_at"_s}};
}

void PrintCommand::run()
{
    if (Credential::isWanted(parser())) {
        const auto found = Credential::read(parser());
        if (const auto *problem = std::get_if<CommandError>(&found))
            return fail(*problem);
        terminal().printSecret(std::get<OpenRouterAuth::ApiKey>(found).secret());
        return finish();
    }
    chooseKey([this](const StoredKey &chosen) {
        readKey(chosen, [this](const OpenRouterAuth::ApiKey &key, const StoredKey &entry) {
            if (wantsJson()) {
                QJsonObject object = keyJson(entry, QDateTime::currentDateTimeUtc());
                object.insert(u"key"_s, key.secret().toString());
                printJson(object);
                terminal().noteSecret();
            } else {
                terminal().printSecret(key.secret());
            }
            settleAndFinish();
        });
    });
}

} // namespace SignIn
