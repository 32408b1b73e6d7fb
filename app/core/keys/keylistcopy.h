// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/keychain/secretstore.h"
#include "storedkey.h"

#include <QList>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace OpenRouterAuth {
class Clock;
}

namespace SignIn {

class KeychainAccess;
class KeyList;

/// The copy of the list of keys in the keychain, from which a lost list comes back.
///
/// It follows each change of the list: at once if the keychain is open, otherwise after the next
/// operation that succeeds. It never causes a prompt and never delays an operation. Until it is
/// written, a file beside the list says that it is outdated, so that an old copy is not taken for
/// a new one. There is one copy for each list file; it goes with the last key.
class KeyListCopy : public QObject
{
    Q_OBJECT

public:
    /// After this time settle() waits no longer.
    static constexpr std::chrono::milliseconds SettleTime{2'000};

    struct Content
    {
        StoreError error; ///< The copy could not be read; a missing one is no error.
        QList<StoredKey> keys;
        bool isOutdated = false; ///< Labels and the default mark may be older than the list was.
    };

    /// All of it must outlive the copy.
    KeyListCopy(KeyList *list, KeychainAccess *keychain, OpenRouterAuth::Clock *clock,
                QObject *parent = nullptr);

    /// The keychain user of the copy of the list at \a filePath: `openrouter-signin/index` for the
    /// usual list of this computer's account, with a hash of the path for any other.
    [[nodiscard]] static QString keychainUser(const QString &filePath);

    /// Reads the copy. Until the handler is called, and after an error, none is written.
    void read(std::function<void(const Content &)> handler);

    /// Calls \a handler once, later, when the copy is up to date or cannot be, and after SettleTime
    /// at the latest. For a program that is about to exit.
    void settle(QObject *context, std::function<void()> handler);

private:
    void listIsChanging(const QList<StoredKey> &before, const QList<StoredKey> &after);
    void schedule();
    void write();
    void writeNow();
    void written(const QByteArray &content, const StoreError &error);
    void settled();
    [[nodiscard]] bool isOutdated() const;
    [[nodiscard]] QString markerPath() const;

    KeyList *m_list;
    KeychainAccess *m_keychain;
    OpenRouterAuth::Clock *m_clock;
    QString m_user;
    QByteArray m_written;
    bool m_needsWriting = false;
    bool m_mayAskWhetherOpen = false;
    bool m_scheduled = false;
    bool m_isAsking = false;
    bool m_isWriting = false;
    bool m_isReading = false;
    bool m_isUnread = false; ///< It is needed, and the keychain did not give it out.
    QList<std::shared_ptr<std::function<void()>>> m_waiting;
};

} // namespace SignIn
