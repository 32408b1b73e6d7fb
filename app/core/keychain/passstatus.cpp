// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "passstatus.h"

#include "pipedcommand.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

using Handler = std::function<void(const PassStatus &)>;

QString gpgProgram()
{
    // In the order of pass.
    const QString second = QStandardPaths::findExecutable(u"gpg2"_s);
    return second.isEmpty() ? QStandardPaths::findExecutable(u"gpg"_s) : second;
}

QString storeFolder()
{
    const QString set = qEnvironmentVariable("PASSWORD_STORE_DIR");
    return set.isEmpty() ? QDir::homePath() + "/.password-store"_L1 : set;
}

/// The GPG keys that a new entry of ours is encrypted for.
QStringList gpgIds(const QString &folder)
{
    const QString set = qEnvironmentVariable("PASSWORD_STORE_KEY");
    if (!set.isEmpty())
        return set.split(u' ', Qt::SkipEmptyParts);
    QStringList ids;
    for (const QLatin1StringView name : {"/openrouter-signin/.gpg-id"_L1, "/.gpg-id"_L1}) {
        QFile file(folder + name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        for (const QString &line : lines) {
            const QString id = line.left(line.indexOf(u'#')).trimmed();
            if (!id.isEmpty())
                ids += id;
        }
        break;
    }
    return ids;
}

/// The keygrips of the secret keys that can decrypt, of `gpg --with-colons --list-secret-keys`
/// (doc/DETAILS of GnuPG): 12 is what a key can do, 15 is "#" where only its stub is here.
QByteArrayList decryptingGrips(const QByteArray &listing)
{
    constexpr int capabilities = 11;
    constexpr int token = 14;
    constexpr int userId = 9;
    QByteArrayList grips;
    bool decrypts = false;
    for (const QByteArray &line : listing.split('\n')) {
        const QByteArrayList fields = line.split(':');
        const QByteArray &kind = fields.constFirst();
        if ((kind == "sec" || kind == "ssb") && fields.size() > token)
            decrypts = fields.at(capabilities).contains('e') && fields.at(token) != "#";
        else if (kind == "grp" && decrypts && fields.size() > userId)
            grips += fields.at(userId);
    }
    return grips;
}

/// What gpg-agent's KEYINFO says about the keys: the seventh word is 1 if the passphrase is
/// remembered, the eighth C if there is none.
PassStatus::State stateOfKeys(const QByteArray &answer)
{
    constexpr int cached = 6;
    constexpr int protection = 7;
    bool isKnown = false;
    for (const QByteArray &line : answer.split('\n')) {
        const QByteArrayList words = line.simplified().split(' ');
        if (!line.startsWith("S KEYINFO ") || words.size() <= protection)
            continue;
        isKnown = true;
        if (words.at(cached) == "1" || words.at(protection) == "C")
            return PassStatus::State::Ready;
    }
    return isKnown ? PassStatus::State::Locked : PassStatus::State::NoSecretKey;
}

void askAgent(const PassStatus &status, const QByteArrayList &grips, QObject *context,
              const Handler &handler)
{
    const QString program = QStandardPaths::findExecutable(u"gpg-connect-agent"_s);
    if (program.isEmpty()) {
        handler(status);
        return;
    }
    QStringList arguments;
    for (const QByteArray &grip : grips)
        arguments += "KEYINFO "_L1 + QString::fromLatin1(grip);
    arguments += u"/bye"_s;
    auto *command = new PipedCommand(context);
    QObject::connect(command, &PipedCommand::finished, context, [command, status, handler] {
        PassStatus result = status;
        const QByteArray answer = command->output().toByteArray();
        result.state = command->succeeded() && !answer.isEmpty() ? stateOfKeys(answer)
                                                                 : PassStatus::State::NoAgent;
        handler(result);
    });
    command->start(program, arguments, PassStatus::environment());
}

/// No secret key is listed: nor would it be without the agent, which listing them has started.
void askWhetherAgentRuns(const PassStatus &status, QObject *context, const Handler &handler)
{
    auto *command = new PipedCommand(context);
    QObject::connect(command, &PipedCommand::finished, context, [command, status, handler] {
        PassStatus result = status;
        result.state = command->output().isEmpty() ? PassStatus::State::NoAgent
                                                   : PassStatus::State::NoSecretKey;
        handler(result);
    });
    command->start(u"gpg-connect-agent"_s, {u"--no-autostart"_s, u"GETINFO pid"_s, u"/bye"_s},
                   PassStatus::environment());
}

} // namespace

