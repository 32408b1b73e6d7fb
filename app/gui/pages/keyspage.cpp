// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyspage.h"

#include "core/keychain/keychainstatus.h"
#include "core/keys/keylistproblem.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/platform/urlopener.h"
#include "core/settings/settings.h"
#include "gui/app/texts.h"
#include "gui/style/metrics.h"
#include "gui/widgets/button.h"
#include "gui/widgets/clipboardnotice.h"
#include "gui/widgets/keycard.h"
#include "gui/widgets/keymenu.h"
#include "gui/widgets/menubutton.h"
#include "gui/widgets/textlabel.h"
#include "gui/widgets/unfinishedlist.h"

#include <OpenRouterAuth/clock.h>

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;

KeysPage::KeysPage(const Services &services, QMenu *menu, QWidget *parent)
    : Page(u"keysPage"_s, parent)
    , m_services(services)
    , m_menuButton(new MenuButton(tr("Menu"), menu))
    , m_indexNotice(new MessageBar)
    , m_statusNotice(new MessageBar)
    , m_clipboardNotice(new ClipboardNotice(services.clipboard))
    , m_problemNotice(new MessageBar)
    , m_unfinished(new UnfinishedList(services.vault, services.clock))
    , m_keyMenu(new KeyMenu(this))
    , m_cardLayout(new QVBoxLayout)
    , m_footer(new TextLabel({}, TextSize::Note, TextLabel::Tone::Soft))
{
    setHeading(tr("Your keys"));
    m_indexNotice->setObjectName(u"indexNotice"_s);
    m_statusNotice->setObjectName(u"statusNotice"_s);
    m_clipboardNotice->setObjectName(u"clipboardNotice"_s);
    m_problemNotice->setObjectName(u"problemNotice"_s);
    m_footer->setObjectName(u"keychainLabel"_s);

    auto *add = new Button(tr("&Add"));
    add->setObjectName(u"addButton"_s);
    add->setSize(Button::Size::Small);
    add->setGlyph(Glyph::Plus);
    add->setAccessibleDescription(tr("Get another key"));
    connect(add, &Button::clicked, this, &KeysPage::addRequested);
    m_menuButton->setObjectName(u"menuButton"_s);

    auto *top = new QHBoxLayout;
    top->setSpacing(Metrics::Unit);
    top->addWidget(heading(), 1);
    top->addWidget(add);
    top->addWidget(m_menuButton);
    m_cardLayout->setSpacing(Metrics::Gap);

    content()->addLayout(top);
    content()->addWidget(m_indexNotice);
    content()->addWidget(m_statusNotice);
    content()->addWidget(m_clipboardNotice);
    content()->addWidget(m_problemNotice);
    content()->addWidget(m_unfinished);
    content()->addLayout(m_cardLayout);
    content()->addStretch();
    content()->addWidget(m_footer);

    connect(m_unfinished, &UnfinishedList::pageRequested, this, &KeysPage::open);
    connect(m_keyMenu, &KeyMenu::copyRequested, this, &KeysPage::copy);
    connect(m_keyMenu, &KeyMenu::showRequested, this, &KeysPage::reveal);
    connect(m_keyMenu, &KeyMenu::renewRequested, this, &KeysPage::signInAgainRequested);
    connect(m_keyMenu, &KeyMenu::renameRequested, this, &KeysPage::renameRequested);
    connect(m_keyMenu, &KeyMenu::defaultRequested, this, &KeysPage::makeDefault);
    connect(m_keyMenu, &KeyMenu::pageRequested, this, &KeysPage::open);
    connect(m_keyMenu, &KeyMenu::signOutRequested, this, &KeysPage::signOutRequested);
    connect(services.vault, &KeyVault::changed, this, &KeysPage::update);
    connect(services.vault, &KeyVault::recovered, this, &KeysPage::updateIndexNotice);
    connect(services.index, &KeyList::changed, this, &KeysPage::updateIndexNotice);
    connect(services.checker, &KeyStatusChecker::started, this, &KeysPage::update);
    connect(services.checker, &KeyStatusChecker::checked, this, [this](const QString &id) {
        m_problems.remove(id);
        update();
    });
    connect(services.checker, &KeyStatusChecker::failed, this, &KeysPage::checkFailed);
    update();
}

