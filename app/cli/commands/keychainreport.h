// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>

namespace SignIn {

struct KeychainStatus;

/// What `doctor` says about the keychain.
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
};

} // namespace SignIn
