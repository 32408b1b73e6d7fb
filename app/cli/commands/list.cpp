// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "list.h"

#include "core/keys/keyvault.h"
#include "output/format.h"

#include <QDateTime>
#include <QJsonArray>

namespace SignIn {

using namespace Qt::StringLiterals;

ListCommand::ListCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addJsonOption();
}

Command::Manual ListCommand::manual() const
{
    return {u"list"_s,
            {},
            tr("list the keys"),
            tr("Shows label, abbreviated key, state and id of each key; * marks the default. The "
               "state is what was last known: “status” asks the server."),
            {u"openrouter-key list"_s, u"openrouter-key list --json | jq -r '.keys[].label'"_s}};
}

void ListCommand::run()
{
    loadKeys([this] {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QList<StoredKey> keys = services().vault().keys();
        if (wantsJson()) {
            QJsonArray array;
            for (const StoredKey &key : keys)
                array += keyJson(key, now);
            printJson({{u"schema"_s, JsonSchema}, {u"keys"_s, array}});
        } else {
            for (const QString &line : keyTable(keys, now))
                terminal().print(line + u'\n');
        }
        if (keys.isEmpty())
            terminal().note(tr("There is no key yet. Sign in: openrouter-key login"));
        noteUnfinished();
        finish();
    });
}

} // namespace SignIn
