// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/reply.h>
#include <OpenRouterAuth/server.h>

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <chrono>

class QNetworkAccessManager;

namespace OpenRouterAuth {

class Clock;

/// When a call is tried again: if the request certainly never left this computer, or if the server
/// answered 429 or 5xx. Waits at least as long as Error::retryAfter() asks. Reentrant.
struct RetryPolicy
{
    /// 0 turns retries off.
    int maximumRetries = 2;

    /// No retry starts later than this after the call began, nor after Client::timeout().
    std::chrono::milliseconds window{20'000};

    /// The wait before the first retry, and by how much each further one is longer.
    std::chrono::milliseconds firstDelay{500};
    double factor = 1.5;
};

/// Calls the API of one server. Keys of a regional host are the business of openrouter.ai, so its
/// calls go there: see Server::signInServer().
///
/// Redirects are not followed, response bodies are limited to 1 MiB, cookies and caches are not
/// used, TLS errors are never ignored, and a code that may have arrived is not sent again. The
/// exchange has no Authorization header.
///
/// Belongs to the thread of its access manager, which must outlive it and is not owned. Proxy and
/// TLS settings are made there. Calls run side by side; those that run when the client is destroyed
/// are dropped with their replies.
class OPENROUTERAUTH_EXPORT Client : public QObject
{
    Q_OBJECT

public:
    /// A client of \a server with the default timeout and retries.
    explicit Client(QNetworkAccessManager *accessManager, const Server &server = {},
                    QObject *parent = nullptr);
    ~Client() override;

    [[nodiscard]] const Server &server() const { return m_server; }
    [[nodiscard]] QNetworkAccessManager *accessManager() const;

    /// Longest time of a whole call, retries included, for calls made from now on; then it ends
    /// with Error::Kind::Timeout. 30 s unless changed.
    [[nodiscard]] std::chrono::milliseconds timeout() const { return m_timeout; }
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

    [[nodiscard]] const RetryPolicy &retryPolicy() const { return m_retryPolicy; }
    void setRetryPolicy(const RetryPolicy &policy) { m_retryPolicy = policy; }

    /// Who is asking, for OpenRouter's app pages and statistics: the `HTTP-Referer`,
    /// `X-OpenRouter-Title` and `X-OpenRouter-Categories` headers; empty leaves one out. A page of
    /// the app needs \a referer; the service drops categories that it does not know.
    ///
    /// Returns false and changes nothing if \a referer is not a web address (http or https, no
    /// password), \a title is not printable ASCII, or one of \a categories is not 1 to 30
    /// lowercase letters, digits and hyphens.
    bool setAttribution(const QUrl &referer, const QString &title,
                        const QStringList &categories = {});

    /// What setAttribution() made of it: names and values of headers.
    [[nodiscard]] const QList<std::pair<QByteArray, QByteArray>> &attributionHeaders() const
    {
        return m_attributionHeaders;
    }

    /// Whether the connection of a call is kept for the next one, which then needs no handshake.
    /// False unless changed: a server may close an idle connection at the moment a code is posted
    /// into it, and then it is unknown whether a key was made (AnswerLost). True is for calls that
    /// follow each other at once, such as createAuthCode() and the exchange of its code. The access
    /// manager keeps the connection for up to two minutes, also for others who use it.
    [[nodiscard]] bool keepsConnections() const { return m_keepsConnections; }
    void setKeepsConnections(bool keeps) { m_keepsConnections = keeps; }

    /// The clock that timeouts and retries go by; Clock::system() unless changed. Not owned.
    [[nodiscard]] Clock *clock() const { return m_clock; }
    void setClock(Clock *clock) { m_clock = clock; }

    /// `POST /auth/keys`: turns an authorization code into an API key.
    ///
    /// Errors: BadRequest and Forbidden for a code that is wrong, used or expired, or whose
    /// challenge does not fit (see Error::reason()); Server; AnswerLost when the code may have been
    /// used up without the key arriving, also for a refusal that follows a retried 5xx.
    [[nodiscard]] ExchangeReply *exchangeAuthCodeForApiKey(const ExchangeRequest &request);

    /// `POST /auth/keys/code`: makes an authorization code for a further key, as the owner of
    /// \a apiKey. Errors: BadRequest, Unauthorized, Forbidden (an ordinary key), Conflict, Server.
    [[nodiscard]] CreateAuthCodeReply *createAuthCode(const CreateAuthCodeRequest &request,
                                                      const ApiKey &apiKey);

    /// `GET /key`: the record of \a apiKey itself. Errors: Unauthorized, where
    /// Error::isKeyRejected() tells a revoked key from one that was lost on the way.
    [[nodiscard]] KeyInfoReply *keyInfo(const ApiKey &apiKey);

private:
    QPointer<QNetworkAccessManager> m_accessManager;
    Server m_server;
    std::chrono::milliseconds m_timeout{30'000};
    RetryPolicy m_retryPolicy;
    QList<std::pair<QByteArray, QByteArray>> m_attributionHeaders;
    bool m_keepsConnections = false;
    Clock *m_clock;
};

} // namespace OpenRouterAuth
