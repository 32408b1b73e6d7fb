// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/passstore.h"
#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/settings/settings.h"
#include "fakekeychain.h"
#include "fakeopenrouter.h"
#include "gui/app/desktopurlopener.h"
#include "gui/app/mainwindow.h"
#include "gui/app/replyhandlerreceiver.h"
#include "gui/app/secretclipboard.h"
#include "skippingclock.h"
#include "testbrowser.h"

#include <QNetworkAccessManager>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

class QAbstractButton;
class QLineEdit;

/// The window with everything behind it, and the hands of a person: widgets are found by name among
/// what can be seen, and driven with mouse and key events.
///
/// Real are the window, the list of keys, the settings, the network and the browser's way back.
/// Not real are the server, the keychain and the time that is skipped.
class GuiFixture
{
public:
    GuiFixture();
    ~GuiFixture();

    /// To be called before the first QSettings: settings of this test only.
    static void useOwnSettings();

    /// Makes the window and shows it. Called again, it is as if the program had been restarted.
    void start();

    /// Ends the program without a word.
    void stop();

    /// A key of the fake server, in the keychain and in the list, as if signed in before start().
    /// Its id.
    QString addKey(const QString &label, const FakeOpenRouter::KeyRecord &record = {});

    /// An entry whose program is gone before it could store a key.
    void addUnfinished();

    // What a person sees

    /// Object name of the page on top.
    [[nodiscard]] QString page() const;

    /// Its heading.
    [[nodiscard]] QString heading() const;

    /// A widget on the page on top, or in a dialog above it, that can be seen; null if there is
    /// none. \a nth counts from 0 where there are several of that name.
    template <typename Widget = QWidget>
    [[nodiscard]] Widget *find(const QString &name, int nth = 0) const
    {
        return qobject_cast<Widget *>(findWidget(name, nth));
    }

    /// The text of a label, button, field or notice; empty if it cannot be seen.
    [[nodiscard]] QString text(const QString &name, int nth = 0) const;

    /// True if some label on the page says \a text.
    [[nodiscard]] bool says(const QString &text) const;

    // What a person does

    /// Presses the mouse on a button. False if there is none that can be pressed.
    [[nodiscard]] bool click(const QString &name, int nth = 0);

    /// Types into a field, key by key, instead of what was there.
    [[nodiscard]] bool type(const QString &name, const QString &text);

    /// Presses a key wherever the focus is.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    /// Chooses from the menu that belongs to a button.
    [[nodiscard]] bool choose(const QString &button, const QString &action, int nth = 0);

    /// Enters a key on the page for existing ones, from wherever "Add" or the welcome page is.
    [[nodiscard]] bool enterExistingKey(const QByteArray &key);

    /// The text in the clipboard.
    [[nodiscard]] static QString clipboardText();

    [[nodiscard]] SignIn::Services services();

    QTemporaryDir folder;
    FakeOpenRouter fake;
    SkippingClock clock;
    FakeKeychain keychain;
    std::unique_ptr<TestBrowser> browser;
    std::unique_ptr<SignIn::Settings> settings;
    std::unique_ptr<QNetworkAccessManager> network;
    std::unique_ptr<SignIn::KeyList> index;
    std::unique_ptr<SignIn::SessionStore> session;
    SignIn::PassStore pass;
    std::unique_ptr<SignIn::KeyVault> vault;
    std::unique_ptr<SignIn::KeyStatusChecker> checker;
    std::unique_ptr<SignIn::DesktopUrlOpener> opener;
    SignIn::ReplyHandlerReceiver receiver;
    std::unique_ptr<SignIn::SecretClipboard> clipboard;
    std::unique_ptr<SignIn::MainWindow> window;

    /// What the window is told when it asks which keychain would answer.
    SignIn::KeychainStatus keychainService{SignIn::KeychainStatus::State::Ready,
                                           QStringLiteral("Test Keychain")};

    /// How often the window said that the program may end.
    int quits = 0;

private:
    [[nodiscard]] QWidget *findWidget(const QString &name, int nth) const;
    [[nodiscard]] QWidget *top() const;
};
