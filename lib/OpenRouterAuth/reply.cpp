// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "reply.h"

#include "call_p.h"
#include "client.h"
#include "decoder_p.h"
#include "encoder_p.h"
#include "servertext.h"

namespace OpenRouterAuth {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
Error take(Result<T> decoded, std::optional<T> &result)
{
    if (!decoded)
        return decoded.error();
    result = std::move(decoded).value();
    return {};
}

} // namespace

Reply::Reply(Client *client)
    : QObject(client)
{}

Reply::~Reply() = default;

void Reply::start(const Client &client, CallRequest request)
{
    m_call = std::make_unique<Call>(client, std::move(request),
                                    [this](const QByteArray &body) { return decode(body); });
    connect(m_call.get(), &Call::finished, this, &Reply::finished);
}

void Reply::refuse(const Client &client, const Error &error)
{
    m_call = std::make_unique<Call>(client, error);
    connect(m_call.get(), &Call::finished, this, &Reply::finished);
}

bool Reply::isFinished() const
{
    return m_call->isFinished();
}

const Error &Reply::error() const
{
    return m_call->error();
}

QDateTime Reply::serverTime() const
{
    return m_call->serverTime();
}

bool Reply::keyMayExist() const
{
    return m_call->keyMayExist();
}

void Reply::abort()
{
    m_call->abort();
}

ExchangeReply::ExchangeReply(Client *client, const ExchangeRequest &request)
    : Reply(client)
{
    const Result<QByteArray> body = encode(request);
    if (!body) {
        refuse(*client, body.error());
        return;
    }
    CallRequest call{.verb = "POST", .path = "auth/keys"_L1, .body = *body};
    call.makesKey = true;
    call.secrets = {request.code};
    if (request.codeVerifier)
        call.secrets += *request.codeVerifier;
    start(*client, std::move(call));
}

bool ExchangeReply::anotherKeyMayExist() const
{
    return m_result && keyMayExist();
}

Error ExchangeReply::decode(const QByteArray &body)
{
    return take(decodeExchangeResponse(body), m_result);
}

CreateAuthCodeReply::CreateAuthCodeReply(Client *client, const CreateAuthCodeRequest &request,
                                         const ApiKey &apiKey)
    : Reply(client)
{
    const Result<QByteArray> body = encode(request);
    if (!body) {
        refuse(*client, body.error());
        return;
    }
    CallRequest call{.verb = "POST", .path = "auth/keys/code"_L1, .body = *body};
    call.bearer = apiKey.secret();
    call.secrets = {apiKey.secret()};
    if (request.codeChallengeMethod == CodeChallengeMethod::Plain) // the challenge is the verifier
        call.secrets += Secret(withoutLoneSurrogates(request.codeChallenge).toUtf8());
    start(*client, std::move(call));
}

Error CreateAuthCodeReply::decode(const QByteArray &body)
{
    return take(decodeCreateAuthCodeResponse(body), m_result);
}

KeyInfoReply::KeyInfoReply(Client *client, const ApiKey &apiKey)
    : Reply(client)
{
    CallRequest call{.verb = "GET", .path = "key"_L1};
    call.bearer = apiKey.secret();
    call.secrets = {apiKey.secret()};
    start(*client, std::move(call));
}

Error KeyInfoReply::decode(const QByteArray &body)
{
    return take(decodeKeyInfo(body), m_result);
}

} // namespace OpenRouterAuth
