// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mainwindow.h"

#include "aboutdialog.h"
#include "core/keyvault.h"
#include "core/settings.h"
#include "core/urlopener.h"
#include "glyphs.h"
#include "identity.h"
#include "pages/existingkeypage.h"
#include "pages/failurepage.h"
#include "pages/keepordiscardpage.h"
#include "pages/keyspage.h"
#include "pages/optionspage.h"
#include "pages/renamepage.h"
#include "pages/revokepage.h"
#include "pages/signoutpage.h"
#include "pages/waitingpage.h"
#include "pages/welcomepage.h"
#include "secretclipboard.h"
#include "signinflow.h"
#include "texts.h"
#include "theme.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize DefaultSize(486, 640);

QString geometryKey()
{
    return u"window/geometry"_s;
}

} // namespace

MainWindow::MainWindow(const Services &services, QWidget *parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_flow(new SignInFlow(services, this))
{
    setWindowTitle(Identity::ApplicationName.toString());
    setObjectName(u"mainWindow"_s);
    makeMenu();
    makePages();
    connectPages();
    connectFlow();

    connect(m_services.clipboard, &SecretClipboard::cleared, this, [this] {
        // Also where it could not be cleared: a desktop that ignores a window in the background
        // forgets the clipboard of a program that ends.
        if (m_hiddenForClipboard)
            leaveNow();
    });
    connect(m_services.vault, &KeyVault::recovered, this, [this](int count) {
        if (count > 0)
            m_keys->setStatus(tr("%n key(s) came back from your keychain.", nullptr, count));
        if (m_pages->currentWidget() == m_welcome && !m_flow->attempt())
            showHome();
    });
    // The first key may come from the command line.
    connect(m_services.vault, &KeyVault::changed, this, [this] {
        if (m_pages->currentWidget() == m_welcome && m_welcomeIsHome
            && !m_services.vault->keys().isEmpty()) {
            showHome();
        }
    });

    restorePlace();
    showHome();
    queryKeychain();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeMenu()
{
    m_menu = new QMenu(this);
    const auto add = [this](Glyph glyph, const QString &text, const QString &name,
                            const QKeySequence &shortcut, auto handler) {
        QAction *action = m_menu->addAction(glyphIcon(glyph), text);
        action->setObjectName(name);
        action->setShortcut(shortcut);
        connect(action, &QAction::triggered, this, handler);
        // The menu is a pop-up: without this its shortcuts would work only while it is open.
        addAction(action);
    };
    add(Glyph::Gear, tr("&Options"), u"optionsAction"_s, QKeySequence(Qt::CTRL | Qt::Key_Comma),
        [this] { showOptions(); });
    add(Glyph::Refresh, tr("&Refresh"), u"refreshAction"_s, QKeySequence(Qt::Key_F5), [this] {
        if (m_pages->currentWidget() == m_keys)
            m_keys->refreshNow();
    });
    m_menu->addSeparator();
    add(Glyph::Question, tr("&Help"), u"helpAction"_s, QKeySequence::HelpContents,
        [this] { m_services.opener->open(QUrl(Identity::Homepage.toString())); });
    add(Glyph::Info, tr("&About"), u"aboutAction"_s, {}, [this] {
        auto *about = new AboutDialog(m_services, this);
        about->setAttribute(Qt::WA_DeleteOnClose);
        about->open();
    });
    m_menu->addSeparator();
    add(Glyph::SignOut, tr("&Quit"), u"quitAction"_s, QKeySequence(Qt::CTRL | Qt::Key_Q),
        [this] { requestQuit(); });
}

void MainWindow::makePages()
{
    m_pages = new QStackedWidget(this);
    setCentralWidget(m_pages);
    const auto add = [this](auto *page) {
        m_pages->addWidget(page);
        return page;
    };
    m_welcome = add(new WelcomePage(m_menu));
    m_waiting = add(new WaitingPage(m_services));
    m_keys = add(new KeysPage(m_services, m_menu));
    m_failure = add(new FailurePage(m_services));
    m_existingKey = add(new ExistingKeyPage);
    m_options = add(new OptionsPage(m_services.settings));
    m_keepOrDiscard = add(new KeepOrDiscardPage);
    m_signOut = add(new SignOutPage(m_services.vault));
    m_revoke = add(new RevokePage);
    m_rename = add(new RenamePage(m_services.vault));
}

void MainWindow::connectPages()
{
    connect(m_welcome, &WelcomePage::signInRequested, m_flow, [this] { m_flow->signIn(false); });
    connect(m_welcome, &WelcomePage::codeRequested, m_flow, [this] { m_flow->signIn(true); });
    connect(m_welcome, &WelcomePage::existingKeyRequested, this, [this] {
        m_existingKey->clear();
        m_existingKey->setServer(m_services.settings->server().isOk()
                                     ? *m_services.settings->server()
                                     : OpenRouterAuth::Server());
        showPage(m_existingKey);
    });
    connect(m_welcome, &WelcomePage::optionsRequested, this, &MainWindow::showOptions);
    connect(m_welcome, &WelcomePage::backRequested, this, [this] { showKeys(); });

    connect(m_waiting, &WaitingPage::cancelRequested, m_flow, &SignInFlow::cancel);
    connect(m_waiting, &WaitingPage::keepForSessionRequested, m_flow, &SignInFlow::keepForSession);
    const auto copyUnstored = [this] {
        if (m_flow->unstoredKey())
            m_services.clipboard->copy(*m_flow->unstoredKey());
    };
    connect(m_waiting, &WaitingPage::copyKeyRequested, this, copyUnstored);

    connect(m_failure, &FailurePage::copyKeyRequested, this, copyUnstored);
    connect(m_failure, &FailurePage::keepForSessionRequested, m_flow, &SignInFlow::keepForSession);
    connect(m_failure, &FailurePage::signInAgainRequested, m_flow, &SignInFlow::signInAgain);
    connect(m_failure, &FailurePage::keysPageRequested, this,
            [this] { m_services.opener->open(m_flow->server().keysPage()); });
    connect(m_failure, &FailurePage::backRequested, this, [this] {
        if (m_flow->isWaiting())
            showPage(m_waiting, m_waiting->status());
        else
            showHome();
    });
    connect(m_failure, &FailurePage::actionRequested, this, [this](Failure::Action action) {
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
            showPage(m_waiting, m_waiting->status());
            break;
        case Failure::Action::OpenKeysPage:
            m_services.opener->open(m_flow->server().keysPage());
            break;
        case Failure::Action::OpenOptions:
            showOptions();
            break;
        }
    });

    connect(m_existingKey, &ExistingKeyPage::keyEntered, m_flow, &SignInFlow::addExisting);
    connect(m_existingKey, &ExistingKeyPage::backRequested, this, &MainWindow::showWelcome);
    connect(m_options, &OptionsPage::done, this, [this] { showHome(); });

    connect(m_keepOrDiscard, &KeepOrDiscardPage::keepRequested, m_flow, &SignInFlow::store);
    connect(m_keepOrDiscard, &KeepOrDiscardPage::discardRequested, this, [this] {
        const StoredKey entry = m_flow->unstoredEntry();
        m_flow->discard();
        m_revoke->showDiscarded(entry);
        showPage(m_revoke);
    });

    connect(m_keys, &KeysPage::addRequested, this, &MainWindow::showWelcome);
    connect(m_keys, &KeysPage::emptied, this, &MainWindow::showWelcome);
    connect(m_keys, &KeysPage::signInAgainRequested, m_flow,
            [this](const QString &id) { m_flow->signIn(false, id); });
    connect(m_keys, &KeysPage::renameRequested, this, [this](const QString &id) {
        if (const auto key = m_services.vault->find(id)) {
            m_rename->setKey(*key);
            showPage(m_rename);
        }
    });
    connect(m_keys, &KeysPage::signOutRequested, this, [this](const QString &id) {
        if (const auto key = m_services.vault->find(id)) {
            m_signOut->setKey(*key);
            showPage(m_signOut, Texts::plain(key->label));
        }
    });
    connect(m_rename, &RenamePage::done, this, [this](const QString &id) { showKeys(id); });
    connect(m_signOut, &SignOutPage::backRequested, this,
            [this](const QString &id) { showKeys(id); });
    connect(m_signOut, &SignOutPage::signedOut, this, [this](const StoredKey &key) {
        m_revoke->showSignedOut(key);
        showPage(m_revoke);
    });
    connect(m_revoke, &RevokePage::openRequested, this,
            [this](const QUrl &url) { m_services.opener->open(url); });
    connect(m_revoke, &RevokePage::done, this, [this] { showHome(); });
}

void MainWindow::connectFlow()
{
    connect(m_flow, &SignInFlow::attemptStarted, this, [this](SignInAttempt *attempt) {
        m_waiting->watch(attempt);
        showPage(m_waiting, m_waiting->status());
    });
    connect(m_flow, &SignInFlow::checkingStarted, this, [this] {
        m_waiting->showChecking();
        showPage(m_waiting);
    });
    connect(m_flow, &SignInFlow::savingStarted, this, [this] {
        m_waiting->showSaving();
        showPage(m_waiting);
    });
    connect(m_flow, &SignInFlow::keychainSlow, m_waiting, &WaitingPage::showKeychainSlow);
    connect(m_flow, &SignInFlow::redirectReceived, this, [this] {
        if (m_flow->isExchanging() && m_pages->currentWidget() != m_waiting)
            showPage(m_waiting);
        bringToFront();
    });
    connect(m_flow, &SignInFlow::stored, this, [this](const StoredKey &entry) {
        m_leaving = Leaving::No;
        showKeys(entry.id, entry.state == StoredKey::State::Session
                               ? tr("The key is kept for this session.")
                               : tr("Signed in. The key is in your keychain."));
        // What was known is about the key that this one replaces.
        m_keys->refreshNow();
    });
    connect(m_flow, &SignInFlow::failed, this, [this](const Failure &failure) {
        if (m_leaving != Leaving::No && !m_flow->unstoredKey() && !failure.keyMayExist()) {
            leave(m_leaving);
            return;
        }
        m_leaving = Leaving::No;
        FailurePage::Context context{m_flow->server(), {}, {}};
        if (m_flow->unstoredKey())
            context.maskedKey = m_flow->unstoredKey()->masked();
        m_failure->setFailure(failure, context);
        showPage(m_failure, failure.sentence(m_flow->server()));
    });
    connect(m_flow, &SignInFlow::browserFailed, this, [this] {
        const Failure failure(Failure::Kind::NoBrowser);
        m_failure->setFailure(failure,
                              {m_flow->server(), {}, m_flow->attempt()->authorizationUrl()});
        showPage(m_failure, failure.sentence(m_flow->server()));
    });
    connect(m_flow, &SignInFlow::keyLeftOver, this, [this] {
        m_leaving = Leaving::No;
        m_keepOrDiscard->setKey(m_flow->unstoredEntry(), m_flow->unstoredKey()->masked());
        showPage(m_keepOrDiscard);
        bringToFront();
    });
    connect(m_flow, &SignInFlow::canceled, this, [this] {
        if (m_leaving != Leaving::No)
            leave(m_leaving);
        else
            showHome();
    });
}

void MainWindow::showPage(Page *page, const QString &status)
{
    m_pages->setCurrentWidget(page);
    page->announce(status);
}

void MainWindow::showHome(const QString &status)
{
    const bool hasKeys =
        !m_services.vault->keys().isEmpty() || !m_services.vault->unfinished().isEmpty();
    if (hasKeys)
        showKeys({}, status);
    else
        showWelcome();
}

void MainWindow::showWelcome()
{
    const bool hasKeys =
        !m_services.vault->keys().isEmpty() || !m_services.vault->unfinished().isEmpty();
    const auto server = m_services.settings->server();
    QStringList problems = m_services.settings->problems();
    if (server)
        m_welcome->setServer(*server);
    else if (problems.isEmpty())
        problems += server.error().sentence();
    const QString indexProblem = KeysPage::indexProblem(*m_services.index);
    if (!indexProblem.isEmpty())
        problems += indexProblem;
    m_welcome->setProblem(problems.join(u'\n'));
    m_welcome->setCanGoBack(hasKeys);
    m_welcomeIsHome = !hasKeys;
    showPage(m_welcome);
}

void MainWindow::showKeys(const QString &id, const QString &status)
{
    m_keys->setStatus(status);
    showPage(m_keys, status);
    if (!id.isEmpty())
        m_keys->select(id);
}

void MainWindow::showOptions()
{
    // Nothing may come between a person and a key that is on its way.
    if (m_flow->isWaiting() || m_flow->isExchanging() || m_flow->unstoredKey())
        return;
    m_options->load();
    showPage(m_options);
}

void MainWindow::bringToFront()
{
    m_hiddenForClipboard = false;
    if (isMinimized())
        showNormal();
    else
        show();
    raise();
    activateWindow();
    // Where the desktop forbids a window to come forward by itself, it may at least ask.
    if (!isActiveWindow())
        QApplication::alert(this);
}

void MainWindow::requestQuit()
{
    leave(Leaving::Quit);
}

bool MainWindow::wouldLoseKey() const
{
    const QList<StoredKey> keys = m_services.vault->keys();
    return m_flow->isExchanging() || m_flow->unstoredKey()
           || std::any_of(keys.begin(), keys.end(), [](const StoredKey &key) {
                  return key.state == StoredKey::State::Session;
              });
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    leave(Leaving::Close);
}

/// Goes step by step: each thing that stands in the way starts its own end and comes back here.
void MainWindow::leave(Leaving how)
{
    m_leaving = how;
    if (m_question)
        return;
    if (m_flow->isExchanging()) {
        // With a key there is something to decide then; without one this is called again.
        m_flow->cancel();
        m_waiting->refresh();
        return;
    }
    if (m_flow->isWaiting()) {
        m_flow->cancel();
        return;
    }
    if (m_flow->unstoredKey()) {
        askBeforeLosing(tr("The new key is not saved yet."),
                        tr("Closing now loses it. It stays valid on %1 until it is revoked there.")
                            .arg(Texts::isolated(m_flow->server().displayName())));
        return;
    }
    const QList<StoredKey> keys = m_services.vault->keys();
    const auto inSession = std::count_if(keys.begin(), keys.end(), [](const StoredKey &key) {
        return key.state == StoredKey::State::Session;
    });
    if (inSession > 0) {
        askBeforeLosing(tr("%n key(s) are kept only for this session.", nullptr, int(inSession)),
                        tr("Closing now loses what is not in your keychain."));
        return;
    }
    leaveNow();
}

void MainWindow::askBeforeLosing(const QString &text, const QString &detail)
{
    m_question =
        new QMessageBox(QMessageBox::NoIcon, windowTitle(), text, QMessageBox::NoButton, this);
    m_question->setObjectName(u"loseKeyQuestion"_s);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setInformativeText(detail);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *close = m_question->addButton(tr("Close and lose it"), QMessageBox::AcceptRole);
    close->setObjectName(u"loseKeyButton"_s);
    QPushButton *stay = m_question->addButton(tr("Stay"), QMessageBox::RejectRole);
    stay->setObjectName(u"stayButton"_s);
    m_question->setDefaultButton(stay);
    m_question->setEscapeButton(stay);
    connect(m_question, &QDialog::finished, this, [this, close] {
        const bool isLeaving = m_question->clickedButton() == close;
        m_question = nullptr;
        if (isLeaving)
            leaveNow();
        else
            m_leaving = Leaving::No;
    });
    show();
    m_question->open();
}

void MainWindow::leaveNow()
{
    savePlace();
    if (m_leaving == Leaving::Close && !m_hiddenForClipboard && m_services.clipboard->isActive()) {
        m_hiddenForClipboard = true;
        m_leaving = Leaving::No;
        hide();
        return;
    }
    m_hiddenForClipboard = false;
    m_services.clipboard->clearNow();
    hide();
    Q_EMIT quitReady();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !isActiveWindow())
        return;
    m_keys->refresh();
    queryKeychain();
}

void MainWindow::queryKeychain()
{
    m_services.queryKeychain(this, [this](const KeychainService &keychain) {
        m_welcome->setKeychainSummary(keychain.summary());
        m_keys->setKeychain(keychain);
    });
}

void MainWindow::restorePlace()
{
    resize(DefaultSize);
    restoreGeometry(m_services.settings->store().value(geometryKey()).toByteArray());
}

void MainWindow::savePlace()
{
    if (isVisible())
        m_services.settings->store().setValue(geometryKey(), saveGeometry());
}

} // namespace SignIn
