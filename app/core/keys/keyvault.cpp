// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keyvault.h"

#include "keylabel.h"
#include "keylist.h"
#include "keylistformat.h"

#include <OpenRouterAuth/clock.h>

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QPointer>

#include <algorithm>
#include <limits>
#include <map>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;
using OpenRouterAuth::Secret;
using OpenRouterAuth::Server;

namespace {

const QString IndexCopyUser = u"openrouter-signin/index"_s;

/// Credential Manager takes no more (CRED_MAX_CREDENTIAL_BLOB_SIZE): a longer list has no copy, or
/// an older one, instead of being refused after each errand.
#ifdef Q_OS_WIN
constexpr qsizetype LargestCopy = 2560;
#else
constexpr qsizetype LargestCopy = std::numeric_limits<qsizetype>::max();
#endif

auto findId(QList<StoredKey> &list, const QString &id)
{
    return std::find_if(list.begin(), list.end(),
                        [&id](const StoredKey &key) { return key.id == id; });
}

bool isPending(const StoredKey &key)
{
    return key.state == StoredKey::State::Pending;
}

bool isSameKey(const StoredKey &left, const StoredKey &right)
{
    return left.keyHash == right.keyHash && left.server == right.server;
}

bool hasDefault(const QList<StoredKey> &list)
{
    return std::any_of(list.begin(), list.end(),
                       [](const StoredKey &key) { return key.isDefault; });
}

void describe(StoredKey &entry, const ApiKey &key)
{
    entry.keyHash = key.hash();
    entry.maskedKey = key.masked();
}

void eraseId(QList<StoredKey> &list, const QString &id)
{
    list.removeIf([&id](const StoredKey &key) { return key.id == id; });
}

/// Takes an entry out of the list; the oldest one left inherits its default mark.
void eraseAndPassDefaultOn(QList<StoredKey> &list, const QString &id)
{
    eraseId(list, id);
    if (hasDefault(list))
        return;
    StoredKey *heir = nullptr;
    for (StoredKey &key : list) {
        if (!isPending(key) && (!heir || key.created < heir->created))
            heir = &key;
    }
    if (heir)
        heir->isDefault = true;
}

} // namespace

class KeyVault::Private : public QObject
{
public:
    /// A key on its way into the keychain. Lives on when its job has been given up.
    struct Storing
    {
        ApiKey key;
        StoredKey entry;          ///< As it was asked for; its id is that of the pending entry.
        QString targetId;         ///< The entry that will hold the key.
        bool keepsOldKey = false; ///< The target holds this very key already.
        bool discarded = false;
        QPointer<KeyJob> job;
    };
    using StoringPointer = std::shared_ptr<Storing>;

    Private(KeyVault *vault, KeyList *keyIndex, SecretStore *keychainStore,
            SecretStore *sessionStore, OpenRouterAuth::Clock *usedClock);

    KeyJob *newJob();
    static void finish(KeyJob *job, const StoreError &error = {});
    static void finishLater(KeyJob *job, const StoreError &error = {});

    [[nodiscard]] QList<StoredKey> all() const;
    [[nodiscard]] QString modify(const std::function<void(QList<StoredKey> &)> &change);
    [[nodiscard]] QString change(const QString &id, const std::function<void(StoredKey &)> &change);

    [[nodiscard]] bool hold(const QString &id);
    [[nodiscard]] bool isAbandoned(const QString &id) const;
    [[nodiscard]] QString lockPath(const QString &id) const;

    void write(const QString &user, const Secret &secret, SecretStore::DoneHandler handler);
    void read(const QString &user, SecretStore::ReadHandler handler);
    void remove(const QString &user, SecretStore::DoneHandler handler);
    void answered(const StoreError &error);

    void begin(const StoringPointer &storing, const QString &replacedId);
    void written(const StoringPointer &storing, const StoreError &error);
    void readBack(const StoringPointer &storing, const StoreError &error, const Secret &secret);
    void complete(const StoringPointer &storing);
    void storingFailed(const StoringPointer &storing, const StoreError &error);
    void dropDiscarded(const StoringPointer &storing);

