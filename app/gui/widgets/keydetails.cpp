// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keydetails.h"

#include "button.h"
#include "core/keys/keyusage.h"
#include "gui/app/texts.h"
#include "gui/style/metrics.h"
#include "gui/style/style.h"
#include "messagebar.h"
#include "textlabel.h"
#include "usagechart.h"

#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::KeyInfo;

namespace {

constexpr int MeterSteps = 1000;

QString resetText(const QString &reset)
{
    if (reset.isEmpty())
        return {};
    if (reset == "daily"_L1)
        return KeyDetails::tr("resets daily");
    if (reset == "weekly"_L1)
        return KeyDetails::tr("resets weekly");
    if (reset == "monthly"_L1)
        return KeyDetails::tr("resets monthly");
    return KeyDetails::tr("resets: %1", "%1 is the server's word").arg(Texts::plain(reset));
}

QHBoxLayout *rowOf(QWidget *wide, std::initializer_list<QWidget *> others)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(Metrics::Unit);
    row->addWidget(wide, 1);
    for (QWidget *other : others)
        row->addWidget(other);
    return row;
}

} // namespace

KeyDetails::KeyDetails(QWidget *parent)
    : Group(parent)
    , m_problem(new MessageBar)
    , m_signInAgain(m_problem->addButton(tr("Sign in again")))
    , m_remove(m_problem->addButton(tr("Remove from list")))
    , m_warnings(new MessageBar)
    , m_used(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_reset(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_meter(new QProgressBar)
    , m_chart(new UsageChart)
    , m_moreUsage(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_state(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_refresh(new Button(Glyph::Refresh, tr("Refresh"), Button::Look::Quiet))
    , m_copy(new Button(tr("&Copy key"), Button::Look::Primary))
    , m_facts(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
{
    auto *manage = new Button(tr("&Manage"));
    auto *more = new Button(Glyph::More, tr("More"));
    auto *signOut = new Button(tr("Sign &out"), Button::Look::Link);
    m_problem->setObjectName(u"problemNotice"_s);
    m_signInAgain->setObjectName(u"signInAgainButton"_s);
    m_remove->setObjectName(u"removeButton"_s);
    m_warnings->setObjectName(u"warningNotice"_s);
    m_used->setObjectName(u"usedLabel"_s);
    m_reset->setObjectName(u"resetLabel"_s);
    m_meter->setObjectName(u"meter"_s);
    m_chart->setObjectName(u"usageChart"_s);
    m_moreUsage->setObjectName(u"moreUsageLabel"_s);
    m_state->setObjectName(u"stateLabel"_s);
    m_refresh->setObjectName(u"refreshButton"_s);
    m_copy->setObjectName(u"copyKeyButton"_s);
    manage->setObjectName(u"manageButton"_s);
    more->setObjectName(u"moreButton"_s);
    signOut->setObjectName(u"signOutButton"_s);
    m_facts->setObjectName(u"factsLabel"_s);
    m_buttons = {m_signInAgain, m_remove, m_refresh, m_copy, manage, more, signOut};

    manage->setTrailingGlyph(Glyph::External);
    more->setSize(Button::Size::Regular);
    signOut->setSize(Button::Size::Small);
    m_reset->setWordWrap(false);
    m_meter->setTextVisible(false);
    m_meter->setRange(0, MeterSteps);
    m_meter->setFixedHeight(Metrics::MeterHeight);

    const auto forward = [this](Button *button, auto signal) {
        connect(button, &Button::clicked, this, [this, signal] {
            Q_EMIT(this->*signal)(m_key.id);
        });
    };
    forward(m_signInAgain, &KeyDetails::signInAgainRequested);
    forward(m_remove, &KeyDetails::removeRequested);
    forward(m_refresh, &KeyDetails::refreshRequested);
    forward(m_copy, &KeyDetails::copyRequested);
    forward(signOut, &KeyDetails::signOutRequested);
    connect(manage, &Button::clicked, this, [this] { Q_EMIT pageRequested(m_key.settingsUrl()); });
    connect(more, &Button::clicked, this, [this, more] { Q_EMIT menuRequested(more); });

    auto *usage = new QVBoxLayout;
    usage->setSpacing(6);
    usage->addLayout(rowOf(m_used, {m_reset}));
    usage->addWidget(m_meter);
    content()->addWidget(m_problem);
    content()->addWidget(m_warnings);
    content()->addLayout(usage);
    content()->addWidget(m_chart);
    content()->addWidget(m_moreUsage);
    content()->addLayout(rowOf(m_state, {m_refresh}));
    content()->addLayout(rowOf(m_copy, {manage, more}));
    QHBoxLayout *facts = rowOf(m_facts, {signOut});
    facts->setAlignment(signOut, Qt::AlignTop);
    content()->addLayout(facts);
}

void KeyDetails::setKey(const StoredKey &key, const KeyView &view)
{
    m_key = key;
    const QString label = Texts::plain(key.label);
    for (Button *button : std::as_const(m_buttons))
        button->setAccessibleDescription(label);
    updateProblem(key.condition(view.now));
    updateWarnings(keyWarnings(key, view.now, view.renewAfterDays));
    updateUsage(view.now);
    m_state->setText(stateText(view));
    m_facts->setText(factsText(view));

    const bool isThere = key.state != StoredKey::State::Missing;
    m_copy->setVisible(isThere);
    m_state->setVisible(isThere);
    m_refresh->setVisible(isThere);
    m_refresh->setEnabled(!view.isChecking);
}

void KeyDetails::setTabOrderAfter(QWidget *widget)
{
    for (Button *button : std::as_const(m_buttons)) {
        setTabOrder(widget, button);
        widget = button;
    }
}

void KeyDetails::updateProblem(StoredKey::Condition condition)
{
    using Condition = StoredKey::Condition;
    const QString server = Texts::isolated(m_key.server.signInServer().displayName());
    m_signInAgain->setVisible(condition == Condition::Refused || condition == Condition::Expired
                              || condition == Condition::Missing);
    m_remove->setVisible(condition == Condition::Missing);
    switch (condition) {
    case Condition::Unknown:
    case Condition::Valid:
        m_problem->clear();
        return;
    case Condition::LimitReached:
        m_problem->show(tr("Its limit is used up. Raise it with Manage, or wait for the reset."),
                        MessageBar::Tone::Bad);
        return;
    case Condition::Expired:
        m_problem->show(tr("This key has expired."), MessageBar::Tone::Bad);
        return;
    case Condition::Refused:
        m_problem->show(tr("%1 does not accept this key any more.").arg(server),
                        MessageBar::Tone::Bad);
        return;
    case Condition::Missing:
        m_problem->show(m_key.isInPass()
                            ? tr("Not in pass any more: somebody deleted it there.")
                            : tr("Not in your keychain any more: somebody deleted it there."),
                        MessageBar::Tone::Bad);
        return;
    case Condition::SessionOnly:
        m_problem->show(tr("Only in this session: closing the program loses this key."),
                        MessageBar::Tone::Neutral);
        return;
    }
}

void KeyDetails::updateWarnings(const QList<KeyWarning> &warnings)
{
    m_warned = warnings;
    QStringList texts;
    for (const KeyWarning &warning : warnings)
        texts += warning.text;
    m_warnings->show(texts.join(u'\n'), MessageBar::Tone::Caution);
}

bool KeyDetails::isWarnedOf(KeyWarning::Kind kind) const
{
    return std::any_of(m_warned.begin(), m_warned.end(),
                       [kind](const KeyWarning &warning) { return warning.kind == kind; });
}

void KeyDetails::updateUsage(const QDateTime &now)
{
    const std::optional<KeyStatus> &status = m_key.lastStatus;
    const bool isKnown = m_key.state != StoredKey::State::Missing && status && !status->refused
                         && (status->info.usage || status->info.limit);
    m_used->setVisible(isKnown);
    m_reset->setVisible(isKnown);
    m_meter->setVisible(isKnown && status->info.limit);
    m_chart->setUsage(isKnown ? usagePeriods(m_key, now) : UsagePeriods());
    m_moreUsage->setText(isKnown ? moreUsageTexts(now).join(u'\n') : QString());
    m_moreUsage->setVisible(!m_moreUsage->text().isEmpty());
    if (!isKnown)
        return;

    const KeyInfo &info = status->info;
    if (info.limit) {
        const double used = usedOfLimit(info).value_or(info.usage.value_or(0));
        m_used->setText(tr("Used %1 of %2", "amounts of money")
                            .arg(Texts::money(used), Texts::money(*info.limit)));
        const double share = *info.limit > 0 ? std::clamp(used / *info.limit, 0.0, 1.0) : 1.0;
        m_meter->setValue(static_cast<int>(share * MeterSteps));
        m_meter->setAccessibleName(m_used->text());
        setCaution(m_meter, isWarnedOf(KeyWarning::Kind::LimitNear));
    } else {
        m_used->setText(
            tr("Used %1, no limit", "amount of money").arg(Texts::money(info.usage.value_or(0))));
    }
    m_reset->setText(resetText(info.limitReset));
}

QString KeyDetails::stateText(const KeyView &view) const
{
    QStringList states;
    if (m_key.lastStatus && !m_key.lastStatus->refused) {
        const KeyInfo &info = m_key.lastStatus->info;
        if (info.limitRemaining)
            states += tr("%1 left", "amount of money").arg(Texts::money(*info.limitRemaining));
        if (info.isFreeTier.value_or(false))
            states += tr("free tier");
        if (info.isManagementKey.value_or(false))
            states += tr("management key");
    }
    if (view.isChecking)
        states += tr("asking the server…");
    else if (!view.problem.isEmpty() && m_key.lastStatus)
        states += tr("%1. As of %2", "%1 is a problem such as: The server cannot be reached")
                      .arg(view.problem, Texts::moment(m_key.lastStatus->checkedAt, view.now));
    else if (!view.problem.isEmpty())
        states += view.problem;
    else if (m_key.lastStatus)
        states += tr("updated %1", "%1 is a time")
                      .arg(Texts::moment(m_key.lastStatus->checkedAt, view.now));
    else
        states += tr("not asked about yet");
    return states.join(u" · "_s);
}

QStringList KeyDetails::moreUsageTexts(const QDateTime &now) const
{
    QStringList texts;
    const std::optional<FreeRequests> requests = freeRequests(m_key, now);
    // The warning has the number already.
    if (requests && !isWarnedOf(KeyWarning::Kind::FreeRequestsLow)) {
        texts += tr("%1 of %2 free requests left today", "counts")
                     .arg(QString::number(requests->remaining), QString::number(requests->limit));
    }
    if (const std::optional<UsagePeriods> byok = byokPeriods(m_key, now)) {
        QStringList amounts;
        const auto add = [&amounts](const std::optional<double> &usd, const QString &text) {
            if (usd.value_or(0) > 0)
                amounts += text.arg(Texts::money(*usd));
        };
        add(byok->day, tr("%1 today", "amount of money"));
        add(byok->week, tr("%1 this week", "amount of money"));
        add(byok->month, tr("%1 this month", "amount of money"));
        add(byok->total, tr("%1 in all", "amount of money"));
        const QString list = amounts.join(u", "_s);
        texts += m_key.lastStatus->info.includeByokInLimit.value_or(false)
                     ? tr("Your own provider keys, counted in the limit: %1", "amounts").arg(list)
                     : tr("Your own provider keys: %1", "amounts").arg(list);
    }
    return texts;
}

QString KeyDetails::factsText(const KeyView &view) const
{
    QStringList facts;
    if (!m_key.server.isOpenRouter())
        facts += tr("Server: %1").arg(Texts::isolated(Texts::plain(m_key.server.displayName())));
    if (m_key.created.isValid())
        facts += tr("Created %1", "%1 is a day").arg(Texts::day(m_key.created));
    if (m_key.expiresAt.isValid())
        facts += m_key.isExpired(view.now)
                     ? tr("Expired %1", "%1 is a day").arg(Texts::day(m_key.expiresAt))
                     : tr("Expires %1", "%1 is a day").arg(Texts::day(m_key.expiresAt));
    facts += placeTexts(view.several);
    if (!m_key.userId.isEmpty())
        facts +=
            tr("User %1", "%1 is an identifier").arg(Texts::isolated(Texts::plain(m_key.userId)));
    return facts.join(u'\n');
}

QStringList KeyDetails::placeTexts(const SeveralPlaces &several) const
{
    if (!m_key.lastStatus || m_key.lastStatus->refused)
        return {};
    const KeyInfo &info = m_key.lastStatus->info;
    QStringList texts;
    const auto add = [&texts](const QString &sentence, const QString &text) {
        if (!text.isEmpty())
            texts += sentence.arg(Texts::isolated(text));
    };
    add(tr("Data regions: %1"), regionsText(info));
    if (several.organizations)
        add(tr("Organization: %1"), organizationText(info));
    if (several.workspaces)
        add(tr("Workspace: %1"), workspaceText(info));
    return texts;
}

} // namespace SignIn
