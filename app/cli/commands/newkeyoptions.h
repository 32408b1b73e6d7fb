// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/storechoice.h"
#include "output/commanderror.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace SignIn {
class NewKey;
class Settings;
struct StoredKey;
} // namespace SignIn

/// Options of every command that gets a new key, and what these commands say alike.
namespace SignIn::NewKeyOptions {

using namespace Qt::StringLiterals;

inline const QString Label = u"label"_s;
inline const QString Print = u"print"_s;
inline const QString NoReminder = u"no-reminder"_s;
inline const QString Workspace = u"workspace"_s;
inline const QString Store = u"store"_s;
inline const QString To = u"to"_s;

/// What `help` says about --to.
[[nodiscard]] QString toHelp();

/// --to goes with nothing that puts the key elsewhere, and needs a command.
[[nodiscard]] std::optional<CommandError> checkTo(const QCommandLineParser &parser);

/// What `help` says about --store.
[[nodiscard]] QString storeHelp();

/// What --store says, else the setting. Nothing if there is no place of that name.
[[nodiscard]] std::optional<StoreChoice> store(const QCommandLineParser &parser,
                                               const Settings &settings);

/// What is wrong with --store.
[[nodiscard]] CommandError wrongStore();

/// Where a stored key is, as one sentence.
[[nodiscard]] QString keptText(const StoredKey &entry);

/// What `help` says about --no-reminder.
[[nodiscard]] QString noReminderHelp();

/// --no-reminder goes with --print only: a stored key needs its entry.
[[nodiscard]] std::optional<CommandError> checkReminder(const QCommandLineParser &parser);

/// The list of keys could not be written, so nothing was posted.
[[nodiscard]] CommandError unwritable(const QString &problem, bool isPrinted);

/// A key that is not stored, itself included.
[[nodiscard]] QJsonObject json(const NewKey &key);

} // namespace SignIn::NewKeyOptions
