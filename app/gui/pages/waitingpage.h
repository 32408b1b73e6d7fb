// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/signin/signinattempt.h"
#include "gui/app/services.h"
#include "page.h"

#include <QPointer>
#include <QTimer>

namespace SignIn {

class ClipboardNotice;
class CodeEntry;
class LinkPanel;
class MessageBar;
class StepList;

/// Shows how far a sign-in is, and everything a person can do about it meanwhile. Also shows a key
/// being saved without a sign-in.
class WaitingPage : public Page
{
    Q_OBJECT

public:
    explicit WaitingPage(const Services &services, QWidget *parent = nullptr);

    /// Follows \a attempt until the next call.
    void watch(SignInAttempt *attempt);

    /// Shows only that a key is being checked or saved, or pass tried.
    void showChecking();
    void showProbing();
    void showSaving(const StoredKey &entry);

    /// The keychain is slow: it may be asking somebody.
    void showKeychainSlow();

    /// Shows a change that the attempt has no signal for: that it was canceled.
    void refresh();

    /// What a screen reader is told on the way here.
    [[nodiscard]] QString status() const;

Q_SIGNALS:
    void cancelRequested();
    void copyKeyRequested();
    void keepForSessionRequested();

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum class Mode { Redirect, Code, Checking, Probing, Saving };

    void setMode(Mode mode);
    void update(SignInAttempt::State state);
    void updateSteps(SignInAttempt::State state);
    void setTimeStep();
    void updateTimeLeft();
    void showCodeEntry(bool shown);
    void useCode(const QString &code);
    void openLink();
    [[nodiscard]] QUrl link() const;

    Services m_services;
    QPointer<SignInAttempt> m_attempt;
    Mode m_mode = Mode::Redirect;
    bool m_isForPass = false; ///< The key goes there and not into the keychain.
    QTimer m_timer;

    TextLabel *m_explanation;
    TextLabel *m_server;
    MessageBar *m_notice;
    MessageBar *m_keychainNotice;
    ClipboardNotice *m_clipboardNotice;
    StepList *m_steps;
    LinkPanel *m_link;
    CodeEntry *m_code;
    Button *m_cancel;
};

} // namespace SignIn
