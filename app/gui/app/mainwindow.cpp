// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mainwindow.h"

#include "aboutdialog.h"
#include "core/identity.h"
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
#include "gui/style/glyphs.h"
#include "gui/style/theme.h"
#include "secretclipboard.h"
#include "signinflow.h"
#include "texts.h"

#include <QAccessibleWidget>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedLayout>
#include <QWindow>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QString geometryKey()
{
    return u"window/geometry"_s;
}

/// For a screen reader a QWidget is nothing in particular; this one is a window.
QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *window = qobject_cast<MainWindow *>(object);
    return window ? new QAccessibleWidget(window, QAccessible::Window) : nullptr;
}

} // namespace

MainWindow::MainWindow(const Services &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_pages(new QStackedLayout(this))
    , m_flow(new SignInFlow(services, this))
{
    QAccessible::installFactory(makeAccessible);
    setWindowTitle(Identity::ApplicationName.toString());
    setObjectName(u"mainWindow"_s);
    makeActions();
    connectFlow();

    connect(m_services.clipboard, &SecretClipboard::cleared, this, [this] {
        // Also where it could not be cleared: a desktop that ignores a window in the background
        // forgets the clipboard of a program that ends.
        if (m_hiddenForClipboard)
            leaveNow();
    });
    connect(m_services.vault, &KeyVault::recovered, this, [this](int count) {
        if (count > 0)
            keysPage()->setStatus(tr("%n key(s) came back from your keychain.", nullptr, count));
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
}

MainWindow::~MainWindow() = default;

/// They belong to the window, so that their shortcuts work while no menu is open.
void MainWindow::makeActions()
{
    const auto add = [this](Glyph glyph, const QString &text, const QString &name,
                            const QKeySequence &shortcut, auto handler) {
        auto *action = new QAction(glyphIcon(glyph), text, this);
        action->setObjectName(name);
        action->setShortcut(shortcut);
        connect(action, &QAction::triggered, this, handler);
        addAction(action);
    };
    const auto addSeparator = [this] {
        auto *separator = new QAction(this);
        separator->setSeparator(true);
        addAction(separator);
    };
    add(Glyph::Gear, tr("&Options"), u"optionsAction"_s, QKeySequence(Qt::CTRL | Qt::Key_Comma),
        [this] { showOptions(); });
    add(Glyph::Refresh, tr("&Refresh"), u"refreshAction"_s, QKeySequence(Qt::Key_F5), [this] {
        if (m_pages->currentWidget() == m_keys)
            m_keys->refreshNow();
    });
    addSeparator();
    add(Glyph::Question, tr("&Help"), u"helpAction"_s, QKeySequence::HelpContents,
        [this] { m_services.opener->open(QUrl(Identity::Homepage.toString())); });
    add(Glyph::Info, tr("&About"), u"aboutAction"_s, {}, [this] {
        auto *about = new AboutDialog(m_services, this);
        about->setAttribute(Qt::WA_DeleteOnClose);
        about->open();
    });
    addSeparator();
    add(Glyph::SignOut, tr("&Quit"), u"quitAction"_s, QKeySequence(Qt::CTRL | Qt::Key_Q),
        [this] { requestQuit(); });
}

MenuButton::Fill MainWindow::menu()
{
    return [this](QMenu *menu) { menu->addActions(actions()); };
}

template <typename Made>
Made *MainWindow::add(Made *page)
{
    m_pages->addWidget(page);
    return page;
}

WelcomePage *MainWindow::welcomePage()
{
    if (m_welcome)
        return m_welcome;
    m_welcome = add(new WelcomePage(menu()));
    connect(m_welcome, &WelcomePage::signInRequested, m_flow, [this] { m_flow->signIn(false); });
    connect(m_welcome, &WelcomePage::codeRequested, m_flow, [this] { m_flow->signIn(true); });
    connect(m_welcome, &WelcomePage::existingKeyRequested, this, [this] {
        const auto server = m_services.settings->server();
        existingKeyPage()->clear();
        existingKeyPage()->setServer(server.isOk() ? *server : OpenRouterAuth::Server());
        showPage(existingKeyPage());
    });
    connect(m_welcome, &WelcomePage::optionsRequested, this, &MainWindow::showOptions);
    connect(m_welcome, &WelcomePage::backRequested, this, [this] { showKeys(); });
    if (m_keychain)
        m_welcome->setKeychainSummary(m_keychain->summary());
    return m_welcome;
}

WaitingPage *MainWindow::waitingPage()
{
    if (m_waiting)
        return m_waiting;
    m_waiting = add(new WaitingPage(m_services));
    connect(m_waiting, &WaitingPage::cancelRequested, m_flow, &SignInFlow::cancel);
    connect(m_waiting, &WaitingPage::keepForSessionRequested, m_flow, &SignInFlow::keepForSession);
    connect(m_waiting, &WaitingPage::copyKeyRequested, this, &MainWindow::copyUnstored);
    connect(m_flow, &SignInFlow::keychainSlow, m_waiting, &WaitingPage::showKeychainSlow);
    return m_waiting;
}

FailurePage *MainWindow::failurePage()
{
    if (m_failure)
        return m_failure;
    m_failure = add(new FailurePage(m_services));
    connect(m_failure, &FailurePage::copyKeyRequested, this, &MainWindow::copyUnstored);
    connect(m_failure, &FailurePage::keepForSessionRequested, m_flow, &SignInFlow::keepForSession);
    connect(m_failure, &FailurePage::signInAgainRequested, m_flow, &SignInFlow::signInAgain);
    connect(m_failure, &FailurePage::keysPageRequested, this,
            [this] { m_services.opener->open(m_flow->server().keysPage()); });
    connect(m_failure, &FailurePage::backRequested, this, [this] {
        if (m_flow->isWaiting())
            showWaiting();
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
            showWaiting();
            break;
        case Failure::Action::OpenKeysPage:
            m_services.opener->open(m_flow->server().keysPage());
            break;
        case Failure::Action::OpenOptions:
            showOptions();
            break;
        }
    });
    return m_failure;
}

ExistingKeyPage *MainWindow::existingKeyPage()
{
    if (m_existingKey)
        return m_existingKey;
    m_existingKey = add(new ExistingKeyPage);
    connect(m_existingKey, &ExistingKeyPage::keyEntered, m_flow, &SignInFlow::addExisting);
    connect(m_existingKey, &ExistingKeyPage::backRequested, this, &MainWindow::showWelcome);
    return m_existingKey;
}

OptionsPage *MainWindow::optionsPage()
{
    if (m_options)
        return m_options;
    m_options = add(new OptionsPage(m_services.settings));
    connect(m_options, &OptionsPage::done, this, [this] { showHome(); });
    return m_options;
}

KeepOrDiscardPage *MainWindow::keepOrDiscardPage()
{
    if (m_keepOrDiscard)
        return m_keepOrDiscard;
    m_keepOrDiscard = add(new KeepOrDiscardPage);
    connect(m_keepOrDiscard, &KeepOrDiscardPage::keepRequested, m_flow, &SignInFlow::store);
    connect(m_keepOrDiscard, &KeepOrDiscardPage::discardRequested, this, [this] {
        const StoredKey entry = m_flow->unstoredEntry();
        revokePage()->showDiscarding(entry);
        showPage(revokePage());
        m_flow->discard();
    });
    return m_keepOrDiscard;
}

KeysPage *MainWindow::keysPage()
{
    if (m_keys)
        return m_keys;
    m_keys = add(new KeysPage(m_services, menu()));
    connect(m_keys, &KeysPage::addRequested, this, &MainWindow::showWelcome);
    connect(m_keys, &KeysPage::emptied, this, &MainWindow::showWelcome);
    connect(m_keys, &KeysPage::signInAgainRequested, m_flow,
            [this](const QString &id) { m_flow->signIn(false, id); });
    connect(m_keys, &KeysPage::renameRequested, this, [this](const QString &id) {
        if (const auto key = m_services.vault->find(id)) {
            renamePage()->setKey(*key);
            showPage(renamePage());
        }
    });
    connect(m_keys, &KeysPage::signOutRequested, this, [this](const QString &id) {
        if (const auto key = m_services.vault->find(id)) {
            signOutPage()->setKey(*key);
            showPage(signOutPage(), Texts::plain(key->label));
        }
    });
    if (m_keychain)
        m_keys->setKeychain(*m_keychain);
    if (m_wasShown)
        m_keys->makeAllCards();
    return m_keys;
}

RenamePage *MainWindow::renamePage()
{
    if (m_rename)
        return m_rename;
    m_rename = add(new RenamePage(m_services.vault));
    connect(m_rename, &RenamePage::done, this, [this](const QString &id) { showKeys(id); });
    return m_rename;
}

SignOutPage *MainWindow::signOutPage()
{
    if (m_signOut)
        return m_signOut;
    m_signOut = add(new SignOutPage(m_services.vault));
    connect(m_signOut, &SignOutPage::backRequested, this,
            [this](const QString &id) { showKeys(id); });
    connect(m_signOut, &SignOutPage::signedOut, this, [this](const StoredKey &key) {
        revokePage()->showSignedOut(key);
        showPage(revokePage());
    });
    return m_signOut;
}

RevokePage *MainWindow::revokePage()
{
    if (m_revoke)
        return m_revoke;
    m_revoke = add(new RevokePage);
    connect(m_revoke, &RevokePage::openRequested, this,
            [this](const QUrl &url) { m_services.opener->open(url); });
    connect(m_revoke, &RevokePage::done, this, [this] { showHome(); });
    return m_revoke;
}

void MainWindow::connectFlow()
{
    connect(m_flow, &SignInFlow::attemptStarted, this, [this](SignInAttempt *attempt) {
        waitingPage()->watch(attempt);
        showWaiting();
    });
    connect(m_flow, &SignInFlow::checkingStarted, this, [this] {
        waitingPage()->showChecking();
        showPage(waitingPage());
    });
    connect(m_flow, &SignInFlow::savingStarted, this, [this] {
        waitingPage()->showSaving();
        showPage(waitingPage());
    });
    connect(m_flow, &SignInFlow::redirectReceived, this, [this] {
        if (m_flow->isExchanging() && m_pages->currentWidget() != m_waiting)
            showPage(waitingPage());
        bringToFront();
    });
    connect(m_flow, &SignInFlow::stored, this, [this](const StoredKey &entry) {
        m_leaving = Leaving::No;
        showKeys(entry.id, entry.state == StoredKey::State::Session
                               ? tr("The key is kept for this session.")
                               : tr("Signed in. The key is in your keychain."));
        // What was known is about the key that this one replaces.
        keysPage()->refreshNow();
    });
    connect(m_flow, &SignInFlow::discarded, this,
            [this](const StoredKey &entry, const QString &problem) {
                revokePage()->showDiscarded(entry, problem);
                showPage(revokePage());
            });
    connect(m_flow, &SignInFlow::renewed, this, [this](const StoredKey &replaced) {
        revokePage()->showRenewed(replaced);
        showPage(revokePage());
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
        failurePage()->setFailure(failure, context);
        showPage(failurePage(), failurePage()->sentence());
    });
    connect(m_flow, &SignInFlow::browserFailed, this, [this] {
        const Failure failure(Failure::Kind::NoBrowser);
        failurePage()->setFailure(failure,
                                  {m_flow->server(), {}, m_flow->attempt()->authorizationUrl()});
        showPage(failurePage(), failure.sentence(m_flow->server()));
    });
    connect(m_flow, &SignInFlow::keyLeftOver, this, [this] {
        m_leaving = Leaving::No;
        keepOrDiscardPage()->setKey(m_flow->unstoredEntry(), m_flow->unstoredKey()->masked());
        showPage(keepOrDiscardPage());
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

void MainWindow::showWaiting()
{
    showPage(waitingPage(), waitingPage()->status());
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
        welcomePage()->setServer(*server);
    else if (problems.isEmpty())
        problems += server.error().sentence();
    const QString indexProblem = KeysPage::indexProblem(*m_services.index);
    if (!indexProblem.isEmpty())
        problems += indexProblem;
    welcomePage()->setProblem(problems.join(u'\n'));
    welcomePage()->setCanGoBack(hasKeys);
    m_welcomeIsHome = !hasKeys;
    showPage(welcomePage());
}

void MainWindow::showKeys(const QString &id, const QString &status)
{
    keysPage()->setStatus(status);
    showPage(keysPage(), status);
    if (!id.isEmpty())
        keysPage()->select(id);
}

void MainWindow::showOptions()
{
    // Nothing may come between a person and a key that is on its way.
    if (m_flow->isWaiting() || m_flow->isExchanging() || m_flow->unstoredKey())
        return;
    optionsPage()->load();
    showPage(optionsPage());
}

void MainWindow::copyUnstored()
{
    if (m_flow->unstoredKey())
        m_services.clipboard->copy(*m_flow->unstoredKey());
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
        waitingPage()->refresh();
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
    QWidget::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !isActiveWindow())
        return;
    if (m_keys)
        m_keys->refresh();
    if (m_wasShown)
        queryKeychain();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_wasShown)
        windowHandle()->installEventFilter(this);
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Expose && !std::exchange(m_wasShown, true)) {
        watched->removeEventFilter(this);
        // It is painted when the event has come through.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_keys)
                    m_keys->makeAllCards();
                queryKeychain();
                Q_EMIT shown();
            },
            Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

void MainWindow::queryKeychain()
{
    m_services.queryKeychain(this, [this](const KeychainStatus &keychain) {
        m_keychain = keychain;
        if (m_welcome)
            m_welcome->setKeychainSummary(keychain.summary());
        if (m_keys)
            m_keys->setKeychain(keychain);
    });
}

void MainWindow::restorePlace()
{
    resize(Page::UsualSize);
    restoreGeometry(m_services.settings->store().value(geometryKey()).toByteArray());
}

void MainWindow::savePlace()
{
    if (isVisible())
        m_services.settings->store().setValue(geometryKey(), saveGeometry());
}

} // namespace SignIn
