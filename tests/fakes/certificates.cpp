// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "certificates.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace {

QStringList newKey(const QString &commonName, const QString &keyFile)
{
    return {u"-newkey"_s, u"ec"_s,    u"-pkeyopt"_s,          u"ec_paramgen_curve:prime256v1"_s,
            u"-nodes"_s,  u"-subj"_s, u"/CN="_s + commonName, u"-keyout"_s,
            keyFile};
}

QString asn1Time(const QDateTime &time)
{
    return time.toString(u"yyyyMMddHHmmss'Z'"_s);
}

} // namespace

Certificates::Certificates()
{
    if (!m_directory.isValid()) {
        m_error = m_directory.errorString();
        return;
    }
    // `openssl ca` is the one command that takes dates in the past.
    write(u"ca.cnf"_s, "[ca]\n"
                       "default_ca = settings\n"
                       "[settings]\n"
                       "database = "
                           + QFile::encodeName(path(u"index"_s))
                           + "\n"
                             "new_certs_dir = "
                           + QFile::encodeName(m_directory.path())
                           + "\n"
                             "rand_serial = yes\n"
                             "unique_subject = no\n"
                             "default_md = sha256\n"
                             "policy = policy\n"
                             "email_in_dn = no\n"
                             "[policy]\n"
                             "commonName = supplied\n");
    makeAuthority(u"authority"_s);
}

QString Certificates::authorityFile() const
{
    return path(u"authority.pem"_s);
}

QSslCertificate Certificates::authority() const
{
    const QList<QSslCertificate> found = QSslCertificate::fromPath(authorityFile());
    return found.isEmpty() ? QSslCertificate() : found.first();
}

Certificates::Pair Certificates::trusted()
{
    return make(u"trusted"_s, u"authority"_s, "DNS:localhost,IP:127.0.0.1,IP:::1", 1);
}

Certificates::Pair Certificates::expired()
{
    return make(u"expired"_s, u"authority"_s, "DNS:localhost,IP:127.0.0.1,IP:::1", -1);
}

Certificates::Pair Certificates::wrongHost()
{
    return make(u"wrong-host"_s, u"authority"_s, "DNS:wrong.example", 1);
}

Certificates::Pair Certificates::otherAuthority()
{
    if (!makeAuthority(u"other-authority"_s))
        return {};
    return make(u"untrusted"_s, u"other-authority"_s, "DNS:localhost,IP:127.0.0.1,IP:::1", 1);
}

bool Certificates::makeAuthority(const QString &name)
{
    return openssl(
        QStringList{u"req"_s, u"-x509"_s, u"-days"_s, u"2"_s, u"-out"_s, path(name + u".pem"_s)}
        + newKey(u"Throw-away "_s + name, path(name + u".key"_s)));
}

Certificates::Pair Certificates::make(const QString &name, const QString &authority,
                                      const QByteArray &alternativeNames, int lastDay)
{
    const Pair pair{path(name + u".pem"_s), path(name + u".key"_s)};
    const QString request = path(name + u".csr"_s);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool made =
        openssl(QStringList{u"req"_s, u"-new"_s, u"-out"_s, request}
                + newKey(u"Throw-away "_s + name, pair.keyFile))
        && write(u"index"_s, {})
        && write(u"extensions"_s, "subjectAltName = " + alternativeNames
                                      + "\n"
                                        "basicConstraints = CA:FALSE\n"
                                        "extendedKeyUsage = serverAuth\n")
        && openssl({u"ca"_s, u"-config"_s, path(u"ca.cnf"_s), u"-batch"_s, u"-notext"_s, u"-in"_s,
                    request, u"-cert"_s, path(authority + u".pem"_s), u"-keyfile"_s,
                    path(authority + u".key"_s), u"-extfile"_s, path(u"extensions"_s),
                    u"-startdate"_s, asn1Time(now.addDays(-3)), u"-enddate"_s,
                    asn1Time(now.addDays(lastDay)), u"-out"_s, pair.certificateFile});
    return made ? pair : Pair();
}

bool Certificates::openssl(const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, arguments);
    if (process.waitForFinished() && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0) {
        return true;
    }
    m_error = u"openssl "_s + arguments.first() + u": "_s + process.errorString() + u'\n'
              + QString::fromLocal8Bit(process.readAll());
    return false;
}

bool Certificates::write(const QString &name, const QByteArray &content)
{
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size())
        return true;
    m_error = file.errorString();
    return false;
}