    void keyRead(KeyJob *job, const StoredKey &entry, const StoreError &error,
                 const Secret &secret);
    void forgetSessionKey(const StoredKey &key);

    void indexChanged();
    void recoverFromCopy();
    void copyRead(const StoreError &error, const Secret &secret);
    void recoverPending(const StoredKey &entry);
    void recoveryStepDone(int count);

    void copyIsOld();
    void scheduleCopy();
    void writeCopy();
    void settled();

    KeyVault *q;
    KeyList *index;
    SecretStore *keychain;
    SecretStore *session;
    OpenRouterAuth::Clock *clock;

    /// What the file does not have: keys of this session, and stored ones it would not take.
    QList<StoredKey> memory;
    std::map<QString, std::unique_ptr<QLockFile>> locks;
    QList<StoringPointer> storings;

    /// Pending entries whose key may be in the keychain although storing it failed.
    QStringList doubtful;

    bool indexIsLost = false;
    bool copyUnread = false; ///< It was needed and the keychain did not give it out.
    bool recovering = false;
    int recoverySteps = 0;
    int recoveredCount = 0;

    int errands = 0;           ///< On their way to the keychain, the copy aside.
    bool keychainOpen = false; ///< It answered the last errand, so it will not prompt for the copy.
    bool copyOld = false;
    bool copyScheduled = false;
    bool copyBeingWritten = false;
    QByteArray copied;
    QList<std::shared_ptr<std::function<void()>>> waiting;
};

KeyVault::Private::Private(KeyVault *vault, KeyList *keyIndex, SecretStore *keychainStore,
                           SecretStore *sessionStore, OpenRouterAuth::Clock *usedClock)
    : q(vault)
    , index(keyIndex)
    , keychain(keychainStore)
    , session(sessionStore)
    , clock(usedClock ? usedClock : OpenRouterAuth::Clock::system())
    , indexIsLost(index->condition() == KeyList::Condition::Absent
                  || index->condition() == KeyList::Condition::Corrupt)
{
    connect(index, &KeyList::changed, this, [this] { indexChanged(); });
}

// --- Jobs ---------------------------------------------------------------------------------------

KeyJob *KeyVault::Private::newJob()
{
    auto *job = new KeyJob(q);
    clock->callAfter(SlowAfter, job, [job] {
        if (!job->m_finished)
            Q_EMIT job->slow();
    });
    clock->callAfter(GiveUpAfter, job, [job] {
        finish(job, {StoreError::Kind::NotResponding, u"no answer"_s});
    });
    return job;
}

void KeyVault::Private::finish(KeyJob *job, const StoreError &error)
{
    if (!job || job->m_finished)
        return;
    job->m_finished = true;
    job->m_error = error;
    Q_EMIT job->finished();
    job->deleteLater();
}

void KeyVault::Private::finishLater(KeyJob *job, const StoreError &error)
{
    QMetaObject::invokeMethod(
        job, [job, error] { finish(job, error); }, Qt::QueuedConnection);
}

// --- The list -----------------------------------------------------------------------------------

/// File and memory together, with one default at most.
QList<StoredKey> KeyVault::Private::all() const
{
    QList<StoredKey> list = index->keys();
    if (hasDefault(memory)) {
        for (StoredKey &key : list)
            key.isDefault = false;
    }
    for (const StoredKey &key : memory) {
        const auto inFile = findId(list, key.id);
        if (inFile == list.end())
            list += key;
        else if (isPending(*inFile))
            *inFile = key;
    }
    std::stable_sort(list.begin(), list.end(), [](const StoredKey &left, const StoredKey &right) {
        return left.created < right.created;
    });
    return list;
}

/// Changes the file, and brings in what it would not take before.
QString KeyVault::Private::modify(const std::function<void(QList<StoredKey> &)> &change)
{
    const auto isStored = [](const StoredKey &key) {
        return key.state != StoredKey::State::Session;
    };
    const QString problem = index->modify([&](QList<StoredKey> &list) {
        for (const StoredKey &key : std::as_const(memory)) {
            if (!isStored(key))
                continue;
            eraseId(list, key.id);
            list += key;
            if (key.isDefault) {
                for (StoredKey &other : list)
                    other.isDefault = other.id == key.id;
            }
        }
        change(list);
    });
    if (problem.isEmpty())
        memory.removeIf(isStored);
    return problem;
}

