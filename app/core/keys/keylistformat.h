// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QByteArray>
#include <QList>

namespace SignIn {

/// What the index file says.
///
///     {"version": 1, "keys": [{"id": …, "server": …, "label": …, "created": …, …}]}
///
/// Members are named as OpenRouter's API names them. `"incomplete": true` is there while the list
/// was begun anew and the keychain's copy has not been looked at.
struct KeyListContent
{
    enum class Verdict { Good, Corrupt, UnknownVersion };

    Verdict verdict = Verdict::Corrupt;
    QList<StoredKey> keys;
    bool complete = true;
};

/// Entries of this session only are left out.
[[nodiscard]] QByteArray encodeKeyList(const QList<StoredKey> &keys, bool complete);

/// One malformed, unknown or repeated thing makes all of it Corrupt.
[[nodiscard]] KeyListContent decodeKeyList(const QByteArray &content);

/// The same list, short, for the keychain: without what servers said about the keys.
[[nodiscard]] QByteArray encodeKeyListCopy(const QList<StoredKey> &keys);

/// Those entries of a copy that are well formed.
[[nodiscard]] QList<StoredKey> decodeKeyListCopy(const QByteArray &content);

} // namespace SignIn
