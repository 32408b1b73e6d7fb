// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylist.h"

#include "keylistproblem.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MaximumFileSize = 1024 * 1024;
constexpr auto LockPatience = 5s;
constexpr auto LockInterval = 10ms;

// A burst of changes in the directory, lock files among them, is one reload.
constexpr auto ReloadDelay = 20ms;

constexpr QLatin1StringView DirectoryName("openrouter-signin");

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions Others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                      | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

/// Whether others may do something there. On Windows Qt says so of every file, and what is in a
/// person's profile belongs to that person by its access control list.
bool isOpenToOthers(const QFileInfo &info)
{
#ifdef Q_OS_WIN
    Q_UNUSED(info)
    return false;
#else
    return bool(info.permissions() & Others);
#endif
}

/// Where the file is, if the path is a symbolic link; as QSaveFile finds it, which writes there.
QString linkTarget(const QString &path)
{
    constexpr int mostLinks = 40;
    QFileInfo info(path);
    for (int i = 0; i < mostLinks && info.isSymLink(); ++i)
        info.setFile(info.symLinkTarget());
    return info.absoluteFilePath();
}

void makePrivateDirectory(const QString &path)
{
    const QFileInfo before(path);
    const bool existed = before.exists();
    if (!existed && !QDir().mkpath(path))
        return;
    // Another directory may hold other things, so only ours is narrowed.
    if (!existed || (before.fileName() == DirectoryName && isOpenToOthers(before)))
        QFile::setPermissions(path, OwnerOnly | QFile::ExeOwner);
}

} // namespace

KeyList::KeyList(const QString &filePath, OtherChanges changes)
    : m_filePath(QFileInfo(filePath).absoluteFilePath())
    , m_directory(QFileInfo(m_filePath).absolutePath())
{
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(ReloadDelay);
    connect(&m_reloadTimer, &QTimer::timeout, this, &KeyList::reload);
    const auto reloadSoon = [this] {
        if (!m_reloadTimer.isActive())
            m_reloadTimer.start();
    };
    if (changes == OtherChanges::Followed) {
        m_watcher = std::make_unique<QFileSystemWatcher>();
        connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, this, reloadSoon);
        connect(m_watcher.get(), &QFileSystemWatcher::fileChanged, this, reloadSoon);
    }

    // Made now, because only a directory that is there can be watched.
    if (ownershipProblem().isEmpty())
        makePrivateDirectory(m_directory);
    reload();
}

KeyList::~KeyList() = default;

QString KeyList::defaultFilePath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u'/'
           + DirectoryName + "/keys.json"_L1;
}

void KeyList::setComplete()
{
    m_declaredComplete = true;
}

QString KeyList::ownershipProblem() const
{
#ifdef Q_OS_UNIX
    const QString target = linkTarget(m_filePath);
    for (const QString &path : {target, QFileInfo(target).absolutePath(), m_directory}) {
        const QFileInfo info(path);
        if (info.exists() && info.ownerId() != ::geteuid()) {
            return tr("The list of keys belongs to the user “%1”: %2. Run this as that user.")
                .arg(info.owner(), QDir::toNativeSeparators(path));
        }
    }
#endif
    return {};
}

KeyList::Snapshot KeyList::readFile() const
{
    const auto withoutKeys = [](Condition condition) {
        return Snapshot{condition, {KeyListContent::Verdict::Corrupt, {}, false, {}}, {}, {}};
    };
    const QFileInfo info(m_filePath);
    if (!info.exists()) {
        const QFileInfo directory(m_directory);
        return withoutKeys(directory.exists() && !directory.isExecutable() ? Condition::Unreadable
                                                                           : Condition::Absent);
    }
    // Opening a pipe would wait for its other end.
    if (!info.isFile())
        return withoutKeys(Condition::Unreadable);
    if (isOpenToOthers(info) && ownershipProblem().isEmpty())
        QFile::setPermissions(m_filePath, OwnerOnly);

    QFile file(m_filePath);
    if (!file.open(QIODevice::ReadOnly))
        return withoutKeys(Condition::Unreadable);
    const QByteArray bytes = file.read(MaximumFileSize + 1);
    if (file.error() != QFile::NoError)
        return withoutKeys(Condition::Unreadable);
    if (bytes.size() > MaximumFileSize)
        return withoutKeys(Condition::Corrupt);
    // Mostly nobody has changed it since.
    if (m_condition == Condition::Ready && bytes == m_bytes)
        return {Condition::Ready, m_list, bytes, {}};
    const KeyListContent content = decodeKeyList(bytes);
    switch (content.verdict) {
    case KeyListContent::Verdict::Good:
        return {Condition::Ready, content, bytes, {}};
    case KeyListContent::Verdict::UnknownVersion:
        return {Condition::UnknownVersion, content, bytes, {}};
    case KeyListContent::Verdict::Corrupt:
        break;
    }
    Snapshot corrupt = withoutKeys(Condition::Corrupt);
    corrupt.bytes = bytes;
    return corrupt;
}

