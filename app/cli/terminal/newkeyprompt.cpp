// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "newkeyprompt.h"

#include "core/keychain/keychainstatus.h"
#include "core/keys/storeoperation.h"
#include "delivery.h"
#include "handover.h"
#include "output/exitcodes.h"
#include "terminal.h"

#include <QJsonDocument>
#include <QTimer>

namespace SignIn {

NewKeyPrompt::NewKeyPrompt(Terminal &terminal, NewKey *key, QObject *parent)
    : QObject(parent)
    , m_terminal(terminal)
    , m_key(key)
{
    connect(key, &NewKey::slow, this, &NewKeyPrompt::sayWaiting);
    connect(key, &NewKey::stored, this, [this] { finish(Outcome::Stored); });
    connect(key, &NewKey::storingFailed, this,
            [this](const StoreError &error, const QString &listProblem) {
                if (!m_isStoring)
                    return; // somebody is asked already
                m_isStoring = false;
                storingFailed(error.isError() ? CommandError::from(error)
                                              : CommandError::ofIndex(listProblem));
            });
    connect(key, &NewKey::discarded, this, &NewKeyPrompt::discarded);
}

QString NewKeyPrompt::revokePage() const
{
    return m_key->entry().settingsUrl().toString(QUrl::FullyEncoded);
}

void NewKeyPrompt::sayWaiting()
{
    m_terminal.say(KeychainStatus::waitingText());
}

void NewKeyPrompt::store()
{
    m_isStoring = true;
    m_key->store();
}

void NewKeyPrompt::storingFailed(const CommandError &problem)
{
    m_problem = problem;
    if (m_key->isAdopted())
        return discard(); // its owner has it: nothing is lost, and what is left of it goes
    m_problem->setDetails(
        {tr("A key was created, but it is not saved. Revoke it at %1").arg(revokePage())});
    if (!m_terminal.canAsk())
        return finish(Outcome::NotStored);
    m_terminal.say(problem.sentence());
    m_terminal.say(tr("The key was created, but it is not saved."));
    ask();
}

void NewKeyPrompt::ask()
{
    m_terminal.ask(tr("Try again (t), print it once (p) or discard it (d)? "), this,
                   [this](const std::optional<QByteArray> &answer) {
                       if (!answer)
                           return leavePending();
                       const QByteArray word = answer->trimmed().toLower();
                       if (word == "t" && !m_command.isEmpty())
                           handTo(m_command);
                       else if (word == "t")
                           store();
                       else if (word == "p")
                           print();
                       else if (word == "d")
                           discard();
                       else
                           ask();
                   });
}

void NewKeyPrompt::stopped(bool mayAsk)
{
    m_wasStopped = true;
    m_isStoring = false;
    m_key->hold();
    if (!mayAsk || !m_terminal.canAsk()) {
        m_terminal.say(tr("A key was created already, so it is kept."));
        return store();
    }
    m_terminal.ask(tr("A key was created already. Keep it? [Y/n] "), this,
                   [this](const std::optional<QByteArray> &answer) {
                       if (!answer)
                           leavePending();
                       else if (answer->trimmed().toLower() == "n")
                           discard();
                       else
                           store();
                   });
}

void NewKeyPrompt::interrupt(bool mayAsk)
{
    if (m_isDone)
        return;
    if (m_isStoring && !m_wasStopped && !m_key->isAdopted())
        return stopped(mayAsk);
    if (m_key->isAdopted() && !m_isDiscarding)
        m_key->discard(); // nothing was created, so nothing is lost
    m_terminal.stopAsking();
    leavePending();
}

void NewKeyPrompt::print(const QJsonObject &object)
{
    m_key->beginPrinting();
    QByteArray text;
    if (object.isEmpty())
        text = m_key->key()->secret().toByteArray() + '\n';
    else
        text = QJsonDocument(object).toJson(QJsonDocument::Indented);
    auto *delivery = new Delivery(m_terminal, this);
    connect(delivery, &Delivery::finished, this, &NewKeyPrompt::delivered);
    delivery->start(OpenRouterAuth::Secret(text));
    text.fill('\0');
}

void NewKeyPrompt::delivered(const QString &problem)
{
    if (m_isDone)
        return;
    if (problem.isEmpty()) {
        m_key->printed();
        m_terminal.noteSecret();
        return finish(Outcome::Printed);
    }
    m_problem = CommandError(ExitCode::Other, problem,
                             tr("Revoke the key at %1, and sign in again.").arg(revokePage()));
    finish(Outcome::NotStored);
}

void NewKeyPrompt::handTo(const QString &command)
{
    m_command = command;
    m_key->beginPrinting();
    QByteArray line = m_key->key()->secret().toByteArray() + '\n';
    auto *handover = new Handover(this);
    connect(handover, &Handover::finished, this, [this, handover](const QString &problem) {
        handover->deleteLater();
        handedOver(problem);
    });
    handover->start(command, OpenRouterAuth::Secret(line));
    line.fill('\0');
}

void NewKeyPrompt::handedOver(const QString &problem)
{
    if (m_isDone)
        return;
    if (problem.isEmpty()) {
        m_key->printed();
        //: %1 is the key, masked.
        m_terminal.note(tr("The command has the key (%1). It is not kept on this computer.")
                            .arg(m_key->entry().maskedKey));
        return finish(Outcome::Printed);
    }
    m_problem = CommandError(ExitCode::Other, problem,
                             tr("Revoke the key at %1, and sign in again.").arg(revokePage()));
    if (!m_terminal.canAsk())
        return finish(Outcome::NotStored);
    m_terminal.say(problem);
    ask();
}

void NewKeyPrompt::discard()
{
    m_isDiscarding = true;
    m_key->discard();
    QTimer::singleShot(StoreOperation::SlowAfter, this, [this] {
        if (!m_isDone)
            sayWaiting();
    });
}

void NewKeyPrompt::discarded(const StoreError &error, const QString &listProblem)
{
    if (m_isDone || !m_isDiscarding)
        return;
    if (m_key->isAdopted())
        return finish(Outcome::NotStored);
    if (error.isError()) {
        m_problem = CommandError::from(error);
        m_problem->setDetails({tr("The key may still be in your keychain. This app removes it at "
                                  "its next start. Revoke the key at %1")
                                   .arg(revokePage())});
        return finish(Outcome::NotStored);
    }
    if (!listProblem.isEmpty()) {
        m_problem = CommandError::ofIndex(listProblem);
        m_problem->setDetails({tr("The key is not kept, but the list of keys still has an entry "
                                  "for it. Revoke the key at %1")
                                   .arg(revokePage())});
        return finish(Outcome::NotStored);
    }
    m_terminal.say(tr("The key is not kept. Revoke it at %1").arg(revokePage()));
    finish(Outcome::Discarded);
}

void NewKeyPrompt::leavePending()
{
    if (!m_key->isAdopted()) {
        m_terminal.say(m_isDiscarding
                           ? tr("Your keychain has not confirmed that the key is gone. This app "
                                "tries again at its next start. Revoke the key at %1")
                                 .arg(revokePage())
                           : tr("The key was created, but it is not saved. The next start reminds "
                                "you of it. Revoke it at %1")
                                 .arg(revokePage()));
    }
    finish(Outcome::Pending);
}

void NewKeyPrompt::finish(Outcome outcome)
{
    if (std::exchange(m_isDone, true))
        return;
    m_outcome = outcome;
    Q_EMIT finished();
}

} // namespace SignIn
