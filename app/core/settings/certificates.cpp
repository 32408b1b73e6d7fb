// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSslConfiguration>
#include <QStringList>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

QList<QSslCertificate> readFile(const QString &path)
{
    QFile file(path);
    // Opening a pipe would wait for its other end.
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    return QSslCertificate::fromDevice(&file, QSsl::Pem);
}

QList<QSslCertificate> readFolders(const QString &paths)
{
    QList<QSslCertificate> certificates;
    for (const QString &path : paths.split(QDir::listSeparator(), Qt::SkipEmptyParts)) {
        const QFileInfoList files = QDir(path).entryInfoList(QDir::Files);
        for (const QFileInfo &file : files) {
            for (const QSslCertificate &certificate : readFile(file.filePath())) {
                // c_rehash puts links beside the files.
                if (!certificates.contains(certificate))
                    certificates += certificate;
            }
        }
    }
    return certificates;
}

} // namespace

QList<CertificateSource> CertificateSource::ofEnvironment()
{
    QList<CertificateSource> sources;
    if (const QString file = qEnvironmentVariable("SSL_CERT_FILE"); !file.isEmpty())
        sources += {"SSL_CERT_FILE", file, readFile(file)};
    if (const QString folders = qEnvironmentVariable("SSL_CERT_DIR"); !folders.isEmpty())
        sources += {"SSL_CERT_DIR", folders, readFolders(folders)};
    return sources;
}

QString CertificateSource::systemStore()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    // The places that Qt knows, in its order.
    for (const QString &path :
         {u"/etc/ssl/certs"_s, u"/usr/lib/ssl/certs"_s, u"/usr/share/ssl"_s, u"/usr/local/ssl"_s,
          u"/var/ssl/certs"_s, u"/usr/local/ssl/certs"_s, u"/etc/openssl/certs"_s,
          u"/opt/openssl/certs"_s, u"/etc/ssl"_s, u"/etc/pki/tls/certs/ca-bundle.crt"_s}) {
        if (QFileInfo::exists(path))
            return path;
    }
#endif
    return {};
}

void trustCertificatesOfEnvironment()
{
    QList<QSslCertificate> additional;
    for (const CertificateSource &source : CertificateSource::ofEnvironment())
        additional += source.certificates;
    if (additional.isEmpty())
        return;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    // Any list of its own ends that Qt loads the system's when they are needed.
    configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + additional);
    QSslConfiguration::setDefaultConfiguration(configuration);
}

} // namespace SignIn
