// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "encoder_p.h"

#include "authorizationrequest.h"
#include "servertext.h"

#include <QJsonDocument>
#include <QJsonObject>

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

} // namespace

UsageLimitType::UsageLimitType(Known known)
    : m_name(known == Daily    ? u"daily"_s
             : known == Weekly ? u"weekly"_s
                               : u"monthly"_s)
{}

QString toString(const UsageLimitType &type)
{
    return type.name();
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
    else if (request.codeChallengeMethod.isNull())
        object.insert("code_challenge_method"_L1, QJsonValue::Null);
    return toJson(object);
}

Result<QByteArray> encode(const CreateAuthCodeRequest &request)
{
    if (isPrivateUseCallbackUrl(request.callbackUrl)) {
        const bool isBound = !request.codeChallenge.isEmpty()
                             && request.codeChallengeMethod == CodeChallengeMethod::S256;
        if (!request.allowsPrivateUseScheme || !isBound)
            return refusal(u"callback_url has a private-use scheme, which must be allowed and "
                           "needs a challenge with S256"_s);
    } else if (!isAllowedCallbackUrl(request.callbackUrl)) {
        return refusal(u"callback_url must be https, or http on localhost or 127.0.0.1"_s);
    }
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
        object.insert("code_challenge"_L1, withoutLoneSurrogates(request.codeChallenge));
        object.insert("code_challenge_method"_L1, toString(request.codeChallengeMethod));
    }
    if (request.limit)
        object.insert("limit"_L1, *request.limit);
    if (request.expiresAt)
        object.insert("expires_at"_L1, request.expiresAt->toUTC().toString(Qt::ISODateWithMs));
    else if (request.expiresAt.isNull())
        object.insert("expires_at"_L1, QJsonValue::Null);
    if (!request.keyLabel.isEmpty())
        object.insert("key_label"_L1, withoutLoneSurrogates(request.keyLabel));
    if (request.usageLimitType)
        object.insert("usage_limit_type"_L1,
                      withoutLoneSurrogates(toString(*request.usageLimitType)));
    if (!request.workspaceId.isNull())
        object.insert("workspace_id"_L1, request.workspaceId.toString(QUuid::WithoutBraces));
    return toJson(object);
}

} // namespace OpenRouterAuth
