// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/keychainstatus.h"
#include "core/signin/failure.h"
#include "services.h"

#include <QObject>

class QMenu;
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
class SignInAttempt;
class SignInFlow;
class SignOutPage;
struct StoredKey;
class WaitingPage;
class WelcomePage;

/// The pages of the window, and which one comes after which.
class Navigator : public QObject
{
    Q_OBJECT

public:
    /// Lays the pages out in \a window. \a menu is the window's.
    Navigator(const Services &services, SignInFlow *flow, QMenu *menu, QWidget *window);

    /// The keys, or the welcome page while there are none.
    void showHome();
    void showOptions();

    // The stages and endings of a sign-in
    void showAttempt(SignInAttempt *attempt);
    void showChecking();
    void showProbing();
    void showSaving();
    void showExchange();
    void showStored(const StoredKey &entry);
    void showFailure(const Failure &failure);
    void showBrowserFailure();
    void showLeftOverKey();
    void showDiscarded(const StoredKey &entry, const QString &problem);
    void showRenewed(const StoredKey &replaced);

    /// The sign-in was canceled elsewhere than on its page.
    void refreshWaiting();

    void setKeychain(const KeychainStatus &keychain);

    /// Asks the server about the opened key, unless that was done a moment ago or no key is shown.
    void refreshKeys();

    /// The same at once, because a person asked for it.
    void refreshKeysNow();

private:
    template <typename Made>
    Made *add(Made *page);
    void connectWelcome();
    void connectWaiting();
    void connectFailure();
    void connectKeys();
    void connectOthers();

    void showPage(Page *page, const QString &status = {});
    void showWelcome();
    void showWaiting();
    void showKeys(const QString &id = {}, const QString &status = {});
    void showExistingKey();
    void showRename(const QString &id);
    void showSignOut(const QString &id);
    void copyUnstored();
    void openKeysPage();
    void followFailure(Failure::Action action);
    [[nodiscard]] bool hasKeys() const;

    Services m_services;
    SignInFlow *m_flow;
    QString m_untold;            ///< A failure that came too late for its own page.
    bool m_welcomeIsHome = true; ///< It is shown because there are no keys, not to add another.
    QStackedLayout *m_pages;
    WelcomePage *m_welcome;
    WaitingPage *m_waiting;
    KeysPage *m_keys;
    FailurePage *m_failure;
    ExistingKeyPage *m_existingKey;
    OptionsPage *m_options;
    KeepOrDiscardPage *m_keepOrDiscard;
    SignOutPage *m_signOut;
    RevokePage *m_revoke;
    RenamePage *m_rename;
};

} // namespace SignIn
