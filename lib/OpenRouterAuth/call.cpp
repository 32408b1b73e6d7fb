// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "call_p.h"

#include "clock.h"
#include "decoder_p.h"
#include "logging_p.h"
#include "servertext.h"
#include "uploadbody_p.h"

#include <QDateTime>
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

/// Whether the API itself has refused, so that surely no key was made: a 4xx in its own form. A page
/// of a proxy, a redirect or a timeout (408) says nothing about what became of the post.
bool isRefusal(int status, const QByteArray &body)
{
    if (status < 400 || status > 499 || status == 408)
        return false;
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    return object.contains("error"_L1) || object.contains("message"_L1);
}

QString tooLarge()
{
    return u"the answer is larger than 1 MiB"_s;
}

bool isServerError(int status)
{
    return status >= 500 && status <= 599;
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

/// What all requests have in common, made once.
QNetworkRequest commonRequest()
{
    QNetworkRequest request;
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true); // see UploadBody
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      u"OpenRouterAuth/" OPENROUTERAUTH_VERSION ""_s);
    request.setRawHeader("Accept", "application/json");
    // Stated, so that Qt does not unpack for us: the cap on the answer counts what really arrived.
    request.setRawHeader("Accept-Encoding", "identity");
    return request;
}

QNetworkRequest makeRequest(const QUrl &url, const QByteArray &referer, const QByteArray &title,
                            bool keepsConnection)
{
    static const QNetworkRequest common = commonRequest();
    QNetworkRequest request = common;
    request.setUrl(url);
    if (!keepsConnection)
        request.setRawHeader("Connection", "close");
    if (!referer.isEmpty())
        request.setRawHeader("HTTP-Referer", referer);
    if (!title.isEmpty())
        request.setRawHeader("X-OpenRouter-Title", title);
    return request;
}

} // namespace

Call::Call(const Client *client, Reply *reply, Setup setup)
    : m_reply(reply)
    , m_setup(std::move(setup))
    , m_accessManager(client->m_accessManager)
    , m_request(makeRequest(client->server().endpoint(m_setup.path), client->m_referer,
                            client->m_title, client->keepsConnections()))
    , m_retryPolicy(client->retryPolicy())
    , m_timeout(client->timeout())
    , m_clock(client->m_clock)
    , m_start(m_clock->elapsed())
{
    m_clock->callAfter(m_timeout, this, [this] { giveUp(Error::Kind::Timeout); });
    send();
}

Call::Call(const Client *client, Reply *reply, Error refusal)
    : m_reply(reply)
    , m_clock(client->m_clock)
{
    finishLater(std::move(refusal));
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
    QNetworkRequest request = m_request;
    if (m_setup.bearer)
        request.setRawHeader("Authorization", "Bearer " + m_setup.bearer->toByteArray());
    if (m_setup.verb == "POST") {
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_setup.body.size());
        // A deep copy: UploadBody wipes its bytes.
        m_upload = new UploadBody(QByteArray(m_setup.body.constData(), m_setup.body.size()));
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
    qCDebug(NETWORK) << m_setup.verb.constData() << m_setup.path << "HTTP" << status << "after"
                     << (m_clock->elapsed() - m_start).count() << "ms";

    Error error;
    if (status >= 300)
        error = statusError(status);
    else if (m_received.size() > MaximumAnswer)
        error = Error(Error::Kind::InvalidResponse, tooLarge());
    else if (status >= 200 && reply->error() == QNetworkReply::NoError)
        error = m_reply->accept(m_received);
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
    if (m_setup.makesKey && !refused && (bodyWasSent() || isServerError(status)))
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
    error.setKeyMayExist(m_keyMayExist || (m_setup.makesKey && sent));
    finishLater(std::move(error));
}

Error Call::statusError(int status) const
{
    Error::Kind kind = Error::Kind::UnexpectedStatus;
    switch (status) {
    case 400:
        kind = Error::Kind::BadRequest;
        break;
    case 401:
        kind = Error::Kind::Unauthorized;
        break;
    case 403:
        kind = Error::Kind::Forbidden;
        break;
    case 407:
        kind = Error::Kind::Proxy;
        break;
    case 409:
        kind = Error::Kind::Conflict;
        break;
    case 429:
        kind = Error::Kind::RateLimited;
        break;
    default:
        if (isServerError(status))
            kind = Error::Kind::Server;
    }
    const bool complete = m_received.size() <= MaximumAnswer;
    Error error(kind, status < 400 ? u"the server redirects, which is not followed"_s
                      : complete   ? QString()
                                   : tooLarge());
    error.setRetryAfter(retryAfter());
    if (complete)
        decodeErrorBody(m_received, m_setup.secrets, &error);
    return error;
}

Error Call::transportError(int status) const
{
    if (m_networkReply->error() == QNetworkReply::NoError) {
        // Qt 6.4 takes an interim answer other than 100 for the last one.
        return Error(Error::Kind::AnswerLost, u"the answer ended at HTTP %1"_s.arg(status));
    }
    QString detail = cleanServerText(m_networkReply->errorString(), m_setup.secrets);
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
            && usesProxy(m_accessManager, m_request.url()))
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

std::optional<std::chrono::seconds> Call::retryAfter() const
{
    constexpr qint64 longest = 365 * 24 * 3600;
    const QByteArray value = m_networkReply->rawHeader("Retry-After").trimmed();
    // RFC 9110, section 10.2.3: digits alone, or a date as "Sun, 06 Nov 1994 08:49:37 GMT"
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (!value.isEmpty() && std::all_of(value.begin(), value.end(), isDigit)) {
        bool fits = false;
        const qint64 seconds = value.toLongLong(&fits);
        return std::chrono::seconds(fits ? std::min(seconds, longest) : longest);
    }
    if (!value.endsWith(" GMT"))
        return std::nullopt;
    const QDateTime date =
        QDateTime::fromString(QString::fromLatin1(value.chopped(3)) + "+0000"_L1, Qt::RFC2822Date);
    if (!date.isValid())
        return std::nullopt;
    const qint64 milliseconds = std::max<qint64>(m_clock->now().msecsTo(date), 0);
    return std::chrono::seconds(std::min((milliseconds + 999) / 1000, longest));
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
    error.setKeyMayExist(m_keyMayExist || (m_setup.makesKey && bodyWasSent()));
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
    m_setup.body.fill('\0');
    m_setup.bearer.reset();
    m_setup.secrets.clear();
    Q_EMIT m_reply->finished();
}

void Call::finishLater(Error error)
{
    QMetaObject::invokeMethod(
        this, [this, error = std::move(error)] { finish(error); }, Qt::QueuedConnection);
}

} // namespace OpenRouterAuth
