// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "displayguard.h"

#include "console.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStringList>

#include <cstdio>
#include <cstdlib>
#include <utility>

#ifdef Q_OS_UNIX
#include <dlfcn.h>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::DisplayGuard)
};

/// The path of a platform plug-in; empty if none of these names is installed.
QString pluginPath(const QStringList &names)
{
    const QStringList folders = QCoreApplication::libraryPaths();
    for (const QString &folder : folders) {
        const QDir platforms(folder + "/platforms"_L1);
        const QStringList found = platforms.entryList(names, QDir::Files);
        if (!found.isEmpty())
            return platforms.filePath(found.constFirst());
    }
    return {};
}

/// Not by QPluginLoader, whose own messages would pass a handler that is at work.
bool canBeLoaded(const QString &plugin)
{
#ifdef Q_OS_UNIX
    return ::dlopen(QFile::encodeName(plugin).constData(), RTLD_LAZY) != nullptr;
#else
    Q_UNUSED(plugin)
    return true;
#endif
}

QString displayProblem()
{
    const QString platform = qEnvironmentVariable("QT_QPA_PLATFORM");
    const QString x11 = qEnvironmentVariable("DISPLAY");
    const QString wayland = qEnvironmentVariable("WAYLAND_DISPLAY");
    if (!wayland.isEmpty() && pluginPath({u"libqwayland*"_s}).isEmpty()) {
        return Words::tr("openrouter-signin cannot show its window: Qt's plug-in for Wayland is "
                         "missing; install the package qt6-wayland (Fedora: qt6-qtwayland).");
    }
    const QString xcb = x11.isEmpty() ? QString() : pluginPath({u"libqxcb.*"_s});
    // Since Qt 6.5 the plug-in needs this library, and packages forget it.
    if (!xcb.isEmpty() && !canBeLoaded(xcb)) {
        return Words::tr("openrouter-signin cannot show its window: Qt's plug-in for X11 cannot be "
                         "loaded; install the package libxcb-cursor0 (Fedora: xcb-util-cursor).");
    }
    if (!x11.isEmpty()) {
        return Words::tr("openrouter-signin cannot show its window: the display “%1” (DISPLAY) "
                         "cannot be reached or refuses this user.")
            .arg(x11);
    }
    if (!wayland.isEmpty()) {
        return Words::tr("openrouter-signin cannot show its window: nothing answers at the Wayland "
                         "display “%1” (WAYLAND_DISPLAY).")
            .arg(wayland);
    }
    return Words::tr("openrouter-signin cannot show its window: Qt cannot use the platform “%1”.")
        .arg(platform);
}

/// What Qt says meanwhile. Of no use beside our sentence, but if a window can be shown after all it
/// has to be seen.
QStringList &heldMessages()
{
    static QStringList messages;
    return messages;
}

void endOnFailure(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtFatalMsg) {
        useConsole();
        std::fputs((displayProblem() + u'\n').toLocal8Bit().constData(), stderr);
        std::fflush(stderr);
        // Nothing is open yet, and half of QApplication is there.
        std::_Exit(EXIT_FAILURE);
    }
    heldMessages() += qFormatLogMessage(type, context, message);
}

} // namespace

DisplayGuard::DisplayGuard()
    : m_previous(qInstallMessageHandler(endOnFailure))
{}

DisplayGuard::~DisplayGuard()
{
    qInstallMessageHandler(m_previous);
    for (const QString &message : std::exchange(heldMessages(), {}))
        std::fputs((message + u'\n').toLocal8Bit().constData(), stderr);
}

} // namespace SignIn
