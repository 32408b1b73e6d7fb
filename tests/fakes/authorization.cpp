// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "authorization.h"

#include "httpserver.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>
#include <QUuid>

#include <cmath>

namespace Fake {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumLabel = 100;

bool matches(const QString &text, QLatin1StringView pattern)
{
    const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern));
    return expression.match(text).hasMatch();
}

bool isUuid(const QString &text)
{
    return matches(text, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"_L1);
}

bool isLabel(const QString &label)
{
    return label.toUcs4().size() <= MaximumLabel;
}

std::nullopt_t refuse(Refusal *refusal, const QString &violation)
{
    *refusal = {violation};
    return std::nullopt;
}

/// Strictly percent-encoded UTF-8: unreserved characters (RFC 3986, section 2.3) and %XX only.
std::optional<QString> decoded(const QByteArray &value)
{
    if (!matches(QString::fromLatin1(value), "([A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*"_L1))
        return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArray::fromPercentEncoding(value));
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

/// A name that stands twice in the outermost object of a JSON text that QJsonDocument took, which
/// does not notice.
std::optional<QString> duplicateName(const QByteArray &json)
{
    QSet<QString> names;
    int depth = 0;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        if (c != '"')
            continue;
        const qsizetype start = i;
        for (++i; json[i] != '"'; ++i) {
            if (json[i] == '\\')
                ++i;
        }
        qsizetype next = i + 1;
        while (next < json.size() && QByteArrayView(" \t\r\n").contains(json[next]))
            ++next;
        if (depth != 1 || next >= json.size() || json[next] != ':')
            continue;
        // The same name can be written in several ways ("\u0063ode").
        const QByteArray list = '[' + json.sliced(start, i + 1 - start) + ']';
        const QString name = QJsonDocument::fromJson(list).array().first().toString();
        if (names.contains(name))
            return name;
        names += name;
    }
    return std::nullopt;
}

/// The rules for a challenge are the same on the page and in the API.
bool checkChallenge(Authorization *authorization, bool methodWasSent, Refusal *refusal)
{
    const auto refused = [refusal](const QString &violation, const QString &message) {
        *refusal = {violation, message};
        return false;
    };
    const QString method = u"Invalid code_challenge_method"_s;
    const QString parameters = u"Invalid request parameters"_s;

    // The service is lenient here; RFC 8252, section 8.1, is not.
    if (authorization->callbackUrl && isPrivateUseCallback(*authorization->callbackUrl)
        && authorization->codeChallengeMethod != "S256"_L1) {
        return refused(u"a callback with a private-use scheme without S256"_s, parameters);
    }
    if (authorization->codeChallenge.isEmpty()) {
        if (methodWasSent)
            return refused(u"code_challenge_method without code_challenge"_s, method);
        return true;
    }
    if (!methodWasSent)
        authorization->codeChallengeMethod = u"plain"_s; // RFC 7636, section 4.3
    if (authorization->codeChallengeMethod == "S256"_L1) {
        if (!matches(authorization->codeChallenge, "[A-Za-z0-9_-]{43}"_L1))
            return refused(u"code_challenge is not 43 characters of base64url"_s, parameters);
    } else if (authorization->codeChallengeMethod == "plain"_L1) {
        if (!isCodeVerifier(authorization->codeChallenge))
            return refused(u"code_challenge is not of the form of a verifier"_s, parameters);
    } else {
        return refused(u"code_challenge_method is neither S256 nor plain"_s, method);
    }
    return true;
}

} // namespace

QString Authorization::effectiveLabel() const
{
    if (!keyLabel.isEmpty())
        return keyLabel;
    if (!callbackUrl)
        return {};
    if (callbackUrl->scheme() == "http"_L1)
        return u"localhost:%1"_s.arg(callbackUrl->port(80));
    return callbackUrl->host();
}

bool Authorization::accepts(const QString &codeVerifier) const
{
    if (codeChallengeMethod == "plain"_L1)
        return codeVerifier == codeChallenge;
    const QByteArray digest =
        QCryptographicHash::hash(codeVerifier.toLatin1(), QCryptographicHash::Sha256);
    return QString::fromLatin1(
               digest.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))
           == codeChallenge;
}

bool isPrivateUseCallback(const QUrl &url)
{
    return matches(url.scheme(), "[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+"_L1);
}

