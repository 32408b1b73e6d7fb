// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "newkey.h"

#include "keylabel.h"
#include "keystores.h"
#include "keyvault.h"
#include "knownkeys.h"
#include "pendingkeys.h"
#include "storeoperation.h"

#include <OpenRouterAuth/clock.h>

#include <QPointer>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Server;

NewKey::NewKey(KeyVault *vault, QObject *parent)
    : QObject(parent)
    , m_vault(vault)
{}

NewKey::~NewKey()
{
    if (!m_reserved || m_home == Home::Session)
        return;
    giveUp();
    if (m_home != Home::Keychain && !m_operation) {
        // What is left belongs to the next start, or to whoever looks now.
        m_vault->pending().release(m_entry.id);
    }
}

void NewKey::describe(const Server &server, const QString &label)
{
    m_entry.id = StoredKey::generateId();
    m_entry.server = server;
    m_entry.label = storableLabel(label);
    m_entry.created = m_vault->clock()->now();
    m_entry.keychain = m_choice == StoreChoice::Pass ? PassStatus::place() : QString();
}

QString NewKey::reserve(const Server &server, const QString &label, StoredKey::Intent intent,
                        const QString &replacedId)
{
    if (m_reserved)
        return {};
    describe(server, label);
    m_entry.intent = intent;
    m_entry.replacedId = replacedId;
    if (const auto replaced = m_vault->find(replacedId))
        m_entry.keychain = replaced->isInPass() ? replaced->keychain : QString();
    const QString problem = m_vault->pending().reserve(m_entry);
    m_reserved = problem.isEmpty();
    return problem;
}

void NewKey::giveUp()
{
    if (!m_reserved || m_key || m_mayExist || m_isPosted)
        return;
    m_vault->pending().erase(m_entry.id);
    m_reserved = false;
}

void NewKey::posted()
{
    m_isPosted = true;
}

void NewKey::refused(const OpenRouterAuth::Error &error)
{
    m_isPosted = false;
    m_mayExist = m_mayExist || error.keyMayExist();
}

void NewKey::received(const ApiKey &key, const QString &userId, const QDateTime &expiresAt,
                      bool anotherMayExist, const ServerClock &clock)
{
    m_isPosted = false;
    m_key = key;
    m_entry.describe(key);
    m_entry.userId = userId;
    m_entry.expiresAt = expiresAt;
    m_entry.clock = clock;
    if (m_reserved)
        m_vault->pending().change(m_entry.id, [this](StoredKey &entry) { entry = m_entry; });
    if (!anotherMayExist && !m_mayExist)
        return;
    StoredKey reminder;
    reminder.id = StoredKey::generateId();
    reminder.server = m_entry.server;
    reminder.label = m_entry.label;
    reminder.created = m_entry.created;
    reminder.intent = StoredKey::Intent::Print; // it never came, so the keychain cannot have it
    m_reminder = reminder;
    (void)m_vault->pending().remind(reminder);
}

void NewKey::adopt(const ApiKey &key, const StoredKey &entry)
{
    m_key = key;
    const StoredKey given = entry;
    describe(given.server, given.label);
    m_entry.describe(key);
    m_entry.intent = StoredKey::Intent::Adopt;
    m_entry.userId = given.userId;
    m_entry.expiresAt = given.expiresAt;
    m_entry.lastStatus = given.lastStatus;
    m_entry.clock = given.clock;
}

