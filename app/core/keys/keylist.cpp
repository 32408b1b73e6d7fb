// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylist.h"

#include "keylistformat.h"
#include "keylistproblem.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace SignIn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MaximumFileSize = 1024 * 1024;
constexpr auto LockPatience = 5s;
constexpr auto LockInterval = 10ms;

// Bursts of changes in the folder, lock files among them, are one look at the file.
constexpr auto ReloadDelay = 20ms;

constexpr QLatin1StringView FolderName("openrouter-signin");

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

void makePrivateFolder(const QString &path)
{
    const QFileInfo before(path);
    const bool existed = before.exists();
    if (!existed && !QDir().mkpath(path))
        return;
    // A folder that somebody else chose may hold other things: only ours is narrowed.
    if (!existed || (before.fileName() == FolderName && isOpenToOthers(before)))
        QFile::setPermissions(path, OwnerOnly | QFile::ExeOwner);
}

} // namespace

KeyList::KeyList(const QString &filePath, QObject *parent)
    : QObject(parent)
    , m_filePath(QFileInfo(filePath).absoluteFilePath())
    , m_folder(QFileInfo(m_filePath).absolutePath())
{
    m_reloadTimer.setSingleShot(true);
    m_reloadTimer.setInterval(ReloadDelay);
    connect(&m_reloadTimer, &QTimer::timeout, this, &KeyList::reload);
    const auto reloadSoon = [this] {
        if (!m_reloadTimer.isActive())
            m_reloadTimer.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, reloadSoon);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, reloadSoon);

    // Made now, because only a folder that is there can be watched.
    makePrivateFolder(m_folder);
    reload();
}

KeyList::~KeyList() = default;

QString KeyList::defaultFilePath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u'/' + FolderName
           + "/keys.json"_L1;
}

void KeyList::setComplete()
{
    m_declaredComplete = true;
}

QByteArray KeyList::encode(const QList<StoredKey> &keys, bool complete)
{
    return encodeKeyList(keys, complete);
}

KeyList::Decoded KeyList::decode(const QByteArray &content)
{
    const KeyListContent read = decodeKeyList(content);
    switch (read.verdict) {
    case KeyListContent::Verdict::Good:
        return {Condition::Ready, read.keys, read.complete};
    case KeyListContent::Verdict::UnknownVersion:
        return {Condition::UnknownVersion, {}, true};
    case KeyListContent::Verdict::Corrupt:
        break;
    }
    return {Condition::Corrupt, {}, false};
}

KeyList::Snapshot KeyList::look() const
{
    const auto withoutKeys = [](Condition condition) {
        return Snapshot{{condition, {}, false}, {}, {}};
    };
    const QFileInfo info(m_filePath);
    if (!info.exists()) {
        const QFileInfo folder(m_folder);
        return withoutKeys(folder.exists() && !folder.isExecutable() ? Condition::Unreadable
                                                                     : Condition::Absent);
    }
    // Opening a pipe would wait for its other end.
    if (!info.isFile())
        return withoutKeys(Condition::Unreadable);
    if (isOpenToOthers(info))
        QFile::setPermissions(m_filePath, OwnerOnly);

    QFile file(m_filePath);
    if (!file.open(QIODevice::ReadOnly))
        return withoutKeys(Condition::Unreadable);
    const QByteArray content = file.read(MaximumFileSize + 1);
    if (file.error() != QFile::NoError)
        return withoutKeys(Condition::Unreadable);
    if (content.size() > MaximumFileSize)
        return withoutKeys(Condition::Corrupt);
    return {decode(content), content, {}};
}

KeyList::Snapshot KeyList::lookAndKeepAside() const
{
    Snapshot snapshot = look();
    if (snapshot.decoded.condition != Condition::Corrupt)
        return snapshot;
    // QFile::rename() never overwrites.
    const QString stem = m_filePath + ".corrupt-"_L1
                         + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    constexpr int attempts = 100;
    for (int i = 0; i < attempts && snapshot.keptAside.isEmpty(); ++i) {
        const QString path = i == 0 ? stem : QString(stem + u'-' + QString::number(i));
        if (QFileInfo::exists(path))
            continue;
        if (QFile::rename(m_filePath, path))
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
            return tr("The list of keys cannot be changed because its folder cannot be written: %1")
                .arg(QDir::toNativeSeparators(m_folder));
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
    makePrivateFolder(m_folder);
    QLockFile lockFile(m_filePath + ".lock"_L1);
    if (const QString problem = lock(&lockFile); !problem.isEmpty())
        return problem;

    Snapshot snapshot = lookAndKeepAside();
    if (snapshot.decoded.condition != m_condition || !snapshot.keptAside.isEmpty())
        adopt(snapshot);
    switch (snapshot.decoded.condition) {
    case Condition::Ready:
    case Condition::Absent:
        break;
    case Condition::Corrupt:
        if (snapshot.keptAside.isEmpty())
            return tr("The list of keys is damaged and could not be moved aside.");
        break;
    case Condition::UnknownVersion:
    case Condition::Unreadable:
        return keyListProblem(snapshot.decoded.condition, QDir::toNativeSeparators(m_filePath));
    }

    QList<StoredKey> keys = snapshot.decoded.keys;
    change(keys);
    const bool complete = snapshot.decoded.complete || m_declaredComplete;
    const QByteArray content = encode(keys, complete);
    const Decoded written = decode(content);
    if (written.condition != Condition::Ready || content.size() > MaximumFileSize)
        return tr("The list of keys cannot hold this entry.");
    if (content != snapshot.content) {
        if (const QString problem = write(content); !problem.isEmpty())
            return problem;
    }
    lockFile.unlock();
    adopt({written, content, {}});
    return {};
}

void KeyList::reload()
{
    Snapshot snapshot = look();
    if (snapshot.decoded.condition == Condition::Corrupt) {
        QLockFile lockFile(m_filePath + ".lock"_L1);
        if (lock(&lockFile).isEmpty())
            snapshot = lookAndKeepAside();
    }
    adopt(snapshot);
}

void KeyList::adopt(const Snapshot &snapshot)
{
    Condition condition = snapshot.decoded.condition;
    // What was moved aside is absent from then on, yet that is not the news.
    if (condition == Condition::Absent && m_condition == Condition::Corrupt)
        condition = Condition::Corrupt;

    const bool isNew =
        condition != m_condition || snapshot.content != m_content || !snapshot.keptAside.isEmpty();
    if (condition != m_condition && m_condition == Condition::Ready)
        m_declaredComplete = false;
    m_condition = condition;
    m_content = snapshot.content;
    m_keys = snapshot.decoded.keys;
    m_complete = snapshot.decoded.complete || m_declaredComplete;
    if (!snapshot.keptAside.isEmpty())
        m_keptAside = snapshot.keptAside;
    watch();
    if (isNew)
        Q_EMIT changed();
}

void KeyList::watch()
{
    // A file that was replaced is another file: its watch has gone with the old one.
    if (!m_watcher.directories().contains(m_folder) && QFileInfo::exists(m_folder))
        m_watcher.addPath(m_folder);
    if (m_condition != Condition::Unreadable && !m_watcher.files().contains(m_filePath)
        && QFileInfo::exists(m_filePath)) {
        m_watcher.addPath(m_filePath);
    }
}

} // namespace SignIn
