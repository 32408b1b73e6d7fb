// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"
#include "storedkey.h"

#include <OpenRouterAuth/apikey.h>

#include <QObject>

#include <chrono>
#include <optional>

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

class KeychainAccess;
class KeyStores;
class KnownKeys;
class PendingKeys;

/// Puts the key of a reserved entry into the keychain and completes the entry. The program may die
/// after each step, and no key is lost:
///
///     write under own id ── which keychain was it? ── read back ── (waits while paused)
///       a new entry   ── titled ── list switched ──▶ stored()
///       renewing      ── read old value ── overwrite it ── read back ── titled ── list switched
///                     ──▶ stored()
///                     ── own id removed ── its entry erased
///
/// An overwrite that fails, comes too late or is canceled is undone: the old value is written back
/// and read back. One object for each attempt to store.
class StoreOperation : public QObject
{
    Q_OBJECT

public:
    /// After this time without an answer slow() is emitted: the keychain may be showing a prompt.
    static constexpr std::chrono::milliseconds SlowAfter{5'000};

    /// After this time failed() comes with NotResponding. Long, because somebody may be typing a
    /// password. A later success still counts, except for an overwrite.
    static constexpr std::chrono::milliseconds GiveUpAfter{300'000};

    /// All of it must outlive the operation.
    struct Room
    {
        KnownKeys *keys = nullptr;
        PendingKeys *pending = nullptr;
        KeyStores *stores = nullptr;
        OpenRouterAuth::Clock *clock = nullptr;
    };

    /// \a entry is reserved, and describes \a key.
    StoreOperation(const Room &room, const OpenRouterAuth::ApiKey &key, const StoredKey &entry,
                   QObject *parent);
    ~StoreOperation() override;

    void start();

    /// Goes no further than the entry's own id until resume().
    void pause();

    /// Goes on, and waits as long again as at the start.
    void resume();

    /// Undoes what was overwritten. canceled() follows, when the keychain has answered; the own id
    /// is left to the caller.
    void cancel();

    /// Whether an answer of the keychain is still awaited, or resume().
    [[nodiscard]] bool isRunning() const;

    /// The entry as it is now.
    [[nodiscard]] const StoredKey &entry() const { return m_entry; }

    /// Where the key is put.
    [[nodiscard]] KeychainAccess *store() const { return m_store; }

    /// Whether the keychain may hold the key under the entry's own id.
    [[nodiscard]] bool ownIdMayBeThere() const { return m_ownIdMayBeThere; }

Q_SIGNALS:
    void slow();

    /// The key is in the keychain. \a listProblem says why the list could not be written, or is
    /// empty.
    void stored(const QString &listProblem);

    void failed(const SignIn::StoreError &error);

    /// \a error: the old value could not be put back.
    void canceled(const SignIn::StoreError &error);

private:
    enum class Step { Idle, Own, Paused, Replacing, Restoring, Stored, Failed };

    void watch();
    void wroteOwn(const StoreError &error);
    void readOwn(const StoreError &error, const OpenRouterAuth::Secret &secret);
    void placeKnown(const QString &place);
    void ownIsSafe();
    void readOld(const StoreError &error, const OpenRouterAuth::Secret &secret);
    void overwroteOld(const StoreError &error);
    void readOldBack(const StoreError &error, const OpenRouterAuth::Secret &secret);
    void switchList();
    void removeOwn();
    void restoreOld(const StoreError &reason);
    void restored(const StoreError &error, const StoreError &reason);
    void fail(const StoreError &error);
    void finishCancel(const StoreError &error);
    [[nodiscard]] StoreError compared(const StoreError &error, const OpenRouterAuth::Secret &read,
                                      const OpenRouterAuth::Secret &expected) const;
    [[nodiscard]] bool isRenewal() const { return m_targetId != m_ownId && !m_isKnownKey; }
    [[nodiscard]] QString targetUser() const;

    Room m_room;
    KeychainAccess *m_store;
    OpenRouterAuth::ApiKey m_key;
    StoredKey m_entry;
    QString m_ownId;
    QString m_targetId;        ///< The entry that will hold the key.
    bool m_isKnownKey = false; ///< The target is this very key.
    bool m_wasInKeychain = false;
    std::optional<OpenRouterAuth::Secret> m_oldSecret;
    Step m_step = Step::Idle;
    int m_watch = 0;
    bool m_isOwnRead = false;
    bool m_isPlaceKnown = false;
    bool m_paused = false;
    bool m_canceled = false;
    bool m_isLate = false;
    bool m_ownIdMayBeThere = false;
    bool m_overwroteOld = false;
};

} // namespace SignIn