void KeysPage::checkFailed(const QString &id, const Failure &failure)
{
    // SignInFlow asks about a key that is not stored yet, which has no id.
    if (id.isEmpty())
        return;
    const std::optional<StoredKey> key = m_services.vault->find(id);
    // That a key was refused or is gone is in the vault already.
    const bool isSaidByCard =
        failure.isKeyRejected() || !key || key->state == StoredKey::State::Missing;
    if (isSaidByCard)
        m_problems.remove(id);
    else
        m_problems.insert(id, failure.heading());
    update();
}

void KeysPage::select(const QString &id)
{
    m_selectedId = id;
    update();
    refresh();
    // After the layout has found the card its place.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (KeyCard *selected = card(m_selectedId))
                ensureWidgetVisible(selected, 0, Metrics::Gap);
        },
        Qt::QueuedConnection);
}

void KeysPage::setStatus(const QString &status, Tone tone)
{
    m_statusNotice->show(status, tone);
}

void KeysPage::setKeychain(const KeychainStatus &keychain)
{
    m_footer->setText(keychain.summary());
}

void KeysPage::update()
{
    const QList<StoredKey> keys = m_services.vault->keys();
    const auto isSelected = [this](const StoredKey &key) { return key.id == m_selectedId; };
    if (std::none_of(keys.begin(), keys.end(), isSelected)) {
        const std::optional<StoredKey> byDefault = m_services.vault->defaultKey();
        if (byDefault)
            m_selectedId = byDefault->id;
        else
            m_selectedId = keys.isEmpty() ? QString() : keys.constFirst().id;
    }

    const qsizetype count = cardCount(keys);
    while (m_cards.size() > count) {
        KeyCard *last = m_cards.takeLast();
        m_cardLayout->removeWidget(last);
        last->hide();
        last->deleteLater();
    }
    while (m_cards.size() < count)
        m_cards.append(makeCard());
    const int renewAfterDays = m_services.settings->renewAfterDays();
    const SeveralPlaces several = SeveralPlaces::of(keys);
    for (qsizetype i = 0; i < m_cards.size(); ++i) {
        const StoredKey &key = keys.at(i);
        KeyView view;
        view.renewAfterDays = renewAfterDays;
        view.isOpen = key.id == m_selectedId;
        view.isChecking = m_services.checker->isChecking(key.id);
        view.problem = m_problems.value(key.id);
        view.now = m_services.clock->now();
        view.several = several;
        m_cards.at(i)->setKey(key, view);
    }
    m_unfinished->refresh(m_menuButton);
    updateIndexNotice();
    if (isVisible() && keys.isEmpty() && m_services.vault->unfinished().isEmpty()
        && m_indexNotice->isHidden())
        Q_EMIT emptied();
}

/// As many as fill the window until it was seen, then all: a person with a hundred keys does not
/// wait for those that are below the edge.
qsizetype KeysPage::cardCount(const QList<StoredKey> &keys) const
{
    constexpr qsizetype atFirst = 10;
    if (m_isPainted || keys.size() <= atFirst)
        return keys.size();
    const auto selected = std::find_if(
        keys.begin(), keys.end(), [this](const StoredKey &key) { return key.id == m_selectedId; });
    return std::min(keys.size(), std::max(atFirst, std::distance(keys.begin(), selected) + 1));
}

/// QScrollArea watches what it scrolls already.
bool KeysPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::Paint && !std::exchange(m_isPainted, true))
        QMetaObject::invokeMethod(this, &KeysPage::update, Qt::QueuedConnection);
    return Page::eventFilter(watched, event);
}

KeyCard *KeysPage::makeCard()
{
    auto *card = new KeyCard(m_services.clock);
    m_cardLayout->addWidget(card);
    connect(card, &KeyCard::openRequested, this, &KeysPage::select);
    connect(card, &KeyCard::copyRequested, this, &KeysPage::copy);
    connect(card, &KeyCard::showRequested, this, &KeysPage::reveal);
    connect(card, &KeyCard::menuRequested, this, [this, card](QWidget *button) {
        m_keyMenu->open(card->key(), card->isOpen(), button);
    });
    connect(card, &KeyCard::refreshRequested, this, &KeysPage::checkKey);
    connect(card, &KeyCard::pageRequested, this, &KeysPage::open);
    connect(card, &KeyCard::signInAgainRequested, this, &KeysPage::signInAgainRequested);
    connect(card, &KeyCard::removeRequested, this, &KeysPage::removeFromList);
    connect(card, &KeyCard::signOutRequested, this, &KeysPage::signOutRequested);
    return card;
}

