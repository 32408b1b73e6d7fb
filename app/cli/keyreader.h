// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "output/commanderror.h"

#include <OpenRouterAuth/apikey.h>

#include <QObject>
#include <QPointer>

#include <chrono>
#include <functional>

namespace SignIn {

class KeyJob;
class KeyVault;

/// Reads a stored key, and waits for the keychain's prompt only where somebody can see it.
///
///     a prompt may be seen ─ was one dismissed within the last minute? told if still locked
///                          ─ read ── 300 ms: logind says that the screen is not looked at: as
///                          below
///                                 ── 1 s: waiting() ── 60 s: given up
///     it cannot, or is not ─ locked, or the entry is: told at once
///     wanted               ─ read ── 5 s after the start: given up
///
/// A key in pass is read at once unless no prompt is wanted and its GPG key is locked.
///
/// Used once: read(), and one of read and failed after it.
class KeyReader : public QObject
{
    Q_OBJECT

public:
    enum class Prompts { IfSeen, Never };

    /// \a vault must outlive this object.
    KeyReader(KeyVault *vault, Prompts prompts, QObject *parent);

    void start(const StoredKey &entry);

Q_SIGNALS:
    /// The keychain takes its time, probably with a prompt.
    void waiting();

    void read(const OpenRouterAuth::ApiKey &key, const SignIn::StoredKey &entry);

    /// \a isMissing: the keychain answered that it has no such key.
    void failed(const SignIn::CommandError &problem, bool isMissing);

private:
    enum class Reason { NotSeen, NotWanted, Dismissed };

    void askPass();
    void askFirst(Reason reason);
    void askEntry(Reason reason, const std::function<void()> &unknown);
    void askKeychain(Reason reason);
    void beginReading(bool isSeen);
    void lookWhoIsThere();
    void giveUpAfter(std::chrono::milliseconds patience);
    void finished();
    void fail(const CommandError &problem, bool isMissing = false);
    [[nodiscard]] static CommandError lockedError(Reason reason);

    KeyVault *m_vault;
    Prompts m_prompts;
    StoredKey m_entry;
    QPointer<KeyJob> m_job;
    bool m_isSeen = true;
    bool m_isPromptOfKeychain = true;
    bool m_isFinished = false;
};

} // namespace SignIn