QString KeyVault::Private::change(const QString &id, const std::function<void(StoredKey &)> &change)
{
    const QString gone = KeyVault::tr("This key is not in the list any more.");
    if (const auto found = findId(memory, id); found != memory.end()) {
        change(*found);
        Q_EMIT q->changed();
        return {};
    }
    bool isThere = false;
    const QString problem = modify([&](QList<StoredKey> &list) {
        if (const auto found = findId(list, id); found != list.end()) {
            isThere = true;
            change(*found);
        }
    });
    return problem.isEmpty() && !isThere ? gone : problem;
}

// --- Locks of pending entries -------------------------------------------------------------------

QString KeyVault::Private::lockPath(const QString &id) const
{
    return QFileInfo(index->filePath()).absolutePath() + "/attempt-"_L1 + id + ".lock"_L1;
}

bool KeyVault::Private::hold(const QString &id)
{
    if (locks.contains(id))
        return true;
    auto lock = std::make_unique<QLockFile>(lockPath(id));
    // However long a sign-in waits: the lock is stale when its process is gone, not before.
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) {
        // The folder may have been deleted since the index was opened.
        QDir().mkpath(QFileInfo(index->filePath()).absolutePath());
        if (!lock->tryLock(0))
            return false;
    }
    locks.emplace(id, std::move(lock));
    return true;
}

bool KeyVault::Private::isAbandoned(const QString &id) const
{
    if (locks.contains(id))
        return false;
    QLockFile lock(lockPath(id));
    lock.setStaleLockTime(0);
    // Another program may be asking the same question just now.
    constexpr int patienceInMs = 20;
    return lock.tryLock(patienceInMs);
}

// --- Errands to the keychain --------------------------------------------------------------------

void KeyVault::Private::write(const QString &user, const Secret &secret,
                              SecretStore::DoneHandler handler)
{
    ++errands;
    keychain->write(user, secret, this,
                    [this, handler = std::move(handler)](const StoreError &error) {
                        answered(error);
                        handler(error);
                    });
}

void KeyVault::Private::read(const QString &user, SecretStore::ReadHandler handler)
{
    ++errands;
    keychain->read(
        user, this,
        [this, handler = std::move(handler)](const StoreError &error, const Secret &secret) {
            answered(error);
            handler(error, secret);
        });
}

void KeyVault::Private::remove(const QString &user, SecretStore::DoneHandler handler)
{
    ++errands;
    keychain->remove(user, this, [this, handler = std::move(handler)](const StoreError &error) {
        answered(error);
        handler(error);
    });
}

void KeyVault::Private::answered(const StoreError &error)
{
    --errands;
    keychainOpen = !error.isError() || error.kind == StoreError::Kind::NotFound;
    if (keychainOpen && std::exchange(copyUnread, false))
        q->recover();
    scheduleCopy();
}

// --- Storing ------------------------------------------------------------------------------------

void KeyVault::Private::begin(const StoringPointer &storing, const QString &replacedId)
{
    StoredKey &entry = storing->entry;
    if (!StoredKey::isValidId(entry.id))
        entry.id = StoredKey::generateId();
    if (!entry.created.isValid())
        entry.created = clock->now();
    entry.state = StoredKey::State::Pending;
    entry.label = storableLabel(entry.label);
    entry.isDefault = false;
    describe(entry, storing->key);

    storing->targetId = entry.id;
    bool hasTarget = false;
    for (const StoredKey &key : all()) {
        if (isPending(key))
            continue;
        if (isSameKey(key, entry)) {
            storing->targetId = key.id;
            storing->keepsOldKey = true;
            hasTarget = true;
            break;
        }
        if (key.id == replacedId && key.server == entry.server) {
            storing->targetId = key.id;
            hasTarget = true;
        }
    }

    const QString problem = modify([&](QList<StoredKey> &list) {
        const auto pending = findId(list, entry.id);
        if (pending != list.end()) {
            if (isPending(*pending))
                *pending = entry;
        } else if (!hasTarget && hold(entry.id)) {
            list += entry;
        }
    });

    storing->job->m_entry = entry;
    storing->job->m_indexProblem = problem;
    storings += storing;
    write(keychainUser(entry.server, storing->targetId), storing->key.secret(),
          [this, storing](const StoreError &error) { written(storing, error); });
}

