// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "call_p.h"

#include "apirequest_p.h"
#include "clock.h"
#include "decoder_p.h"
#include "logging_p.h"
#include "responseheaders_p.h"
#include "servertext.h"
#include "uploadbody_p.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>

#include <algorithm>
#include <cmath>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype MaximumAnswer = 1024 * 1024;
constexpr qint64 ReadBuffer = 64 * 1024;

/// Whether the API itself has refused, so that surely no key was made: a 4xx in its own form. A
/// page or a line of text of a proxy, a redirect or a timeout (408) says nothing about what became
/// of the post.
bool isRefusal(int status, const QByteArray &body)
{
    if (status < 400 || status > 499 || status == 408)
        return false;
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    const QJsonValue error = object.value("error"_L1);
    return error.isObject() || error.isString() || object.value("message"_L1).isString();
}

QString tooLarge()
{
    return u"the answer is larger than 1 MiB"_s;
}

bool isServerError(int status)
{
    return status >= 500 && status <= 599;
}

Error::Kind kindOf(int status)
{
    switch (status) {
    case 400:
        return Error::Kind::BadRequest;
    case 401:
        return Error::Kind::Unauthorized;
    case 403:
        return Error::Kind::Forbidden;
    case 407:
        return Error::Kind::Proxy;
    case 409:
        return Error::Kind::Conflict;
    case 429:
        return Error::Kind::RateLimited;
    default:
        return isServerError(status) ? Error::Kind::Server : Error::Kind::UnexpectedStatus;
    }
}

bool usesProxy(QNetworkAccessManager *accessManager, const QUrl &url)
{
    const QNetworkProxyQuery query(url);
    QNetworkProxyFactory *factory = accessManager->proxyFactory();
    const QList<QNetworkProxy> proxies =
        factory ? factory->queryProxy(query)
        : accessManager->proxy().type() == QNetworkProxy::DefaultProxy
            ? QNetworkProxyFactory::proxyForQuery(query)
            : QList<QNetworkProxy>{accessManager->proxy()};
    return std::any_of(proxies.begin(), proxies.end(), [](const QNetworkProxy &proxy) {
        return proxy.type() != QNetworkProxy::NoProxy
               && proxy.type() != QNetworkProxy::DefaultProxy;
    });
}

} // namespace

Call::Call(const Client &client, CallRequest request, Decoder decode)
    : m_request(std::move(request))
    , m_decode(std::move(decode))
    , m_accessManager(client.accessManager())
    , m_networkRequest(makeApiRequest(client, m_request.path))
    , m_retryPolicy(client.retryPolicy())
    , m_timeout(client.timeout())
    , m_clock(client.clock())
    , m_start(m_clock->elapsed())
{
    m_clock->callAfter(m_timeout, this, [this] { giveUp(Error::Kind::Timeout); });
    send();
}

Call::Call(const Client &client, const Error &refusal)
    : m_clock(client.clock())
{
    finishLater(refusal);
}

Call::~Call()
{
    drop();
}

void Call::send()
{
    m_received.clear();
    m_sslErrors.clear();
    if (!m_accessManager) {
        attemptVanished();
        return;
    }
    QNetworkRequest request = m_networkRequest;
    if (m_request.bearer)
        request.setRawHeader("Authorization", "Bearer " + m_request.bearer->toByteArray());
    if (m_request.verb == "POST") {
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        // A deep copy: UploadBody wipes its bytes.
        m_upload = new UploadBody(QByteArray(m_request.body.constData(), m_request.body.size()));
        m_networkReply = m_accessManager->post(request, m_upload);
        // Even an aborted reply may read once more: what it asked for before is still in its queue.
        m_upload->setParent(m_networkReply);
    } else {
        m_networkReply = m_accessManager->get(request);
    }
    m_networkReply->setReadBufferSize(ReadBuffer);
    connect(m_networkReply, &QNetworkReply::readyRead, this, &Call::read);
    connect(m_networkReply, &QNetworkReply::finished, this, &Call::attemptFinished);
    connect(m_networkReply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_sslErrors = errors; });
    connect(m_networkReply, &QObject::destroyed, this, &Call::attemptVanished);
}

void Call::read()
{
    m_received += m_networkReply->read(MaximumAnswer + 1 - m_received.size());
    if (m_received.size() > MaximumAnswer)
        m_networkReply->abort(); // comes back as attemptFinished()
}

void Call::attemptFinished()
{
    QNetworkReply *reply = m_networkReply;
    if (reply->isOpen() && m_received.size() <= MaximumAnswer)
        m_received += reply->read(MaximumAnswer + 1 - m_received.size());
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    qCDebug(NETWORK) << m_request.verb.constData() << m_request.path << "HTTP" << status << "after"
                     << (m_clock->elapsed() - m_start).count() << "ms";

    if (const QDateTime time = httpDate(reply->rawHeader("Date").trimmed()); time.isValid())
        m_serverTime = time;
    Error error;
    if (status >= 300)
        error = statusError(status);
    else if (m_received.size() > MaximumAnswer)
        error = Error(Error::Kind::InvalidResponse, tooLarge());
    else if (status >= 200 && reply->error() == QNetworkReply::NoError)
        error = m_decode(m_received);
    else
        error = transportError(status);
    const bool refused = isRefusal(status, m_received);
    m_received.fill('\0');
    m_received.clear();
    if (!error.isError()) {
        finish({});
        return;
    }
    error.setHttpStatus(status);

    const auto delay = retryDelay(error);
    if (m_request.makesKey && !refused && (bodyWasSent() || isServerError(status)))
        m_keyMayExist = true;
    if (delay) {
        ++m_retries;
        drop();
        m_clock->callAfter(*delay, this, [this] {
            if (!m_finished)
                send();
        });
        return;
    }
    // The server refuses now what it failed over before: the first try may have gone through.
    if (m_keyMayExist && refused)
        error.setKind(Error::Kind::AnswerLost);
    error.setKeyMayExist(m_keyMayExist);
    finish(std::move(error));
}

