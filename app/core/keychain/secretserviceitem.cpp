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

void search(const QString &user, QObject *context, const std::function<void(bool)> &handler)
{
    qDBusRegisterMetaType<Attributes>();
    const Attributes attributes{{u"server"_s, QString::fromUtf16(KeychainServiceName)},
                                {u"user"_s, user}};
    call(serviceCall("SearchItems"_L1, QVariant::fromValue(attributes)), context,
         [handler](const QDBusPendingCall &finished) {
             const QDBusPendingReply<Paths, Paths> unlockedAndLocked = finished;
             handler(unlockedAndLocked.isValid() && !unlockedAndLocked.argumentAt<1>().isEmpty());
         });
}

} // namespace

void isItemLocked(const QString &user, QObject *context, const std::function<void(bool)> &handler)
{
    KeychainStatus::query(context, [user, context, handler](const KeychainStatus &service) {
        if (service.state != KeychainStatus::State::Locked)
            return handler(false);
        call(serviceCall("ReadAlias"_L1, u"default"_s), context,
             [user, context, handler](const QDBusPendingCall &finished) {
                 const QDBusPendingReply<QDBusObjectPath> collection = finished;
                 // KeePassXC hides what is in a closed database.
                 if (collection.isValid() && collection.value().path() == "/"_L1)
                     return handler(true);
                 search(user, context, handler);
             });
    });
}

#else

void isItemLocked(const QString &, QObject *context, const std::function<void(bool)> &handler)
{
    QMetaObject::invokeMethod(
        context, [handler] { handler(false); }, Qt::QueuedConnection);
}

#endif

} // namespace SignIn
