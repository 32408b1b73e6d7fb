// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "complete.h"

#include "core/keys/keylist.h"
#include "output/format.h"

#include <algorithm>

namespace SignIn {

CompleteCommand::CompleteCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{}

Command::Manual CompleteCommand::manual() const
{
    return {Name, {}, {}, {}, {}};
}

void CompleteCommand::run()
{
    const QList<StoredKey> &keys = services().index().keys();
    for (const StoredKey &key : keys) {
        if (key.state == StoredKey::State::Pending)
            continue;
        const auto namesakes = std::count_if(keys.begin(), keys.end(), [&](const StoredKey &other) {
            return other.state != StoredKey::State::Pending && other.label == key.label;
        });
        // What cannot be shown as it is is named by its id.
        const bool isUnique = namesakes == 1 && shown(key.label) == key.label;
        terminal().print((isUnique ? key.label : key.id) + u'\t'
                         + (isUnique ? QString() : QString(shown(key.label) + u' '))
                         + shown(key.maskedKey) + u'\n');
    }
    finish();
}

} // namespace SignIn
