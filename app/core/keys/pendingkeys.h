// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QList>
#include <QString>

#include <functional>
#include <map>
#include <memory>

class QLockFile;

namespace SignIn {

class KnownKeys;

/// The entries of keys that have no home yet, so that not even a kill is silent. Each is held by a
/// lock file as long as its program lives.
class PendingKeys
{
public:
    /// \a directory is that of the list file.
    PendingKeys(KnownKeys *keys, const QString &directory);
    ~PendingKeys();

    /// Writes \a entry as a pending one, held by this process. Returns why it could not, or an
    /// empty text. A held one is only written again.
    [[nodiscard]] QString reserve(const StoredKey &entry);

    /// Writes a pending entry that is not held: a reminder from the start.
    [[nodiscard]] QString remind(const StoredKey &entry);

    /// Changes an entry as long as it is pending.
    QString change(const QString &id, const std::function<void(StoredKey &)> &change);

    /// Takes a pending entry out of the list and releases it. Returns why it could not, or an empty
    /// text; then it is still held.
    QString erase(const QString &id);

    /// Gives up the lock; what is still in the list is reported by the next start.
    void release(const QString &id);

    [[nodiscard]] bool isHeld(const QString &id) const { return m_locks.contains(id); }

    /// Those whose program is gone.
    [[nodiscard]] QList<StoredKey> abandoned() const;

private:
    [[nodiscard]] bool hold(const QString &id);
    [[nodiscard]] bool isAbandoned(const QString &id) const;
    [[nodiscard]] QString lockPath(const QString &id) const;

    KnownKeys *m_keys;
    QString m_directory;
    std::map<QString, std::unique_ptr<QLockFile>> m_locks;
};

} // namespace SignIn
