// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace SignIn {

/// What the list file says.
///
///     {"version": 1, "keys": [{"id": …, "server": …, "label": …, "created": …, …}]}
///
/// Members are named as OpenRouter's API names them. Members that this version does not know are
/// kept. `"incomplete": true` is there while the list was started again and the keychain's copy has
/// not been looked at.
struct KeyListContent
{
    enum class Verdict { Good, Corrupt, UnknownVersion };

    Verdict verdict = Verdict::Corrupt;
    QList<StoredKey> keys;
    bool complete = true;
    QJsonObject unknown; ///< Members beside the keys that this version does not know.
};

/// Entries of this session only are left out.
[[nodiscard]] QByteArray encodeKeyList(const KeyListContent &list);

/// One malformed or repeated entry makes all of it Corrupt.
[[nodiscard]] KeyListContent decodeKeyList(const QByteArray &content);

/// The same list, short, for the keychain: without what servers said about the keys.
[[nodiscard]] QByteArray encodeKeyListCopy(const QList<StoredKey> &keys);

/// Those entries of a copy that are well formed.
[[nodiscard]] QList<StoredKey> decodeKeyListCopy(const QByteArray &content);

} // namespace SignIn
