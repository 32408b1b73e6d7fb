// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "status.h"

#include "core/keys/keycondition.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "output/format.h"

#include <OpenRouterAuth/apikey.h>

#include <QDateTime>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

const QString Check = u"check"_s;

bool isUsable(StoredKey::Condition condition)
{
    return condition == StoredKey::Condition::Valid
           || condition == StoredKey::Condition::SessionOnly;
}

} // namespace

StatusCommand::StatusCommand(Terminal &terminal, Services &services)
    : Command(terminal, services)
{
    addKeyOption();
    addNoPromptOption();
    addOption({Check, tr("Exit with 8 if the key cannot be used.")});
    addJsonOption();
}

Command::Manual StatusCommand::manual() const
{
    return {u"status"_s,
            {},
            tr("ask the server about the key"),
            tr("Shows usage, limit, expiry and whether the key is valid. A limit is the key's own, "
               "not what is left on the account."),
            {u"openrouter-key status"_s, u"openrouter-key status --check --quiet || exit"_s,
             u"openrouter-key status --json | jq .limit_remaining"_s}};
}

void StatusCommand::run()
{
    chooseKey([this](const StoredKey &key) {
        KeyStatusChecker &checker = services().checker();
        connect(&checker, &KeyStatusChecker::checked, this, &StatusCommand::show);
        connect(&checker, &KeyStatusChecker::failed, this, &StatusCommand::failed);
        readKey(
            key,
            [&checker](const OpenRouterAuth::ApiKey &secret, const StoredKey &entry) {
                checker.check(entry.id, secret);
            },
            // An answer as good as any: the key is of no use.
            [this, id = key.id] { show(id); });
    });
}

void StatusCommand::show(const QString &id)
{
    const std::optional<StoredKey> key = services().vault().find(id);
    if (isFinished() || !key)
        return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (wantsJson())
        printJson(statusJson(*key, now));
    else
        printText(*key);
    const bool isBad = parser().isSet(Check) && !isUsable(key->condition(now));
    settleAndFinish(isBad ? ExitCode::UnusableOrTimedOut : ExitCode::Done);
}

void StatusCommand::failed(const QString &id, const Failure &failure)
{
    if (isFinished())
        return;
    const std::optional<StoredKey> key = services().vault().find(id);
    // An answer as good as any: the key is of no use.
    if (failure.isKeyRejected())
        return show(id);
    fail(CommandError::from(failure, key ? key->server : OpenRouterAuth::Server()));
}

void StatusCommand::printText(const StoredKey &key)
{
    const StoredKey::Condition condition = key.condition(QDateTime::currentDateTimeUtc());
    QList<std::pair<QString, QString>> lines{
        {tr("Label"), shown(key.label) + (key.isDefault ? tr(" (default)") : QString())},
        {tr("Key"), key.maskedKey},
        {tr("Server"), shown(key.server.displayName())},
        {tr("State"), terminal().styledOutput(conditionText(condition),
                                              isUsable(condition) ? Terminal::Style::Good
                                                                  : Terminal::Style::Bad)},
    };
    if (key.lastStatus && !key.lastStatus->refused) {
        const OpenRouterAuth::KeyInfo &info = key.lastStatus->info;
        const auto amount = [](const std::optional<double> &usd) {
            return usd ? shownAmount(*usd) : tr("unknown");
        };
        lines += {tr("Usage"), tr("%1 today, %2 this week, %3 this month, %4 in all")
                                   .arg(amount(info.usageDaily), amount(info.usageWeekly),
                                        amount(info.usageMonthly), amount(info.usage))};
        if (!info.limit) {
            lines += {tr("Limit"), tr("none of its own")};
        } else {
            const QString reset = info.limitReset.isEmpty()
                                      ? tr("never starts anew")
                                      //: %1 is daily, weekly or monthly.
                                      : tr("starts anew %1").arg(shown(info.limitReset));
            lines += {tr("Limit"), shownAmount(*info.limit) + ", "_L1 + reset};
            lines += {tr("Remaining"), amount(info.limitRemaining)};
        }
    }
    lines += {tr("Expires"), key.expiresAt.isValid() ? shownDate(key.expiresAt) : tr("never")};
    lines += {tr("Settings"), key.settingsUrl().toString(QUrl::FullyEncoded)};

    qsizetype width = 0;
    for (const auto &line : std::as_const(lines))
        width = std::max(width, line.first.size());
    for (const auto &[name, value] : std::as_const(lines))
        terminal().print(QString(name + u':').leftJustified(width + 2) + value + u'\n');
}

} // namespace SignIn
