// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace Fake {

struct HttpRequest;

/// What an authorization code stands for: the terms of the key it will be exchanged for, and who
/// may do so.
struct Authorization
{
    std::optional<QUrl> callbackUrl;
    QString codeChallenge;
    QString codeChallengeMethod;
    QString keyLabel;
    QString workspaceId;
    bool workspaceIsRequired = false;
    std::optional<double> limit;
    QString usageLimitType;
    QDateTime expiresAt;

    /// The label of the key: `localhost:PORT` and the like where none was asked for.
    [[nodiscard]] QString effectiveLabel() const;

    /// Whether the verifier belongs to the challenge (RFC 7636, section 4.6).
    [[nodiscard]] bool accepts(const QString &codeVerifier) const;
};

/// Why a request is not accepted: in words for the list of violations, and as the service says it.
struct Refusal
{
    QString violation;
    QString message = QStringLiteral("Invalid request parameters");
};

/// Reads the query of `/auth`, percent-encoded as it was sent.
[[nodiscard]] std::optional<Authorization> readAuthorizationQuery(const QByteArray &query,
                                                                  Refusal *refusal);

/// Reads the body of `POST /auth/keys/code`; fields it does not know are the caller's to report.
[[nodiscard]] std::optional<Authorization>
readAuthorizationBody(const QJsonObject &body, const QDateTime &now, Refusal *refusal);

/// A scheme with a period, as programs register one for themselves (RFC 8252, section 7.1).
[[nodiscard]] bool isPrivateUseCallback(const QUrl &url);

/// https, http on `localhost` or `127.0.0.1`, or a private-use scheme.
[[nodiscard]] bool isAllowedCallback(const QUrl &url);

/// 43 to 128 unreserved characters (RFC 7636, section 4.1).
[[nodiscard]] bool isCodeVerifier(const QString &text);

/// The JSON object of a request, if its Content-Type says JSON, it is UTF-8 and no name stands in
/// it twice.
[[nodiscard]] std::optional<QJsonObject> readJsonObject(const HttpRequest &request,
                                                        Refusal *refusal);

/// Splits `a=1&b=2`, every value strictly percent-encoded and no name twice.
[[nodiscard]] std::optional<QList<std::pair<QString, QString>>> readQuery(const QByteArray &query,
                                                                          Refusal *refusal);

} // namespace Fake