void KeyVault::Private::written(const StoringPointer &storing, const StoreError &error)
{
    if (error.isError())
        return storingFailed(storing, error);
    if (storing->discarded)
        return dropDiscarded(storing);
    read(keychainUser(storing->entry.server, storing->targetId),
         [this, storing](const StoreError &readError, const Secret &secret) {
             readBack(storing, readError, secret);
         });
}

void KeyVault::Private::readBack(const StoringPointer &storing, const StoreError &error,
                                 const Secret &secret)
{
    if (storing->discarded)
        return dropDiscarded(storing);
    if (error.kind == StoreError::Kind::NotFound) {
        return storingFailed(
            storing, {StoreError::Kind::Mismatch, u"read back after writing: nothing was there"_s});
    }
    if (error.isError())
        return storingFailed(storing, error);
    if (!(secret == storing->key.secret())) {
        return storingFailed(storing, {StoreError::Kind::Mismatch,
                                       u"read back after writing: something else was there"_s});
    }
    complete(storing);
}

void KeyVault::Private::complete(const StoringPointer &storing)
{
    storings.removeOne(storing);
    StoredKey stored = storing->entry;
    stored.id = storing->targetId;
    stored.state = StoredKey::State::Stored;

    const auto inheritFrom = [&](const StoredKey &old) {
        stored.label = old.label;
        stored.isDefault = old.isDefault;
        if (!storing->keepsOldKey)
            return;
        stored.created = old.created;
        if (stored.userId.isEmpty())
            stored.userId = old.userId;
        if (!stored.expiresAt.isValid())
            stored.expiresAt = old.expiresAt;
        if (old.lastStatus && !old.lastStatus->refused)
            stored.lastStatus = old.lastStatus;
    };
    if (const auto old = findId(memory, stored.id); old != memory.end())
        inheritFrom(*old);
    forgetSessionKey(stored);
    eraseId(memory, stored.id);

    const QString problem = modify([&](QList<StoredKey> &list) {
        if (const auto old = findId(list, stored.id); old != list.end() && !isPending(*old))
            inheritFrom(*old);
        eraseId(list, storing->entry.id);
        eraseId(list, stored.id);
        if (stored.isDefault) {
            for (StoredKey &other : list)
                other.isDefault = false;
        } else if (!hasDefault(list)) {
            stored.isDefault = !hasDefault(memory);
        }
        list += stored;
    });
    locks.erase(storing->entry.id);
    doubtful.removeOne(storing->entry.id);
    if (!problem.isEmpty()) {
        stored.isDefault = stored.isDefault || !q->defaultKey();
        memory += stored;
        Q_EMIT q->changed();
    }
    copyIsOld();
    if (storing->job) {
        storing->job->m_entry = stored;
        storing->job->m_indexProblem = problem;
        finish(storing->job);
    }
}

void KeyVault::Private::storingFailed(const StoringPointer &storing, const StoreError &error)
{
    storings.removeOne(storing);
    const bool surelyNotStored = error.kind == StoreError::Kind::Locked
                                 || error.kind == StoreError::Kind::Unavailable
                                 || error.kind == StoreError::Kind::Denied;
    if (storing->discarded) {
        if (!surelyNotStored)
            dropDiscarded(storing);
        return;
    }
    if (!surelyNotStored && !doubtful.contains(storing->entry.id))
        doubtful += storing->entry.id;
    finish(storing->job, error);
}

