// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shellquote.h"

namespace SignIn {

using namespace Qt::StringLiterals;

std::optional<Shell> shellFromName(const QString &name)
{
    if (name == "posix"_L1)
        return Shell::Posix;
    if (name == "fish"_L1)
        return Shell::Fish;
    if (name == "powershell"_L1)
        return Shell::PowerShell;
    return std::nullopt;
}

Shell currentShell()
{
    const QString shell = qEnvironmentVariable("SHELL").section(u'/', -1);
    if (shell == "fish"_L1)
        return Shell::Fish;
    if (shell == "pwsh"_L1)
        return Shell::PowerShell;
#ifdef Q_OS_WIN
    return shell.isEmpty() ? Shell::PowerShell : Shell::Posix;
#else
    return Shell::Posix;
#endif
}

QByteArray quoted(QByteArrayView text, Shell shell)
{
    QByteArray word = "'";
    for (const char c : text) {
        switch (shell) {
        case Shell::Posix:
            // Nothing is special between single quotes but the quote itself.
            if (c == '\'')
                word += "'\\''";
            else
                word += c;
            break;
        case Shell::Fish:
            // fish knows \' and \\ between single quotes.
            if (c == '\'' || c == '\\')
                word += '\\';
            word += c;
            break;
        case Shell::PowerShell:
            if (c == '\'')
                word += '\'';
            word += c;
            break;
        }
    }
    return word + '\'';
}

QByteArray setLine(const QByteArray &name, QByteArrayView value, Shell shell)
{
    switch (shell) {
    case Shell::Posix:
        return "export " + name + '=' + quoted(value, shell);
    case Shell::Fish:
        return "set -gx " + name + ' ' + quoted(value, shell);
    case Shell::PowerShell:
        return "$env:" + name + " = " + quoted(value, shell);
    }
    Q_UNREACHABLE();
}

QByteArray unsetLine(const QByteArray &name, Shell shell)
{
    switch (shell) {
    case Shell::Posix:
        return "unset " + name;
    case Shell::Fish:
        return "set -e " + name;
    case Shell::PowerShell:
        return "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue";
    }
    Q_UNREACHABLE();
}

} // namespace SignIn
