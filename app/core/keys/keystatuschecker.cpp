// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keystatuschecker.h"

#include "core/signin/apiclient.h"
#include "keyvault.h"

#include <OpenRouterAuth/clock.h>

#include <QNetworkAccessManager>
#include <QSet>
#include <QUrl>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Client;
using OpenRouterAuth::Error;
using OpenRouterAuth::KeyInfoReply;
using OpenRouterAuth::Server;

class KeyStatusChecker::Private
{
public:
    /// A check that waits for its turn: of an entry, or of a key that is not stored.
    struct Check
    {
        QString id;
        std::optional<ApiKey> key;
        Server server;
    };

    void enqueue(const Check &check);
    void startNext();
    void readKey(const Check &check);
    void ask(const Check &check);
    void answered(const Check &check, const KeyInfoReply &reply);
    void end(const QString &id);
    [[nodiscard]] Client *clientFor(const Server &server);

    KeyStatusChecker *q = nullptr;
    KeyVault *vault = nullptr;
    QNetworkAccessManager *manager = nullptr;
    OpenRouterAuth::Clock *clock = nullptr;

    QHash<QUrl, Client *> clients;
    QQueue<Check> queue;
    QSet<QString> checking; ///< Queued or in flight.
    int inFlight = 0;
};

void KeyStatusChecker::Private::enqueue(const Check &check)
{
    queue.enqueue(check);
    // Later, so that no signal comes from inside the call.
    QMetaObject::invokeMethod(
        q, [this] { startNext(); }, Qt::QueuedConnection);
}

void KeyStatusChecker::Private::startNext()
{
    constexpr int maximumInFlight = 2;
    while (inFlight < maximumInFlight && !queue.isEmpty()) {
        const Check check = queue.dequeue();
        ++inFlight;
        Q_EMIT q->started(check.id);
        if (check.key)
            ask(check);
        else
            readKey(check);
    }
}

void KeyStatusChecker::Private::readKey(const Check &check)
{
    KeyJob *job = vault->read(check.id);
    connect(job, &KeyJob::finished, q, [this, job, check] {
        if (!job->key()) {
            end(check.id);
            Q_EMIT q->failed(check.id, Failure(job->error()));
            return;
        }
        ask({check.id, job->key(), job->entry().server});
    });
}

void KeyStatusChecker::Private::ask(const Check &check)
{
    KeyInfoReply *reply = clientFor(check.server)->keyInfo(*check.key);
    connect(reply, &KeyInfoReply::finished, q, [this, reply, check] {
        reply->deleteLater();
        answered(check, *reply);
    });
}

void KeyStatusChecker::Private::answered(const Check &check, const KeyInfoReply &reply)
{
    end(check.id);
    const ServerClock serverClock{reply.serverTime(), clock->now()};
    const bool isRefused = reply.error().isKeyRejected();
    const bool isKnowledge = isRefused || reply.result().has_value();
    const std::optional<StoredKey> entry =
        check.id.isEmpty() ? std::nullopt : vault->find(check.id);
    // Not if another key has taken the entry meanwhile: this says nothing about that one.
    if (isKnowledge && entry && entry->keyHash == check.key->hash()) {
        KeyStatus status;
        status.checkedAt = serverClock.local;
        status.refused = isRefused;
        if (reply.result())
            status.info = *reply.result();
        else if (entry->lastStatus)
            status.info = entry->lastStatus->info;
        vault->setStatus(check.id, status, serverClock);
    }
    if (!reply.result()) {
        Q_EMIT q->failed(check.id, Failure(reply.error()));
    } else if (check.id.isEmpty()) {
        Q_EMIT q->checkedKey(*check.key, *reply.result(), serverClock);
    } else {
        Q_EMIT q->checked(check.id);
    }
}

void KeyStatusChecker::Private::end(const QString &id)
{
    --inFlight;
    checking.remove(id);
    QMetaObject::invokeMethod(
        q, [this] { startNext(); }, Qt::QueuedConnection);
}

Client *KeyStatusChecker::Private::clientFor(const Server &server)
{
    Client *&client = clients[server.baseUrl()];
    if (!client) {
        client = makeClient(manager, server, clock).release();
        client->setParent(q);
    }
    return client;
}

KeyStatusChecker::KeyStatusChecker(KeyVault *vault, QNetworkAccessManager *manager,
                                   OpenRouterAuth::Clock *clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->q = this;
    d->vault = vault;
    d->manager = manager;
    d->clock = clock ? clock : OpenRouterAuth::Clock::system();
}

KeyStatusChecker::~KeyStatusChecker() = default;

void KeyStatusChecker::check(const QString &id)
{
    if (d->checking.contains(id))
        return;
    d->checking.insert(id);
    d->enqueue({id, std::nullopt, {}});
}

void KeyStatusChecker::check(const QString &id, const ApiKey &key)
{
    const std::optional<StoredKey> entry = d->vault->find(id);
    if (!entry || d->checking.contains(id))
        return;
    d->checking.insert(id);
    d->enqueue({id, key, entry->server});
}

void KeyStatusChecker::check(const ApiKey &key, const Server &server)
{
    d->enqueue({{}, key, server});
}

bool KeyStatusChecker::isChecking(const QString &id) const
{
    return d->checking.contains(id);
}

} // namespace SignIn
