// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secretserviceitem.h"

#ifdef SIGNIN_HAS_DBUS
#include "core/keys/storedkey.h"
#include "keychainstatus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QMap>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;

#ifdef SIGNIN_HAS_DBUS

namespace {

using Attributes = QMap<QString, QString>;
using Paths = QList<QDBusObjectPath>;

QDBusMessage serviceCall(QLatin1StringView method, const QVariant &argument)
{
    QDBusMessage message =
        QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                                       u"org.freedesktop.Secret.Service"_s, method);
    message.setAutoStartService(false);
    message.setArguments({argument});
    return message;
}

template <typename Next>
void call(const QDBusMessage &message, QObject *context, Next next)
{
    constexpr int patienceInMs = 2000;
    auto *watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(message, patienceInMs), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [next](QDBusPendingCallWatcher *finished) {
                         finished->deleteLater();
                         next(*finished);
                     });
}

/// The entries of \a user in open collections and, if the service shows what is in them, in locked
/// ones.
void search(const QString &user, QObject *context,
            const std::function<void(const Paths &unlocked, const Paths &locked)> &handler)
{
    qDBusRegisterMetaType<Attributes>();
    const Attributes attributes{{u"server"_s, QString::fromUtf16(KeychainServiceName)},
                                {u"user"_s, user}};
    call(serviceCall("SearchItems"_L1, QVariant::fromValue(attributes)), context,
         [handler](const QDBusPendingCall &finished) {
             const QDBusPendingReply<Paths, Paths> unlockedAndLocked = finished;
             if (unlockedAndLocked.isValid())
                 handler(unlockedAndLocked.argumentAt<0>(), unlockedAndLocked.argumentAt<1>());
             else
                 handler({}, {});
         });
}

} // namespace

void explainAbsence(const QString &user, QObject *context,
                    const std::function<void(StoreError::Kind)> &handler)
{
    KeychainStatus::query(context, [user, context, handler](const KeychainStatus &status) {
        if (status.state == KeychainStatus::State::NotCreated)
            return handler(StoreError::Kind::NotCreated);
        const bool isLocked = status.state == KeychainStatus::State::Locked;
        // KWallet has no locked entries. Others than GNOME Keyring, KeePassXC among them, hide what
        // is in a locked collection: there "not found" means nothing.
        if (status.isWallet || (isLocked && status.name != "GNOME Keyring"_L1))
            return handler(isLocked ? StoreError::Kind::Locked : StoreError::Kind::NotFound);
        search(user, context, [handler](const Paths &, const Paths &locked) {
            handler(locked.isEmpty() ? StoreError::Kind::NotFound : StoreError::Kind::Locked);
        });
    });
}

void queryItem(const QString &user, QObject *context, const std::function<void(ItemState)> &handler)
{
    if (!QDBusConnection::sessionBus().isConnected()) {
        QMetaObject::invokeMethod(
            context, [handler] { handler(ItemState::Unknown); }, Qt::QueuedConnection);
        return;
    }
    search(user, context, [handler](const Paths &unlocked, const Paths &locked) {
        handler(!unlocked.isEmpty() ? ItemState::Open
                : !locked.isEmpty() ? ItemState::Locked
                                    : ItemState::Unknown);
    });
}

void setItemLabel(const QString &user, const QString &label, QObject *context,
                  const std::function<void()> &handler)
{
    search(user, context, [label, context, handler](const Paths &unlocked, const Paths &locked) {
        const Paths items = unlocked + locked;
        if (items.isEmpty())
            return handler();
        // There is one, unless another program has made a second one.
        QDBusMessage message =
            QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, items.constFirst().path(),
                                           u"org.freedesktop.DBus.Properties"_s, u"Set"_s);
        message.setAutoStartService(false);
        message.setArguments({u"org.freedesktop.Secret.Item"_s, u"Label"_s,
                              QVariant::fromValue(QDBusVariant(label))});
        call(message, context, [handler](const QDBusPendingCall &) { handler(); });
    });
}

#else

void explainAbsence(const QString &, QObject *context,
                    const std::function<void(StoreError::Kind)> &handler)
{
    QMetaObject::invokeMethod(
        context, [handler] { handler(StoreError::Kind::NotFound); }, Qt::QueuedConnection);
}

void queryItem(const QString &, QObject *context, const std::function<void(ItemState)> &handler)
{
    QMetaObject::invokeMethod(
        context, [handler] { handler(ItemState::Unknown); }, Qt::QueuedConnection);
}

void setItemLabel(const QString &, const QString &, QObject *context,
                  const std::function<void()> &handler)
{
    QMetaObject::invokeMethod(context, handler, Qt::QueuedConnection);
}

#endif

} // namespace SignIn
