// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keychainstore.h"

#include "core/keys/storedkey.h"
#include "keychainstatus.h"
#include "secretserviceitem.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

namespace SignIn {

using namespace Qt::StringLiterals;
using OpenRouterAuth::Secret;

namespace {

/// KWallet's call ends after 25 s although its prompt stays: asked again as long as the vault
/// waits.
constexpr int MaximumTries = 12;

struct Errand
{
    QString user;
    std::function<QKeychain::Job *()> makeJob;
    QPointer<QObject> context;

    /// Gets the job only after a success.
    std::function<void(const StoreError &, QKeychain::Job *)> done;
    int tries = 0;
};

void run(const std::shared_ptr<Errand> &errand);

bool isPromptOutwaited(const QString &text)
{
    // From Qt D-Bus. libsecret's words for a service that died begin with "GDBus.Error".
    return text.contains("org.freedesktop.DBus.Error.NoReply"_L1)
           && !text.contains("GDBus.Error"_L1);
}

/// What an error that QtKeychain does not explain means, given who would answer now.
StoreError::Kind explain(QKeychain::Error error, const KeychainStatus &status)
{
    if (status.error() != StoreError::Kind::None)
        return status.error();
    return error == QKeychain::AccessDenied ? StoreError::Kind::Denied : StoreError::Kind::Other;
}

void failed(const std::shared_ptr<Errand> &errand, QKeychain::Error error, const QString &text)
{
    const auto done = [errand, text](StoreError::Kind kind) {
        errand->done({kind, text}, nullptr);
    };
    switch (error) {
    case QKeychain::EntryNotFound:
        return explainAbsence(errand->user, errand->context, done);
    case QKeychain::AccessDeniedByUser:
        return done(StoreError::Kind::Denied);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return done(StoreError::Kind::Unavailable);
    default:
        break;
    }
    KeychainStatus::query(
        errand->context, [errand, error, text, done](const KeychainStatus &service) {
            const bool isAlive = service.state == KeychainStatus::State::Locked
                                 || service.state == KeychainStatus::State::NotCreated
                                 || service.state == KeychainStatus::State::Ready;
            if (isPromptOutwaited(text) && isAlive && errand->tries < MaximumTries)
                run(errand);
            else
                done(explain(error, service));
        });
}

void run(const std::shared_ptr<Errand> &errand)
{
    ++errand->tries;
    // Without a parent, and it deletes itself: QtKeychain uses a running job that was destroyed.
    QKeychain::Job *job = errand->makeJob();
    job->setKey(errand->user);
    job->setAutoDelete(true);
    QObject::connect(job, &QKeychain::Job::finished, errand->context,
                     [errand](QKeychain::Job *finished) {
                         if (finished->error() == QKeychain::NoError)
                             errand->done({}, finished);
                         else
                             failed(errand, finished->error(), finished->errorString());
                     });
    job->start();
}

void run(const QString &user, QObject *context, std::function<QKeychain::Job *()> makeJob,
         std::function<void(const StoreError &, QKeychain::Job *)> done)
{
    run(std::make_shared<Errand>(Errand{user, std::move(makeJob), context, std::move(done)}));
}

QString serviceName()
{
    return QString::fromUtf16(KeychainServiceName);
}

void readEntry(const QString &user, QObject *context, const SecretStore::ReadHandler &handler)
{
    run(
        user, context,
        []() -> QKeychain::Job * { return new QKeychain::ReadPasswordJob(serviceName()); },
        [handler](const StoreError &error, QKeychain::Job *job) {
            Secret secret;
            if (job) {
                QByteArray bytes =
                    static_cast<QKeychain::ReadPasswordJob *>(job)->textData().toUtf8();
                secret = Secret(bytes);
                bytes.fill('\0');
            }
            handler(error, secret);
        });
}

bool isGone(const StoreError &error)
{
    return error.kind == StoreError::Kind::NotFound || error.kind == StoreError::Kind::NotCreated;
}

/// Deletes and looks. libsecret reports the deletion of a locked entry as done, without a prompt
/// and without deleting; looking brings the prompt, and then it is deleted in earnest.
void removeEntry(const QString &user, QObject *context, const SecretStore::DoneHandler &handler,
                 int tries)
{
    const auto look = [user, context, handler, tries] {
        readEntry(user, context,
                  [user, context, handler, tries](const StoreError &error, const Secret &) {
                      if (isGone(error))
                          handler({});
                      else if (error.isError())
                          handler(error);
                      else if (tries > 1)
                          removeEntry(user, context, handler, tries - 1);
                      else
                          handler({StoreError::Kind::Other, u"still there after deleting"_s});
                  });
    };
    run(
        user, context,
        []() -> QKeychain::Job * { return new QKeychain::DeletePasswordJob(serviceName()); },
        [handler, look](const StoreError &error, QKeychain::Job *) {
            if (isGone(error))
                handler({});
            else if (error.isError())
                handler(error);
            else
                look();
        });
}

} // namespace

KeychainStore::KeychainStore(QObject *parent)
    : SecretStore(parent)
{}

/// QtKeychain settles once which service it uses and gives KWallet half a second to answer (0.13):
/// not enough for one that has to be started first. Our own question starts it.
void KeychainStore::whenPrepared(QObject *context, const std::function<void()> &start)
{
    // The question takes a fifth of the time of a whole `openrouter-key print`.
    if (m_preparation == Preparation::Done || !KeychainStatus::isWalletSession())
        return start();
    m_waiting += [context = QPointer(context), start] {
        if (context)
            start();
    };
    if (std::exchange(m_preparation, Preparation::UnderWay) == Preparation::UnderWay)
        return;
    KeychainStatus::query(this, [this](const KeychainStatus &status) {
        m_preparation = Preparation::Done;
        KeychainStatus::keepTo(status);
        const auto waiting = std::exchange(m_waiting, {});
        for (const auto &begin : waiting)
            begin();
    });
}

/// Loads the keychain's client library and opens its encrypted session, a quarter of the time from
/// redirect to answered page. A locked keychain is left alone: KeePassXC asks for its password when
/// somebody only looks.
void KeychainStore::warmUp()
{
    KeychainStatus::query(this, [this](const KeychainStatus &service) {
        if (service.state == KeychainStatus::State::Ready)
            read(u"openrouter-signin/none"_s, this, [](const StoreError &, const Secret &) {});
    });
}

void KeychainStore::queryOpen(QObject *context, std::function<void(bool isOpen)> handler)
{
#ifdef Q_OS_WIN
    // Credential Manager is open as long as its user is signed in.
    SecretStore::queryOpen(context, std::move(handler));
#else
    KeychainStatus::query(context, [handler = std::move(handler)](const KeychainStatus &status) {
        handler(status.state == KeychainStatus::State::Ready);
    });
#endif
}

void KeychainStore::queryPlace(QObject *context, std::function<void(const QString &)> handler)
{
    KeychainStatus::query(context, [handler = std::move(handler)](const KeychainStatus &status) {
        handler(status.place());
    });
}

/// QtKeychain titles every entry with the service, so that KeePassXC asks about "OpenRouter" and
/// "OpenRouter". KWallet shows the user names.
void KeychainStore::setLabel(const QString &user, const QString &label, QObject *context,
                             std::function<void()> handler)
{
    KeychainStatus::query(context, [user, label, context,
                                    handler = std::move(handler)](const KeychainStatus &status) {
        if (status.isWallet || status.state != KeychainStatus::State::Ready)
            return handler();
        setItemLabel(user, u"%1: %2"_s.arg(serviceName(), label), context, handler);
    });
}

void KeychainStore::write(const QString &user, const Secret &secret, QObject *context,
                          DoneHandler handler)
{
    whenPrepared(context, [user, secret, context, handler = std::move(handler)] {
        run(
            user, context,
            [secret]() -> QKeychain::Job * {
                auto *job = new QKeychain::WritePasswordJob(serviceName());
                // Text, or libsecret would hold base64 that no other program expects.
                job->setTextData(secret.toString());
                return job;
            },
            [handler](const StoreError &error, QKeychain::Job *) { handler(error); });
    });
}

void KeychainStore::read(const QString &user, QObject *context, ReadHandler handler)
{
    whenPrepared(context, [user, context, handler = std::move(handler)] {
        readEntry(user, context, handler);
    });
}

void KeychainStore::remove(const QString &user, QObject *context, DoneHandler handler)
{
    constexpr int tries = 2;
    whenPrepared(context, [user, context, handler = std::move(handler)] {
        removeEntry(user, context, handler, tries);
    });
}

} // namespace SignIn
