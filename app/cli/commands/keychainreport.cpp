// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainreport.h"

#include "core/keychain/keychainstatus.h"
#include "core/keychain/passstatus.h"
#include "core/keys/storedkey.h"
#include "core/platform/seat.h"
#include "credential.h"
#include "output/format.h"

#include <QDir>
#include <QtGlobal>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QStringList keyringRecipe()
{
    return {u"sudo apt install gnome-keyring libsecret-1-0"_s,
            u"dbus-run-session -- bash   # only where there is no session bus"_s,
            // --unlock alone does nothing to one that is running.
            u"read -rs PASSWORD && printf %s \"$PASSWORD\" | gnome-keyring-daemon --replace "
            "--unlock --components=secrets"_s};
}

} // namespace

KeychainReport KeychainReport::of(const KeychainStatus &status)
{
    const QString message = u"%1, %2"_s.arg(status.name, status.stateText());
    switch (status.state) {
    case KeychainStatus::State::Ready:
        return {Verdict::Works, message, {}};
    case KeychainStatus::State::Unknown:
        return {Verdict::Works, status.name, {}};
    case KeychainStatus::State::Locked:
        if (maySeePrompts()) {
            return {Verdict::AsksFirst,
                    tr("%1; it asks to be unlocked when a key is needed").arg(message),
                    {}};
        }
        return {Verdict::Fails,
                tr("%1, and its prompt cannot be seen from here").arg(message),
                {tr("Unlock it:"), keyringRecipe().constLast()}};
    case KeychainStatus::State::NotCreated:
        if (maySeePrompts()) {
            return {Verdict::AsksFirst,
                    tr("%1; it asks for a password for a new one when a key is saved").arg(message),
                    {}};
        }
        return {Verdict::Fails,
                tr("%1, and a prompt for its password cannot be seen from here").arg(message),
                {tr("Make one:"), keyringRecipe().constLast()}};
    case KeychainStatus::State::NotResponding:
        return {Verdict::Fails, message, {tr("Look for its prompt, or restart it.")}};
    case KeychainStatus::State::NoBus: {
        QStringList remedy;
        // What cron and its like leave out: the bus is found by it.
        if (qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR")) {
            remedy += tr("XDG_RUNTIME_DIR is not set, as in cron. If you are logged in elsewhere:");
            remedy += u"export XDG_RUNTIME_DIR=/run/user/$(id -u)"_s;
        }
        remedy += tr("Start one with GNOME Keyring in it:");
        return {Verdict::Fails, status.stateText(), remedy + keyringRecipe()};
    }
    case KeychainStatus::State::Absent:
        return {Verdict::Fails, status.stateText(),
                QStringList{tr("Start KWallet, KeePassXC or GNOME Keyring:")} + keyringRecipe()};
    }
    Q_UNREACHABLE();
}

KeychainReport KeychainReport::of(const PassStatus &status, bool isNeeded)
{
    const QString folder = QDir::toNativeSeparators(status.folder);
    switch (status.state) {
    case PassStatus::State::Ready:
    case PassStatus::State::Locked:
    case PassStatus::State::Unknown: {
        const bool isLocked = status.state == PassStatus::State::Locked;
        //: %1 is a state such as “ready”, %2 a folder.
        QString message = tr("%1; its store is %2").arg(status.stateText(), folder);
        if (status.isGit)
            message = tr("%1, a git repository, which keeps what is deleted").arg(message);
        return {isLocked ? Verdict::AsksFirst : Verdict::Works, message, {}};
    }
    case PassStatus::State::NotInstalled:
    case PassStatus::State::NotInitialized:
    case PassStatus::State::NoSecretKey:
    case PassStatus::State::NoAgent:
        break;
    }
    return {isNeeded ? Verdict::Fails : Verdict::AsksFirst,
            status.stateText(),
            {status.error().advice}};
}

QList<std::pair<QString, KeychainReport>> KeychainReport::ofStores(const KeychainStatus &keychain,
                                                                   const PassStatus &pass,
                                                                   StoreChoice choice,
                                                                   const QList<StoredKey> &keys)
{
    const bool hasKeys =
        std::any_of(keys.begin(), keys.end(), [](const StoredKey &key) { return key.isInPass(); });
    const bool isPassNeeded = choice == StoreChoice::Pass || hasKeys;
    const bool isPassThere = pass.state != PassStatus::State::NotInstalled
                             && pass.state != PassStatus::State::NotInitialized;
    KeychainReport first = of(keychain);
    if (isPassNeeded && pass.isUsable() && first.verdict == Verdict::Fails)
        first.verdict = Verdict::AsksFirst;
    QList<std::pair<QString, KeychainReport>> reports{{u"keychain"_s, first}};
    if (isPassNeeded || isPassThere)
        reports.emplaceBack(u"pass"_s, of(pass, isPassNeeded));
    if (const auto names = Credential::names()) {
        const QString text =
            names->isEmpty() ? tr("none", "credentials of a service") : shown(names->join(", "_L1));
        reports.emplaceBack(u"credentials"_s, KeychainReport{Verdict::Works, text, {}});
    }
    return reports;
}

} // namespace SignIn
