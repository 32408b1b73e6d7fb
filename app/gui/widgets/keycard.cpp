// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keycard.h"

#include "badge.h"
#include "button.h"
#include "core/keys/keycondition.h"
#include "gui/app/texts.h"
#include "gui/style/metrics.h"
#include "secretview.h"

#include <OpenRouterAuth/clock.h>

#include <QEvent>
#include <QVBoxLayout>

namespace SignIn {

using namespace Qt::StringLiterals;

KeyCard::KeyCard(OpenRouterAuth::Clock *clock, QWidget *parent)
    : Card(parent)
    , m_clock(clock)
    , m_title(new Button(QString(), Button::Look::Title))
    , m_defaultBadge(new Badge)
    , m_badge(new Badge)
    , m_secret(new SecretView)
    , m_show(new Button(Glyph::Eye, tr("Show key")))
    , m_foldedCopy(new Button(tr("Copy key")))
    , m_foldedMore(new Button(Glyph::More, tr("More")))
{
    setObjectName(u"keyCard"_s);
    m_title->setObjectName(u"titleButton"_s);
    m_badge->setObjectName(u"badge"_s);
    m_defaultBadge->setObjectName(u"defaultBadge"_s);
    m_secret->setObjectName(u"secret"_s);
    m_show->setObjectName(u"showKeyButton"_s);
    m_foldedCopy->setObjectName(u"foldedCopyKeyButton"_s);
    m_foldedMore->setObjectName(u"foldedMoreButton"_s);

    m_foldedCopy->setSize(Button::Size::Small);
    // A long title is cut where there is no room.
    m_title->setSize(Button::Size::Small);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

    connect(this, &Card::clicked, this, [this] { Q_EMIT openRequested(m_key.id); });
    connect(m_title, &Button::clicked, this, [this] { Q_EMIT openRequested(m_key.id); });
    connect(m_foldedCopy, &Button::clicked, this, [this] { Q_EMIT copyRequested(m_key.id); });
    connect(m_foldedMore, &Button::clicked, this, [this] { Q_EMIT menuRequested(m_foldedMore); });
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

    content()->setSpacing(Metrics::Unit);
    content()->addLayout(titleRow);
    content()->addLayout(secretRow);
}

void KeyCard::setKey(const StoredKey &key, const KeyView &view)
{
    m_key = key;
    const QString label = Texts::plain(key.label);
    // Escape "&" so that it is not taken for a mnemonic.
    m_title->setLabel(QString(label).replace(u'&', "&&"_L1));
    m_title->setToolTip(label.toHtmlEscaped());
    m_title->setAccessibleDescription(view.isOpen ? tr("Details are shown", "state of a key card")
                                                  : tr("Show details of this key"));
    for (QWidget *widget : {m_show, m_foldedCopy, m_foldedMore})
        widget->setAccessibleDescription(label);
    m_secret->setMasked(key.maskedKey);
    updateBadges(key.condition(view.now));

    setOpen(view.isOpen);
    if (m_details)
        m_details->setKey(key, view);
    const bool isThere = key.state != StoredKey::State::Missing;
    m_show->setVisible(view.isOpen && isThere);
    m_foldedCopy->setVisible(!view.isOpen && isThere);
    m_foldedMore->setVisible(!view.isOpen);
}

/// Only one card is open, so the others do without the widgets for details.
void KeyCard::setOpen(bool isOpen)
{
    if (isOpen == (m_details != nullptr))
        return;
    if (!isOpen) {
        conceal();
        m_details->hide();
        m_details->deleteLater();
        m_details = nullptr;
        return;
    }
    m_details = new KeyDetails;
    content()->addWidget(m_details);
    m_details->show(); // at once; the layout would do so later
    m_details->setTabOrderAfter(m_show);
    connect(m_details, &KeyDetails::copyRequested, this, &KeyCard::copyRequested);
    connect(m_details, &KeyDetails::menuRequested, this, &KeyCard::menuRequested);
    connect(m_details, &KeyDetails::refreshRequested, this, &KeyCard::refreshRequested);
    connect(m_details, &KeyDetails::pageRequested, this, &KeyCard::pageRequested);
    connect(m_details, &KeyDetails::signInAgainRequested, this, &KeyCard::signInAgainRequested);
    connect(m_details, &KeyDetails::removeRequested, this, &KeyCard::removeRequested);
    connect(m_details, &KeyDetails::signOutRequested, this, &KeyCard::signOutRequested);
}

void KeyCard::updateBadges(StoredKey::Condition condition)
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

bool KeyCard::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        conceal();
    return Card::event(event);
}

} // namespace SignIn
