// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#include "reply.h"

#include "call_p.h"
#include "decoder_p.h"

namespace OpenRouterAuth {

namespace {

template <typename T>
Error take(Result<T> decoded, std::optional<T> &result)
{
    if (!decoded)
        return decoded.error();
    result = *decoded;
    return {};
}

} // namespace

Reply::Reply(QObject *parent)
    : QObject(parent)
{}

Reply::~Reply() = default;

bool Reply::isFinished() const
{
    return m_call->isFinished();
}

const Error &Reply::error() const
{
    return m_call->error();
}

void Reply::abort()
{
    m_call->abort();
}

bool ExchangeReply::anotherKeyMayExist() const
{
    return m_result && m_call->keyMayExist();
}

Error ExchangeReply::accept(const QByteArray &body)
{
    return take(decodeExchangeResponse(body), m_result);
}

Error CreateAuthCodeReply::accept(const QByteArray &body)
{
    return take(decodeCreateAuthCodeResponse(body), m_result);
}

Error KeyInfoReply::accept(const QByteArray &body)
{
    return take(decodeKeyInfo(body), m_result);
}

} // namespace OpenRouterAuth
