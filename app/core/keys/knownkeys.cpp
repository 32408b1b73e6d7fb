// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "knownkeys.h"

#include "keylist.h"

#include <algorithm>

namespace SignIn {

KnownKeys::KnownKeys(KeyList *list, QObject *parent)
    : QObject(parent)
    , m_list(list)
{
    connect(m_list, &KeyList::changed, this, &KnownKeys::changed);
}

StoredKey *KnownKeys::find(QList<StoredKey> &list, const QString &id)
{
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&id](const StoredKey &key) { return key.id == id; });
    return found == list.end() ? nullptr : &*found;
}

void KnownKeys::erase(QList<StoredKey> &list, const QString &id)
{
    list.removeIf([&id](const StoredKey &key) { return key.id == id; });
}

bool KnownKeys::hasDefault(const QList<StoredKey> &list)
{
    return std::any_of(list.begin(), list.end(),
                       [](const StoredKey &key) { return key.isDefault; });
}

void KnownKeys::eraseAndPassDefaultOn(QList<StoredKey> &list, const QString &id)
{
    erase(list, id);
    if (hasDefault(list))
        return;
    StoredKey *heir = nullptr;
    for (StoredKey &key : list) {
        if (!key.isPending() && (!heir || key.created < heir->created))
            heir = &key;
    }
    if (heir)
        heir->isDefault = true;
}

QList<StoredKey> KnownKeys::all() const
{
    QList<StoredKey> list = m_list->keys();
    if (hasDefault(m_memory)) {
        for (StoredKey &key : list)
            key.isDefault = false;
    }
    for (const StoredKey &key : m_memory) {
        StoredKey *inFile = find(list, key.id);
        if (!inFile)
            list += key;
        else if (inFile->isPending() || key.state != StoredKey::State::Session)
            *inFile = key;
    }
    std::stable_sort(list.begin(), list.end(), [](const StoredKey &left, const StoredKey &right) {
        return left.created < right.created;
    });
    return list;
}

std::optional<StoredKey> KnownKeys::find(const QString &id) const
{
    QList<StoredKey> list = all();
    const StoredKey *found = find(list, id);
    return found ? std::optional(*found) : std::nullopt;
}

QString KnownKeys::ownershipProblem() const
{
    return m_list->ownershipProblem();
}

QString KnownKeys::modify(const Change &change)
{
    const auto belongsInFile = [](const StoredKey &key) {
        return key.state != StoredKey::State::Session;
    };
    const QString problem = m_list->modify([&](QList<StoredKey> &list) {
        for (const StoredKey &key : std::as_const(m_memory)) {
            if (!belongsInFile(key))
                continue;
            erase(list, key.id);
            list += key;
            if (key.isDefault) {
                for (StoredKey &other : list)
                    other.isDefault = other.id == key.id;
            }
        }
        change(list);
    });
    if (problem.isEmpty())
        m_memory.removeIf(belongsInFile);
    return problem;
}

QString KnownKeys::change(const QString &id, const std::function<void(StoredKey &)> &change)
{
    if (StoredKey *found = find(m_memory, id)) {
        change(*found);
        Q_EMIT changed();
        return {};
    }
    bool isThere = false;
    const QString problem = modify([&](QList<StoredKey> &list) {
        if (StoredKey *found = find(list, id)) {
            isThere = true;
            change(*found);
        }
    });
    return problem.isEmpty() && !isThere ? tr("This key is no longer in the list.") : problem;
}

void KnownKeys::keepInMemory(const StoredKey &key)
{
    erase(m_memory, key.id);
    m_memory += key;
    Q_EMIT changed();
}

void KnownKeys::forgetInMemory(const QString &id)
{
    const auto size = m_memory.size();
    erase(m_memory, id);
    if (m_memory.size() != size)
        Q_EMIT changed();
}

QString KnownKeys::setDefault(const QString &id)
{
    const auto mark = [&id](QList<StoredKey> &list) {
        for (StoredKey &key : list)
            key.isDefault = key.id == id;
    };
    mark(m_memory);
    if (find(m_memory, id)) {
        // For this process only: the file keeps the default of the next one.
        Q_EMIT changed();
        return {};
    }
    return modify(mark);
}

} // namespace SignIn
