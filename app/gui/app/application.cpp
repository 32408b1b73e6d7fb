// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "application.h"

#include "core/identity.h"
#include "core/keychain/keychainstore.h"
#include "core/keychain/passstore.h"
#include "core/keychain/sessionstore.h"
#include "core/keys/keylist.h"
#include "core/keys/keystatuschecker.h"
#include "core/keys/keyvault.h"
#include "core/platform/terminationsignals.h"
#include "core/settings/certificates.h"
#include "core/settings/proxy.h"
#include "core/settings/settings.h"
#include "desktopurlopener.h"
#include "gui/style/style.h"
#include "mainwindow.h"
#include "replyhandlerreceiver.h"
#include "secretclipboard.h"

#include <OpenRouterAuth/clock.h>

#include <QApplication>
#include <QDir>
#include <QIcon>
#include <QNetworkAccessManager>
#include <QSessionManager>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;

class Application::Private
{
public:
    Settings settings;
    QNetworkAccessManager network;
    KeyList index{KeyList::defaultFilePath()};
    KeychainStore keychain;
    PassStore pass;
    SessionStore session;
    KeyVault vault{&index, &keychain, &session, OpenRouterAuth::Clock::system(), &pass};
    KeyStatusChecker checker{&vault, &network, OpenRouterAuth::Clock::system()};
    DesktopUrlOpener opener;
    ReplyHandlerReceiver receiver;
    SecretClipboard clipboard{QGuiApplication::clipboard(), settings.clipboardTime(),
                              OpenRouterAuth::Clock::system()};
    TerminationSignals signals{TerminationSignals::Repeat::EndProcess};
    std::unique_ptr<MainWindow> window;
};

void Application::forbidCoreFiles()
{
    // PR_SET_DUMPABLE would hide /proc/self/exe from our own other processes, by which QLockFile
    // tells whether the holder of a lock is alive: every lock of ours would look stale to them.
#ifdef Q_OS_UNIX
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#endif
}

void Application::introduce()
{
    QCoreApplication::setApplicationName(u"openrouter-signin"_s);
    QCoreApplication::setApplicationVersion(Identity::Version.toString());
    QGuiApplication::setApplicationDisplayName(Identity::ApplicationName.toString());
    QGuiApplication::setDesktopFileName(Identity::ApplicationId.toString());
}

Application::Application(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    QApplication::setStyle(new Style);
    trustCertificatesOfEnvironment();
    applyProxy(d->settings.proxy(), &d->network);

    Services services;
    services.index = &d->index;
    services.vault = &d->vault;
    services.pass = &d->pass;
    services.checker = &d->checker;
    services.settings = &d->settings;
    services.network = &d->network;
    services.opener = &d->opener;
    services.receiver = &d->receiver;
    services.clipboard = &d->clipboard;
    services.clock = OpenRouterAuth::Clock::system();
    d->window = std::make_unique<MainWindow>(services);

    // The window decides what closing it means.
    QGuiApplication::setQuitOnLastWindowClosed(false);
    connect(d->window.get(), &MainWindow::quitReady, this, [this] { leave(); });
    connect(&d->signals, &TerminationSignals::received, this, &Application::quit);
    connect(qApp, &QCoreApplication::aboutToQuit, this, [this] { d->clipboard.clearNow(); });
    connect(
        qApp, &QGuiApplication::commitDataRequest, this,
        [this](QSessionManager &manager) {
            if (!endSession(manager.allowsInteraction()))
                manager.cancel();
        },
        Qt::DirectConnection);
}

Application::~Application() = default;

void Application::setIcon()
{
    QIcon icon;
    const QDir directory(u":/icons"_s);
    const QStringList files = directory.entryList(QDir::Files);
    for (const QString &file : files)
        icon.addFile(directory.filePath(file));
    QGuiApplication::setWindowIcon(icon);
}

void Application::start(bool hidden)
{
    if (hidden) {
        setIcon();
        d->vault.recover();
        return;
    }
    // Both take a part of the time that the window needs to its first paint.
    connect(d->window.get(), &MainWindow::shown, this, [this] {
        setIcon();
        d->vault.recover();
    });
    d->window->show();
}

void Application::show(const QByteArray &activationToken)
{
    // Qt's Wayland plug-in takes the token from there.
    if (!activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
    d->window->bringToFront();
}

void Application::copyKey(const QString &id)
{
    KeyJob *job = d->vault.read(id);
    connect(job, &KeyJob::finished, this, [this, job] {
        if (job->key())
            d->clipboard.copy(*job->key());
    });
}

void Application::endAfterCopy()
{
    constexpr std::chrono::seconds patience{60};
    const auto endIfUnseen = [this] {
        if (!d->window->isVisible())
            quit();
    };
    connect(&d->clipboard, &SecretClipboard::cleared, this, endIfUnseen);
    QTimer::singleShot(patience, this, [this, endIfUnseen] {
        if (!d->clipboard.isActive())
            endIfUnseen();
    });
}

void Application::quit()
{
    d->clipboard.clearNow();
    d->window->savePlace();
    d->window->hide();
    leave();
}

/// Not before the keychain's copy of the list is up to date.
void Application::leave()
{
    d->vault.endSession();
    d->vault.settle(this, [] { QCoreApplication::quit(); });
}

bool Application::endSession(bool mayAsk)
{
    if (mayAsk && d->window->wouldLoseKey()) {
        d->window->bringToFront();
        d->window->requestQuit();
        return false;
    }
    d->clipboard.clearNow();
    d->window->savePlace();
    return true;
}

} // namespace SignIn
