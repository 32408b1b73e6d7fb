// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mainwindow.h"

#include "aboutdialog.h"
#include "closeguard.h"
#include "core/identity.h"
#include "core/platform/urlopener.h"
#include "core/settings/settings.h"
#include "gui/style/glyphs.h"
#include "navigator.h"
#include "signinflow.h"

#include <QAccessibleWidget>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QWindow>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize UsualSize{486, 640};

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
    , m_menu(new QMenu(this))
    , m_flow(new SignInFlow(services, this))
    , m_navigator(new Navigator(services, m_flow, m_menu, this))
    , m_closeGuard(new CloseGuard(services, m_flow, this))
{
    QAccessible::installFactory(makeAccessible);
    setWindowTitle(Identity::ApplicationName.toString());
    setObjectName(u"mainWindow"_s);
    makeActions();
    connectFlow();
    connect(m_closeGuard, &CloseGuard::aboutToHide, this, &MainWindow::savePlace);
    connect(m_closeGuard, &CloseGuard::quitReady, this, &MainWindow::quitReady);
    restorePlace();
    m_navigator->showHome();
}

MainWindow::~MainWindow()
{
    // A new key that goes may change the list, and the pages listen to that.
    delete m_flow;
}

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
        [this] { m_navigator->showOptions(); });
    add(Glyph::Refresh, tr("&Refresh"), u"refreshAction"_s, QKeySequence(Qt::Key_F5),
        [this] { m_navigator->refreshKeysNow(); });
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
    m_menu->addActions(actions());
}

void MainWindow::connectFlow()
{
    connect(m_flow, &SignInFlow::attemptStarted, m_navigator, &Navigator::showAttempt);
    connect(m_flow, &SignInFlow::checkingStarted, m_navigator, &Navigator::showChecking);
    connect(m_flow, &SignInFlow::probingStarted, m_navigator, &Navigator::showProbing);
    connect(m_flow, &SignInFlow::savingStarted, m_navigator, &Navigator::showSaving);
    connect(m_flow, &SignInFlow::browserFailed, m_navigator, &Navigator::showBrowserFailure);
    connect(m_flow, &SignInFlow::redirectReceived, this, [this] {
        if (m_flow->isExchanging())
            m_navigator->showExchange();
        bringToFront();
    });
    connect(m_flow, &SignInFlow::stored, this, [this](const StoredKey &entry) {
        m_closeGuard->stay();
        m_navigator->showStored(entry);
    });
    connect(m_flow, &SignInFlow::discarded, this,
            [this](const StoredKey &entry, const QString &problem) {
                m_navigator->showDiscarded(entry, problem);
            });
    connect(m_flow, &SignInFlow::renewed, this,
            [this](const StoredKey &replaced) { m_navigator->showRenewed(replaced); });
    connect(m_flow, &SignInFlow::failed, this, [this](const Failure &failure) {
        const bool isAboutKey = m_flow->unstoredKey() || failure.keyMayExist();
        if (!isAboutKey && m_closeGuard->resume())
            return;
        m_closeGuard->stay();
        m_navigator->showFailure(failure);
    });
    connect(m_flow, &SignInFlow::keyLeftOver, this, [this] {
        m_closeGuard->stay();
        m_navigator->showLeftOverKey();
        bringToFront();
    });
    connect(m_flow, &SignInFlow::canceled, this, [this] {
        if (!m_closeGuard->resume())
            m_navigator->showHome();
    });
}

void MainWindow::bringToFront()
{
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
    m_closeGuard->quit();
    m_navigator->refreshWaiting();
}

bool MainWindow::wouldLoseKey() const
{
    return m_closeGuard->wouldLoseKey();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    m_closeGuard->close();
    m_navigator->refreshWaiting();
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !isActiveWindow())
        return;
    m_navigator->refreshKeys();
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
                queryKeychain();
                Q_EMIT shown();
            },
            Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

void MainWindow::queryKeychain()
{
    m_services.queryKeychain(
        this, [this](const KeychainStatus &keychain) { m_navigator->setKeychain(keychain); });
}

void MainWindow::restorePlace()
{
    resize(UsualSize);
    restoreGeometry(m_services.settings->store().value(geometryKey()).toByteArray());
}

void MainWindow::savePlace()
{
    if (isVisible())
        m_services.settings->store().setValue(geometryKey(), saveGeometry());
}

} // namespace SignIn
