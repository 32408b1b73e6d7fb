// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keylistformat.h"
#include "storedkey.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

class QFileSystemWatcher;
class QLockFile;

namespace SignIn {

/// The list of keys: one versioned JSON file without a secret in it, shared by all our programs.
///
/// Changes are read-modify-write under a lock file and written whole (mode 0600). A file of an
/// unknown version is never written, nor is one that belongs to another user. A corrupt one is
/// moved aside and never overwritten. Where the file is a symbolic link, its target is what is
/// moved and written.
class KeyList : public QObject
{
    Q_OBJECT

public:
    enum class Condition {
        Ready,
        Absent,         ///< There is no file: the keychain's copy may know more.
        Corrupt,        ///< The file made no sense and was kept aside, see keptAside().
        UnknownVersion, ///< A newer program wrote it: read-only.
        Unreadable,     ///< The file or its directory cannot be read or written.
    };

    /// What other programs write while this one runs.
    enum class OtherChanges {
        Followed, ///< changed() tells.
        Ignored,  ///< Until reload() or modify(). For programs that end at once: to stop watching
                  ///< a file takes Linux about ten milliseconds.
    };

    using ChangeObserver =
        std::function<void(const QList<StoredKey> &before, const QList<StoredKey> &after)>;

    /// \a filePath is usually defaultFilePath().
    explicit KeyList(const QString &filePath, OtherChanges changes = OtherChanges::Followed);
    ~KeyList() override;

    /// `$XDG_DATA_HOME/openrouter-signin/keys.json` and its like on other systems.
    static QString defaultFilePath();

    [[nodiscard]] Condition condition() const { return m_condition; }
    [[nodiscard]] QString filePath() const { return m_filePath; }

    /// Where a corrupt file went.
    [[nodiscard]] QString keptAside() const { return m_keptAside; }

    /// False if the list was started again because the file was missing or corrupt, until the
    /// keychain's copy has been looked at. Stored in the file.
    [[nodiscard]] bool isComplete() const { return m_list.complete; }

    /// From the next modify() on the list counts as complete.
    void setComplete();

    [[nodiscard]] const QList<StoredKey> &keys() const { return m_list.keys; }

    /// Reads the newest list, hands it to \a change, writes it. Returns why it could not, or an
    /// empty text.
    [[nodiscard]] QString modify(const std::function<void(QList<StoredKey> &)> &change);

    /// Why nothing may be written, because file or directory belong to another user; or an empty
    /// text.
    [[nodiscard]] QString ownershipProblem() const;

    /// Is called under the lock before a change is written. One observer.
    void setChangeObserver(ChangeObserver observer) { m_observer = std::move(observer); }

    /// Reads the file again.
    void reload();

Q_SIGNALS:
    void changed();

private:
    /// The file at one moment.
    struct Snapshot
    {
        Condition condition = Condition::Absent;
        KeyListContent list;
        QByteArray bytes;
        QString keptAside;
    };

    [[nodiscard]] Snapshot readFile() const;
    [[nodiscard]] Snapshot readFileOrKeepAside() const;
    [[nodiscard]] QString lock(QLockFile *file) const;
    [[nodiscard]] QString write(const QByteArray &content) const;
    void adopt(const Snapshot &snapshot);
    void watch();

    QString m_filePath;
    QString m_directory;
    QString m_keptAside;
    KeyListContent m_list;
    QByteArray m_bytes;
    ChangeObserver m_observer;
    std::unique_ptr<QFileSystemWatcher> m_watcher; ///< Null if other changes are ignored.
    QTimer m_reloadTimer;
    Condition m_condition = Condition::Absent;
    bool m_declaredComplete = false;
};

} // namespace SignIn
