// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "client.h"

#include "authorizationrequest.h"
#include "call_p.h"
#include "clock.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>

#include <algorithm>
#include <cmath>

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

Error refusal(const QString &detail)
{
    return Error(Error::Kind::InvalidRequest, detail);
}

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<QByteArray> encode(const ExchangeRequest &request)
{
    if (request.code.isEmpty())
        return refusal(u"the code is empty"_s);
    QJsonObject object{{u"code"_s, request.code.toString()}};
    if (request.codeVerifier)
        object.insert("code_verifier"_L1, request.codeVerifier->toString());
    if (request.codeChallengeMethod)
        object.insert("code_challenge_method"_L1, toString(*request.codeChallengeMethod));
    return toJson(object);
}

Result<QByteArray> encode(const CreateAuthCodeRequest &request)
{
    if (!isAllowedCallbackUrl(request.callbackUrl))
        return refusal(u"callback_url must be https, or http on localhost or 127.0.0.1"_s);
    if (!isAllowedKeyLabel(request.keyLabel))
        return refusal(u"key_label is longer than 100 characters"_s);
    if (request.limit && !(std::isfinite(*request.limit) && *request.limit >= 0))
        return refusal(u"limit must be a number that is not negative"_s);
    if (request.expiresAt
        && !(request.expiresAt->isValid() && request.expiresAt->toUTC().date().year() > 0
             && request.expiresAt->toUTC().date().year() <= 9999)) {
        return refusal(u"expires_at is not a date"_s); // RFC 3339 has four digits for the year
    }

    QJsonObject object{{u"callback_url"_s, QString::fromLatin1(request.callbackUrl.toEncoded())}};
    if (!request.codeChallenge.isEmpty()) {
        object.insert("code_challenge"_L1, request.codeChallenge);
        object.insert("code_challenge_method"_L1, toString(request.codeChallengeMethod));
    }
    if (request.limit)
        object.insert("limit"_L1, *request.limit);
    if (request.expiresAt)
        object.insert("expires_at"_L1, request.expiresAt->toUTC().toString(Qt::ISODate));
    if (!request.keyLabel.isEmpty())
        object.insert("key_label"_L1, request.keyLabel);
    if (request.usageLimitType)
        object.insert("usage_limit_type"_L1, toString(*request.usageLimitType));
    if (!request.workspaceId.isNull())
        object.insert("workspace_id"_L1, request.workspaceId.toString(QUuid::WithoutBraces));
    return toJson(object);
}

} // namespace

QString toString(UsageLimitType type)
{
    switch (type) {
    case UsageLimitType::Daily:
        return u"daily"_s;
    case UsageLimitType::Weekly:
        return u"weekly"_s;
    case UsageLimitType::Monthly:
        return u"monthly"_s;
    }
    Q_UNREACHABLE();
}

Client::Client(QNetworkAccessManager *accessManager, const Server &server, QObject *parent)
    : QObject(parent)
    , m_accessManager(accessManager)
    , m_server(server)
    , m_clock(Clock::system())
{}

Client::~Client() = default;

bool Client::setAttribution(const QUrl &referer, const QString &title)
{
    const QByteArray refererBytes = referer.toEncoded();
    const QByteArray titleBytes = title.toLatin1();
    const auto isPrintable = [](char c) { return c >= 0x20 && c <= 0x7e; };
    const bool isWebAddress = referer.isValid() && !referer.host().isEmpty()
                              && (referer.scheme() == "https"_L1 || referer.scheme() == "http"_L1)
                              && referer.userInfo().isEmpty();
    if ((!referer.isEmpty() && !isWebAddress) || QString::fromLatin1(titleBytes) != title
        || !std::all_of(titleBytes.begin(), titleBytes.end(), isPrintable)
        || !std::all_of(refererBytes.begin(), refererBytes.end(), isPrintable)) {
        return false;
    }
    m_referer = refererBytes;
    m_title = titleBytes;
    return true;
}

ExchangeReply *Client::exchangeAuthCodeForApiKey(const ExchangeRequest &request)
{
    auto *reply = new ExchangeReply(this);
    const Result<QByteArray> body = encode(request);
    if (!body) {
        reply->m_call = std::make_unique<Call>(this, reply, body.error());
        return reply;
    }
    Call::Setup setup{"POST", "auth/keys"_L1, *body, std::nullopt, {request.code}, true};
    if (request.codeVerifier)
        setup.secrets += *request.codeVerifier;
    reply->m_call = std::make_unique<Call>(this, reply, std::move(setup));
    return reply;
}

CreateAuthCodeReply *Client::createAuthCode(const CreateAuthCodeRequest &request,
                                            const ApiKey &apiKey)
{
    auto *reply = new CreateAuthCodeReply(this);
    const Result<QByteArray> body = encode(request);
    if (!body) {
        reply->m_call = std::make_unique<Call>(this, reply, body.error());
        return reply;
    }
    Call::Setup setup{"POST",          "auth/keys/code"_L1, *body,
                      apiKey.secret(), {apiKey.secret()},   false};
    if (request.codeChallengeMethod == CodeChallengeMethod::Plain) // the challenge is the verifier
        setup.secrets += Secret(request.codeChallenge.toUtf8());
    reply->m_call = std::make_unique<Call>(this, reply, std::move(setup));
    return reply;
}

KeyInfoReply *Client::keyInfo(const ApiKey &apiKey)
{
    auto *reply = new KeyInfoReply(this);
    reply->m_call = std::make_unique<Call>(
        this, reply, Call::Setup{"GET", "key"_L1, {}, apiKey.secret(), {apiKey.secret()}, false});
    return reply;
}

} // namespace OpenRouterAuth
