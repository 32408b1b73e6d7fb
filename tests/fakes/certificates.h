// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSslCertificate>
#include <QString>
#include <QTemporaryDir>

/// Throw-away certificates for a server on this computer, made by `openssl` when asked for and gone
/// with this object. Blocks while it makes them.
class Certificates
{
public:
    /// Two files in PEM form, for FakeOpenRouter::listenTls().
    struct Pair
    {
        QString certificateFile;
        QString keyFile;
    };

    /// Makes the authority; see isValid().
    Certificates();

    [[nodiscard]] bool isValid() const { return m_error.isEmpty(); }

    /// What `openssl` had to say.
    [[nodiscard]] QString error() const { return m_error; }

    /// The authority that a client has to trust.
    [[nodiscard]] QString authorityFile() const;
    [[nodiscard]] QSslCertificate authority() const;

    Pair trusted();        ///< For 127.0.0.1, ::1 and localhost, good for two days.
    Pair expired();        ///< The same, but over since yesterday.
    Pair wrongHost();      ///< For wrong.example.
    Pair otherAuthority(); ///< For the right names, by an authority that nobody trusts.

private:
    bool makeAuthority(const QString &name);
    Pair make(const QString &name, const QString &authority, const QByteArray &alternativeNames,
              int lastDay);
    bool openssl(const QStringList &arguments);
    bool write(const QString &name, const QByteArray &content);
    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }

    QTemporaryDir m_directory;
    QString m_error;
};
