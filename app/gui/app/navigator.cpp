// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "navigator.h"

#include "core/keys/keycondition.h"
#include "core/keys/keyvault.h"
#include "core/platform/urlopener.h"
#include "core/settings/settings.h"
#include "gui/pages/existingkeypage.h"
#include "gui/pages/failurepage.h"
#include "gui/pages/keepordiscardpage.h"
#include "gui/pages/keyspage.h"
#include "gui/pages/optionspage.h"
#include "gui/pages/renamepage.h"
#include "gui/pages/revokepage.h"
#include "gui/pages/signoutpage.h"
#include "gui/pages/waitingpage.h"
#include "gui/pages/welcomepage.h"
#include "secretclipboard.h"
#include "signinflow.h"
#include "texts.h"

#include <QStackedLayout>

namespace SignIn {

Navigator::Navigator(const Services &services, SignInFlow *flow, QMenu *menu, QWidget *window)
    : QObject(window)
    , m_services(services)
    , m_flow(flow)
    , m_pages(new QStackedLayout(window))
    , m_welcome(add(new WelcomePage(menu)))
    , m_waiting(add(new WaitingPage(services)))
    , m_keys(add(new KeysPage(services, menu)))
    , m_failure(add(new FailurePage(services)))
    , m_existingKey(add(new ExistingKeyPage))
    , m_options(add(new OptionsPage(services.settings)))
    , m_keepOrDiscard(add(new KeepOrDiscardPage))
    , m_signOut(add(new SignOutPage(services.vault)))
    , m_revoke(add(new RevokePage))
    , m_rename(add(new RenamePage(services.vault)))
{
    connectWelcome();
    connectWaiting();
    connectFailure();
    connectKeys();
    connectOthers();
}

template <typename Made>
Made *Navigator::add(Made *page)
{
    m_pages->addWidget(page);
    return page;
}

void Navigator::connectWelcome()
{
    connect(m_welcome, &WelcomePage::signInRequested, m_flow, [this] { m_flow->signIn(false); });
    connect(m_welcome, &WelcomePage::codeRequested, m_flow, [this] { m_flow->signIn(true); });
    connect(m_welcome, &WelcomePage::existingKeyRequested, this, &Navigator::showExistingKey);
    connect(m_welcome, &WelcomePage::optionsRequested, this, &Navigator::showOptions);
    connect(m_welcome, &WelcomePage::backRequested, this, [this] { showKeys(); });
    // The first key may come from the command line.
    connect(m_services.vault, &KeyVault::changed, this, [this] {
        if (m_pages->currentWidget() == m_welcome && m_welcomeIsHome
            && !m_services.vault->keys().isEmpty()) {
            showHome();
        }
    });
    connect(m_services.vault, &KeyVault::recovered, this, [this](int count) {
        if (count > 0)
            m_keys->setStatus(tr("%n key(s) came back from your keychain.", nullptr, count));
        if (m_pages->currentWidget() == m_welcome && !m_flow->attempt())
            showHome();
    });
}

void Navigator::connectWaiting()
{
    connect(m_waiting, &WaitingPage::cancelRequested, m_flow, &SignInFlow::cancel);
    connect(m_waiting, &WaitingPage::keepForSessionRequested, m_flow, &SignInFlow::keepForSession);
    connect(m_waiting, &WaitingPage::copyKeyRequested, this, &Navigator::copyUnstored);
    connect(m_flow, &SignInFlow::keychainSlow, m_waiting, &WaitingPage::showKeychainSlow);
}

void Navigator::connectFailure()
{
    connect(m_failure, &FailurePage::copyKeyRequested, this, &Navigator::copyUnstored);
    connect(m_failure, &FailurePage::keepForSessionRequested, m_flow, &SignInFlow::keepForSession);
    connect(m_failure, &FailurePage::signInAgainRequested, m_flow, &SignInFlow::signInAgain);
    connect(m_failure, &FailurePage::keysPageRequested, this, &Navigator::openKeysPage);
    connect(m_failure, &FailurePage::actionRequested, this, &Navigator::followFailure);
    connect(m_failure, &FailurePage::backRequested, this, [this] {
        if (m_flow->isWaiting())
            showWaiting();
        else
            showHome();
    });
}

void Navigator::connectKeys()
{
    connect(m_keys, &KeysPage::addRequested, this, &Navigator::showWelcome);
    connect(m_keys, &KeysPage::emptied, this, &Navigator::showWelcome);
    connect(m_keys, &KeysPage::signInAgainRequested, m_flow,
            [this](const QString &id) { m_flow->signIn(false, id); });
    connect(m_keys, &KeysPage::renameRequested, this, &Navigator::showRename);
    connect(m_keys, &KeysPage::signOutRequested, this, &Navigator::showSignOut);
    connect(m_rename, &RenamePage::done, this, [this](const QString &id) { showKeys(id); });
    connect(m_signOut, &SignOutPage::backRequested, this,
            [this](const QString &id) { showKeys(id); });
    connect(m_signOut, &SignOutPage::signedOut, this,
            [this](const StoredKey &key, const QString &leftIn) {
                m_revoke->showSignedOut(key, leftIn);
                showPage(m_revoke);
            });
}

void Navigator::connectOthers()
{
    connect(m_existingKey, &ExistingKeyPage::keyEntered, m_flow, &SignInFlow::addExisting);
    connect(m_existingKey, &ExistingKeyPage::backRequested, this, &Navigator::showWelcome);
    connect(m_options, &OptionsPage::done, this, [this] { showHome(); });
    connect(m_keepOrDiscard, &KeepOrDiscardPage::keepRequested, m_flow, &SignInFlow::store);
    connect(m_keepOrDiscard, &KeepOrDiscardPage::discardRequested, this, [this] {
        const StoredKey entry = m_flow->unstoredEntry();
        m_revoke->showDiscarding(entry);
        showPage(m_revoke);
        m_flow->discard();
    });
    connect(m_revoke, &RevokePage::openRequested, this,
            [this](const QUrl &url) { m_services.opener->open(url); });
    connect(m_revoke, &RevokePage::done, this, [this] { showHome(); });
}

void Navigator::showPage(Page *page, const QString &status)
{
    m_pages->setCurrentWidget(page);
    page->announce(status);
}

bool Navigator::hasKeys() const
{
    return !m_services.vault->keys().isEmpty() || !m_services.vault->unfinished().isEmpty();
}

void Navigator::showHome()
{
    if (hasKeys())
        showKeys();
    else
        showWelcome();
}

void Navigator::showWelcome()
{
    const auto server = m_services.settings->server();
    QStringList problems = m_services.settings->problems();
    if (server)
        m_welcome->setServer(*server);
    else if (problems.isEmpty())
        problems += server.error().sentence();
    const QString indexProblem = KeysPage::indexProblem(*m_services.index);
    if (!indexProblem.isEmpty())
        problems += indexProblem;
    if (!m_untold.isEmpty())
        problems += std::exchange(m_untold, {});
    m_welcome->setStore(m_services.settings->storeChoice());
    m_welcome->setProblem(problems.join(u'\n'));
    m_welcomeIsHome = !hasKeys();
    m_welcome->setCanGoBack(!m_welcomeIsHome);
    showPage(m_welcome);
}

void Navigator::showKeys(const QString &id, const QString &status)
{
    const QString untold = status.isEmpty() ? std::exchange(m_untold, {}) : QString();
    if (untold.isEmpty())
        m_keys->setStatus(status);
    else
        m_keys->setStatus(untold, Tone::Bad);
    showPage(m_keys, status + untold);
    if (!id.isEmpty())
        m_keys->select(id);
}

void Navigator::showExistingKey()
{
    const auto server = m_services.settings->server();
    m_existingKey->clear();
    m_existingKey->setDestination(
        server ? KeyDestination(*server, Settings::isServerOfAdministrator(*server))
               : KeyDestination(),
        m_services.settings->storeChoice());
    showPage(m_existingKey);
}

void Navigator::showRename(const QString &id)
{
    if (const auto key = m_services.vault->find(id)) {
        m_rename->setKey(*key);
        showPage(m_rename);
    }
}

void Navigator::showSignOut(const QString &id)
{
    if (const auto key = m_services.vault->find(id)) {
        m_signOut->setKey(*key);
        showPage(m_signOut, Texts::plain(key->label));
    }
}

void Navigator::showOptions()
{
    // Nothing may come between a person and a key that is on its way.
    if (m_flow->isWaiting() || m_flow->isExchanging() || m_flow->unstoredKey())
        return;
    m_options->load();
    showPage(m_options);
}

void Navigator::showAttempt(SignInAttempt *attempt)
{
    m_waiting->watch(attempt);
    showWaiting();
}

void Navigator::showWaiting()
{
    showPage(m_waiting, m_waiting->status());
}

void Navigator::showChecking()
{
    m_waiting->showChecking();
    showPage(m_waiting);
}

void Navigator::showProbing()
{
    m_waiting->showProbing();
    showPage(m_waiting);
}

void Navigator::showSaving()
{
    m_waiting->showSaving(m_flow->unstoredEntry());
    showPage(m_waiting);
}

void Navigator::showExchange()
{
    if (m_pages->currentWidget() != m_waiting)
        showPage(m_waiting);
}

void Navigator::showStored(const StoredKey &entry)
{
    QString status = entry.state == StoredKey::State::Session
                         ? tr("The key is kept for this session.")
                     : entry.isInPass() ? tr("Signed in. The key is in pass.")
                                        : tr("Signed in. The key is in your keychain.");
    if (entry.lastStatus && entry.lastStatus->info.isManagementKey.value_or(false))
        status += u' ' + managementKeyText();
    showKeys(entry.id, status);
    // What was known is about the key that this one replaces.
    m_keys->refreshNow();
}

void Navigator::showFailure(const Failure &failure)
{
    FailurePage::Context context{m_flow->server(), {}, {}};
    if (m_flow->unstoredKey())
        context.maskedKey = m_flow->unstoredKey()->masked();
    m_failure->setFailure(failure, context);
    showPage(m_failure, m_failure->sentence());
}

void Navigator::showBrowserFailure()
{
    const Failure failure(Failure::Kind::NoBrowser);
    m_failure->setFailure(failure, {m_flow->server(), {}, m_flow->attempt()->authorizationUrl()});
    showPage(m_failure, m_failure->sentence());
}

void Navigator::showLeftOverKey()
{
    m_keepOrDiscard->setKey(m_flow->unstoredEntry(), m_flow->unstoredKey()->masked());
    showPage(m_keepOrDiscard);
}

void Navigator::showDiscarded(const StoredKey &entry, const QString &problem)
{
    if (m_pages->currentWidget() == m_revoke && m_revoke->isDiscarding(entry)) {
        m_revoke->showDiscarded(entry, problem);
        showPage(m_revoke);
        return;
    }
    // The person has gone on and stays where they are. A failure is said there, or on the next page
    // that has room for it.
    if (problem.isEmpty())
        return;
    m_untold = problem;
    if (m_pages->currentWidget() == m_keys)
        showKeys();
    else if (m_pages->currentWidget() == m_welcome)
        showWelcome();
}

void Navigator::showRenewed(const StoredKey &replaced)
{
    m_revoke->showRenewed(replaced);
    showPage(m_revoke);
}

void Navigator::refreshWaiting()
{
    m_waiting->refresh();
}

void Navigator::followFailure(Failure::Action action)
{
    switch (action) {
    case Failure::Action::SignInAgain:
        m_flow->signInAgain();
        break;
    case Failure::Action::TryAgain:
    case Failure::Action::StoreAgain:
        m_flow->tryAgain();
        break;
    case Failure::Action::CopyLink:
        // The page has copied it; the sign-in is still waiting.
        showWaiting();
        break;
    case Failure::Action::OpenKeysPage:
        openKeysPage();
        break;
    case Failure::Action::OpenOptions:
        showOptions();
        break;
    }
}

void Navigator::openKeysPage()
{
    m_services.opener->open(m_flow->server().keysPage());
}

void Navigator::copyUnstored()
{
    if (m_flow->unstoredKey())
        m_services.clipboard->copy(*m_flow->unstoredKey());
}

void Navigator::setKeychain(const KeychainStatus &keychain)
{
    m_welcome->setKeychainSummary(keychain.summary());
    m_keys->setKeychain(keychain);
}

void Navigator::refreshKeys()
{
    m_keys->refresh();
}

void Navigator::refreshKeysNow()
{
    if (m_pages->currentWidget() == m_keys)
        m_keys->refreshNow();
}

} // namespace SignIn
