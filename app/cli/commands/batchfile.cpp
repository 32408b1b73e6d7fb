// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "batchfile.h"

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

bool isBatchFile(const QString &program)
{
    return program.endsWith(".cmd"_L1, Qt::CaseInsensitive)
           || program.endsWith(".bat"_L1, Qt::CaseInsensitive);
}

/// CreateProcess() would start a batch file too, but with a command line for programs in C, which
/// cmd.exe reads by other rules (CVE-2024-24576 in other languages' libraries).
std::optional<QString> batchFileArguments(const QString &program, const QStringList &arguments)
{
    // Without extensions "%cd:~,%" below would stand for itself; with delayed expansion "!" would
    // be special; /d keeps the registry's AutoRun out. The outermost quotes are for cmd.exe to
    // drop.
    QString line = u"/e:ON /v:OFF /d /s /c \""_s;
    QStringList words{program};
    words += arguments;
    words.front().replace(u'/', u'\\');
    for (const QString &word : std::as_const(words)) {
        // They end the command, whatever the quotes.
        if (word.contains(u'\n') || word.contains(u'\r') || word.contains(QChar::Null))
            return std::nullopt;
        QString quoted = word;
        quoted.replace(u'"', "\"\""_L1);
        // An empty part of the current folder's name, so that no variable's name is ever complete.
        quoted.replace(u'%', "%%cd:~,%"_L1);
        // A backslash before the last quote would make a part of the word of it.
        const auto end =
            std::find_if(quoted.crbegin(), quoted.crend(), [](QChar c) { return c != u'\\'; });
        quoted += QString(std::distance(quoted.crbegin(), end), u'\\');
        line += u'"' + quoted + u"\" "_s;
    }
    line.back() = u'"';
    return line;
}

QString commandInterpreter()
{
    return qEnvironmentVariable("SystemRoot", u"C:\\Windows"_s) + "\\System32\\cmd.exe"_L1;
}

} // namespace SignIn
