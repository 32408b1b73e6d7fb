// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/keychainstatus.h"
#include "gui/widgets/menubutton.h"
#include "services.h"

#include <QWidget>

#include <optional>

class QMessageBox;
class QStackedLayout;

namespace SignIn {

class ExistingKeyPage;
class FailurePage;
class KeepOrDiscardPage;
class KeysPage;
class OptionsPage;
class Page;
class RenamePage;
class RevokePage;
class SignInFlow;
class SignOutPage;
class WaitingPage;
class WelcomePage;

/// The one window: its pages, its menu, its place on the screen, and what closing it means.
///
/// The window never ends the program by itself; it says quitReady() when nothing would be lost.
class MainWindow : public QWidget
{
    Q_OBJECT

public:
    explicit MainWindow(const Services &services, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows the window in front of the others, or asks for attention where the desktop forbids
    /// that.
    void bringToFront();

    /// Ends the program: asks if a key would be lost, waits for an exchange on its way, clears the
    /// clipboard at once. quitReady() follows unless the person decides to stay.
    void requestQuit();

    /// True if ending now would lose a key, or one that is on its way.
    [[nodiscard]] bool wouldLoseKey() const;

    /// Notes where the window is, for the next start.
    void savePlace();

Q_SIGNALS:
    /// Nothing is left to wait for: the program may end.
    void quitReady();

    /// The window was painted for the first time: what can wait for that may begin.
    void shown();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Leaving {
        No,
        Close, ///< With a countdown running, hidden until the clipboard is cleared.
        Quit,  ///< The clipboard is cleared at once.
    };

    // The pages are made when they are needed first: most starts need one of them.
    template <typename Made>
    Made *add(Made *page);
    WelcomePage *welcomePage();
    WaitingPage *waitingPage();
    KeysPage *keysPage();
    FailurePage *failurePage();
    ExistingKeyPage *existingKeyPage();
    OptionsPage *optionsPage();
    KeepOrDiscardPage *keepOrDiscardPage();
    SignOutPage *signOutPage();
    RevokePage *revokePage();
    RenamePage *renamePage();

    void connectFlow();
    void makeActions();
    [[nodiscard]] MenuButton::Fill menu();
    void showPage(Page *page, const QString &status = {});
    void showHome(const QString &status = {});
    void showWelcome();
    void showWaiting();
    void showKeys(const QString &id = {}, const QString &status = {});
    void showOptions();
    void copyUnstored();
    void leave(Leaving how);
    void askBeforeLosing(const QString &text, const QString &detail);
    void leaveNow();
    void queryKeychain();
    void restorePlace();

    Services m_services;
    std::optional<KeychainStatus> m_keychain; ///< As it answered last.
    Leaving m_leaving = Leaving::No;
    bool m_wasShown = false;
    bool m_hiddenForClipboard = false;
    bool m_welcomeIsHome = true; ///< It is shown because there are no keys, not to add another.
    QMessageBox *m_question = nullptr;
    QStackedLayout *m_pages;
    SignInFlow *m_flow;
    WelcomePage *m_welcome = nullptr;
    WaitingPage *m_waiting = nullptr;
    KeysPage *m_keys = nullptr;
    FailurePage *m_failure = nullptr;
    ExistingKeyPage *m_existingKey = nullptr;
    OptionsPage *m_options = nullptr;
    KeepOrDiscardPage *m_keepOrDiscard = nullptr;
    SignOutPage *m_signOut = nullptr;
    RevokePage *m_revoke = nullptr;
    RenamePage *m_rename = nullptr;
};

} // namespace SignIn