/// A late answer put a key into the keychain that nobody wants.
void KeyVault::Private::dropDiscarded(const StoringPointer &storing)
{
    storings.removeOne(storing);
    if (storing->keepsOldKey)
        return;
    remove(keychainUser(storing->entry.server, storing->targetId),
           [this, storing](const StoreError &error) {
               if (error.isError() || storing->targetId == storing->entry.id)
                   return;
               // The key that was there before had been overwritten.
               (void)change(storing->targetId,
                            [](StoredKey &key) { key.state = StoredKey::State::Missing; });
           });
}

void KeyVault::Private::forgetSessionKey(const StoredKey &key)
{
    for (qsizetype i = memory.size() - 1; i >= 0; --i) {
        const StoredKey &candidate = memory.at(i);
        if (candidate.state != StoredKey::State::Session
            || !(candidate.id == key.id || isSameKey(candidate, key))) {
            continue;
        }
        session->remove(keychainUser(candidate.server, candidate.id), this,
                        [](const StoreError &) {});
        memory.removeAt(i);
    }
}

// --- Reading ------------------------------------------------------------------------------------

void KeyVault::Private::keyRead(KeyJob *job, const StoredKey &entry, const StoreError &error,
                                const Secret &secret)
{
    StoredKey now = entry;
    if (error.kind == StoreError::Kind::NotFound)
        now.state = StoredKey::State::Missing;
    const std::optional<ApiKey> key =
        error.isError() ? std::nullopt : ApiKey::fromBytes(secret.view());
    if (key) {
        if (now.state == StoredKey::State::Missing)
            now.state = StoredKey::State::Stored;
        // Somebody put another key there, or we were killed between keychain and index: the
        // keychain is right.
        if (key->hash() != now.keyHash) {
            describe(now, *key);
            now.lastStatus.reset();
        }
    }
    QString problem;
    if (now.state != entry.state || now.keyHash != entry.keyHash) {
        problem = change(entry.id, [&](StoredKey &listed) {
            // Another program may have been quicker.
            if (listed.keyHash != entry.keyHash || isPending(listed))
                return;
            listed.state = now.state;
            listed.keyHash = now.keyHash;
            listed.maskedKey = now.maskedKey;
            listed.lastStatus = now.lastStatus;
        });
        copyIsOld();
    }
    if (!job)
        return;
    job->m_entry = now;
    job->m_indexProblem = problem;
    if (error.isError())
        return finish(job, error);
    if (!key) {
        return finish(job, {StoreError::Kind::Other,
                            u"what is in the keychain does not have the form of a key"_s});
    }
    job->m_key = key;
    finish(job);
}

// --- Recovery -----------------------------------------------------------------------------------

void KeyVault::Private::indexChanged()
{
    const KeyList::Condition condition = index->condition();
    const bool isLost =
        condition == KeyList::Condition::Absent || condition == KeyList::Condition::Corrupt;
    const bool wasLost = std::exchange(indexIsLost, isLost);
    Q_EMIT q->changed();
    if (isLost && !wasLost)
        q->recover();
}

void KeyVault::Private::recoverFromCopy()
{
    ++recoverySteps;
    read(IndexCopyUser,
         [this](const StoreError &error, const Secret &secret) { copyRead(error, secret); });
}

void KeyVault::Private::copyRead(const StoreError &error, const Secret &secret)
{
    copyUnread = error.isError() && error.kind != StoreError::Kind::NotFound;
    if (copyUnread)
        return recoveryStepDone(0);

    QList<StoredKey> candidates;
    if (!error.isError())
        candidates = decodeKeyListCopy(secret.toByteArray());
    index->setComplete();
    // Nothing lost and nothing to write: no file for somebody who has no key.
    if (candidates.isEmpty() && index->condition() != KeyList::Condition::Ready)
        return recoveryStepDone(0);

    int count = 0;
    const QString problem = modify([&](QList<StoredKey> &list) {
        for (StoredKey &candidate : candidates) {
            const bool isKnown = std::any_of(list.begin(), list.end(), [&](const StoredKey &key) {
                return key.id == candidate.id || (!isPending(key) && isSameKey(key, candidate));
            });
            if (isKnown)
                continue;
            candidate.isDefault = candidate.isDefault && !hasDefault(list);
            list += candidate;
            ++count;
        }
    });
    copyIsOld();
    recoveryStepDone(problem.isEmpty() ? count : 0);
}

