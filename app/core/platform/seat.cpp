// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "seat.h"

#include "session.h"

#ifdef SIGNIN_HAS_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>
#endif

namespace SignIn {

using namespace Qt::StringLiterals;

bool maySeePrompts()
{
    return hasDisplay() && !isSsh();
}

void queryIsSeated(QObject *context, const std::function<void(bool)> &handler)
{
#ifdef SIGNIN_HAS_DBUS
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (bus.isConnected()) {
        // "auto" is the caller's own session, or else the one that the user's display belongs to.
        QDBusMessage message = QDBusMessage::createMethodCall(
            u"org.freedesktop.login1"_s, u"/org/freedesktop/login1/session/auto"_s,
            u"org.freedesktop.DBus.Properties"_s, u"GetAll"_s);
        message.setAutoStartService(false);
        message.setArguments({u"org.freedesktop.login1.Session"_s});
        constexpr int patienceInMs = 300;
        auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(message, patienceInMs), context);
        QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                         [handler](QDBusPendingCallWatcher *finished) {
                             finished->deleteLater();
                             const QDBusPendingReply<QVariantMap> reply = *finished;
                             const QVariantMap session =
                                 reply.isValid() ? reply.value() : QVariantMap();
                             handler(session.value(u"Active"_s, true).toBool()
                                     && !session.value(u"Remote"_s, false).toBool());
                         });
        return;
    }
#endif
    QMetaObject::invokeMethod(
        context, [handler] { handler(true); }, Qt::QueuedConnection);
}

} // namespace SignIn
