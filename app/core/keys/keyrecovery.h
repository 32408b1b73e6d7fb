// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <OpenRouterAuth/secret.h>

#include <QObject>

namespace SignIn {

class KeyList;
class KeyListCopy;
class KeyStores;
class KnownKeys;
class PendingKeys;
struct StoreError;

/// Repairs what a crash or a lost list left: brings back entries from the copy of the list, and
/// looks in the keychain for the keys of abandoned entries.
///
///     pending entry, its key under its own id    completed
///     … meant for another entry's place          that entry is switched if its value is this key
///     adopted, and not in the keychain           forgotten: its owner has it
///     to be discarded                            removed from the keychain, then forgotten
///     printed, or its key never came             left alone: only a person knows
class KeyRecovery : public QObject
{
    Q_OBJECT

public:
    struct Room
    {
        KeyList *list = nullptr;
        KeyListCopy *copy = nullptr;
        KnownKeys *keys = nullptr;
        PendingKeys *pending = nullptr;
        KeyStores *stores = nullptr;
    };

    explicit KeyRecovery(const Room &room, QObject *parent = nullptr);

    /// Starts, unless it is under way. recovered() follows.
    void start();

    /// Whether entries came back from a copy that was older than the list: labels may be old, and
    /// no key was made the default.
    [[nodiscard]] bool usedOutdatedCopy() const { return m_usedOutdatedCopy; }

Q_SIGNALS:
    /// The end, after the list has \a count entries more.
    void recovered(int count);

private:
    void recoverFromCopy();
    void recoverPending(const StoredKey &entry);
    void ownIdRead(const StoredKey &entry, const StoreError &error,
                   const OpenRouterAuth::Secret &secret);
    void complete(const StoredKey &entry);
    void completeReplacement(const StoredKey &entry);
    void removeDiscarded(const StoredKey &entry);
    void forget(const StoredKey &entry);
    void stepDone(int count);

    Room m_room;
    int m_steps = 0;
    int m_count = 0;
    bool m_running = false;
    bool m_copyUnread = false; ///< It was needed and the keychain did not give it out.
    bool m_usedOutdatedCopy = false;
};

} // namespace SignIn