QString PassStatus::program()
{
    return QStandardPaths::findExecutable(u"pass"_s);
}

QProcessEnvironment PassStatus::environment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // A question whether a key is trusted would wait for an answer at a terminal that is ours.
    const QString options = u"PASSWORD_STORE_GPG_OPTS"_s;
    environment.insert(options, (environment.value(options) + " --batch"_L1).trimmed());
    // It cannot find out by itself: its input is a pipe.
    const QByteArray terminal = PipedCommand::terminalName();
    if (!environment.contains(u"GPG_TTY"_s) && !terminal.isEmpty())
        environment.insert(u"GPG_TTY"_s, QFile::decodeName(terminal));
    return environment;
}

PassStatus PassStatus::ofFiles()
{
    PassStatus status;
    status.folder = storeFolder();
    status.isGit = QFile::exists(status.folder + "/.git"_L1)
                   || QFile::exists(status.folder + "/openrouter-signin/.git"_L1);
    if (program().isEmpty())
        status.state = State::NotInstalled;
    else if (!QDir(status.folder).exists() || gpgIds(status.folder).isEmpty())
        status.state = State::NotInitialized;
    return status;
}

void PassStatus::query(QObject *context, const Handler &handler)
{
    const PassStatus status = ofFiles();
    const QString gpg = gpgProgram();
    if (!status.isUsable() || gpg.isEmpty()) {
        QMetaObject::invokeMethod(
            context, [status, handler] { handler(status); }, Qt::QueuedConnection);
        return;
    }
    auto *command = new PipedCommand(context);
    QObject::connect(
        command, &PipedCommand::finished, context, [command, status, context, handler] {
            // It fails if one of several keys is not here, and names the others.
            const QByteArrayList grips = decryptingGrips(command->output().toByteArray());
            if (!grips.isEmpty())
                return askAgent(status, grips, context, handler);
            askWhetherAgentRuns(status, context, handler);
        });
    const QStringList arguments{u"--batch"_s, u"--with-colons"_s, u"--with-keygrip"_s,
                                u"--list-secret-keys"_s, u"--"_s};
    command->start(gpg, arguments + gpgIds(status.folder), environment());
}

QString PassStatus::stateText() const
{
    switch (state) {
    case State::Ready:
        return tr("ready");
    case State::Locked:
        return tr("locked; your GPG key asks for its passphrase");
    case State::NotInstalled:
        return tr("not installed");
    case State::NotInitialized:
        return tr("no store yet");
    case State::NoSecretKey:
        return tr("the secret part of its GPG key is not on this computer");
    case State::NoAgent:
        return tr("gpg-agent does not answer");
    case State::Unknown:
        return tr("unknown");
    }
    Q_UNREACHABLE();
}

StoreError PassStatus::error(const QString &detail) const
{
    using Kind = StoreError::Kind;
    const auto make = [&detail](Kind kind, const QString &sentence, const QString &advice) {
        StoreError error{kind, detail};
        error.sentence = sentence;
        error.advice = advice;
        return error;
    };
    switch (state) {
    case State::Locked:
        return make(Kind::Locked,
                    tr("The GPG key of pass is locked, and its passphrase was not given."),
                    tr("Run this at a terminal with GPG_TTY set to its name, and enter the "
                       "passphrase when pinentry asks."));
    case State::NotInstalled:
        return make(Kind::Unavailable, tr("The password manager pass is not installed."),
                    tr("Install it, then create a store: pass init GPG-ID"));
    case State::NotInitialized:
        return make(Kind::Unavailable, tr("pass has no store in %1.").arg(folder),
                    tr("Create one for a key that “gpg --list-secret-keys” names: pass init "
                       "GPG-ID"));
    case State::NoSecretKey:
        return make(Kind::Other,
                    tr("The secret part of the GPG key that pass encrypts for is not on this "
                       "computer."),
                    tr("Import it, or choose a key that “gpg --list-secret-keys” names: pass init "
                       "GPG-ID"));
    case State::NoAgent:
        return make(Kind::Unavailable, tr("gpg-agent, which pass needs, does not answer."),
                    tr("Start it with “gpgconf --launch gpg-agent”, then try again."));
    case State::Ready:
    case State::Unknown:
        return make(Kind::Other, tr("pass could not do it."),
                    tr("Check that it can show and insert entries, then try again."));
    }
    Q_UNREACHABLE();
}

QString PassStatus::gitNote() const
{
    return isGit ? tr("Your pass store is a git repository: its history keeps keys that are "
                      "deleted, encrypted as they were. Revoke a key that you no longer need.")
                 : QString();
}

} // namespace SignIn
