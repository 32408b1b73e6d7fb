// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/reply.h>
#include <OpenRouterAuth/server.h>

#include <QObject>
#include <QPointer>

#include <chrono>

class QNetworkAccessManager;

namespace OpenRouterAuth {

class Clock;

/// When a call is tried again. A retry happens only if the request surely never left this computer
/// or the server answered 429 or 5xx, and only if it starts within \ref window and the client's
/// timeout.
struct RetryPolicy
{
    int maximumRetries = 2;
    std::chrono::milliseconds window{20'000};
    std::chrono::milliseconds firstDelay{500};
    double factor = 1.5;
};

/// The calls to one server.
///
/// Rules of transport: redirects are not followed, an answer is read up to 1 MiB, cookies and
/// caches are not used, certificates are not waived, a code is posted once. The exchange carries no
/// Authorization header. Lives in the thread of its access manager, which must outlive it and stays
/// the caller's (proxy and TLS settings are made there).
class OPENROUTERAUTH_EXPORT Client : public QObject
{
    Q_OBJECT

public:
    explicit Client(QNetworkAccessManager *accessManager, const Server &server = {},
                    QObject *parent = nullptr);
    ~Client() override;

    [[nodiscard]] const Server &server() const { return m_server; }

    /// Longest time of a whole call, retries included. 30 s unless changed.
    [[nodiscard]] std::chrono::milliseconds timeout() const { return m_timeout; }
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

    [[nodiscard]] const RetryPolicy &retryPolicy() const { return m_retryPolicy; }
    void setRetryPolicy(const RetryPolicy &policy) { m_retryPolicy = policy; }

    /// Who is asking, for OpenRouter's statistics: the `HTTP-Referer` and `X-OpenRouter-Title`
    /// headers; empty leaves one out. Returns false and changes nothing if \a referer is no web
    /// address (http or https, no password) or \a title is not printable ASCII.
    bool setAttribution(const QUrl &referer, const QString &title);

    /// Whether the connection of a call is kept for the next one, which spares that a handshake.
    /// False unless changed: a server may close a connection that has been idle at the very moment
    /// a code is posted into it, and then nobody can tell whether a key was made (AnswerLost). True
    /// is for calls that follow each other at once, such as createAuthCode() and the exchange of
    /// its code. The access manager keeps the connection, for up to two minutes and for whoever
    /// else uses it.
    [[nodiscard]] bool keepsConnections() const { return m_keepsConnections; }
    void setKeepsConnections(bool keeps) { m_keepsConnections = keeps; }

    /// The clock that timeouts and retries go by; Clock::system() unless changed. Not owned.
    void setClock(Clock *clock) { m_clock = clock; }

    /// `POST /auth/keys`: turns an authorization code into an API key.
    ///
    /// Errors: BadRequest and Forbidden for a code that is wrong, used or expired; Server;
    /// AnswerLost when the code may have been used up without the key arriving, also for a refusal
    /// that follows a retried 5xx.
    [[nodiscard]] ExchangeReply *exchangeAuthCodeForApiKey(const ExchangeRequest &request);

    /// `POST /auth/keys/code`: makes an authorization code for a further key, as the owner of
    /// \a apiKey. Errors: BadRequest, Unauthorized, Forbidden (an ordinary key), Conflict, Server.
    [[nodiscard]] CreateAuthCodeReply *createAuthCode(const CreateAuthCodeRequest &request,
                                                      const ApiKey &apiKey);

    /// `GET /key`: the record of \a apiKey itself. Errors: Unauthorized for a key that was revoked.
    [[nodiscard]] KeyInfoReply *keyInfo(const ApiKey &apiKey);

private:
    friend class Call;

    QPointer<QNetworkAccessManager> m_accessManager;
    Server m_server;
    std::chrono::milliseconds m_timeout{30'000};
    RetryPolicy m_retryPolicy;
    QByteArray m_referer;
    QByteArray m_title;
    bool m_keepsConnections = false;
    Clock *m_clock;
};

} // namespace OpenRouterAuth
