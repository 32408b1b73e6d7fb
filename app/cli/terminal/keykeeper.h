// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/keyvault.h"
#include "output/commanderror.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace SignIn {

class Terminal;

/// Sees to a key that was just made: into the keychain with it, or where the person wants it. It is
/// never lost in silence.
class KeyKeeper : public QObject
{
    Q_OBJECT

public:
    enum class Outcome {
        Stored,
        Printed,   ///< To standard output, and stored nowhere.
        Discarded, ///< Nobody has it; its page, where it can be revoked, was named.
        NotStored, ///< problem() says why. The list of keys remembers that it was made.
    };

    /// \a entry comes from KeyVault::reserve(), or is a new one without id.
    KeyKeeper(Terminal &terminal, KeyVault &vault, const OpenRouterAuth::ApiKey &key,
              const StoredKey &entry, QObject *parent);

    /// The entry that the key replaces, see KeyVault::store().
    void setReplacedId(const QString &id) { m_replacedId = id; }

    /// The key was not made for us: when it cannot be stored, nothing is lost and nobody asked.
    void setExisting() { m_isExisting = true; }

    void store();

    /// Storing was tried already and failed: asks what to do, if somebody can be asked.
    void storingFailed(const CommandError &problem);

    /// The person wanted to stop. Keeps the key unless they can be asked and say no.
    void stopped(bool mayAsk);

    /// Ctrl-C. While it is being stored: stopped(); while a question is asked: discards it.
    void interrupt(bool mayAsk);

    [[nodiscard]] Outcome outcome() const { return m_outcome; }
    [[nodiscard]] const StoredKey &entry() const { return m_entry; }
    [[nodiscard]] const std::optional<CommandError> &problem() const { return m_problem; }

Q_SIGNALS:
    void finished();

private:
    void stored(const KeyJob &job);
    void ask();
    void print();
    void discard();
    void forget();
    void finish(Outcome outcome);

    Terminal &m_terminal;
    KeyVault &m_vault;
    OpenRouterAuth::ApiKey m_key;
    StoredKey m_entry;
    QString m_replacedId;
    QPointer<KeyJob> m_job;
    std::optional<CommandError> m_problem;
    Outcome m_outcome = Outcome::NotStored;
    bool m_isExisting = false;
    bool m_isFinished = false;
};

} // namespace SignIn
