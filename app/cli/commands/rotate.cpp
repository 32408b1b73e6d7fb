// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rotate.h"

#include "core/keys/newkey.h"
#include "core/platform/browseropener.h"

namespace SignIn {

using namespace Qt::StringLiterals;

RotateCommand::RotateCommand(Terminal &terminal, Services &services)
    : LoginCommand(terminal, services, LoginOptions::ofRenewal())
{
    setArgumentCount(0, 1);
}

Command::Manual RotateCommand::manual() const
{
    return {u"rotate"_s,
            u"[KEY]"_s,
            tr("renew a key: sign in for one that takes its place"),
            tr("The new key takes the place of the old one, under the same id and label, once it "
               "is safe, so that tools that ask for it do not notice. The old key works until you "
               "revoke it on its page, and programs that were started before keep it. Without KEY "
               "it is the key that other commands use."),
            {u"openrouter-key rotate"_s, u"openrouter-key rotate work --no-browser"_s}};
}

std::optional<CommandError> RotateCommand::readOptions(LoginOptions &options)
{
    options.renewedKey = arguments().value(0);
    return options.readForRenewal(parser(), services().settings());
}

void RotateCommand::end(int exitCode)
{
    const std::optional<StoredKey> old = newKey() ? newKey()->replaced() : std::nullopt;
    const bool isOffered = exitCode == 0 && old && !options().attempt.headless
                           && old->keyHash != newKey()->entry().keyHash && terminal().canAsk();
    if (!isOffered)
        return LoginCommand::end(exitCode);
    terminal().ask(
        tr("Open the page of the old key, to revoke it? [y/N] "), this,
        [this, exitCode, page = old->settingsUrl()](const std::optional<QByteArray> &answer) {
            if (answer && answer->trimmed().toLower().startsWith('y')
                && !services().opener().open(page)) {
                terminal().say(tr("No browser could be opened: open the link yourself."));
            }
            LoginCommand::end(exitCode);
        });
}

} // namespace SignIn