/// A program ended between getting a key and noting that it is stored: is it in the keychain?
void KeyVault::Private::recoverPending(const StoredKey &entry)
{
    ++recoverySteps;
    read(keychainUser(entry.server, entry.id),
         [this, entry](const StoreError &error, const Secret &secret) {
             const std::optional<ApiKey> key =
                 error.isError() ? std::nullopt : ApiKey::fromBytes(secret.view());
             if (!key || key->hash() != entry.keyHash)
                 return recoveryStepDone(0);
             bool isCompleted = false;
             const QString problem = modify([&](QList<StoredKey> &list) {
                 const auto found = findId(list, entry.id);
                 if (found == list.end() || !isPending(*found))
                     return;
                 found->state = StoredKey::State::Stored;
                 found->isDefault = !hasDefault(list);
                 isCompleted = true;
             });
             copyIsOld();
             recoveryStepDone(problem.isEmpty() && isCompleted ? 1 : 0);
         });
}

void KeyVault::Private::recoveryStepDone(int count)
{
    recoveredCount += count;
    if (--recoverySteps > 0)
        return;
    recovering = false;
    Q_EMIT q->recovered(std::exchange(recoveredCount, 0));
}

// --- The copy of the index ----------------------------------------------------------------------

void KeyVault::Private::copyIsOld()
{
    copyOld = true;
    scheduleCopy();
}

void KeyVault::Private::scheduleCopy()
{
    if (copyScheduled)
        return;
    copyScheduled = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            copyScheduled = false;
            writeCopy();
            settled();
        },
        Qt::QueuedConnection);
}

/// Never in the way of an errand, and never the reason for a prompt: the copy waits until the
/// keychain has just answered something else.
void KeyVault::Private::writeCopy()
{
    if (!copyOld || copyBeingWritten || errands > 0 || !keychainOpen || recoverySteps > 0)
        return;
    index->reload();
    if (index->condition() != KeyList::Condition::Ready || !index->isComplete())
        return;
    QList<StoredKey> keys = index->keys();
    keys.removeIf(isPending);
    const QByteArray content = encodeKeyListCopy(keys);
    copyOld = false;
    if (content == copied || content.size() > LargestCopy)
        return;
    copyBeingWritten = true;
    keychain->write(IndexCopyUser, Secret(content), this, [this, content](const StoreError &error) {
        copyBeingWritten = false;
        if (error.isError()) {
            // With the next errand that succeeds.
            copyOld = true;
            keychainOpen = false;
        } else {
            copied = content;
        }
        scheduleCopy();
    });
}

void KeyVault::Private::settled()
{
    if (copyScheduled || copyBeingWritten || errands > 0)
        return;
    const auto handlers = std::exchange(waiting, {});
    for (const auto &handler : handlers)
        (*handler)();
}

// --- KeyVault -----------------------------------------------------------------------------------

KeyVault::KeyVault(KeyList *index, SecretStore *keychain, SecretStore *session,
                   OpenRouterAuth::Clock *clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, index, keychain, session, clock))
{}

KeyVault::~KeyVault() = default;

QList<StoredKey> KeyVault::keys() const
{
    QList<StoredKey> list = d->all();
    list.removeIf(isPending);
    return list;
}

std::optional<StoredKey> KeyVault::find(const QString &id) const
{
    QList<StoredKey> list = d->all();
    const auto found = findId(list, id);
    return found == list.end() ? std::nullopt : std::optional(*found);
}

std::optional<StoredKey> KeyVault::findByHash(const QString &keyHash) const
{
    for (const StoredKey &key : keys()) {
        if (key.keyHash == keyHash)
            return key;
    }
    return std::nullopt;
}

std::optional<StoredKey> KeyVault::defaultKey() const
{
    for (const StoredKey &key : keys()) {
        if (key.isDefault)
            return key;
    }
    return std::nullopt;
}

