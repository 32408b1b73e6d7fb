// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "otherpeople.h"

#include <QFile>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>

namespace SignIn {

namespace {

struct UserRange
{
    uid_t first = 1000;
    uid_t last = 60'000;
};

/// The range for people; its defaults are those of login.defs(5).
UserRange readRange(const QString &loginDefinitions)
{
    UserRange range;
    QFile file(loginDefinitions);
    if (!file.open(QIODevice::ReadOnly))
        return range;
    while (!file.atEnd()) {
        const QList<QByteArray> words = file.readLine().simplified().split(' ');
        bool isNumber = false;
        const uid_t value = words.value(1).toUInt(&isNumber, 0); // octal and hexadecimal too
        if (isNumber && words.first() == "UID_MIN")
            range.first = value;
        else if (isNumber && words.first() == "UID_MAX")
            range.last = value;
    }
    return range;
}

} // namespace

OtherPeople::OtherPeople(const QString &processes, const QString &loginDefinitions)
    : m_processes(processes)
    , m_loginDefinitions(loginDefinitions)
{}

bool OtherPeople::haveProcesses() const
{
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(
        ::opendir(QFile::encodeName(m_processes).constData()), &::closedir);
    if (!directory)
        return false;
    const UserRange range = readRange(m_loginDefinitions);
    const uid_t self = ::getuid();
    while (const dirent *entry = ::readdir(directory.get())) {
        // A process is a directory with its id for a name, and belongs to its user (proc(5)).
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
            continue;
        struct stat status
        {};
        if (::fstatat(::dirfd(directory.get()), entry->d_name, &status, 0) != 0)
            continue; // ended meanwhile
        if (status.st_uid != self && status.st_uid >= range.first && status.st_uid <= range.last)
            return true;
    }
    return false;
}

} // namespace SignIn
