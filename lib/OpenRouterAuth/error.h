// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/openrouterauth_export.h>

#include <QCoreApplication>
#include <QDebug>
#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>

namespace OpenRouterAuth {

/// What went wrong with one call, as a value.
///
/// No text in it holds a key, an authorization code or a code verifier, and what the server said is
/// stripped of control and bidirectional formatting characters. It is still foreign text: show it
/// as plain text.
class OPENROUTERAUTH_EXPORT Error
{
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

    Error() = default;
    explicit Error(Kind kind, QString detail = {})
        : m_kind(kind)
        , m_detail(std::move(detail))
    {}

    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] bool isError() const noexcept { return m_kind != Kind::None; }

    /// HTTP status, 0 if there was none.
    [[nodiscard]] int httpStatus() const noexcept { return m_httpStatus; }

    /// The server's own words (`error.message`), empty if there were none. At most 500 characters.
    [[nodiscard]] QString serverMessage() const { return m_serverMessage; }

    /// `error.code`, which need not equal the HTTP status.
    [[nodiscard]] std::optional<int> serverCode() const { return m_serverCode; }

    /// `error.metadata`, `openrouter_metadata` and `user_id` of the error body, if present.
    [[nodiscard]] QJsonObject metadata() const { return m_metadata; }
    [[nodiscard]] QJsonObject openRouterMetadata() const { return m_openRouterMetadata; }
    [[nodiscard]] QString userId() const { return m_userId; }

    /// How long the server asked to wait (`Retry-After`), if it did.
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter() const { return m_retryAfter; }

    /// True when an exchange failed in a way that may have left a new key on the server. Then a
    /// person should look at Server::keysPage().
    [[nodiscard]] bool keyMayExist() const noexcept { return m_keyMayExist; }

    /// Technical detail for a "Details" section, not translated.
    [[nodiscard]] QString detail() const { return m_detail; }

    /// One translated sentence for a person, without the server's words.
    [[nodiscard]] QString sentence() const;

    void setHttpStatus(int status) { m_httpStatus = status; }
    void setServerMessage(const QString &message) { m_serverMessage = message; }
    void setServerCode(std::optional<int> code) { m_serverCode = code; }
    void setMetadata(const QJsonObject &metadata) { m_metadata = metadata; }
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
    QString m_userId;
    QString m_detail;
    QJsonObject m_metadata;
    QJsonObject m_openRouterMetadata;
};

OPENROUTERAUTH_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace OpenRouterAuth