QList<StoredKey> KeyVault::unfinished() const
{
    QList<StoredKey> list = d->all();
    list.removeIf(
        [this](const StoredKey &key) { return !isPending(key) || !d->isAbandoned(key.id); });
    return list;
}

void KeyVault::recover()
{
    if (d->recovering)
        return;
    d->recovering = true;
    // One step that is always there, so that the end comes later and once.
    ++d->recoverySteps;
    QMetaObject::invokeMethod(
        d.get(), [this] { d->recoveryStepDone(0); }, Qt::QueuedConnection);

    const KeyList::Condition condition = d->index->condition();
    if (condition == KeyList::Condition::Absent || condition == KeyList::Condition::Corrupt
        || (condition == KeyList::Condition::Ready && !d->index->isComplete())) {
        d->recoverFromCopy();
    }
    for (const StoredKey &entry : unfinished()) {
        if (!entry.keyHash.isEmpty())
            d->recoverPending(entry);
    }
}

StoredKey KeyVault::reserve(const Server &server, const QString &label, QString *problem)
{
    StoredKey entry;
    entry.id = StoredKey::generateId();
    entry.server = server;
    entry.label = storableLabel(label);
    entry.created = d->clock->now();

    QString why;
    if (!d->hold(entry.id)) {
        why = tr("The folder of the list of keys cannot be written: %1")
                  .arg(QDir::toNativeSeparators(QFileInfo(d->index->filePath()).absolutePath()));
    } else {
        why = d->modify([&entry](QList<StoredKey> &list) { list += entry; });
    }
    if (problem)
        *problem = why;
    if (why.isEmpty())
        return entry;
    d->locks.erase(entry.id);
    return {};
}

void KeyVault::notePending(const QString &id, const ApiKey &key, const QString &userId)
{
    (void)d->modify([&](QList<StoredKey> &list) {
        const auto found = findId(list, id);
        if (found == list.end() || !isPending(*found))
            return;
        describe(*found, key);
        found->userId = userId;
    });
}

void KeyVault::warmUp()
{
    d->keychain->warmUp();
}

KeyJob *KeyVault::store(const ApiKey &key, StoredKey entry, const QString &replacedId)
{
    KeyJob *job = d->newJob();
    auto storing = std::make_shared<Private::Storing>(
        Private::Storing{key, std::move(entry), {}, false, false, job});
    d->begin(storing, replacedId);
    return job;
}

StoredKey KeyVault::keepForSession(const ApiKey &key, StoredKey entry)
{
    const QString pendingId = entry.id;
    if (!StoredKey::isValidId(entry.id))
        entry.id = StoredKey::generateId();
    if (!entry.created.isValid())
        entry.created = d->clock->now();
    entry.label = storableLabel(entry.label);
    entry.state = StoredKey::State::Session;
    describe(entry, key);
    for (const StoredKey &known : std::as_const(d->memory)) {
        if (known.state == StoredKey::State::Session && isSameKey(known, entry)) {
            entry = known;
            break;
        }
    }
    entry.isDefault = entry.isDefault || !defaultKey();

    d->session->write(keychainUser(entry.server, entry.id), key.secret(), d.get(),
                      [](const StoreError &) {});
    eraseId(d->memory, entry.id);
    d->memory += entry;
    // If the file cannot be written the entry stays there as a pending one, which is the truth
    // for the time after this process.
    const QString problem = d->modify([&pendingId](QList<StoredKey> &list) {
        list.removeIf([&pendingId](const StoredKey &other) {
            return other.id == pendingId && isPending(other);
        });
    });
    if (problem.isEmpty())
        d->locks.erase(pendingId);
    Q_EMIT changed();
    return entry;
}

