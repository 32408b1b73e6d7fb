// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storedkey.h"

#include <QFileSystemWatcher>
#include <QList>
#include <QObject>
#include <QTimer>

#include <functional>

class QLockFile;

namespace SignIn {

/// The list of keys: one versioned JSON file without a secret in it, shared by all our programs.
///
/// Changes are read-modify-write under a lock file and written whole (mode 0600). The file is
/// watched: changed() follows changes of other programs too. A file of an unknown version is only
/// read where it can be and never written; a corrupt one is moved aside and never overwritten.
class KeyList : public QObject
{
    Q_OBJECT

public:
    enum class Condition {
        Ready,
        Absent,         ///< There is no file: the keychain's copy may know more.
        Corrupt,        ///< The file made no sense and was kept aside, see keptAside().
        UnknownVersion, ///< A newer program wrote it: read-only.
        Unreadable,     ///< The file or its folder cannot be read or written.
    };

    /// \a filePath as a rule defaultFilePath().
    explicit KeyList(const QString &filePath, QObject *parent = nullptr);
    ~KeyList() override;

    /// `$XDG_DATA_HOME/openrouter-signin/keys.json` and its like on other systems.
    static QString defaultFilePath();

    [[nodiscard]] Condition condition() const { return m_condition; }
    [[nodiscard]] QString filePath() const { return m_filePath; }

    /// Where a corrupt file went.
    [[nodiscard]] QString keptAside() const { return m_keptAside; }

    /// False while the list was begun anew, after the file was missing or corrupt, and nobody has
    /// looked yet whether the keychain's copy knows more. Outlives the program.
    [[nodiscard]] bool isComplete() const { return m_complete; }

    /// From the next modify() on the list counts as complete.
    void setComplete();

    [[nodiscard]] const QList<StoredKey> &keys() const { return m_keys; }

    /// Reads the newest list, hands it to \a change, writes it. Returns why it could not, or an
    /// empty text.
    [[nodiscard]] QString modify(const std::function<void(QList<StoredKey> &)> &change);

    /// Reads the file again.
    void reload();

    /// The list as file content, and back. Tolerates nothing it does not know.
    static QByteArray encode(const QList<StoredKey> &keys, bool complete = true);
    struct Decoded
    {
        Condition condition = Condition::Corrupt;
        QList<StoredKey> keys;
        bool complete = true;
    };
    static Decoded decode(const QByteArray &content);

Q_SIGNALS:
    void changed();

private:
    /// One look at the file.
    struct Snapshot
    {
        Decoded decoded;
        QByteArray content;
        QString keptAside;
    };

    [[nodiscard]] Snapshot look() const;
    [[nodiscard]] Snapshot lookAndKeepAside() const;
    [[nodiscard]] QString lock(QLockFile *file) const;
    [[nodiscard]] QString write(const QByteArray &content) const;
    void adopt(const Snapshot &snapshot);
    void watch();

    QString m_filePath;
    QString m_folder;
    QString m_keptAside;
    QList<StoredKey> m_keys;
    QByteArray m_content;
    QFileSystemWatcher m_watcher;
    QTimer m_reloadTimer;
    Condition m_condition = Condition::Absent;
    bool m_complete = false;
    bool m_declaredComplete = false;
};

} // namespace SignIn