void Call::attemptVanished()
{
    // The access manager is being destroyed, and its replies with it.
    const bool sent = bodyWasSent();
    m_networkReply = nullptr;
    m_upload = nullptr;
    Error error(sent ? Error::Kind::AnswerLost : Error::Kind::Network,
                u"the access manager is gone"_s);
    error.setKeyMayExist(m_keyMayExist || (m_request.makesKey && sent));
    finishLater(std::move(error));
}

Error Call::statusError(int status) const
{
    const Error::Kind kind = kindOf(status);
    const bool complete = m_received.size() <= MaximumAnswer;
    Error error(kind, status < 400 ? u"the server redirects, which is not followed"_s
                      : complete   ? QString()
                                   : tooLarge());
    if (complete)
        decodeErrorBody(m_received, m_request.secrets, &error);
    error.setRetryAfter(requestedWait(*m_networkReply, error.metadata(), m_clock->now()));
    return error;
}

Error Call::transportError(int status) const
{
    if (m_networkReply->error() == QNetworkReply::NoError) {
        // Qt 6.4 takes an interim answer other than 100 for the last one.
        return Error(Error::Kind::AnswerLost, u"the answer ended at HTTP %1"_s.arg(status));
    }
    QString detail = cleanServerText(m_networkReply->errorString(), m_request.secrets);
    switch (m_networkReply->error()) {
    case QNetworkReply::SslHandshakeFailedError: {
        QStringList reasons;
        for (const QSslError &sslError : m_sslErrors)
            reasons += sslError.errorString();
        return Error(Error::Kind::TlsFailure, reasons.isEmpty() ? detail : reasons.join("; "_L1));
    }
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return Error(Error::Kind::Proxy, detail);
    case QNetworkReply::ContentReSendError: // what Qt calls it when UploadBody stops it
        detail = u"the connection closed without an answer"_s;
        break;
    case QNetworkReply::UnknownNetworkError:
        // Qt tells a proxy that refuses, or that is not found, in words only.
        if (!bodyWasSent() && status == 0 && m_accessManager
            && usesProxy(m_accessManager, m_networkRequest.url()))
            return Error(Error::Kind::Proxy, detail);
        break;
    default:
        break;
    }
    const bool answering = bodyWasSent() || status != 0;
    return Error(answering ? Error::Kind::AnswerLost : Error::Kind::Network, detail);
}

bool Call::bodyWasSent() const
{
    return m_upload && m_upload->wasRead();
}

std::optional<std::chrono::milliseconds> Call::retryDelay(const Error &error) const
{
    const RetryPolicy &policy = m_retryPolicy;
    if (m_retries >= policy.maximumRetries)
        return std::nullopt;
    switch (error.kind()) {
    case Error::Kind::Network:
    case Error::Kind::Proxy:
        // Only what surely never left, or what may be asked twice.
        if (error.httpStatus() != 0 || bodyWasSent())
            return std::nullopt;
        break;
    case Error::Kind::RateLimited:
    case Error::Kind::Server:
        break;
    default:
        return std::nullopt;
    }
    auto delay = std::chrono::milliseconds(
        qint64(double(policy.firstDelay.count()) * std::pow(policy.factor, m_retries)));
    if (error.retryAfter())
        delay = std::max<std::chrono::milliseconds>(delay, *error.retryAfter());
    if (m_clock->elapsed() - m_start + delay > std::min(policy.window, m_timeout))
        return std::nullopt;
    return delay;
}

void Call::giveUp(Error::Kind kind)
{
    if (m_finished)
        return;
    Error error(kind);
    error.setKeyMayExist(m_keyMayExist || (m_request.makesKey && bodyWasSent()));
    finish(std::move(error));
}

void Call::abort()
{
    giveUp(Error::Kind::Canceled);
}

void Call::drop()
{
    m_upload = nullptr;
    if (!m_networkReply)
        return;
    m_networkReply->disconnect(this);
    m_networkReply->abort();
    m_networkReply->deleteLater();
    m_networkReply = nullptr;
}

void Call::finish(Error error)
{
    if (m_finished)
        return;
    m_finished = true;
    m_error = std::move(error);
    drop();
    m_request.body.fill('\0');
    m_request.bearer.reset();
    m_request.secrets.clear();
    Q_EMIT finished();
}

void Call::finishLater(Error error)
{
    QMetaObject::invokeMethod(
        this, [this, error = std::move(error)] { finish(error); }, Qt::QueuedConnection);
}

} // namespace OpenRouterAuth
