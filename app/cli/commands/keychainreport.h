// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/storechoice.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace SignIn {

struct KeychainStatus;
struct PassStatus;
struct StoredKey;

/// What `doctor` says about a place where keys are kept.
struct KeychainReport
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeychainReport)

public:
    enum class Verdict {
        Works,
        AsksFirst, ///< It works after somebody has answered its prompt.
        Fails,
    };

    Verdict verdict = Verdict::Works;
    QString message;
    QStringList remedy; ///< Lines; commands among them.

    [[nodiscard]] static KeychainReport of(const KeychainStatus &status);

    /// \a isNeeded: keys are in pass, or new ones go there.
    [[nodiscard]] static KeychainReport of(const PassStatus &status, bool isNeeded);

    /// All places where keys may be, each by its name for a report. \a choice is where new ones go,
    /// \a keys is what is there. No keychain is no failure where pass does its work.
    [[nodiscard]] static QList<std::pair<QString, KeychainReport>>
    ofStores(const KeychainStatus &keychain, const PassStatus &pass, StoreChoice choice,
             const QList<StoredKey> &keys);
};

} // namespace SignIn
