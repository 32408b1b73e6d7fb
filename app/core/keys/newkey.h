// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"
#include "core/keychain/storechoice.h"
#include "storedkey.h"

#include <OpenRouterAuth/apikey.h>
#include <OpenRouterAuth/error.h>

#include <QObject>
#include <QPointer>

#include <optional>

namespace SignIn {

class KeyVault;
class StoreOperation;

/// The one owner of a key from the moment its code is about to be posted until the key has a home.
///
///     reserve() ── posted() ── refused() or received()
///       then one of
///         store()          ──▶ stored(), or storingFailed(): try again, or another of these
///         keepForSession()     in memory; the entry stays pending until the vault's endSession()
///         beginPrinting(), printed()   its reader has every byte
///         discard()        ──▶ discarded(): removed from keychain and list, as far as it says
///       otherwise              the entry stays pending, and the next start reports it
///
/// Destroyed without a home it leaves the entry pending, unless the server surely made no key.
class NewKey : public QObject
{
    Q_OBJECT

public:
    enum class Home { None, Keychain, Session, Output, Discarded };

    /// \a vault must outlive the key.
    explicit NewKey(KeyVault *vault, QObject *parent = nullptr);
    ~NewKey() override;

    /// Writes the pending entry: before the code is posted, so that no key is made in silence.
    /// \a intent is Store or Print. \a replacedId names the entry of the same server whose place
    /// the key will take. Returns why it could not, or an empty text. Nothing happens the second
    /// time.
    [[nodiscard]] QString reserve(const OpenRouterAuth::Server &server, const QString &label,
                                  StoredKey::Intent intent, const QString &replacedId = {});

    /// Where store() is to put it: the keychain, unless pass is the choice. Before reserve() or
    /// adopt(). A key that takes the place of another one goes where that is.
    void keepIn(StoreChoice choice) { m_choice = choice; }

    /// Instead of reserve(), for a key whose owner wants no reminder.
    void describe(const OpenRouterAuth::Server &server, const QString &label);

    /// The code is on its way: from here on a key may exist, until refused() or received().
    void posted();

    /// The exchange failed with \a error, which says whether a key may have been made.
    void refused(const OpenRouterAuth::Error &error);

    /// The attempt has ended without a key: the entry goes, unless a key may exist.
    void giveUp();

    /// After received(): the entry that reminds of another key, which may have been made besides.
    [[nodiscard]] const std::optional<StoredKey> &reminder() const { return m_reminder; }

    /// The key has come. \a anotherMayExist: an earlier post of the code may have made one as well;
    /// a reminder of that stays in the list. \a clock is the server's at its answer.
    void received(const OpenRouterAuth::ApiKey &key, const QString &userId,
                  const QDateTime &expiresAt = {}, bool anotherMayExist = false,
                  const ServerClock &clock = {});

    /// Instead of reserve() and received(): a key that its owner has anyway. \a entry has server,
    /// label and what the server said.
    void adopt(const OpenRouterAuth::ApiKey &key, const StoredKey &entry);

    [[nodiscard]] const std::optional<OpenRouterAuth::ApiKey> &key() const { return m_key; }
    [[nodiscard]] const StoredKey &entry() const { return m_entry; }
    [[nodiscard]] Home home() const { return m_home; }
    [[nodiscard]] bool isAdopted() const { return m_entry.intent == StoredKey::Intent::Adopt; }

    /// Puts it into the keychain, or goes on after hold().
    void store();

    /// While a person is asked whether to keep the key, it is not made a stored one.
    void hold();

    void keepForSession();

    /// It is about to be written for a reader; printed() when the reader has every byte.
    void beginPrinting();
    void printed();

    /// The explicit wish of a person, and nothing less.
    void discard();

    /// The entry that the key has replaced, as it was; its key may still work.
    [[nodiscard]] const std::optional<StoredKey> &replaced() const { return m_replaced; }

Q_SIGNALS:
    /// No answer of the keychain for StoreOperation::SlowAfter: it may be showing a prompt.
    void slow();

    void stored();

    /// \a listProblem: the key is in the keychain, but the list could not be written.
    void storingFailed(const SignIn::StoreError &error, const QString &listProblem);

    /// \a error: the keychain did not remove it. \a listProblem: the list could not be written.
    /// Without either it is gone.
    void discarded(const SignIn::StoreError &error, const QString &listProblem);

private:
    void operationStored(const QString &listProblem);
    void remove(const StoreError &error);
    void finishDiscard(const StoreError &error);

    KeyVault *m_vault;
    StoredKey m_entry;
    std::optional<OpenRouterAuth::ApiKey> m_key;
    std::optional<StoredKey> m_replaced;
    std::optional<StoredKey> m_reminder;
    QPointer<StoreOperation> m_operation;
    StoreChoice m_choice = StoreChoice::Keychain;
    Home m_home = Home::None;
    bool m_reserved = false;
    bool m_isPosted = false;
    bool m_mayExist = false;
    bool m_ownIdMayBeThere = false;
};

} // namespace SignIn
