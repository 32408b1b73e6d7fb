// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services.h"

#include <QObject>

class QMessageBox;
class QWidget;

namespace SignIn {

class SignInFlow;

/// Decides what closing the window and quitting the program mean: asks if a key would be lost,
/// waits for an exchange that is running, and keeps the program alive until a copied key is cleared
/// from the clipboard.
class CloseGuard : public QObject
{
    Q_OBJECT

public:
    CloseGuard(const Services &services, SignInFlow *flow, QWidget *window);

    /// Hides the window. The program ends at once or, if a key was copied, when the clipboard is
    /// cleared.
    void close();

    /// Clears the clipboard and ends the program.
    void quit();

    /// Continues with what close() or quit() began, after the sign-in has ended that was in the
    /// way. False if there was no such call.
    bool resume();

    /// Gives up what close() or quit() began.
    void stay();

    [[nodiscard]] bool isLeaving() const { return m_leaving != Leaving::No; }

    /// True if ending now would lose a key, or one that is on its way.
    [[nodiscard]] bool wouldLoseKey() const;

Q_SIGNALS:
    /// The window is about to be hidden.
    void aboutToHide();

    /// Nothing is left to wait for: the program may end.
    void quitReady();

private:
    enum class Leaving { No, Close, Quit };

    void leave(Leaving how);
    void askBeforeLosing(const QString &text, const QString &detail);
    void leaveNow();
    void end();
    [[nodiscard]] int keysInSession() const;

    Services m_services;
    SignInFlow *m_flow;
    QWidget *m_window;
    QMessageBox *m_question = nullptr;
    Leaving m_leaving = Leaving::No;
    bool m_waitsForClipboard = false;
};

} // namespace SignIn