KeyList::Snapshot KeyList::readFileOrKeepAside() const
{
    Snapshot snapshot = readFile();
    if (snapshot.condition != Condition::Corrupt)
        return snapshot;
    // Not the link: whoever made it wants the list where it leads.
    const QString file = linkTarget(m_filePath);
    // QFile::rename() never overwrites.
    const QString stem =
        file + ".corrupt-"_L1 + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    constexpr int attempts = 100;
    for (int i = 0; i < attempts && snapshot.keptAside.isEmpty(); ++i) {
        const QString path = i == 0 ? stem : QString(stem + u'-' + QString::number(i));
        if (QFileInfo::exists(path))
            continue;
        if (QFile::rename(file, path))
            snapshot.keptAside = path;
        else if (!QFileInfo::exists(path))
            break;
    }
    return snapshot;
}

QString KeyList::lock(QLockFile *file) const
{
    // QLockFile doubles its pauses up to seconds: asked again and again it stays quick.
    QDeadlineTimer deadline(LockPatience);
    while (!file->tryLock(int(LockInterval.count()))) {
        if (file->error() != QLockFile::LockFailedError)
            return tr("The list of keys cannot be changed because its directory cannot be written: "
                      "%1")
                .arg(QDir::toNativeSeparators(m_directory));
        if (deadline.hasExpired())
            return tr("The list of keys is being changed by another program. Try again.");
    }
    return {};
}

QString KeyList::write(const QByteArray &content) const
{
    QSaveFile file(m_filePath);
    // Before anything is written into it.
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(OwnerOnly)
        && file.write(content) == content.size() && file.commit()) {
        return {};
    }
    return tr("The list of keys cannot be written: %1").arg(file.errorString());
}

QString KeyList::modify(const std::function<void(QList<StoredKey> &)> &change)
{
    if (const QString problem = ownershipProblem(); !problem.isEmpty())
        return problem;
    makePrivateDirectory(m_directory);
    QLockFile lockFile(m_filePath + ".lock"_L1);
    if (const QString problem = lock(&lockFile); !problem.isEmpty())
        return problem;

    Snapshot snapshot = readFileOrKeepAside();
    if (snapshot.condition != m_condition || !snapshot.keptAside.isEmpty())
        adopt(snapshot);
    switch (snapshot.condition) {
    case Condition::Ready:
    case Condition::Absent:
        break;
    case Condition::Corrupt:
        if (snapshot.keptAside.isEmpty())
            return tr("The list of keys is damaged and could not be moved aside.");
        break;
    case Condition::UnknownVersion:
    case Condition::Unreadable:
        return keyListProblem(snapshot.condition, QDir::toNativeSeparators(m_filePath));
    }

    KeyListContent list = snapshot.list;
    change(list.keys);
    list.complete = list.complete || m_declaredComplete;
    const QByteArray bytes = encodeKeyList(list);
    if (bytes == snapshot.bytes) {
        lockFile.unlock();
        adopt(snapshot);
        return {};
    }
    const KeyListContent written = decodeKeyList(bytes);
    if (written.verdict != KeyListContent::Verdict::Good || bytes.size() > MaximumFileSize)
        return tr("The list of keys cannot hold this entry.");
    if (m_observer)
        m_observer(snapshot.list.keys, written.keys);
    if (const QString problem = write(bytes); !problem.isEmpty())
        return problem;
    lockFile.unlock();
    adopt({Condition::Ready, written, bytes, {}});
    return {};
}

void KeyList::reload()
{
    Snapshot snapshot = readFile();
    if (snapshot.condition == Condition::Corrupt && ownershipProblem().isEmpty()) {
        QLockFile lockFile(m_filePath + ".lock"_L1);
        if (lock(&lockFile).isEmpty())
            snapshot = readFileOrKeepAside();
    }
    adopt(snapshot);
}

void KeyList::adopt(const Snapshot &snapshot)
{
    Condition condition = snapshot.condition;
    // What was moved aside is absent from then on, yet that is not the news.
    if (condition == Condition::Absent && m_condition == Condition::Corrupt)
        condition = Condition::Corrupt;

    const bool isNew =
        condition != m_condition || snapshot.bytes != m_bytes || !snapshot.keptAside.isEmpty();
    if (condition != m_condition && m_condition == Condition::Ready)
        m_declaredComplete = false;
    m_condition = condition;
    m_bytes = snapshot.bytes;
    m_list = snapshot.list;
    m_list.complete = snapshot.list.complete || m_declaredComplete;
    if (!snapshot.keptAside.isEmpty())
        m_keptAside = snapshot.keptAside;
    watch();
    if (isNew)
        Q_EMIT changed();
}

void KeyList::watch()
{
    if (!m_watcher)
        return;
    // A file that was replaced is another file: its watch has gone with the old one.
    if (!m_watcher->directories().contains(m_directory) && QFileInfo::exists(m_directory))
        m_watcher->addPath(m_directory);
    if (m_condition != Condition::Unreadable && !m_watcher->files().contains(m_filePath)
        && QFileInfo::exists(m_filePath)) {
        m_watcher->addPath(m_filePath);
    }
}

} // namespace SignIn
