// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "passstore.h"

#include "passstatus.h"
#include "pipedcommand.h"

#include <QFile>
#include <QPointer>
#include <QRandomGenerator>

#include <utility>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

QString entryPath(const QString &user)
{
    return PassStatus::ofFiles().folder + u'/' + user + ".gpg"_L1;
}

/// Why a command failed: what GnuPG itself says is the same for several reasons.
void explain(const QString &detail, QObject *context,
             const std::function<void(const StoreError &)> &handler)
{
    PassStatus::query(
        context, [detail, handler](const PassStatus &status) { handler(status.error(detail)); });
}

} // namespace

struct PassStore::Errand
{
    QStringList arguments;
    Secret input;
    QPointer<QObject> context;
    CommandHandler handler;
};

void PassStore::run(const QStringList &arguments, const Secret &input, QObject *context,
                    const CommandHandler &handler)
{
    m_waiting += std::make_shared<Errand>(Errand{arguments, input, context, handler});
    runNext();
}

void PassStore::runNext()
{
    if (m_isRunning || m_waiting.isEmpty())
        return;
    m_isRunning = true;
    const std::shared_ptr<Errand> errand = m_waiting.takeFirst();
    auto *command = new PipedCommand(this);
    connect(command, &PipedCommand::finished, this, [this, command, errand] {
        m_isRunning = false;
        if (errand->context)
            errand->handler(*command);
        runNext();
    });
    // Begun although nobody waits any more: what was asked for is done, as a keychain does it.
    command->start(PassStatus::program(), errand->arguments, PassStatus::environment(),
                   errand->input);
}

void PassStore::queryOpen(QObject *context, std::function<void(bool)> handler)
{
    PassStatus::query(context, [handler = std::move(handler)](const PassStatus &status) {
        handler(status.state == PassStatus::State::Ready);
    });
}

void PassStore::queryPlace(QObject *context, std::function<void(const QString &)> handler)
{
    QMetaObject::invokeMethod(
        context, [handler = std::move(handler)] { handler(PassStatus::place()); },
        Qt::QueuedConnection);
}

void PassStore::write(const QString &user, const Secret &secret, QObject *context,
                      DoneHandler handler)
{
    if (const PassStatus status = PassStatus::ofFiles(); !status.isUsable()) {
        QMetaObject::invokeMethod(
            context, [handler = std::move(handler), error = status.error()] { handler(error); },
            Qt::QueuedConnection);
        return;
    }
    QByteArray line = secret.toByteArray() + '\n';
    const Secret content(line);
    line.fill('\0');
    run({u"insert"_s, u"--multiline"_s, u"--force"_s, u"--"_s, user}, content, context,
        [context, handler = std::move(handler)](const PipedCommand &command) {
            if (command.succeeded())
                return handler({});
            explain(command.problem(), context, handler);
        });
}

void PassStore::read(const QString &user, QObject *context, ReadHandler handler)
{
    run({u"show"_s, u"--"_s, user}, {}, context,
        [user, context, handler = std::move(handler)](const PipedCommand &command) {
            if (command.succeeded()) {
                QByteArray text = command.output().toByteArray();
                const qsizetype end = text.indexOf('\n');
                const Secret secret(end < 0 ? text : text.first(end));
                text.fill('\0');
                return handler({}, secret);
            }
            // Its own words for an entry that is not there may be in any language.
            const PassStatus status = PassStatus::ofFiles();
            if (status.isUsable() && !QFile::exists(entryPath(user))) {
                StoreError error{StoreError::Kind::NotFound, command.problem()};
                error.sentence = tr("This key is not in pass any more.");
                return handler(error, {});
            }
            explain(command.problem(), context,
                    [handler](const StoreError &error) { handler(error, {}); });
        });
}

void PassStore::remove(const QString &user, QObject *context, DoneHandler handler)
{
    run({u"rm"_s, u"--force"_s, u"--"_s, user}, {}, context,
        [user, context, handler = std::move(handler)](const PipedCommand &command) {
            // Its exit code says nothing: 0 if the file could not be deleted, 1 if it was not
            // there.
            const PassStatus status = PassStatus::ofFiles();
            if (status.isUsable() && !QFile::exists(entryPath(user)))
                return handler({});
            if (command.succeeded()) {
                return handler({StoreError::Kind::Other, u"still there after deleting"_s});
            }
            explain(command.problem(), context, handler);
        });
}

void PassStore::probe(QObject *context, const DoneHandler &handler)
{
    const QString user =
        u"openrouter-signin/test-%1"_s.arg(QRandomGenerator::global()->generate(), 0, 16);
    const Secret text("this entry tests whether pass can be used");
    // The test entry goes also if nobody waits for the answer any more.
    const DoneHandler done = [context = QPointer(context), handler](const StoreError &error) {
        if (context)
            handler(error);
    };
    const auto cleanUp = [this, user, done](const StoreError &error) {
        remove(user, this, [done, error](const StoreError &removeError) {
            done(error.isError() ? error : removeError);
        });
    };
    write(user, text, this, [this, user, done, text, cleanUp](const StoreError &error) {
        if (error.isError())
            return done(error);
        read(user, this, [text, cleanUp](const StoreError &readError, const Secret &found) {
            if (!readError.isError() && !(found == text))
                return cleanUp({StoreError::Kind::Mismatch, u"the test entry came back changed"_s});
            cleanUp(readError);
        });
    });
}

} // namespace SignIn
