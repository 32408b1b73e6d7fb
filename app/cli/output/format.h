// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keys/storedkey.h"

#include <QJsonObject>
#include <QList>
#include <QLoggingCategory>
#include <QString>

#include <optional>

/// How keys look on the command line, for people and for programs.
namespace SignIn {

Q_DECLARE_LOGGING_CATEGORY(CLI)

/// Labels and servers come from a file and from servers: without control and bidirectional
/// characters.
[[nodiscard]] QString shown(const QString &text);

/// In the local time zone, to the minute.
[[nodiscard]] QString shownDate(const QDateTime &date);

/// `$1.25`
[[nodiscard]] QString shownAmount(double usd);

/// One line per key, the default one marked.
[[nodiscard]] QStringList keyTable(const QList<StoredKey> &keys, const QDateTime &now);

/// Why a key is about to be, or is, of no use, as far as the list knows; empty if it is not. For
/// commands that use a key and do not ask its server.
[[nodiscard]] QString expiryWarning(const StoredKey &key, const QDateTime &now);

// The JSON that openrouter-key(1) documents. Members may be added, none is taken away.

/// A key without what it costs; dates are ISO 8601 in UTC, absent ones null.
[[nodiscard]] QJsonObject keyJson(const StoredKey &key, const QDateTime &now);

/// The same with everything that the server said at the last check, and with the warnings.
[[nodiscard]] QJsonObject statusJson(const StoredKey &key, const QDateTime &now,
                                     int renewAfterDays);

/// The number that all objects carry as `schema`.
inline constexpr int JsonSchema = 1;

} // namespace SignIn
