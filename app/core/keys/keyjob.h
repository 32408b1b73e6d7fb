// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"
#include "storedkey.h"

#include <OpenRouterAuth/apikey.h>

#include <QObject>

#include <optional>

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

/// A running keychain operation on one stored key. Emits finished() exactly once, asynchronously,
/// and deletes itself after it.
class KeyJob : public QObject
{
    Q_OBJECT

public:
    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] const StoreError &error() const { return m_error; }

    /// The entry as it is now.
    [[nodiscard]] const StoredKey &entry() const { return m_entry; }

    /// The key that was read; absent otherwise.
    [[nodiscard]] const std::optional<OpenRouterAuth::ApiKey> &key() const { return m_key; }

    /// Why the list could not be written although the keychain could; usually empty.
    [[nodiscard]] QString listProblem() const { return m_listProblem; }

    /// After a sign-out: the keychain that still has the key, because another one answers now.
    /// Usually empty.
    [[nodiscard]] QString leftIn() const { return m_leftIn; }

Q_SIGNALS:
    /// No answer for StoreOperation::SlowAfter: the keychain may be showing a prompt. The job goes
    /// on.
    void slow();
    void finished();

private:
    friend class KeyVault;
    KeyJob(OpenRouterAuth::Clock *clock, QObject *parent);

    void finish(const StoreError &error = {});
    void finishLater(const StoreError &error = {});

    StoreError m_error;
    StoredKey m_entry;
    std::optional<OpenRouterAuth::ApiKey> m_key;
    QString m_listProblem;
    QString m_leftIn;
    bool m_finished = false;
};

} // namespace SignIn
