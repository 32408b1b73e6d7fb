// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "status.h"

#include "core/keys/keycondition.h"
#include "core/keys/keyplace.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyusage.h"
#include "core/keys/keyvault.h"
#include "core/keys/keywarnings.h"
#include "core/settings/settings.h"
#include "output/format.h"

#include <OpenRouterAuth/apikey.h>

#include <QDateTime>

#include <algorithm>
#include <utility>

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
    return {
        u"status"_s,
        {},
        tr("ask the server about the key"),
        tr("Shows usage, limit, free requests, regions, expiry and whether the key is valid, and "
           "warns when 80 % of the limit are used, at the last tenth of the day's free "
           "requests, three days before it expires and when it is due to be renewed. A limit is "
           "the key's own, not what is "
           "left on the account."),
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
        printJson(statusJson(*key, now, services().settings().renewAfterDays()));
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
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const StoredKey::Condition condition = key.condition(now);
    Lines lines{
        {tr("Label"), shown(key.label) + (key.isDefault ? tr(" (default)") : QString())},
        {tr("Key"), key.maskedKey},
        {tr("Server"), shown(key.server.displayName())},
        {tr("State"), terminal().styledOutput(conditionText(condition),
                                              isUsable(condition) ? Terminal::Style::Good
                                                                  : Terminal::Style::Bad)},
    };
    const int renewAfterDays = services().settings().renewAfterDays();
    for (const KeyWarning &warning : keyWarnings(key, now, renewAfterDays))
        lines += {tr("Warning"), terminal().styledOutput(warning.text, Terminal::Style::Bold)};
    if (key.lastStatus && !key.lastStatus->refused) {
        lines += usageLines(key, now);
        lines += placeLines(key);
    }
    lines += {tr("Expires"), key.expiresAt.isValid() ? shownDate(key.expiresAt) : tr("never")};
    if (const QDateTime due = renewalTime(key, renewAfterDays); due.isValid())
        lines += {tr("Renewal"), due <= now ? tr("due since %1").arg(shownDate(due))
                                            : tr("due on %1").arg(shownDate(due))};
    lines += {tr("Settings"), key.settingsUrl().toString(QUrl::FullyEncoded)};

    qsizetype width = 0;
    for (const auto &line : std::as_const(lines))
        width = std::max(width, line.first.size());
    for (const auto &[name, value] : std::as_const(lines))
        terminal().print(QString(name + u':').leftJustified(width + 2) + value + u'\n');
}

StatusCommand::Lines StatusCommand::usageLines(const StoredKey &key, const QDateTime &now)
{
    const OpenRouterAuth::KeyInfo &info = key.lastStatus->info;
    const auto amount = [](const std::optional<double> &usd) {
        return usd ? shownAmount(*usd) : tr("unknown");
    };
    const auto amounts = [&](const UsagePeriods &periods) {
        return tr("%1 today, %2 this week, %3 this month, %4 in all")
            .arg(amount(periods.day), amount(periods.week), amount(periods.month),
                 amount(periods.total));
    };
    Lines lines{{tr("Usage"), amounts(usagePeriods(key, now))}};
    if (const std::optional<UsagePeriods> byok = byokPeriods(key, now)) {
        //: Usage of the owner's own keys at providers.
        lines += {tr("Own keys"),
                  amounts(*byok)
                      + (info.includeByokInLimit.value_or(false) ? tr(", counted in the limit")
                                                                 : QString())};
    }
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
    if (const std::optional<FreeRequests> requests = freeRequests(key, now)) {
        //: Requests to free models.
        lines += {tr("Free"),
                  tr("%1 of %2 requests left today")
                      .arg(QString::number(requests->remaining), QString::number(requests->limit))};
    }
    return lines;
}

StatusCommand::Lines StatusCommand::placeLines(const StoredKey &key)
{
    const OpenRouterAuth::KeyInfo &info = key.lastStatus->info;
    const SeveralPlaces several = SeveralPlaces::of(services().vault().keys());
    Lines lines;
    const auto add = [&lines](const QString &name, const QString &text) {
        if (!text.isEmpty())
            lines += {name, shown(text)};
    };
    add(tr("Regions"), regionsText(info));
    if (several.organizations)
        add(tr("Organization"), organizationText(info));
    if (several.workspaces)
        add(tr("Workspace"), workspaceText(info));
    return lines;
}

} // namespace SignIn
