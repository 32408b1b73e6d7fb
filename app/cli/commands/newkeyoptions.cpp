// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "newkeyoptions.h"

#include "core/keys/newkey.h"
#include "core/settings/settings.h"
#include "output/format.h"

#include <QCoreApplication>
#include <QDateTime>

namespace SignIn::NewKeyOptions {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SignIn::NewKeyOptions", text);
}

} // namespace

QString toHelp()
{
    return tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions",
                                "Give it to this command on its standard input, and store it "
                                "nowhere. It is done when the command ends with 0."));
}

std::optional<CommandError> checkTo(const QCommandLineParser &parser)
{
    if (!parser.isSet(To))
        return std::nullopt;
    for (const QString &other : {Print, Store, u"json"_s}) {
        if (parser.isSet(other)) {
            return CommandError::usage(
                tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions", "--to and --%1 do not go together."))
                    .arg(other));
        }
    }
    if (parser.value(To).trimmed().isEmpty()) {
        return CommandError::usage(
            tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions", "--to takes a command.")));
    }
    return std::nullopt;
}

QString storeHelp()
{
    return tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions",
                                "Where it is kept: keychain, pass (the password manager) or auto, "
                                "which asks where there is no keychain."));
}

std::optional<StoreChoice> store(const QCommandLineParser &parser, const Settings &settings)
{
    return parser.isSet(Store) ? parseStoreChoice(parser.value(Store)) : settings.storeChoice();
}

CommandError wrongStore()
{
    return CommandError::usage(
        tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions", "--store is auto, keychain or pass.")));
}

QString keptText(const StoredKey &entry)
{
    const QString text =
        entry.isInPass()
            //: %1 is the label of a key, %2 the key, masked; pass is a program.
            ? tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions", "The key “%1” (%2) is in pass."))
            : tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions",
                                   "The key “%1” (%2) is in your keychain."));
    return text.arg(shown(entry.label), entry.maskedKey);
}

QString noReminderHelp()
{
    return tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions",
                                "With --print: go on even if the list of keys cannot be written. "
                                "Nothing reminds you of a key that is lost on its way."));
}

std::optional<CommandError> checkReminder(const QCommandLineParser &parser)
{
    if (parser.isSet(NoReminder) && !parser.isSet(Print)) {
        return CommandError::usage(
            tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions", "--no-reminder needs --print.")));
    }
    return std::nullopt;
}

CommandError unwritable(const QString &problem, bool isPrinted)
{
    CommandError error = CommandError::ofIndex(problem);
    if (!isPrinted)
        return error;
    return {error.exitCode(), problem,
            tr(QT_TRANSLATE_NOOP("SignIn::NewKeyOptions",
                                 "No key was created. Make the list writable, or use "
                                 "--no-reminder to go on without it."))};
}

QJsonObject json(const NewKey &key)
{
    QJsonObject object = keyJson(key.entry(), QDateTime::currentDateTimeUtc());
    object.insert(u"stored"_s, false);
    object.insert(u"key"_s, key.key()->secret().toString());
    return object;
}

} // namespace SignIn::NewKeyOptions