KeyCard *KeysPage::card(const QString &id) const
{
    const auto found = std::find_if(m_cards.begin(), m_cards.end(),
                                    [&](const KeyCard *each) { return each->key().id == id; });
    return found == m_cards.end() ? nullptr : *found;
}

QString KeysPage::indexProblem(const KeyList &index)
{
    return keyListProblem(index.condition(), Texts::isolated(keyListProblemPath(index)));
}

void KeysPage::updateIndexNotice()
{
    QString problem = indexProblem(*m_services.index);
    // Until a person has made good what the copy did not know.
    if (m_services.vault->recoveredFromOutdatedCopy() && !m_services.vault->keys().isEmpty()
        && !m_services.vault->defaultKey()) {
        problem += (problem.isEmpty() ? QString() : u"\n"_s) + outdatedCopyProblem() + u' '
                   + tr("Choose one in its menu.");
    }
    m_indexNotice->show(problem, MessageBar::Tone::Bad);
}

void KeysPage::readKey(const QString &id, std::function<void(const KeyJob &)> use)
{
    m_problemNotice->clear();
    KeyJob *job = m_services.vault->read(id);
    connect(job, &KeyJob::slow, this, [this] {
        m_problemNotice->show(KeychainStatus::waitingText(), MessageBar::Tone::Neutral);
    });
    connect(job, &KeyJob::finished, this, [this, job, use = std::move(use)] {
        m_problemNotice->clear();
        if (job->key()) {
            use(*job);
            return;
        }
        // The card of a key that is gone says so itself.
        if (job->error().kind != StoreError::Kind::NotFound)
            m_problemNotice->show(tr("The key could not be read: %1.",
                                     "%1 is a heading such as: The keychain is locked")
                                      .arg(Failure(job->error()).heading()),
                                  MessageBar::Tone::Bad, Texts::plain(job->error().detail));
    });
}

void KeysPage::copy(const QString &id)
{
    m_statusNotice->clear();
    readKey(id, [this](const KeyJob &job) { m_services.clipboard->copy(*job.key()); });
}

void KeysPage::reveal(const QString &id)
{
    readKey(id, [this, id](const KeyJob &job) {
        if (KeyCard *found = card(id); found && id == m_selectedId)
            found->reveal(*job.key());
    });
}

void KeysPage::makeDefault(const QString &id)
{
    m_problemNotice->show(m_services.vault->setDefault(id), MessageBar::Tone::Bad);
}

void KeysPage::removeFromList(const QString &id)
{
    KeyJob *job = m_services.vault->remove(id);
    connect(job, &KeyJob::finished, this, [this, job] {
        if (job->error().isError())
            m_problemNotice->show(tr("It could not be removed: %1.",
                                     "%1 is a heading such as: The keychain is locked")
                                      .arg(Failure(job->error()).heading()),
                                  MessageBar::Tone::Bad, Texts::plain(job->error().detail));
        else if (!job->listProblem().isEmpty())
            m_problemNotice->show(tr("The list of keys could not be changed."),
                                  MessageBar::Tone::Bad, Texts::plain(job->listProblem()));
    });
}

void KeysPage::open(const QUrl &url)
{
    if (m_services.opener->open(url)) {
        m_problemNotice->clear();
        return;
    }
    m_problemNotice->show(tr("Your system could not open this page. Open it in any browser:"),
                          MessageBar::Tone::Bad, QString::fromLatin1(url.toEncoded()));
}

void KeysPage::checkKey(const QString &id)
{
    m_checkedAt.insert(id, m_services.clock->elapsed());
    m_services.checker->check(id);
    update();
}

void KeysPage::refresh()
{
    if (m_selectedId.isEmpty() || !isVisible())
        return;
    const auto last = m_checkedAt.constFind(m_selectedId);
    if (last != m_checkedAt.constEnd() && m_services.clock->elapsed() - *last < RefreshInterval)
        return;
    const std::optional<StoredKey> key = m_services.vault->find(m_selectedId);
    if (key && key->state != StoredKey::State::Missing)
        checkKey(m_selectedId);
}

void KeysPage::refreshNow()
{
    if (!m_selectedId.isEmpty())
        checkKey(m_selectedId);
}

void KeysPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_problemNotice->clear();
    update();
    refresh();
}

} // namespace SignIn
