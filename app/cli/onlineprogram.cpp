// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "onlineprogram.h"

#include "output/exitcodes.h"
#include "terminal/terminal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace SignIn {

using namespace Qt::StringLiterals;

QString OnlineProgram::filePath()
{
#ifdef Q_OS_WIN
    const QString suffix = u".exe"_s;
#else
    const QString suffix;
#endif
    const QFileInfo self(QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath());
    return QDir::cleanPath(self.path() + u'/' + QStringLiteral(SIGNIN_ONLINE_PROGRAM) + suffix);
}

int OnlineProgram::run(Terminal &terminal)
{
    const QString path = filePath();
    const Outcome outcome = start(path);
    if (outcome.problem.isEmpty())
        return outcome.exitCode;
    //: %1 is the path of a program, %2 the system's words.
    terminal.say(terminal.styledError(u"openrouter-key: "_s, Terminal::Style::Bad)
                 + QCoreApplication::translate("SignIn::OnlineProgram", "%1 cannot be run: %2.")
                       .arg(QDir::toNativeSeparators(path), outcome.problem));
    terminal.say(QCoreApplication::translate("SignIn::OnlineProgram",
                                             "Install this program again. (exit code %1)")
                     .arg(ExitCode::Other));
    return ExitCode::Other;
}

} // namespace SignIn
