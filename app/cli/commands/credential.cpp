// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "credential.h"

#include "output/exitcodes.h"
#include "output/format.h"

#include <QDir>
#include <QFile>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::ApiKey;

namespace {

const QString Name = u"credential"_s;
const QString UsualName = u"openrouter-key"_s;

/// Far longer than a key is.
constexpr qint64 LongestCredential = 4096;

QString folder()
{
    return qEnvironmentVariable("CREDENTIALS_DIRECTORY");
}

} // namespace

QCommandLineOption Credential::option()
{
    return {Name,
            tr("Take the key from a credential that systemd has given this service, openrouter-key "
               "unless named."),
            u"[NAME]"_s, UsualName};
}

bool Credential::isWanted(const QCommandLineParser &parser)
{
    return parser.isSet(Name);
}

std::optional<QStringList> Credential::names()
{
    if (folder().isEmpty())
        return std::nullopt;
    return QDir(folder()).entryList(QDir::Files);
}

std::variant<ApiKey, CommandError> Credential::read(const QCommandLineParser &parser)
{
    for (const QString &other : {u"key"_s, u"json"_s}) {
        if (parser.isSet(other)) {
            return CommandError::usage(tr("--credential and --%1 do not go together.").arg(other));
        }
    }
    const QString name = parser.value(Name);
    if (name.isEmpty() || name.contains(u'/') || name.startsWith(u'.'))
        return CommandError::usage(tr("--credential takes the name of a credential."));
    if (folder().isEmpty()) {
        return CommandError(
            ExitCode::KeychainUnavailable, tr("systemd has given this process no credentials."),
            tr("Name it in the unit of the service: LoadCredentialEncrypted=%1").arg(shown(name)));
    }
    QFile file(folder() + u'/' + name);
    if (!file.open(QIODevice::ReadOnly)) {
        const QStringList there = names().value_or(QStringList());
        return CommandError(ExitCode::NoSuchKey,
                            tr("There is no credential “%1” that can be read.").arg(shown(name)),
                            there.isEmpty()
                                ? tr("This service has none.")
                                : tr("This service has: %1").arg(shown(there.join(", "_L1))));
    }
    QByteArray bytes = file.read(LongestCredential);
    const auto key = ApiKey::fromBytes(QByteArrayView(bytes).trimmed());
    bytes.fill('\0');
    if (!key) {
        return CommandError(
            ExitCode::NoSuchKey,
            tr("What is in the credential “%1” does not have the form of a key.").arg(shown(name)),
            tr("Make it anew from “openrouter-key print”."));
    }
    return *key;
}

} // namespace SignIn