void NewKey::store()
{
    if (!m_key || m_home == Home::Discarded)
        return;
    if (m_operation && m_operation->isRunning()) {
        m_operation->resume();
        return;
    }
    // What was to be printed is to be kept now; and an entry that was not reserved is reserved.
    if (m_entry.intent == StoredKey::Intent::Print)
        m_entry.intent = StoredKey::Intent::Store;
    if (const QString problem = m_vault->pending().reserve(m_entry); !problem.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, problem] { Q_EMIT storingFailed({}, problem); }, Qt::QueuedConnection);
        return;
    }
    m_reserved = true;
    m_replaced = m_entry.replacedId.isEmpty() ? std::nullopt : m_vault->find(m_entry.replacedId);

    delete m_operation;
    // A child of the vault: a late answer of the keychain counts although we may be gone.
    auto *operation = new StoreOperation(m_vault->room(), *m_key, m_entry, m_vault);
    m_operation = operation;
    connect(operation, &StoreOperation::slow, this, &NewKey::slow);
    connect(operation, &StoreOperation::stored, this, &NewKey::operationStored);
    connect(operation, &StoreOperation::failed, this, [this](const StoreError &error) {
        m_ownIdMayBeThere = m_ownIdMayBeThere || m_operation->ownIdMayBeThere();
        if (m_home == Home::None)
            Q_EMIT storingFailed(error, {});
    });
    connect(operation, &StoreOperation::canceled, this, &NewKey::remove);
    operation->start();
}

void NewKey::hold()
{
    if (m_operation)
        m_operation->pause();
}

void NewKey::operationStored(const QString &listProblem)
{
    m_vault->forgetSessionKey(m_operation->entry());
    if (!listProblem.isEmpty()) {
        m_ownIdMayBeThere = m_ownIdMayBeThere || m_operation->ownIdMayBeThere();
        Q_EMIT storingFailed({}, listProblem);
        return;
    }
    m_entry = m_operation->entry();
    const bool isNews = m_home == Home::None;
    m_home = Home::Keychain;
    m_operation->disconnect(this);
    if (isNews)
        Q_EMIT stored();
}

void NewKey::keepForSession()
{
    if (!m_key || m_home != Home::None)
        return;
    m_entry = m_vault->keepForSession(*m_key, m_entry);
    m_home = Home::Session;
}

void NewKey::beginPrinting()
{
    if (m_operation && m_operation->isRunning())
        m_operation->cancel(); // a late answer must not store what was printed
    if (m_operation)
        m_ownIdMayBeThere = m_ownIdMayBeThere || m_operation->ownIdMayBeThere();
    if (!m_reserved || m_ownIdMayBeThere)
        return;
    m_entry.intent = StoredKey::Intent::Print;
    m_vault->pending().change(m_entry.id,
                              [](StoredKey &entry) { entry.intent = StoredKey::Intent::Print; });
}

void NewKey::printed()
{
    if (m_ownIdMayBeThere) {
        discard();
        m_home = Home::Output;
        return;
    }
    m_home = Home::Output;
    if (m_reserved)
        m_vault->pending().erase(m_entry.id);
}

void NewKey::discard()
{
    if (m_home != Home::None)
        return;
    m_home = Home::Discarded;
    // What the list could not take is not to be written into it as stored with the next change.
    if (m_operation)
        m_vault->room().keys->forgetInMemory(m_operation->entry().id);
    if (m_reserved) {
        m_vault->pending().change(m_entry.id, [](StoredKey &entry) {
            entry.intent = StoredKey::Intent::Discard;
            entry.replacedId.clear();
        });
    }
    if (m_operation)
        m_operation->cancel(); // remove() follows
    else
        QMetaObject::invokeMethod(
            this, [this] { remove({}); }, Qt::QueuedConnection);
}

/// \a error: an overwritten key could not be put back.
void NewKey::remove(const StoreError &error)
{
    if (m_operation)
        m_ownIdMayBeThere = m_ownIdMayBeThere || m_operation->ownIdMayBeThere();
    if (error.isError() || !m_ownIdMayBeThere)
        return finishDiscard(error);
    KeychainAccess *store = m_operation ? m_operation->store() : m_vault->stores().of(m_entry);
    store->remove(keychainUser(m_entry.server, m_entry.id),
                  [self = QPointer(this), vault = QPointer(m_vault),
                   id = m_entry.id](const StoreError &removeError) {
                      if (self)
                          self->finishDiscard(removeError);
                      else if (vault && !removeError.isError())
                          vault->pending().erase(id);
                  });
}

void NewKey::finishDiscard(const StoreError &error)
{
    QString listProblem;
    if (!error.isError() && m_reserved)
        listProblem = m_vault->pending().erase(m_entry.id);
    Q_EMIT discarded(error, listProblem);
}

} // namespace SignIn
