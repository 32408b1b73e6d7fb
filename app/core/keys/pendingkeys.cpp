// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pendingkeys.h"

#include "knownkeys.h"

#include <QCoreApplication>
#include <QDir>
#include <QLockFile>

namespace SignIn {

using namespace Qt::StringLiterals;

PendingKeys::PendingKeys(KnownKeys *keys, const QString &directory)
    : m_keys(keys)
    , m_directory(directory)
{}

PendingKeys::~PendingKeys() = default;

QString PendingKeys::lockPath(const QString &id) const
{
    return m_directory + "/attempt-"_L1 + id + ".lock"_L1;
}

bool PendingKeys::hold(const QString &id)
{
    if (isHeld(id))
        return true;
    auto lock = std::make_unique<QLockFile>(lockPath(id));
    // However long a sign-in waits: the lock is stale when its process is gone, not before.
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) {
        // The directory may have been deleted since the list was opened.
        QDir().mkpath(m_directory);
        if (!lock->tryLock(0))
            return false;
    }
    m_locks.emplace(id, std::move(lock));
    return true;
}

bool PendingKeys::isAbandoned(const QString &id) const
{
    if (isHeld(id))
        return false;
    QLockFile lock(lockPath(id));
    lock.setStaleLockTime(0);
    // Another program may be asking the same question just now.
    constexpr int patienceInMs = 20;
    return lock.tryLock(patienceInMs);
}

QString PendingKeys::reserve(const StoredKey &entry)
{
    // Before a lock file of ours is left in another user's directory.
    if (const QString problem = m_keys->ownershipProblem(); !problem.isEmpty())
        return problem;
    const bool wasHeld = isHeld(entry.id);
    if (!hold(entry.id)) {
        return QCoreApplication::translate(
                   "SignIn::PendingKeys", "The directory of the list of keys cannot be written: %1")
            .arg(QDir::toNativeSeparators(m_directory));
    }
    const QString problem = remind(entry);
    if (!problem.isEmpty() && !wasHeld)
        release(entry.id);
    return problem;
}

QString PendingKeys::remind(const StoredKey &entry)
{
    return m_keys->modify([&entry](QList<StoredKey> &list) {
        KnownKeys::erase(list, entry.id);
        list += entry;
    });
}

QString PendingKeys::change(const QString &id, const std::function<void(StoredKey &)> &change)
{
    return m_keys->modify([&](QList<StoredKey> &list) {
        StoredKey *found = KnownKeys::find(list, id);
        if (found && found->isPending())
            change(*found);
    });
}

QString PendingKeys::erase(const QString &id)
{
    const QString problem = m_keys->modify([&id](QList<StoredKey> &list) {
        const StoredKey *found = KnownKeys::find(list, id);
        if (found && found->isPending())
            KnownKeys::erase(list, id);
    });
    if (problem.isEmpty())
        release(id);
    return problem;
}

void PendingKeys::release(const QString &id)
{
    m_locks.erase(id);
}

QList<StoredKey> PendingKeys::abandoned() const
{
    QList<StoredKey> list = m_keys->all();
    list.removeIf([](const StoredKey &key) { return !key.isPending(); });
    if (list.isEmpty() || !m_keys->ownershipProblem().isEmpty())
        return {};
    list.removeIf([this](const StoredKey &key) { return !isAbandoned(key.id); });
    return list;
}

} // namespace SignIn
