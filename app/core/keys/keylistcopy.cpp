// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keylistcopy.h"

#include "keychainaccess.h"
#include "keylist.h"
#include "keylistformat.h"

#include <OpenRouterAuth/clock.h>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QPointer>

#include <limits>
#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

const QString UsualUser = u"openrouter-signin/index"_s;

/// Credential Manager takes no more (CRED_MAX_CREDENTIAL_BLOB_SIZE). A longer list has no copy, or
/// an outdated one.
#ifdef Q_OS_WIN
constexpr qsizetype LargestCopy = 2560;
#else
constexpr qsizetype LargestCopy = std::numeric_limits<qsizetype>::max();
#endif

/// Where the list is unless an environment, such as a Flatpak's, moves it.
QString usualListPath()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return QDir::homePath() + "/.local/share/openrouter-signin/keys.json"_L1;
#else
    return KeyList::defaultFilePath();
#endif
}

/// What the copy of \a keys holds; empty if there is nothing to copy.
QByteArray contentFor(QList<StoredKey> keys)
{
    keys.removeIf([](const StoredKey &key) { return key.isPending(); });
    return keys.isEmpty() ? QByteArray() : encodeKeyListCopy(keys);
}

} // namespace

KeyListCopy::KeyListCopy(KeyList *list, KeychainAccess *keychain, OpenRouterAuth::Clock *clock,
                         QObject *parent)
    : QObject(parent)
    , m_list(list)
    , m_keychain(keychain)
    , m_clock(clock)
    , m_user(keychainUser(list->filePath()))
    , m_needsWriting(isOutdated())
{
    m_list->setChangeObserver(
        [this](const QList<StoredKey> &before, const QList<StoredKey> &after) {
            listIsChanging(before, after);
        });
    connect(m_keychain, &KeychainAccess::answered, this, &KeyListCopy::schedule);
}

QString KeyListCopy::keychainUser(const QString &filePath)
{
    if (QDir::cleanPath(filePath) == QDir::cleanPath(usualListPath()))
        return UsualUser;
    constexpr int hashLength = 16;
    const QByteArray hash =
        QCryptographicHash::hash(QDir::cleanPath(filePath).toUtf8(), QCryptographicHash::Sha256);
    return UsualUser + u'-' + QString::fromLatin1(hash.toHex().first(hashLength));
}

QString KeyListCopy::markerPath() const
{
    return m_list->filePath() + ".copy-outdated"_L1;
}

bool KeyListCopy::isOutdated() const
{
    return QFile::exists(markerPath());
}

/// Called before the list is written, under its lock: whatever happens next, the mark is there.
void KeyListCopy::listIsChanging(const QList<StoredKey> &before, const QList<StoredKey> &after)
{
    if (contentFor(before) == contentFor(after))
        return;
    QFile marker(markerPath());
    (void)marker.open(QIODevice::WriteOnly);
    m_needsWriting = true;
    m_mayAskWhetherOpen = true;
    schedule();
}

void KeyListCopy::schedule()
{
    if (std::exchange(m_scheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_scheduled = false;
            write();
            settled();
        },
        Qt::QueuedConnection);
}

void KeyListCopy::write()
{
    if (!m_needsWriting || m_isWriting || m_isAsking || m_isReading || m_isUnread
        || m_keychain->isBusy()) {
        return;
    }
    if (m_keychain->isOpen()) {
        writeNow();
    } else if (std::exchange(m_mayAskWhetherOpen, false)) {
        m_isAsking = true;
        m_keychain->store()->queryOpen(this, [this](bool isOpen) {
            m_isAsking = false;
            if (isOpen && !m_keychain->isBusy())
                writeNow();
            settled();
        });
    }
}

void KeyListCopy::writeNow()
{
    m_list->reload();
    if (m_list->condition() != KeyList::Condition::Ready || !m_list->isComplete())
        return;
    const QByteArray content = contentFor(m_list->keys());
    m_needsWriting = false;
    if (content.size() > LargestCopy)
        return;
    if (content == m_written && !content.isEmpty()) {
        written(content, {});
        return;
    }
    m_isWriting = true;
    const auto handler = [this, content](const StoreError &error) {
        m_isWriting = false;
        written(content, error);
        schedule();
    };
    const auto titleAndFinish = [this, handler](const StoreError &error) {
        if (error.isError())
            return handler(error);
        m_keychain->store()->setLabel(m_user, u"list of keys"_s, this, [handler] { handler({}); });
    };
    // Past the access that counts operations: the copy is in nobody's way.
    if (content.isEmpty())
        m_keychain->store()->remove(m_user, this, handler);
    else
        m_keychain->store()->write(m_user, Secret(content), this, titleAndFinish);
}

void KeyListCopy::written(const QByteArray &content, const StoreError &error)
{
    if (error.isError()) {
        m_needsWriting = true; // with the next operation that succeeds
        return;
    }
    m_written = content;
    // Under the list's lock, so that another program's change keeps its mark.
    (void)m_list->modify([this, &content](QList<StoredKey> &list) {
        if (contentFor(list) == content)
            QFile::remove(markerPath());
        else
            m_needsWriting = true;
    });
}

void KeyListCopy::read(std::function<void(const Content &)> handler)
{
    m_isReading = true;
    m_keychain->read(m_user, [this, handler = std::move(handler)](const StoreError &error,
                                                                  const Secret &secret) {
        m_isReading = false;
        Content content;
        m_isUnread = error.isError() && error.kind != StoreError::Kind::NotFound;
        if (m_isUnread)
            content.error = error;
        else if (!error.isError())
            content.keys = decodeKeyListCopy(secret.toByteArray());
        content.isOutdated = isOutdated();
        handler(content);
    });
}

void KeyListCopy::settled()
{
    if (m_scheduled || m_isWriting || m_isAsking || m_keychain->isBusy())
        return;
    const auto handlers = std::exchange(m_waiting, {});
    for (const auto &handler : handlers)
        (*handler)();
}

void KeyListCopy::settle(QObject *context, std::function<void()> handler)
{
    const auto once = std::make_shared<std::function<void()>>([context = QPointer<QObject>(context),
                                                               handler = std::move(handler),
                                                               isDone = false]() mutable {
        if (std::exchange(isDone, true) || !context)
            return;
        handler();
    });
    m_waiting += once;
    m_clock->callAfter(SettleTime, this, [once] { (*once)(); });
    schedule();
}

} // namespace SignIn