void KeyVault::discard(const QString &id)
{
    const std::optional<StoredKey> entry = find(id);
    bool isOnItsWay = false;
    for (const Private::StoringPointer &storing : std::as_const(d->storings)) {
        if (storing->entry.id != id)
            continue;
        isOnItsWay = true;
        storing->discarded = true;
        if (storing->job)
            Private::finishLater(storing->job, {StoreError::Kind::Other, u"discarded"_s});
    }
    if (!entry || !isPending(*entry))
        return;

    // Left behind by a program that got as far as knowing the key: it may have stored it.
    const bool isForeign = !d->locks.contains(id) && !entry->keyHash.isEmpty();
    if (!isOnItsWay && (isForeign || d->doubtful.contains(id)))
        d->remove(keychainUser(entry->server, id), [](const StoreError &) {});
    d->doubtful.removeOne(id);
    (void)d->modify([&id](QList<StoredKey> &list) { eraseId(list, id); });
    d->locks.erase(id);
}

KeyJob *KeyVault::read(const QString &id)
{
    KeyJob *job = d->newJob();
    const std::optional<StoredKey> entry = find(id);
    if (!entry || isPending(*entry)) {
        Private::finishLater(job, {StoreError::Kind::NotFound, u"no such entry"_s});
        return job;
    }
    job->m_entry = *entry;
    const auto handler = [this, job = QPointer<KeyJob>(job),
                          entry = *entry](const StoreError &error, const Secret &secret) {
        d->keyRead(job, entry, error, secret);
    };
    const QString user = keychainUser(entry->server, id);
    if (entry->state == StoredKey::State::Session)
        d->session->read(user, d.get(), handler);
    else
        d->read(user, handler);
    return job;
}

KeyJob *KeyVault::remove(const QString &id)
{
    KeyJob *job = d->newJob();
    const std::optional<StoredKey> entry = find(id);
    if (!entry || isPending(*entry)) {
        discard(id);
        Private::finishLater(job);
        return job;
    }
    job->m_entry = *entry;
    if (entry->state == StoredKey::State::Session) {
        d->forgetSessionKey(*entry);
        Q_EMIT changed();
        Private::finishLater(job);
        return job;
    }
    d->remove(keychainUser(entry->server, id),
              [this, id, job = QPointer<KeyJob>(job)](const StoreError &error) {
                  if (error.isError())
                      return Private::finish(job, error);
                  eraseId(d->memory, id);
                  const QString problem =
                      d->modify([&id](QList<StoredKey> &list) { eraseAndPassDefaultOn(list, id); });
                  d->copyIsOld();
                  if (job)
                      job->m_indexProblem = problem;
                  Private::finish(job);
              });
    return job;
}

QString KeyVault::rename(const QString &id, const QString &label)
{
    const QString trimmed = label.trimmed();
    if (trimmed.isEmpty())
        return tr("The label must not be empty.");
    if (!isStorableLabel(trimmed))
        return tr("The label must be one line of at most 100 characters.");
    const QString problem = d->change(id, [&trimmed](StoredKey &key) { key.label = trimmed; });
    if (problem.isEmpty())
        d->copyIsOld();
    return problem;
}

QString KeyVault::setDefault(const QString &id)
{
    const std::optional<StoredKey> entry = find(id);
    if (!entry || isPending(*entry))
        return tr("This key is not in the list any more.");
    const auto mark = [&id](QList<StoredKey> &list) {
        for (StoredKey &key : list)
            key.isDefault = key.id == id;
    };
    mark(d->memory);
    if (findId(d->memory, id) != d->memory.end()) {
        // For this process only: the file keeps the default of the next one.
        Q_EMIT changed();
        return {};
    }
    const QString problem = d->modify(mark);
    if (problem.isEmpty())
        d->copyIsOld();
    return problem;
}

QString KeyVault::setStatus(const QString &id, const KeyStatus &status)
{
    return d->change(id, [&status](StoredKey &key) {
        key.lastStatus = status;
        if (!status.refused)
            key.expiresAt = status.info.expiresAt;
    });
}

void KeyVault::settle(QObject *context, std::function<void()> handler)
{
    const auto once = std::make_shared<std::function<void()>>([context = QPointer<QObject>(context),
                                                               handler = std::move(handler),
                                                               isDone = false]() mutable {
        if (std::exchange(isDone, true) || !context)
            return;
        handler();
    });
    d->waiting += once;
    d->clock->callAfter(SettleTime, d.get(), [once] { (*once)(); });
    d->scheduleCopy();
}

} // namespace SignIn
