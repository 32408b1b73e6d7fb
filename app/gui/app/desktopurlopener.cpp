// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "desktopurlopener.h"

#include <QDesktopServices>
#include <QProcess>
#include <QStandardPaths>
#include <QUrl>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

bool startDetached(QLatin1StringView program, const QUrl &url,
                   const QProcessEnvironment &environment)
{
    const QString executable = QStandardPaths::findExecutable(
        program, environment.value(u"PATH"_s).split(u':', Qt::SkipEmptyParts));
    if (executable.isEmpty())
        return false;

    // The address is one element of an argument vector: no shell ever reads it.
    QProcess process;
    process.setProgram(executable);
    process.setArguments({url.toString(QUrl::FullyEncoded)});
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    return process.startDetached();
}

} // namespace

DesktopUrlOpener::DesktopUrlOpener(const QProcessEnvironment &environment)
    : m_environment(environment)
{}

bool DesktopUrlOpener::open(const QUrl &url)
{
    if (!url.isValid() || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1))
        return false;

    if (m_environment.contains(u"APPIMAGE"_s))
        return startDetached("xdg-open"_L1, url, outsideOfAppImage(m_environment));
    if (m_environment.contains(u"WSL_DISTRO_NAME"_s)
        && startDetached("wslview"_L1, url, m_environment))
        return true;
    return QDesktopServices::openUrl(url);
}

QProcessEnvironment DesktopUrlOpener::outsideOfAppImage(const QProcessEnvironment &environment)
{
    constexpr auto savedPrefix = "APPIMAGE_ORIGINAL_"_L1;
    const QString image = environment.value(u"APPDIR"_s);
    const auto isInImage = [&image](const QString &path) {
        return !image.isEmpty() && (path == image || path.startsWith(image + u'/'));
    };

    QProcessEnvironment outside = environment;
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        const QStringList entries = environment.value(name).split(u':');
        QStringList kept;
        for (const QString &entry : entries) {
            if (!isInImage(entry))
                kept.append(entry);
        }
        if (kept.size() == entries.size())
            continue;
        if (kept.join(QString()).isEmpty())
            outside.remove(name);
        else
            outside.insert(name, kept.join(u':'));
    }
    for (const QString &name : names) {
        if (!name.startsWith(savedPrefix))
            continue;
        const QString value = environment.value(name);
        if (value.isEmpty())
            outside.remove(name.sliced(savedPrefix.size()));
        else
            outside.insert(name.sliced(savedPrefix.size()), value);
        outside.remove(name);
    }
    for (const QLatin1StringView own : {"APPDIR"_L1, "APPIMAGE"_L1, "ARGV0"_L1, "OWD"_L1})
        outside.remove(own);
    return outside;
}

} // namespace SignIn
