// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>

#include <QCoreApplication>
#include <QDebug>
#include <QJsonObject>
#include <QObject>
#include <QString>

#include <chrono>
#include <optional>

namespace OpenRouterAuth {

/// What went wrong with one call, as a value. Reentrant.
///
/// No text in it contains a key, an authorization code or a code verifier, and what the server said
/// is stripped of control and bidirectional formatting characters. It is still foreign text: show
/// it as plain text.
class OPENROUTERAUTH_EXPORT Error
{
    Q_GADGET
    Q_DECLARE_TR_FUNCTIONS(OpenRouterAuth::Error)

public:
    enum class Kind {
        None,             ///< No error.
        InvalidRequest,   ///< Refused here, before anything was sent.
        Network,          ///< The server could not be reached.
        Proxy,            ///< The proxy could not be reached or refused.
        Timeout,          ///< The whole call took longer than Client::timeout().
        TlsFailure,       ///< No trusted, encrypted connection.
        BadRequest,       ///< HTTP 400.
        Unauthorized,     ///< HTTP 401.
        Forbidden,        ///< HTTP 403.
        Conflict,         ///< HTTP 409.
        RateLimited,      ///< HTTP 429.
        Server,           ///< HTTP 5xx.
        UnexpectedStatus, ///< Any other status, redirects among them.
        InvalidResponse,  ///< A success whose content is not what the endpoint promises.
        AnswerLost,       ///< The request was sent, its answer did not arrive whole.
        Canceled,         ///< abort() was called. Not a failure to report to a person.
    };
    Q_ENUM(Kind)

    /// What the server means, where its words tell more than the status does. What to do differs,
    /// so each has a sentence of its own.
    enum class Reason {
        Unspecified, ///< The status says all there is.

        /// 400 `Invalid code_challenge_method`: the method of the exchange is not the one that came
        /// with the authorization link. Usually whatever opened the browser cut the link at an `&`.
        ChallengeMethodMismatch,

        /// 401 `Missing Authentication header`, `No auth credentials found`: a proxy or firewall
        /// removed the Authorization header. It says nothing about the key.
        CredentialsNotReceived,

        /// 401 `User not found.`: the key is wrong or revoked, or its owner was removed from the
        /// organization in which it was made.
        UserNotFound,
    };
    Q_ENUM(Reason)

    Error() = default;
    explicit Error(Kind kind, QString detail = {})
        : m_kind(kind)
        , m_detail(std::move(detail))
    {}

    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] bool isError() const noexcept { return m_kind != Kind::None; }

    /// HTTP status, 0 if there was none.
    [[nodiscard]] int httpStatus() const noexcept { return m_httpStatus; }

    /// What the server means, as far as its words say.
    [[nodiscard]] Reason reason() const;

    /// True if the server knows the key that was sent and rejects it. Any other error, also a 401
    /// whose key got lost on the way, says nothing about the key.
    [[nodiscard]] bool isKeyRejected() const;

    /// The server's own words, empty if there were none. At most 500 characters. From
    /// `error.message`, `error_description` (RFC 6749, section 5.2), `message`, or a body that is
    /// text.
    [[nodiscard]] QString serverMessage() const { return m_serverMessage; }

    /// A word for programs to compare, empty if there was none: `error.metadata.error_type`, or
    /// `error` where that is text, such as `invalid_grant` (RFC 6749, section 5.2).
    [[nodiscard]] QString serverErrorType() const { return m_serverErrorType; }

    /// `error.code`, which need not equal the HTTP status.
    [[nodiscard]] std::optional<int> serverCode() const { return m_serverCode; }

    /// `error.metadata`, `openrouter_metadata` and `user_id` of the error body, if present.
    [[nodiscard]] QJsonObject metadata() const { return m_metadata; }
    [[nodiscard]] QJsonObject openRouterMetadata() const { return m_openRouterMetadata; }
    [[nodiscard]] QString userId() const { return m_userId; }

    /// The members of `error` that nothing above gives.
    [[nodiscard]] QJsonObject additionalMembers() const { return m_additionalMembers; }

    /// How long the server asked to wait, if it did: `Retry-After` (RFC 9110, section 10.2.3), else
    /// the time until `X-RateLimit-Reset`, which OpenRouter states in Unix milliseconds.
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter() const { return m_retryAfter; }

    /// True when an exchange failed in a way that may have left a new key on the server. Then a
    /// person should look at Server::keysPage().
    ///
    /// False after a request that never left, and after a refusal in the API's own form: a 4xx
    /// other than 408 with JSON that says why. Anything else that answers a post proves nothing,
    /// and so does a refusal after a try that failed in another way. A redirect, a page in HTML, or
    /// a 4xx as plain text may come from a proxy that lost the server's answer.
    [[nodiscard]] bool keyMayExist() const noexcept { return m_keyMayExist; }

    /// Technical detail for a "Details" section. Not translated, except for what
    /// Server::fromBaseUrl() and AuthorizationRequest::toUrl() refuse: there it is a sentence for
    /// people that says why.
    [[nodiscard]] QString detail() const { return m_detail; }

    /// One translated sentence for a person, without the server's words.
    [[nodiscard]] QString sentence() const;

    void setHttpStatus(int status) { m_httpStatus = status; }
    void setServerMessage(const QString &message) { m_serverMessage = message; }
    void setServerErrorType(const QString &type) { m_serverErrorType = type; }
    void setServerCode(std::optional<int> code) { m_serverCode = code; }
    void setMetadata(const QJsonObject &metadata) { m_metadata = metadata; }
    void setAdditionalMembers(const QJsonObject &members) { m_additionalMembers = members; }
    void setOpenRouterMetadata(const QJsonObject &metadata) { m_openRouterMetadata = metadata; }
    void setUserId(const QString &userId) { m_userId = userId; }
    void setRetryAfter(std::optional<std::chrono::seconds> wait) { m_retryAfter = wait; }
    void setKeyMayExist(bool mayExist) { m_keyMayExist = mayExist; }
    void setKind(Kind kind) { m_kind = kind; }

private:
    Kind m_kind = Kind::None;
    int m_httpStatus = 0;
    bool m_keyMayExist = false;
    std::optional<int> m_serverCode;
    std::optional<std::chrono::seconds> m_retryAfter;
    QString m_serverMessage;
    QString m_serverErrorType;
    QString m_userId;
    QString m_detail;
    QJsonObject m_metadata;
    QJsonObject m_additionalMembers;
    QJsonObject m_openRouterMetadata;
};

OPENROUTERAUTH_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace OpenRouterAuth
