// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "instancesocket.h"

#include "core/keys/storedkey.h"

#include <QDir>

#include <algorithm>

namespace SignIn::InstanceSocket {

using namespace Qt::StringLiterals;

namespace {

/// Tokens of the desktop are opaque, but they are one word.
bool isToken(QByteArrayView token)
{
    constexpr qsizetype longest = 200;
    return token.size() <= longest
           && std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

QString path(const QString &directory)
{
    return directory.isEmpty() ? QString()
                               : QDir(directory).absoluteFilePath(u"openrouter-signin.socket"_s);
}

QByteArray showCommand(const QByteArray &activationToken)
{
    const bool hasToken = !activationToken.isEmpty() && isToken(activationToken);
    return hasToken ? "show " + activationToken + '\n' : "show\n";
}

QByteArray copyCommand(const QString &keyId)
{
    return "copy " + keyId.toLatin1() + '\n';
}

std::optional<Command> parse(const QByteArray &line)
{
    const QList<QByteArray> words = line.trimmed().split(' ');
    if (words.first() == "show" && words.size() <= 2) {
        const QByteArray token = words.value(1);
        return Command{Command::Kind::Show, isToken(token) ? token : QByteArray(), {}};
    }
    if (words.first() == "copy" && words.size() == 2) {
        const QString id = QString::fromLatin1(words.at(1));
        if (StoredKey::isValidId(id))
            return Command{Command::Kind::Copy, {}, id};
    }
    return std::nullopt;
}

} // namespace SignIn::InstanceSocket
