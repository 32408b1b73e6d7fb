// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "appimage.h"

#include <QStringList>

namespace SignIn {

using namespace Qt::StringLiterals;

bool isInAppImage(const QProcessEnvironment &environment)
{
    return environment.contains(u"APPIMAGE"_s);
}

QProcessEnvironment outsideOfAppImage(const QProcessEnvironment &environment)
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
