// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"
#include "output/commanderror.h"

#include <QCoreApplication>
#include <QList>

#include <optional>

namespace SignIn {

/// Finds the key that a person means.
///
/// By `--key`, else `OPENROUTER_KEY_NAME`, else the file `.openrouter-key` of this folder or of one
/// above it, each of which holds an id, a label or how one of them begins; else the default key,
/// else the only one.
class KeySelector
{
    Q_DECLARE_TR_FUNCTIONS(SignIn::KeySelector)

public:
    struct Choice
    {
        std::optional<StoredKey> key;
        std::optional<CommandError> problem;
    };

    static constexpr const char *Variable = "OPENROUTER_KEY_NAME";

    explicit KeySelector(const QList<StoredKey> &keys);

    /// \a name may be empty: then all the rest is asked.
    [[nodiscard]] Choice choose(const QString &name) const;

    /// \a name and nothing else.
    [[nodiscard]] Choice find(const QString &name) const;

    /// The same without abbreviations, for what cannot be undone.
    [[nodiscard]] Choice findExactly(const QString &name) const;

    /// \a name as it can be repeated in a message: somebody may have given a key.
    [[nodiscard]] static QString shownName(const QString &name);

private:
    [[nodiscard]] QList<StoredKey> matches(const QString &name, bool exactly) const;
    [[nodiscard]] Choice choiceOf(const QList<StoredKey> &found, const QString &name,
                                  const QString &origin) const;
    [[nodiscard]] CommandError noSuchKey(const QString &sentence, const QString &advice,
                                         const QList<StoredKey> &candidates) const;

    QList<StoredKey> m_keys;
};

} // namespace SignIn