bool isAllowedCallback(const QUrl &url)
{
    if (isPrivateUseCallback(url))
        return url.isValid() && !url.hasFragment() && url.userInfo().isEmpty();
    if (!url.isValid() || url.host().isEmpty() || url.hasFragment() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == "https"_L1
           || (url.scheme() == "http"_L1
               && (url.host() == "localhost"_L1 || url.host() == "127.0.0.1"_L1));
}

bool isCodeVerifier(const QString &text)
{
    return matches(text, "[A-Za-z0-9._~-]{43,128}"_L1);
}

std::optional<QJsonObject> readJsonObject(const HttpRequest &request, Refusal *refusal)
{
    const QString type = QString::fromLatin1(request.header("Content-Type")).toLower();
    if (!matches(type, "application/json( *; *charset=(utf-8|\"utf-8\"))?"_L1))
        return refuse(refusal, u"the Content-Type is not application/json"_s);
    if (request.hasHeader("Content-Encoding"))
        return refuse(refusal, u"the body has a Content-Encoding"_s);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return refuse(refusal, u"the body is not JSON: "_s + problem.errorString());
    if (!document.isObject())
        return refuse(refusal, u"the body is not a JSON object"_s);
    if (const auto name = duplicateName(request.body))
        return refuse(refusal, *name + u" stands twice in the body"_s);
    return document.object();
}

std::optional<QList<std::pair<QString, QString>>> readQuery(const QByteArray &query,
                                                            Refusal *refusal)
{
    QList<std::pair<QString, QString>> items;
    QSet<QString> names;
    if (query.isEmpty())
        return items;
    for (const QByteArray &item : query.split('&')) {
        const qsizetype equals = item.indexOf('=');
        if (equals <= 0)
            return refuse(refusal, u"a query parameter without name or value"_s);
        const auto name = decoded(item.first(equals));
        const auto value = decoded(item.sliced(equals + 1));
        if (!name)
            return refuse(refusal, u"the name of a query parameter is not percent-encoded"_s);
        if (!value)
            return refuse(refusal, *name + u" is not percent-encoded"_s);
        if (names.contains(*name))
            return refuse(refusal, *name + u" stands twice in the query"_s);
        names += *name;
        items.append({*name, *value});
    }
    return items;
}

std::optional<Authorization> readAuthorizationQuery(const QByteArray &query, Refusal *refusal)
{
    const auto items = readQuery(query, refusal);
    if (!items)
        return std::nullopt;

    Authorization authorization;
    bool methodWasSent = false;
    for (const auto &[name, value] : *items) {
        if (value.isEmpty())
            return refuse(refusal, name + u" is empty"_s);
        if (name == "callback_url"_L1) {
            const QUrl url = QUrl::fromEncoded(value.toUtf8(), QUrl::StrictMode);
            if (!isAllowedCallback(url))
                return refuse(refusal, u"callback_url is not allowed"_s);
            authorization.callbackUrl = url;
        } else if (name == "code_challenge"_L1) {
            authorization.codeChallenge = value;
        } else if (name == "code_challenge_method"_L1) {
            authorization.codeChallengeMethod = value;
            methodWasSent = true;
        } else if (name == "key_label"_L1) {
            if (!isLabel(value))
                return refuse(refusal, u"key_label is longer than 100 characters"_s);
            authorization.keyLabel = value;
        } else if (name == "workspace_id"_L1 || name == "required_workspace_id"_L1) {
            if (!isUuid(value))
                return refuse(refusal, name + u" is not a UUID"_s);
            const bool isRequired = name == "required_workspace_id"_L1;
            if (isRequired || !authorization.workspaceIsRequired)
                authorization.workspaceId = value;
            authorization.workspaceIsRequired |= isRequired;
        } else if (name == "limit"_L1) {
            bool isNumber = false;
            const double limit = value.toDouble(&isNumber);
            if (!isNumber || !std::isfinite(limit) || limit < 0)
                return refuse(refusal, u"limit is not an amount"_s);
            authorization.limit = limit;
        } else {
            return refuse(refusal, u"unknown query parameter "_s + name);
        }
    }
    if (!authorization.callbackUrl && authorization.codeChallenge.isEmpty())
        return refuse(refusal, u"code_challenge is required without callback_url"_s);
    if (!checkChallenge(&authorization, methodWasSent, refusal))
        return std::nullopt;
    return authorization;
}

std::optional<Authorization> readAuthorizationBody(const QJsonObject &body, const QDateTime &now,
                                                   Refusal *refusal)
{
    Authorization authorization;
    for (auto it = body.begin(); it != body.end(); ++it) {
        const QString name = it.key();
        const QJsonValue value = it.value();
        if (name == "limit"_L1) {
            if (!value.isDouble() || value.toDouble() < 0)
                return refuse(refusal, u"limit is not an amount"_s);
            authorization.limit = value.toDouble();
            continue;
        }
        if (name == "expires_at"_L1) {
            if (value.isNull())
                continue;
            if (!value.isString()
                || !matches(value.toString(),
                            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"_L1)) {
                return refuse(refusal, u"expires_at is not UTC with seconds"_s);
            }
            authorization.expiresAt = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
            if (!authorization.expiresAt.isValid())
                return refuse(refusal, u"expires_at is no date"_s);
            if (authorization.expiresAt <= now)
                return refuse(refusal, u"expires_at has passed"_s);
            continue;
        }
        static const QSet<QString> known{u"callback_url"_s,          u"code_challenge"_s,
                                         u"code_challenge_method"_s, u"key_label"_s,
                                         u"usage_limit_type"_s,      u"workspace_id"_s};
        if (!known.contains(name))
            continue;
        if (!value.isString())
            return refuse(refusal, name + u" is not a string"_s);
        const QString text = value.toString();
        if (name == "callback_url"_L1) {
            const QUrl url = QUrl::fromEncoded(text.toUtf8(), QUrl::StrictMode);
            if (!isAllowedCallback(url))
                return refuse(refusal, u"callback_url is not allowed"_s);
            authorization.callbackUrl = url;
        } else if (name == "code_challenge"_L1) {
            if (text.isEmpty())
                return refuse(refusal, u"code_challenge is empty"_s);
            authorization.codeChallenge = text;
        } else if (name == "code_challenge_method"_L1) {
            authorization.codeChallengeMethod = text;
        } else if (name == "key_label"_L1) {
            if (!isLabel(text))
                return refuse(refusal, u"key_label is longer than 100 characters"_s);
            authorization.keyLabel = text;
        } else if (name == "usage_limit_type"_L1) {
            if (!matches(text, "daily|weekly|monthly"_L1))
                return refuse(refusal, u"usage_limit_type is not daily, weekly or monthly"_s);
            authorization.usageLimitType = text;
        } else if (name == "workspace_id"_L1) {
            if (!isUuid(text))
                return refuse(refusal, u"workspace_id is not a UUID"_s);
            authorization.workspaceId = text;
        }
    }
    if (!authorization.callbackUrl)
        return refuse(refusal, u"callback_url is missing"_s);
    if (!checkChallenge(&authorization, body.contains("code_challenge_method"_L1), refusal))
        return std::nullopt;
    return authorization;
}

} // namespace Fake
