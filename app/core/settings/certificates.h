// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QString>

namespace SignIn {

/// Certificates that a variable of OpenSSL's names: `SSL_CERT_FILE` or `SSL_CERT_DIR`, which may be
/// several folders. Qt reads neither.
struct CertificateSource
{
    QByteArray variable;
    QString path; ///< The variable's value.
    QList<QSslCertificate> certificates;

    /// Of each of the variables that is set.
    [[nodiscard]] static QList<CertificateSource> ofEnvironment();

    /// Where Qt finds the system's certificates; empty if that is no file or folder.
    [[nodiscard]] static QString systemStore();
};

/// Trusts the certificates of the environment beside the system's, for all connections of this
/// process that are made later.
void trustCertificatesOfEnvironment();

} // namespace SignIn
