// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storechooser.h"

#include "core/keychain/keychainstatus.h"
#include "core/keychain/passstore.h"
#include "core/keys/keyvault.h"
#include "core/platform/session.h"
#include "output/exitcodes.h"
#include "services.h"
#include "terminal/terminal.h"

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

StoreChooser::StoreChooser(Terminal &terminal, Services &services, Printing printing,
                           QObject *parent)
    : QObject(parent)
    , m_terminal(terminal)
    , m_services(services)
    , m_printing(printing)
{}

void StoreChooser::start(StoreChoice choice)
{
    m_choice = choice;
    switch (choice) {
    case StoreChoice::Auto:
    case StoreChoice::Keychain:
        return askKeychain();
    case StoreChoice::Pass:
        return tryPass();
    case StoreChoice::Memory:
        Q_EMIT failed(CommandError::usage(
            tr("A key that is kept in memory only would be gone when this command ends."),
            tr("Write it where it is needed with --print, choose another place with --store, or "
               "sign in in the window.")));
        return;
    }
}

void StoreChooser::askKeychain()
{
    KeychainStatus::query(this, [this](const KeychainStatus &status) { keychainKnown(status); });
}

void StoreChooser::keychainKnown(const KeychainStatus &status)
{
    const bool isLocked = status.state == KeychainStatus::State::Locked;
    const bool isNew = status.state == KeychainStatus::State::NotCreated;
    // Its prompt is a window.
    const bool canPrompt = (isLocked || isNew) && hasDisplay();
    if (status.error() != StoreError::Kind::None && !canPrompt)
        return noKeychain(CommandError::from(StoreError{status.error()}));
    if (isLocked)
        m_terminal.note(tr("Your keychain is locked; it will ask you to unlock it."));
    if (isNew) {
        m_terminal.note(
            tr("There is no keyring yet; your system will ask for a password for a new one."));
    }
    Q_EMIT chosen(StoreChoice::Keychain);
}

void StoreChooser::noKeychain(const CommandError &problem)
{
    if (m_choice == StoreChoice::Keychain)
        return offerPrinting(problem);
    PassStatus::query(this, [this, problem](const PassStatus &pass) {
        if (pass.isUsable())
            offerPass(problem, pass);
        else
            offerPrinting(problem);
    });
}

/// Nothing but an answer puts a key where it was not expected.
void StoreChooser::offerPass(const CommandError &problem, const PassStatus &pass)
{
    if (!m_terminal.canAsk()) {
        CommandError more = problem;
        more.setDetails({tr("The password manager pass is there. To keep the key in it: --store "
                            "pass, or the setting “store”.")});
        Q_EMIT failed(more);
        return;
    }
    m_terminal.say(problem.sentence());
    const bool canPrint = m_printing == Printing::Offered;
    //: %1 is a folder.
    m_terminal.say(
        tr("The password manager pass is there, with its store in %1.").arg(pass.folder));
    m_terminal.ask(canPrint ? tr("Keep the key in pass (k), print it once without saving it (p) or "
                                 "stop (s)? ")
                            : tr("Keep the key in pass (k) or stop (s)? "),
                   this, [this, problem, pass, canPrint](const std::optional<QByteArray> &answer) {
                       const QByteArray word = answer ? answer->trimmed().toLower() : "s";
                       if (word == "k")
                           tryPass();
                       else if (word == "p" && canPrint)
                           Q_EMIT printingChosen();
                       else if (word == "s")
                           Q_EMIT failed(problem);
                       else
                           offerPass(problem, pass);
                   });
}

void StoreChooser::offerPrinting(const CommandError &problem)
{
    if (m_printing == Printing::NotOffered || !m_terminal.canAsk()) {
        Q_EMIT failed(problem);
        return;
    }
    m_terminal.say(problem.sentence());
    m_terminal.ask(tr("Go on, and print the key once without saving it? [y/N] "), this,
                   [this, problem](const std::optional<QByteArray> &answer) {
                       if (!answer || !answer->trimmed().toLower().startsWith('y'))
                           Q_EMIT failed(problem);
                       else
                           Q_EMIT printingChosen();
                   });
}

void StoreChooser::tryPass()
{
    PassStatus::query(this, [this](const PassStatus &status) {
        if (!status.isUsable()) {
            Q_EMIT failed(CommandError::from(status.error()));
            return;
        }
        const QList<StoredKey> keys = m_services.vault().keys();
        const bool isFirst = std::none_of(keys.begin(), keys.end(),
                                          [](const StoredKey &key) { return key.isInPass(); });
        if (isFirst && status.isGit)
            m_terminal.say(status.gitNote());
        probePass();
    });
}

void StoreChooser::probePass()
{
    m_services.pass().probe(this, [this](const StoreError &error) {
        if (error.isError())
            Q_EMIT failed(CommandError::from(error));
        else
            Q_EMIT chosen(StoreChoice::Pass);
    });
}

} // namespace SignIn
