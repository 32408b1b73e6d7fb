// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylistproblem.h"

#include <QDir>

namespace SignIn {

using namespace Qt::StringLiterals;

QLatin1StringView keyListConditionName(KeyList::Condition condition)
{
    switch (condition) {
    case KeyList::Condition::Ready:
        return "ready"_L1;
    case KeyList::Condition::Absent:
        return "absent"_L1;
    case KeyList::Condition::Corrupt:
        return "corrupt"_L1;
    case KeyList::Condition::UnknownVersion:
        return "unknown version"_L1;
    case KeyList::Condition::Unreadable:
        return "unreadable"_L1;
    }
    Q_UNREACHABLE();
}

QString keyListProblemPath(const KeyList &list)
{
    return QDir::toNativeSeparators(
        list.condition() == KeyList::Condition::Corrupt ? list.keptAside() : list.filePath());
}

QString keyListProblem(KeyList::Condition condition, const QString &path)
{
    switch (condition) {
    case KeyList::Condition::Ready:
    case KeyList::Condition::Absent:
        return {};
    case KeyList::Condition::Corrupt:
        return KeyList::tr("The list of keys was damaged. It was kept as %1; keys that are in your "
                           "keychain come back from there.")
            .arg(path);
    case KeyList::Condition::UnknownVersion:
        return KeyList::tr("A newer version of this program wrote the list of keys, %1.").arg(path);
    case KeyList::Condition::Unreadable:
        return KeyList::tr("The list of keys cannot be read or written: %1").arg(path);
    }
    Q_UNREACHABLE();
}

QString keyListAdvice(KeyList::Condition condition)
{
    switch (condition) {
    case KeyList::Condition::Ready:
    case KeyList::Condition::Absent:
    case KeyList::Condition::Corrupt:
        return {};
    case KeyList::Condition::UnknownVersion:
        return KeyList::tr("Update this program, or move the file away.");
    case KeyList::Condition::Unreadable:
        return KeyList::tr("Check that the file and its folder belong to you.");
    }
    Q_UNREACHABLE();
}

QString outdatedCopyProblem()
{
    return KeyList::tr("Your keys came back from an older copy of the list: labels may be out of "
                       "date, and no key is the default.");
}

} // namespace SignIn
