// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainstatus.h"

#include "passstatus.h"

#include <QCoreApplication>

// How programs name the state of a keychain.
namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("SignIn::KeychainStatus", text);
}

const char *word(KeychainStatus::State state)
{
    switch (state) {
    case KeychainStatus::State::Ready:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "ready");
    case KeychainStatus::State::Locked:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "locked");
    case KeychainStatus::State::NotCreated:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "no keyring yet");
    case KeychainStatus::State::NotResponding:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "not responding");
    case KeychainStatus::State::Absent:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "not running");
    case KeychainStatus::State::NoBus:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "no session bus");
    case KeychainStatus::State::Unknown:
        return QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "unknown");
    }
    Q_UNREACHABLE();
}

} // namespace

QLatin1StringView KeychainStatus::stateName() const
{
    return QLatin1StringView(word(state));
}

QString KeychainStatus::stateText() const
{
    return translated(word(state));
}

QString KeychainStatus::place() const
{
    if (state == State::Absent || state == State::NoBus)
        return {};
    const bool isOtherSide = !isWallet && name == "KWallet"_L1;
    return isOtherSide ? u"KWallet (Secret Service)"_s : name;
}

bool KeychainStatus::mayBeSamePlace(const QString &noted, const QString &current)
{
    const QString unnamed = u"Secret Service"_s;
    const QString wallet = u"KWallet"_s;
    if (noted.isEmpty() || current.isEmpty() || noted == current)
        return true;
    if (noted == PassStatus::place() || current == PassStatus::place())
        return false;
    return (noted == unnamed && current != wallet) || (current == unnamed && noted != wallet);
}

StoreError KeychainStatus::absence(const QString &noted, const QString &answering)
{
    if (mayBeSamePlace(noted, answering))
        return {StoreError::Kind::NotFound};
    return {StoreError::Kind::Elsewhere, {}, noted, answering};
}

QString KeychainStatus::summary() const
{
    switch (state) {
    case State::Absent:
    case State::NoBus:
        return translated(QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "Keychain: none"));
    case State::Unknown:
        return translated(QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "Keychain: %1")).arg(name);
    case State::Ready:
    case State::Locked:
    case State::NotCreated:
    case State::NotResponding:
        //: %1 is the name of a keychain, %2 a word such as: locked
        return translated(QT_TRANSLATE_NOOP("SignIn::KeychainStatus", "Keychain: %1 · %2"))
            .arg(name, stateText());
    }
    Q_UNREACHABLE();
}

StoreError::Kind KeychainStatus::error() const
{
    switch (state) {
    case State::NoBus:
    case State::Absent:
        return StoreError::Kind::Unavailable;
    case State::Locked:
        return StoreError::Kind::Locked;
    case State::NotCreated:
        return StoreError::Kind::NotCreated;
    case State::NotResponding:
        return StoreError::Kind::NotResponding;
    case State::Ready:
    case State::Unknown:
        return StoreError::Kind::None;
    }
    Q_UNREACHABLE();
}

QString KeychainStatus::waitingText()
{
    return translated(QT_TRANSLATE_NOOP("SignIn::KeychainStatus",
                                        "Waiting for your keychain – look for its prompt."));
}

} // namespace SignIn
