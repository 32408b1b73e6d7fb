// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "replyhandlerreceiver.h"

#include "core/loopback/randomtoken.h"

#include <QLoggingCategory>
#include <QNetworkProxy>
#include <QOAuthHttpServerReplyHandler>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <cstring>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaximumRounds = 2;
constexpr std::chrono::milliseconds HandlerPatience{2'000};

// A category filter is a plain function without a context.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
QLoggingCategory::CategoryFilter previousFilter = nullptr;

/// The handler logs the whole address of a request it refuses, authorization code included.
void keepHandlerSilent(QLoggingCategory *category)
{
    if (previousFilter)
        previousFilter(category);
    if (std::strcmp(category->categoryName(), "qt.networkauth.replyhandler") != 0)
        return;
    for (const QtMsgType type : {QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg})
        category->setEnabled(type, false);
}

/// The handler's values are "pretty" decoded: characters that could be mistaken for a delimiter are
/// still percent-encoded. Encoded once more, they are a query as a browser sends it.
std::optional<Redirect> fromReport(const QVariantMap &values)
{
    QByteArray query;
    for (const QString &name : {u"code"_s, u"error"_s, u"error_description"_s}) {
        if (!values.contains(name))
            continue;
        const QByteArray value =
            QByteArray::fromPercentEncoding(values.value(name).toString().toUtf8());
        query += name.toLatin1() + '=' + value.toPercentEncoding() + '&';
    }
    return Redirect::fromQuery(query);
}

} // namespace

ReplyHandlerReceiver::ReplyHandlerReceiver()
{
    static const bool installed = [] {
        previousFilter = QLoggingCategory::installFilter(keepHandlerSilent);
        return true;
    }();
    Q_UNUSED(installed)
}

void ReplyHandlerReceiver::receive(const Redirect &redirect, QObject *context, const Report &report)
{
    receive(redirect, context, report, MaximumRounds);
}

void ReplyHandlerReceiver::receive(const Redirect &redirect, QObject *context, const Report &report,
                                   int rounds)
{
    // The address is spelled out: a bare LocalHost, 0 means port 2 of every interface.
    auto *handler =
        new QOAuthHttpServerReplyHandler(QHostAddress(QHostAddress::LocalHost), 0, context);
    auto *timer = new QTimer(handler);
    const auto end = [=](const std::optional<Redirect> &received) {
        timer->stop();
        handler->disconnect();
        handler->close();
        // Neither deleted nor reported at once: this may run in a slot of the handler's own signal.
        handler->deleteLater();
        QMetaObject::invokeMethod(
            context,
            [=] {
                if (received || rounds == 1)
                    report(received);
                else
                    receive(redirect, context, report, rounds - 1);
            },
            Qt::QueuedConnection);
    };
    if (!handler->isListening()) {
        end(std::nullopt);
        return;
    }
    const QByteArray path = '/' + randomToken();
    handler->setCallbackPath(QString::fromLatin1(path));
    handler->setCallbackText(u" "_s);
    QObject::connect(handler, &QAbstractOAuthReplyHandler::callbackReceived, handler,
                     [end](const QVariantMap &values) { end(fromReport(values)); });

    QObject::connect(timer, &QTimer::timeout, handler, [end] { end(std::nullopt); });
    timer->start(HandlerPatience);

    auto *socket = new QTcpSocket(handler);
    socket->setProxy(QNetworkProxy::NoProxy);
    const QByteArray request =
        "GET " + path + '?' + redirect.toQuery() + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + QByteArray::number(handler->port()) + "\r\nConnection: close\r\n\r\n";
    QObject::connect(socket, &QTcpSocket::connected, socket,
                     [socket, request] { socket->write(request); });
    socket->connectToHost(QHostAddress(QHostAddress::LocalHost), handler->port());
}

} // namespace SignIn
