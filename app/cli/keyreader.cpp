// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyreader.h"

#include "core/keychain/keychainstatus.h"
#include "core/keychain/passstatus.h"
#include "core/keychain/secretserviceitem.h"
#include "core/keys/keyvault.h"
#include "core/platform/seat.h"
#include "dismissedprompt.h"
#include "output/exitcodes.h"

#include <QTimer>

#include <chrono>

namespace SignIn {

using namespace std::chrono_literals;
using OpenRouterAuth::ApiKey;

namespace {

constexpr auto LookAfter = 300ms;
constexpr auto SayWaitingAfter = 1s;
constexpr auto UnseenPatience = 5s;
constexpr auto SeenPatience = 60s;

} // namespace

KeyReader::KeyReader(KeyVault *vault, Prompts prompts, QObject *parent)
    : QObject(parent)
    , m_vault(vault)
    , m_prompts(prompts)
{}

void KeyReader::start(const StoredKey &entry)
{
    m_entry = entry;
    if (entry.isInPass())
        return askPass();
    if (m_prompts == Prompts::Never)
        return askFirst(Reason::NotWanted);
    if (!maySeePrompts())
        return askFirst(Reason::NotSeen);
    if (DismissedPrompt::isRecent())
        return askFirst(Reason::Dismissed);
    beginReading(true);
}

/// Its prompt is that of gpg-agent, which says at once if it has nowhere to show it.
void KeyReader::askPass()
{
    m_isPromptOfKeychain = false;
    if (m_prompts != Prompts::Never)
        return beginReading(true);
    giveUpAfter(UnseenPatience);
    PassStatus::query(this, [this](const PassStatus &status) {
        if (m_isFinished)
            return;
        if (status.state == PassStatus::State::Locked) {
            return fail({ExitCode::KeychainUnavailable, tr("The GPG key of pass is locked."),
                         tr("Unlock it, or let it ask: call this without --no-prompt.")});
        }
        beginReading(false);
    });
}

void KeyReader::askFirst(Reason reason)
{
    if (reason != Reason::Dismissed)
        giveUpAfter(UnseenPatience);
    if (KeychainStatus::isWalletSession())
        return askKeychain(reason);
    // One question instead of six where the entry is open, as it mostly is.
    askEntry(reason, [this, reason] { askKeychain(reason); });
}

void KeyReader::askEntry(Reason reason, const std::function<void()> &unknown)
{
    queryItem(keychainUser(m_entry.server, m_entry.id), this,
              [this, reason, unknown](ItemState state) {
                  if (m_isFinished)
                      return;
                  if (state == ItemState::Open)
                      beginReading(reason == Reason::Dismissed);
                  else if (state == ItemState::Locked)
                      fail(lockedError(reason));
                  else
                      unknown();
              });
}

void KeyReader::askKeychain(Reason reason)
{
    KeychainStatus::query(this, [this, reason](const KeychainStatus &status) {
        if (m_isFinished)
            return;
        if (status.error() == StoreError::Kind::Locked)
            return fail(lockedError(reason));
        // Reading a wallet that does not exist would ask for a password for a new one.
        if (status.isWallet && status.error() == StoreError::Kind::NotCreated)
            return fail(
                CommandError::from(KeychainStatus::absence(m_entry.keychain, status.place())));
        if (reason == Reason::NotWanted && status.error() == StoreError::Kind::NotResponding)
            return fail(CommandError::from(StoreError{status.error()}));
        const bool isSeen = reason == Reason::Dismissed;
        if (status.isWallet)
            return beginReading(isSeen);
        // Asked again: the first question may have started the keychain, or come too early for it.
        askEntry(reason, [this, isSeen] { beginReading(isSeen); });
    });
}

void KeyReader::beginReading(bool isSeen)
{
    m_isSeen = isSeen;
    m_job = m_vault->read(m_entry.id);
    connect(m_job, &KeyJob::finished, this, &KeyReader::finished);
    if (!isSeen)
        return;
    if (m_isPromptOfKeychain) {
        QTimer::singleShot(LookAfter, this, &KeyReader::lookWhoIsThere);
        QTimer::singleShot(SayWaitingAfter, this, [this] {
            if (!m_isFinished && m_isSeen)
                Q_EMIT waiting();
        });
    }
    QTimer::singleShot(SeenPatience, this, [this] {
        const QString advice = tr("Look for its prompt, answer it, then try again.");
        fail({ExitCode::KeychainUnavailable,
              m_isPromptOfKeychain ? tr("The keychain did not answer within a minute.")
                                   : tr("pass did not answer within a minute."),
              advice});
    });
}

/// Only now, because most keychains have answered by then and logind takes longer than they do.
void KeyReader::lookWhoIsThere()
{
    if (m_isFinished)
        return;
    queryIsSeated(this, [this](bool isSeated) {
        if (m_isFinished || isSeated)
            return;
        m_isSeen = false;
        giveUpAfter(UnseenPatience - LookAfter);
        KeychainStatus::query(this, [this](const KeychainStatus &status) {
            if (status.error() == StoreError::Kind::Locked)
                fail(lockedError(Reason::NotSeen));
        });
    });
}

void KeyReader::giveUpAfter(std::chrono::milliseconds patience)
{
    QTimer::singleShot(patience, this, [this] {
        if (!m_isPromptOfKeychain) {
            return fail({ExitCode::KeychainUnavailable, tr("pass does not answer."),
                         tr("See “openrouter-key doctor”.")});
        }
        fail({ExitCode::KeychainUnavailable, tr("The keychain does not answer."),
              tr("Its prompt may be on another screen. See also “openrouter-key doctor”.")});
    });
}

void KeyReader::finished()
{
    if (m_isFinished)
        return;
    const StoreError &error = m_job->error();
    if (m_job->key()) {
        DismissedPrompt::forget();
        m_isFinished = true;
        Q_EMIT read(*m_job->key(), m_job->entry());
        return;
    }
    if (m_isSeen && m_isPromptOfKeychain
        && (error.kind == StoreError::Kind::Locked || error.kind == StoreError::Kind::Denied)) {
        DismissedPrompt::note();
    }
    fail(CommandError::from(error), error.kind == StoreError::Kind::NotFound);
}

void KeyReader::fail(const CommandError &problem, bool isMissing)
{
    if (std::exchange(m_isFinished, true))
        return;
    Q_EMIT failed(problem, isMissing);
}

CommandError KeyReader::lockedError(Reason reason)
{
    switch (reason) {
    case Reason::NotSeen:
        return {ExitCode::KeychainUnavailable,
                tr("The keychain is locked, and its prompt cannot be seen from here."),
                tr("Unlock it where its prompt can be seen, or see “openrouter-key doctor”.")};
    case Reason::NotWanted:
        return {ExitCode::KeychainUnavailable, tr("The keychain is locked."),
                tr("Unlock it, or let it ask: call this without --no-prompt.")};
    case Reason::Dismissed:
        return {ExitCode::KeychainUnavailable,
                tr("The keychain is locked, and its prompt was dismissed a moment ago."),
                tr("It asks again after a minute; or unlock it now, then try again.")};
    }
    Q_UNREACHABLE();
}

} // namespace SignIn
