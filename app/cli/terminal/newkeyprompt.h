// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/newkey.h"
#include "output/commanderror.h"

#include <QJsonObject>
#include <QObject>

#include <optional>

namespace SignIn {

class Terminal;

/// Brings a new key to its home at a terminal: stores or prints it, and asks the person where that
/// fails or was interrupted. Only an explicit answer discards the key. At the end of input, after a
/// signal or without a terminal its entry stays pending.
class NewKeyPrompt : public QObject
{
    Q_OBJECT

public:
    enum class Outcome {
        Stored,
        Printed,   ///< To standard output or to a command, and stored nowhere.
        Discarded, ///< At the person's wish; its page, where it can be revoked, was named.
        NotStored, ///< problem() says why.
        Pending,   ///< Said on the terminal; the next start reports the key.
    };

    /// \a key has been received or adopted, and outlives the prompt.
    NewKeyPrompt(Terminal &terminal, NewKey *key, QObject *parent);

    void store();

    /// Writes the key to standard output: alone on a line, or the \a object that has it in it.
    void print(const QJsonObject &object = {});

    /// Gives the key to a \a command of the person's, see Handover.
    void handTo(const QString &command);

    /// Storing was tried already and failed: asks what to do, if somebody can be asked.
    void storingFailed(const CommandError &problem);

    /// The person wanted to stop. Keeps the key unless they can be asked and say no.
    void stopped(bool mayAsk);

    /// A signal to end. While the key is stored: stopped(); later: the entry stays pending.
    void interrupt(bool mayAsk);

    [[nodiscard]] Outcome outcome() const { return m_outcome; }
    [[nodiscard]] const NewKey &key() const { return *m_key; }
    [[nodiscard]] const std::optional<CommandError> &problem() const { return m_problem; }

Q_SIGNALS:
    void finished();

private:
    void ask();
    void discard();
    void discarded(const StoreError &error, const QString &listProblem);
    void delivered(const QString &problem);
    void handedOver(const QString &problem);
    void leavePending();
    void finish(Outcome outcome);
    void sayWaiting();
    [[nodiscard]] QString revokePage() const;

    Terminal &m_terminal;
    NewKey *m_key;
    std::optional<CommandError> m_problem;
    QString m_command; ///< That the key is for; usually empty.
    Outcome m_outcome = Outcome::Pending;
    bool m_wasStopped = false;
    bool m_isDone = false;
    bool m_isStoring = false;
    bool m_isDiscarding = false;
};

} // namespace SignIn
