// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainreport.h"

#include "core/keychain/keychainstatus.h"
#include "core/platform/seat.h"

#include <QtGlobal>

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

} // namespace SignIn
