// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/passstatus.h"
#include "core/keychain/storechoice.h"
#include "output/commanderror.h"

#include <QObject>

#include <optional>

namespace SignIn {

class Services;
class Terminal;
struct KeychainStatus;

/// Finds the place of a new key before it is made, and whether it can be kept there.
///
///     auto      a keychain answers ── chosen()
///               none, and pass has a store ── a person at the terminal is asked
///     keychain  it answers ── chosen()
///     pass      a test entry goes in and comes back ── chosen()
///     otherwise asked whether to print the key once, if that is possible, or failed()
///
/// Used once: start(), and one of the signals after it.
class StoreChooser : public QObject
{
    Q_OBJECT

public:
    enum class Printing { Offered, NotOffered };

    StoreChooser(Terminal &terminal, Services &services, Printing printing, QObject *parent);

    void start(StoreChoice choice);

Q_SIGNALS:
    void chosen(SignIn::StoreChoice store);

    /// The person wants the key printed once and kept nowhere.
    void printingChosen();

    void failed(const SignIn::CommandError &problem);

private:
    void askKeychain();
    void keychainKnown(const KeychainStatus &status);
    void noKeychain(const CommandError &problem);
    void offerPass(const CommandError &problem, const PassStatus &pass);
    void offerPrinting(const CommandError &problem);
    void tryPass();
    void probePass();

    Terminal &m_terminal;
    Services &m_services;
    Printing m_printing;
    StoreChoice m_choice = StoreChoice::Auto;
};

} // namespace SignIn
