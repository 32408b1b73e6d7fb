// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services.h"

#include <QWidget>

class QMenu;

namespace SignIn {

class CloseGuard;
class Navigator;
class SignInFlow;

/// The one window: its menu and its place on the screen. Navigator has its pages, CloseGuard
/// decides what closing it means.
///
/// The window never ends the program by itself; it emits quitReady() when nothing would be lost.
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
    void makeActions();
    void connectFlow();
    void queryKeychain();
    void restorePlace();

    Services m_services;
    QMenu *m_menu;
    SignInFlow *m_flow;
    Navigator *m_navigator;
    CloseGuard *m_closeGuard;
    bool m_wasShown = false;
};

} // namespace SignIn
