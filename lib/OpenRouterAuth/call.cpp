// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "call_p.h"

#include "clock.h"
#include "decoder_p.h"
#include "logging_p.h"
#include "uploadbody_p.h"

#include <QLocale>
#include <QNetworkAccessManager>

#include <cmath>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype MaximumAnswer = 1024 * 1024;
constexpr qint64 ReadBuffer = 64 * 1024;

bool isServerError(int status)
{
    return status >= 500 && status <= 599;
}

} // namespace

Call::Call(Client *client, Reply *reply, Setup setup)
    : m_client(client)
    , m_reply(reply)
    , m_setup(std::move(setup))
    , m_clock(client->m_clock)
    , m_start(m_clock->elapsed())
{
    m_clock->callAfter(m_client->timeout(), this, [this] { timedOut(); });
    send();
}

Call::Call(Client *client, Reply *reply, Error refusal)
    : m_client(client)
    , m_reply(reply)
    , m_clock(client->m_clock)
{
    QMetaObject::invokeMethod(
        this, [this, refusal = std::move(refusal)] { finish(refusal); }, Qt::QueuedConnection);
}

Call::~Call()
{
    drop();
}

QNetworkRequest Call::networkRequest() const
{
    QNetworkRequest request(m_client->server().endpoint(m_setup.path));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      u"OpenRouterAuth/" OPENROUTERAUTH_VERSION ""_s);
    request.setRawHeader("Accept", "application/json");
    // Stated, so that Qt does not unpack for us: the cap on the answer counts what really arrived.
    request.setRawHeader("Accept-Encoding", "identity");
    if (!m_client->m_referer.isEmpty())
        request.setRawHeader("HTTP-Referer", m_client->m_referer);
    if (!m_client->m_title.isEmpty())
        request.setRawHeader("X-OpenRouter-Title", m_client->m_title);
    if (m_setup.bearer)
        request.setRawHeader("Authorization", "Bearer " + m_setup.bearer->toByteArray());
    return request;
}

void Call::send()
{
    if (!m_client->m_accessManager) {
        QMetaObject::invokeMethod(
            this, [this] { finish(Error(Error::Kind::Network, u"the access manager is gone"_s)); },
            Qt::QueuedConnection);
        return;
    }
    m_received.clear();
    m_sslErrors.clear();
    QNetworkRequest request = networkRequest();
    if (m_setup.verb == "POST") {
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_setup.body.size());
        // A deep copy: UploadBody wipes its bytes.
        m_upload = new UploadBody(QByteArray(m_setup.body.constData(), m_setup.body.size()), this);
        m_networkReply = m_client->m_accessManager->post(request, m_upload);
    } else {
        m_networkReply = m_client->m_accessManager->get(request);
    }
    m_networkReply->setReadBufferSize(ReadBuffer);
    connect(m_networkReply, &QNetworkReply::readyRead, this, &Call::read);
    connect(m_networkReply, &QNetworkReply::finished, this, &Call::attemptFinished);
    connect(m_networkReply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_sslErrors = errors; });
}

void Call::read()
{
    m_received += m_networkReply->read(MaximumAnswer + 1 - m_received.size());
    if (m_received.size() <= MaximumAnswer)
        return;
    m_tooLarge = true;
    m_networkReply->abort(); // comes back as attemptFinished()
}

void Call::attemptFinished()
{
    QNetworkReply *reply = m_networkReply;
    if (reply->error() == QNetworkReply::NoError && !m_tooLarge)
        m_received += reply->read(MaximumAnswer + 1 - m_received.size());
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    qCDebug(NETWORK) << m_setup.verb.constData() << m_setup.path << "HTTP" << status << "after"
                     << (m_clock->elapsed() - m_start).count() << "ms";

    Error error;
    if (m_tooLarge || m_received.size() > MaximumAnswer) {
        error = Error(Error::Kind::InvalidResponse, u"the answer is larger than 1 MiB"_s);
        error.setHttpStatus(status);
    } else if (status >= 300) {
        error = statusError(status);
    } else if (status >= 200 && reply->error() == QNetworkReply::NoError) {
        error = m_reply->accept(m_received);
        if (error.isError())
            error.setHttpStatus(status);
    } else {
        error = transportError();
        error.setHttpStatus(status);
    }
    m_received.fill('\0');
    m_received.clear();

    if (m_setup.makesKey && isServerError(status))
        m_sawServerError = true;
    else if (m_setup.makesKey && m_sawServerError && status >= 400) {
        // The server refuses now what it failed over before: the first try may have gone through.
        error.setKind(Error::Kind::AnswerLost);
    }
    m_sentBefore = m_sentBefore || (bodyWasSent() && status != 429);
    if (m_setup.makesKey && error.isError()) {
        const bool refused = status >= 300 && status < 500;
        error.setKeyMayExist(m_sawServerError || (bodyWasSent() && !refused));
    }

    const auto delay = error.isError() ? retryDelay(error) : std::nullopt;
    if (!delay) {
        finish(error);
        return;
    }
    ++m_retries;
    drop();
    m_clock->callAfter(*delay, this, [this] {
        if (!m_finished)
            send();
    });
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
    Error error(kind, status < 400 ? u"the server redirects, which is not followed"_s : QString());
    error.setHttpStatus(status);
    error.setRetryAfter(retryAfter());
    decodeErrorBody(m_received, m_setup.secrets, &error);
    return error;
}

Error Call::transportError() const
{
    const QString detail = cleanServerText(m_networkReply->errorString(), m_setup.secrets);
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
    default:
        break;
    }
    return Error(bodyWasSent() ? Error::Kind::AnswerLost : Error::Kind::Network, detail);
}

bool Call::bodyWasSent() const
{
    return m_upload && m_upload->wasRead();
}

std::optional<std::chrono::seconds> Call::retryAfter() const
{
    const QByteArray value = m_networkReply->rawHeader("Retry-After").trimmed();
    if (value.isEmpty())
        return std::nullopt;
    bool isNumber = false;
    const qint64 seconds = value.toLongLong(&isNumber);
    if (isNumber)
        return std::chrono::seconds(std::clamp<qint64>(seconds, 0, 365 * 24 * 3600));
    // RFC 9110, section 5.6.7: a date as "Sun, 06 Nov 1994 08:49:37 GMT"
    QDateTime date =
        QLocale::c().toDateTime(QString::fromLatin1(value), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return std::chrono::seconds(std::max<qint64>(0, m_clock->now().secsTo(date)));
}

std::optional<std::chrono::milliseconds> Call::retryDelay(const Error &error) const
{
    const RetryPolicy &policy = m_client->retryPolicy();
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
    if (m_clock->elapsed() - m_start + delay > policy.window)
        return std::nullopt;
    return delay;
}

void Call::timedOut()
{
    if (m_finished)
        return;
    Error error(Error::Kind::Timeout);
    error.setKeyMayExist(m_setup.makesKey && (bodyWasSent() || m_sentBefore));
    finish(error);
}

void Call::abort()
{
    if (m_finished)
        return;
    Error error(Error::Kind::Canceled);
    error.setKeyMayExist(m_setup.makesKey && (bodyWasSent() || m_sentBefore));
    finish(error);
}

void Call::drop()
{
    if (m_networkReply) {
        m_networkReply->disconnect(this);
        m_networkReply->abort();
        m_networkReply->deleteLater();
        m_networkReply = nullptr;
    }
    if (m_upload) {
        m_upload->deleteLater();
        m_upload = nullptr;
    }
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

} // namespace OpenRouterAuth
