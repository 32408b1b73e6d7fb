// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "fakeopenrouter.h"

#include <OpenRouterAuth/authorizationrequest.h>
#include <OpenRouterAuth/client.h>

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

using Endpoint = FakeOpenRouter::Endpoint;
using Fault = FakeOpenRouter::Fault;

// Qt Test prints what it compares by a toString() of its own, which would meet the library's.
namespace OpenRouterAuth {
inline char *toString(Error::Kind kind)
{
    return QTest::toString(int(kind));
}
} // namespace OpenRouterAuth

/// The fake server and a client that talks to it, fresh for each test.
struct ClientFixture
{
    explicit ClientFixture(const OpenRouterAuth::RetryPolicy &retryPolicy = {})
        : listening(fake.listen())
        , client(&network, server())
    {
        client.setRetryPolicy(retryPolicy);
    }

    [[nodiscard]] OpenRouterAuth::Server server() const
    {
        return OpenRouterAuth::Server::fromBaseUrl(fake.baseUrl()).value();
    }

    /// Has a person approve, and returns what is to be exchanged then.
    OpenRouterAuth::ExchangeRequest
    approve(const OpenRouterAuth::Pkce &pkce = OpenRouterAuth::Pkce::generate())
    {
        OpenRouterAuth::AuthorizationRequest request;
        request.callbackUrl = QUrl(QStringLiteral("http://127.0.0.1:4321/callback/nonce"));
        request.codeChallenge = pkce.challenge();
        request.codeChallengeMethod = pkce.method();
        const QUrl redirect = fake.authorize(request.toUrl(server()).value());
        OpenRouterAuth::ExchangeRequest exchange;
        exchange.code = OpenRouterAuth::Secret(
            QUrlQuery(redirect).queryItemValue(QStringLiteral("code")).toUtf8());
        exchange.codeVerifier = pkce.verifier();
        exchange.codeChallengeMethod = pkce.method();
        return exchange;
    }

    OpenRouterAuth::ApiKey makeKey()
    {
        return OpenRouterAuth::ApiKey::fromBytes(fake.makeKey()).value();
    }

    /// Starts a call to \a endpoint with values that the server accepts.
    OpenRouterAuth::Reply *call(Endpoint endpoint)
    {
        switch (endpoint) {
        case Endpoint::Exchange:
            return client.exchangeAuthCodeForApiKey(approve());
        case Endpoint::CreateAuthCode: {
            OpenRouterAuth::CreateAuthCodeRequest request;
            request.callbackUrl = QUrl(QStringLiteral("https://example.org/cb"));
            return client.createAuthCode(request, makeKey());
        }
        default:
            return client.keyInfo(makeKey());
        }
    }

    FakeOpenRouter fake;
    bool listening;
    QNetworkAccessManager network;
    OpenRouterAuth::Client client;
};

/// Waits for the end of a call; false if it does not come.
inline bool waitFor(OpenRouterAuth::Reply *reply, int milliseconds = 20'000)
{
    return QTest::qWaitFor([reply] { return reply->isFinished(); }, milliseconds);
}

/// Tests on all three endpoints begin with these rows.
inline void addEndpoints()
{
    QTest::addColumn<Endpoint>("endpoint");
    QTest::newRow("exchange") << Endpoint::Exchange;
    QTest::newRow("createAuthCode") << Endpoint::CreateAuthCode;
    QTest::newRow("keyInfo") << Endpoint::Key;
}

/// No second try: what the first one gives is seen.
inline OpenRouterAuth::RetryPolicy noRetries()
{
    OpenRouterAuth::RetryPolicy policy;
    policy.maximumRetries = 0;
    return policy;
}
