// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "browseropener.h"

#include "session.h"

#include <QProcess>
#include <QUrl>

namespace SignIn {

using namespace Qt::StringLiterals;

QString BrowserOpener::program() const
{
#ifdef Q_OS_DARWIN
    return find(u"open"_s);
#else
    if (isWsl(m_environment)) {
        const QString viewer = find(u"wslview"_s);
        return viewer.isEmpty() ? find(u"powershell.exe"_s) : viewer;
    }
    return find(u"xdg-open"_s);
#endif
}

bool BrowserOpener::open(const QUrl &url)
{
    const QString opener = program();
    if (opener.isEmpty() || !isWebPage(url))
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
    process.setProcessEnvironment(m_environment);
    // A browser must neither read our input nor write between our output.
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    return process.startDetached();
}

} // namespace SignIn
