// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QList>
#include <QObject>

#include <functional>
#include <optional>

namespace SignIn {

class KeyList;

/// All entries that this process knows: those of the list file, and in memory the keys of this
/// session and the stored ones that the file would not take.
class KnownKeys : public QObject
{
    Q_OBJECT

public:
    using Change = std::function<void(QList<StoredKey> &)>;

    /// \a list must outlive this object.
    explicit KnownKeys(KeyList *list, QObject *parent = nullptr);

    /// All of them, pending ones too, oldest first, with one default at most.
    [[nodiscard]] QList<StoredKey> all() const;
    [[nodiscard]] std::optional<StoredKey> find(const QString &id) const;

    /// The entries in memory only.
    [[nodiscard]] const QList<StoredKey> &inMemory() const { return m_memory; }

    /// See KeyList::ownershipProblem().
    [[nodiscard]] QString ownershipProblem() const;

    /// Changes the file, and puts into it what it would not take before. Returns why it could not,
    /// or an empty text.
    [[nodiscard]] QString modify(const Change &change);

    /// Changes one entry, wherever it is. Returns why it could not, or an empty text.
    [[nodiscard]] QString change(const QString &id, const std::function<void(StoredKey &)> &change);

    /// Adds or replaces an entry in memory.
    void keepInMemory(const StoredKey &key);
    void forgetInMemory(const QString &id);

    /// Marks the entry as the default: in the file, or for this process only if it is in memory.
    [[nodiscard]] QString setDefault(const QString &id);

    // What changes to a list are made of.
    static StoredKey *find(QList<StoredKey> &list, const QString &id);
    static void erase(QList<StoredKey> &list, const QString &id);

    /// Takes the entry out of the list; the oldest one left inherits its default mark.
    static void eraseAndPassDefaultOn(QList<StoredKey> &list, const QString &id);
    [[nodiscard]] static bool hasDefault(const QList<StoredKey> &list);

Q_SIGNALS:
    void changed();

private:
    KeyList *m_list;
    QList<StoredKey> m_memory;
};

} // namespace SignIn
