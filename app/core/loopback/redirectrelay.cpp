// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redirectrelay.h"

#include "randomtoken.h"

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

// The filter is a plain function, so this has no other place.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
QLoggingCategory::CategoryFilter previousFilter = nullptr;

/// The handler logs the full address of a request it does not want, authorization code included.
void keepHandlerSilent(QLoggingCategory *category)
{
    if (previousFilter)
        previousFilter(category);
    if (std::strcmp(category->categoryName(), "qt.networkauth.replyhandler") != 0)
        return;
    for (const QtMsgType type : {QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg})
        category->setEnabled(type, false);
}

QString decodedOnce(const QVariantMap &values, const QString &name)
{
    // The handler reports values that are "pretty" decoded: what could be mistaken for a delimiter
    // is still percent-encoded.
    return QUrl::fromPercentEncoding(values.value(name).toString().toUtf8());
}

} // namespace

RedirectRelay::RedirectRelay(const Redirect &redirect, QObject *parent)
    : QObject(parent)
    , m_redirect(redirect)
{
    static const bool installed = [] {
        previousFilter = QLoggingCategory::installFilter(keepHandlerSilent);
        return true;
    }();
    Q_UNUSED(installed)
}

RedirectRelay::~RedirectRelay()
{
    closeHandler();
}

void RedirectRelay::start()
{
    startHandler();
}

void RedirectRelay::startHandler()
{
    ++m_round;
    const QByteArray path = '/' + randomToken();
    // Spelt out: a bare LocalHost, 0 is taken for the port 2 and no parent, on every interface.
    m_handler = new QOAuthHttpServerReplyHandler(QHostAddress(QHostAddress::LocalHost), 0, nullptr);
    m_handler->setCallbackPath(QString::fromLatin1(path));
    m_handler->setCallbackText(u" "_s);
    connect(m_handler, &QAbstractOAuthReplyHandler::callbackReceived, this,
            &RedirectRelay::received);
    if (!m_handler->isListening()) {
        QMetaObject::invokeMethod(this, &RedirectRelay::tryAgain, Qt::QueuedConnection);
        return;
    }

    auto *socket = new QTcpSocket(m_handler);
    socket->setProxy(QNetworkProxy::NoProxy);
    const QByteArray request =
        "GET " + path + '?' + m_redirect.toQuery() + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + QByteArray::number(m_handler->port()) + "\r\nConnection: close\r\n\r\n";
    connect(socket, &QTcpSocket::connected, socket, [socket, request] { socket->write(request); });
    socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_handler->port());

    QTimer::singleShot(HandlerPatience, m_handler, [this] { tryAgain(); });
}

void RedirectRelay::received(const QVariantMap &values)
{
    Redirect reported;
    reported.code = OpenRouterAuth::Secret(decodedOnce(values, u"code"_s).toUtf8());
    reported.error = decodedOnce(values, u"error"_s);
    if (reported == m_redirect)
        finish(true);
    else
        tryAgain();
}

void RedirectRelay::tryAgain()
{
    if (m_finished)
        return;
    closeHandler();
    if (m_round >= MaximumRounds)
        finish(false);
    else
        startHandler();
}

void RedirectRelay::closeHandler()
{
    if (!m_handler)
        return;
    // Not deleted here: this may be a slot of the handler's own signal.
    m_handler->disconnect(this);
    m_handler->close();
    m_handler->deleteLater();
    m_handler = nullptr;
}

void RedirectRelay::finish(bool confirmed)
{
    if (m_finished)
        return;
    m_finished = true;
    closeHandler();
    Q_EMIT finished(confirmed);
}

} // namespace SignIn
