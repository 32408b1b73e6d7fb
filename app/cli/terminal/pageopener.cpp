// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pageopener.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QUrl>

#ifdef Q_OS_WIN
#include <qt_windows.h>

#include <objbase.h>
#include <shellapi.h>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QString find(const QString &program)
{
    return QStandardPaths::findExecutable(program);
}

} // namespace

bool PageOpener::isSsh()
{
    return !qEnvironmentVariableIsEmpty("SSH_CONNECTION");
}

bool PageOpener::isContainer()
{
    return qEnvironmentVariableIsSet("container") || QFile::exists(u"/.dockerenv"_s)
           || QFile::exists(u"/run/.containerenv"_s);
}

bool PageOpener::isWsl()
{
#ifdef Q_OS_LINUX
    if (qEnvironmentVariableIsSet("WSL_DISTRO_NAME") || qEnvironmentVariableIsSet("WSL_INTEROP"))
        return true;
    QFile version(u"/proc/version"_s);
    return version.open(QIODevice::ReadOnly) && version.readAll().toLower().contains("microsoft");
#else
    return false;
#endif
}

bool PageOpener::hasDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return isWsl() || !qEnvironmentVariableIsEmpty("DISPLAY")
           || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#else
    return true;
#endif
}

QString PageOpener::program() const
{
#if defined(Q_OS_WIN)
    return find(u"explorer.exe"_s); // the one that is asked: ShellExecute is a part of it
#elif defined(Q_OS_DARWIN)
    return find(u"open"_s);
#else
    if (isWsl()) {
        const QString viewer = find(u"wslview"_s);
        return viewer.isEmpty() ? find(u"powershell.exe"_s) : viewer;
    }
    return find(u"xdg-open"_s);
#endif
}

#ifdef Q_OS_WIN

bool PageOpener::open(const QUrl &url)
{
    // Handlers of addresses may be COM objects.
    const HRESULT com =
        ::CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE);
    const QString address = QString::fromLatin1(url.toEncoded());
    const auto result =
        ::ShellExecuteW(nullptr, L"open", reinterpret_cast<LPCWSTR>(address.utf16()), nullptr,
                        nullptr, SW_SHOWNORMAL);
    if (SUCCEEDED(com))
        ::CoUninitialize();
    // "Not a true HINSTANCE": above 32 it is a success.
    return reinterpret_cast<quintptr>(result) > 32;
}

#else

bool PageOpener::open(const QUrl &url)
{
    const QString opener = program();
    if (opener.isEmpty())
        return false;
    QString address = QString::fromLatin1(url.toEncoded());
    QStringList arguments{address};
    if (opener.endsWith("powershell.exe"_L1)) {
        // PowerShell reads its argument as a program: the address is a literal in it.
        address.replace(u'\'', "%27"_L1);
        arguments = {u"-NoProfile"_s, u"-NonInteractive"_s, u"-Command"_s,
                     u"Start-Process '"_s + address + u'\''};
    }

    QProcess process;
    process.setProgram(opener);
    process.setArguments(arguments);
    // Neither piped input nor our output is a browser's business.
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    return process.startDetached();
}

#endif

} // namespace SignIn
