// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keycard.h"

#include "badge.h"
#include "core/keys/keycondition.h"
#include "gui/app/texts.h"
#include "menubutton.h"
#include "messagebar.h"
#include "secretview.h"
#include "textlabel.h"

#include <OpenRouterAuth/clock.h>

#include <QEvent>
#include <QMenu>
#include <QProgressBar>
#include <QVBoxLayout>

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
        return KeyCard::tr("resets daily");
    if (reset == "weekly"_L1)
        return KeyCard::tr("resets weekly");
    if (reset == "monthly"_L1)
        return KeyCard::tr("resets monthly");
    return KeyCard::tr("resets: %1", "%1 is the server's word").arg(Texts::plain(reset));
}

} // namespace

KeyCard::KeyCard(OpenRouterAuth::Clock *clock, QWidget *parent)
    : Card(parent)
    , m_clock(clock)
    , m_title(new Button(QString(), Button::Look::Title))
    , m_defaultBadge(new Badge)
    , m_badge(new Badge)
    , m_secret(new SecretView)
    , m_show(new Button(Glyph::Eye, tr("Show key")))
    , m_foldedCopy(new Button(tr("Copy key")))
    , m_foldedMore(new MenuButton(tr("More"), [this](QMenu *menu) { fillMenu(menu); }))
    , m_problem(new MessageBar)
    , m_signInAgain(m_problem->addButton(tr("Sign in again")))
    , m_remove(m_problem->addButton(tr("Remove from list")))
    , m_used(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_reset(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_meter(new QProgressBar)
    , m_state(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
    , m_refresh(new Button(Glyph::Refresh, tr("Refresh"), Button::Look::Quiet))
    , m_copy(new Button(tr("&Copy key"), Button::Look::Primary))
    , m_manage(new Button(tr("&Manage")))
    , m_facts(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
{
    setObjectName(u"keyCard"_s);
    m_title->setObjectName(u"titleButton"_s);
    m_badge->setObjectName(u"badge"_s);
    m_defaultBadge->setObjectName(u"defaultBadge"_s);
    m_secret->setObjectName(u"secret"_s);
    m_show->setObjectName(u"showKeyButton"_s);
    m_foldedCopy->setObjectName(u"foldedCopyKeyButton"_s);
    m_foldedMore->setObjectName(u"foldedMoreButton"_s);
    m_problem->setObjectName(u"problemNotice"_s);
    m_signInAgain->setObjectName(u"signInAgainButton"_s);
    m_remove->setObjectName(u"removeButton"_s);
    m_used->setObjectName(u"usedLabel"_s);
    m_reset->setObjectName(u"resetLabel"_s);
    m_meter->setObjectName(u"meter"_s);
    m_state->setObjectName(u"stateLabel"_s);
    m_refresh->setObjectName(u"refreshButton"_s);
    m_copy->setObjectName(u"copyKeyButton"_s);
    m_manage->setObjectName(u"manageButton"_s);
    m_facts->setObjectName(u"factsLabel"_s);

    auto *more = new MenuButton(tr("More"), [this](QMenu *menu) { fillMenu(menu); });
    more->setObjectName(u"moreButton"_s);
    more->setSize(Button::Size::Regular);
    auto *signOut = new Button(tr("Sign &out"), Button::Look::Link);
    signOut->setObjectName(u"signOutButton"_s);
    signOut->setSize(Button::Size::Small);
    m_described = {m_show,    m_foldedCopy, m_foldedMore, m_signInAgain, m_remove,
                   m_refresh, m_copy,       m_manage,     more,          signOut};

    m_foldedCopy->setSize(Button::Size::Small);
    m_manage->setTrailingGlyph(Glyph::External);
    // A title may be as long as it likes: it is cut where there is no room.
    m_title->setSize(Button::Size::Small);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_meter->setTextVisible(false);
    m_meter->setRange(0, MeterSteps);
    m_meter->setFixedHeight(Metrics::MeterHeight);
    m_reset->setWordWrap(false);

    const auto forward = [this](Button *button, auto signal) {
        connect(button, &Button::clicked, this, [this, signal] {
            Q_EMIT(this->*signal)(m_key.id);
        });
    };
    forward(m_title, &KeyCard::openRequested);
    forward(m_copy, &KeyCard::copyRequested);
    forward(m_foldedCopy, &KeyCard::copyRequested);
    forward(m_refresh, &KeyCard::refreshRequested);
    forward(m_signInAgain, &KeyCard::signInAgainRequested);
    forward(m_remove, &KeyCard::removeRequested);
    forward(signOut, &KeyCard::signOutRequested);
    connect(this, &Card::clicked, this, [this] { Q_EMIT openRequested(m_key.id); });
    connect(m_manage, &Button::clicked, this,
            [this] { Q_EMIT pageRequested(m_key.settingsUrl()); });
    connect(m_show, &Button::clicked, this, [this] {
        if (m_secret->isRevealed())
            conceal();
        else
            Q_EMIT showRequested(m_key.id);
    });

    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(Metrics::Unit);
    titleRow->addWidget(m_title, 1);
    titleRow->addWidget(m_defaultBadge);
    titleRow->addWidget(m_badge);
    titleRow->addWidget(m_foldedCopy);
    titleRow->addWidget(m_foldedMore);

    auto *secretRow = new QHBoxLayout;
    secretRow->setSpacing(Metrics::Unit);
    secretRow->addWidget(m_secret, 1);
    secretRow->addWidget(m_show, 0, Qt::AlignTop);

    auto *usageRow = new QHBoxLayout;
    usageRow->setSpacing(Metrics::Unit);
    usageRow->addWidget(m_used, 1);
    usageRow->addWidget(m_reset);
    auto *usageLayout = new QVBoxLayout;
    usageLayout->setSpacing(6);
    usageLayout->addLayout(usageRow);
    usageLayout->addWidget(m_meter);

    auto *stateRow = new QHBoxLayout;
    stateRow->setSpacing(Metrics::Unit);
    stateRow->addWidget(m_state, 1);
    stateRow->addWidget(m_refresh);

    auto *buttonRow = new QHBoxLayout;
    buttonRow->setSpacing(Metrics::Unit);
    buttonRow->addWidget(m_copy, 1);
    buttonRow->addWidget(m_manage, 0);
    buttonRow->addWidget(more);

    auto *factsRow = new QHBoxLayout;
    factsRow->setSpacing(Metrics::Unit);
    factsRow->addWidget(m_facts, 1);
    factsRow->addWidget(signOut, 0, Qt::AlignTop);

    m_details = {m_state, m_refresh, m_copy, m_manage, more, m_facts, signOut};

    content()->setSpacing(Metrics::Unit);
    content()->addLayout(titleRow);
    content()->addLayout(secretRow);
    content()->addWidget(m_problem);
    content()->addLayout(usageLayout);
    content()->addLayout(stateRow);
    content()->addLayout(buttonRow);
    content()->addLayout(factsRow);
}

void KeyCard::fillMenu(QMenu *menu)
{
    const auto add = [&](Glyph glyph, const QString &text, const QString &name, auto handler) {
        QAction *action = menu->addAction(glyphIcon(glyph), text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, handler);
        return action;
    };
    add(Glyph::Copy, tr("&Copy key"), u"copyKeyAction"_s, [this] {
        Q_EMIT copyRequested(m_key.id);
    })->setEnabled(m_isHere);
    if (m_isOpen) {
        add(Glyph::Eye, tr("S&how key"), u"showKeyAction"_s, [this] {
            Q_EMIT showRequested(m_key.id);
        })->setEnabled(m_isHere);
    }
    menu->addSeparator();
    add(Glyph::Pencil, tr("&Rename"), u"renameAction"_s,
        [this] { Q_EMIT renameRequested(m_key.id); });
    add(Glyph::Star, tr("Make &default"), u"makeDefaultAction"_s, [this] {
        Q_EMIT defaultRequested(m_key.id);
    })->setEnabled(!m_key.isDefault);
    menu->addSeparator();
    add(Glyph::External, tr("&Open its page"), u"openPageAction"_s,
        [this] { Q_EMIT pageRequested(m_key.settingsUrl()); });
    add(Glyph::Activity, tr("Open its &activity"), u"openActivityAction"_s,
        [this] { Q_EMIT pageRequested(m_key.activityUrl()); });
    menu->addSeparator();
    add(Glyph::SignOut, tr("&Sign out"), u"signOutAction"_s,
        [this] { Q_EMIT signOutRequested(m_key.id); });
}

void KeyCard::setKey(const StoredKey &key, const View &view)
{
    m_key = key;
    const QString label = Texts::plain(key.label);
    // What is doubled is no mnemonic.
    m_title->setLabel(QString(label).replace(u'&', "&&"_L1));
    m_title->setToolTip(label.toHtmlEscaped());
    m_title->setAccessibleDescription(view.isOpen ? tr("Details are shown", "state of a key card")
                                                  : tr("Show details of this key"));
    for (QWidget *widget : std::as_const(m_described))
        widget->setAccessibleDescription(label);
    m_secret->setMasked(key.maskedKey);
    if (!view.isOpen)
        conceal();

    const StoredKey::Condition condition = key.condition(view.now);
    m_isOpen = view.isOpen;
    m_isHere = condition != StoredKey::Condition::Missing;
    updateBadge(condition);
    updateProblem(condition, view.isOpen);
    updateUsage(view.isOpen && m_isHere);
    updateFacts(view);

    for (QWidget *widget : std::as_const(m_details))
        widget->setVisible(view.isOpen);
    if (!m_isHere) {
        for (QWidget *widget : {static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_refresh),
                                static_cast<QWidget *>(m_state)})
            widget->hide();
    }
    m_show->setVisible(view.isOpen && m_isHere);
    m_foldedCopy->setVisible(!view.isOpen && m_isHere);
    m_foldedMore->setVisible(!view.isOpen);
    m_refresh->setEnabled(m_isHere && !view.isChecking);
}

void KeyCard::updateBadge(StoredKey::Condition condition)
{
    using Condition = StoredKey::Condition;
    m_defaultBadge->show(m_key.isDefault ? tr("Default", "badge of a key") : QString(),
                         Badge::Tone::Neutral);
    Badge::Tone tone = Badge::Tone::Bad;
    if (condition == Condition::Valid)
        tone = Badge::Tone::Good;
    else if (condition == Condition::Unknown || condition == Condition::SessionOnly)
        tone = Badge::Tone::Neutral;
    m_badge->show(condition == Condition::Unknown ? QString() : conditionBadge(condition), tone);
}

void KeyCard::updateProblem(StoredKey::Condition condition, bool isOpen)
{
    using Condition = StoredKey::Condition;
    if (!isOpen) {
        m_problem->clear();
        return;
    }
    const QString server = Texts::isolated(m_key.server.displayName());
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
        m_problem->show(tr("Not in your keychain any more: somebody deleted it there."),
                        MessageBar::Tone::Bad);
        return;
    case Condition::SessionOnly:
        m_problem->show(tr("Only in this session: closing the program loses this key."),
                        MessageBar::Tone::Neutral);
        return;
    }
}

void KeyCard::updateUsage(bool isOpen)
{
    const std::optional<KeyStatus> &status = m_key.lastStatus;
    const bool isKnown =
        isOpen && status && !status->refused && (status->info.usage || status->info.limit);
    m_used->setVisible(isKnown);
    m_reset->setVisible(isKnown);
    m_meter->setVisible(isKnown && status->info.limit);
    if (!isKnown)
        return;

    const KeyInfo &info = status->info;
    // With a limit that resets, what is left of it is the truth and the usage is of all time.
    double used = info.usage.value_or(0);
    if (info.limit && info.limitRemaining)
        used = *info.limit - *info.limitRemaining;
    if (info.limit) {
        m_used->setText(tr("Used %1 of %2", "amounts of money")
                            .arg(Texts::money(used), Texts::money(*info.limit)));
        const double share = *info.limit > 0 ? std::clamp(used / *info.limit, 0.0, 1.0) : 1.0;
        m_meter->setValue(static_cast<int>(share * MeterSteps));
        m_meter->setAccessibleName(m_used->text());
    } else {
        m_used->setText(tr("Used %1, no limit", "amount of money").arg(Texts::money(used)));
    }
    m_reset->setText(resetText(info.limitReset));
}

void KeyCard::updateFacts(const View &view)
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
    m_state->setText(states.join(u" · "_s));

    QStringList facts;
    if (!m_key.server.isOpenRouter())
        facts += tr("Server: %1").arg(Texts::isolated(Texts::plain(m_key.server.displayName())));
    if (m_key.created.isValid())
        facts += tr("Created %1", "%1 is a day").arg(Texts::day(m_key.created));
    if (m_key.expiresAt.isValid())
        facts += m_key.expiresAt <= view.now
                     ? tr("Expired %1", "%1 is a day").arg(Texts::day(m_key.expiresAt))
                     : tr("Expires %1", "%1 is a day").arg(Texts::day(m_key.expiresAt));
    if (!m_key.userId.isEmpty())
        facts +=
            tr("User %1", "%1 is an identifier").arg(Texts::isolated(Texts::plain(m_key.userId)));
    m_facts->setText(facts.join(u'\n'));
}

void KeyCard::reveal(const OpenRouterAuth::ApiKey &key)
{
    if (!isActiveWindow())
        return;
    m_secret->reveal(key);
    m_show->setGlyph(Glyph::EyeOff);
    m_show->setLabel(tr("Hide key"));
    m_revealing = std::make_unique<QObject>();
    m_clock->callAfter(RevealTime, m_revealing.get(), [this] { conceal(); });
}

void KeyCard::conceal()
{
    m_revealing.reset();
    m_secret->conceal();
    m_show->setGlyph(Glyph::Eye);
    m_show->setLabel(tr("Show key"));
}

void KeyCard::focusTitle()
{
    m_title->setFocus(Qt::OtherFocusReason);
}

bool KeyCard::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        conceal();
    return Card::event(event);
}

} // namespace SignIn
