// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/createauthcode.h>
#include <OpenRouterAuth/error.h>
#include <OpenRouterAuth/exchange.h>
#include <OpenRouterAuth/keyinfo.h>
#include <OpenRouterAuth/openrouterauth_export.h>

#include <QObject>

#include <memory>

namespace OpenRouterAuth {

class Call;
class Client;
struct CallRequest;

/// A running call: one subclass for each endpoint, made by Client.
///
/// Emits finished() exactly once and never from inside the function that made the reply. Delete it
/// with deleteLater() then; deleting it earlier drops the call without a signal. Its parent is the
/// client. Lives in the client's thread.
class OPENROUTERAUTH_EXPORT Reply : public QObject
{
    Q_OBJECT

public:
    ~Reply() override;

    [[nodiscard]] bool isFinished() const;

    /// Error::Kind::None after a success, and before the end.
    [[nodiscard]] const Error &error() const;

    /// The server's clock at its last answer, UTC, in whole seconds (`Date`, RFC 9110, section
    /// 6.6.1); invalid if there was none. Compare the server's times with it, because the clock of
    /// this computer may be wrong.
    [[nodiscard]] QDateTime serverTime() const;

    /// Ends the call: finished() with Error::Kind::Canceled. Does nothing after the end. A request
    /// that was sent stays sent: after an aborted exchange, see Error::keyMayExist().
    void abort();

Q_SIGNALS:
    void finished();

protected:
    explicit Reply(Client *client);

    /// Starts the call, or ends it before it began. A subclass does one of these at once.
    void start(const Client &client, CallRequest request);
    void refuse(const Client &client, const Error &error);

    /// Whether a post so far may have made a key that did not come back.
    [[nodiscard]] bool keyMayExist() const;

private:
    /// Takes the body of a successful answer; an error if it is not what was promised.
    virtual Error decode(const QByteArray &body) = 0;

    std::unique_ptr<Call> m_call;
};

/// A running `POST /auth/keys`, see Client::exchangeAuthCodeForApiKey().
class OPENROUTERAUTH_EXPORT ExchangeReply : public Reply
{
    Q_OBJECT

public:
    ExchangeReply(Client *client, const ExchangeRequest &request);

    /// Present after a success.
    [[nodiscard]] const std::optional<ExchangeResponse> &result() const { return m_result; }

    /// After a success: an earlier post of the same code failed in a way (5xx) after which a
    /// further key may exist. Name Server::keysPage() to its owner.
    [[nodiscard]] bool anotherKeyMayExist() const;

private:
    Error decode(const QByteArray &body) override;

    std::optional<ExchangeResponse> m_result;
};

/// A running `POST /auth/keys/code`, see Client::createAuthCode().
class OPENROUTERAUTH_EXPORT CreateAuthCodeReply : public Reply
{
    Q_OBJECT

public:
    CreateAuthCodeReply(Client *client, const CreateAuthCodeRequest &request, const ApiKey &apiKey);

    /// Present after a success.
    [[nodiscard]] const std::optional<CreateAuthCodeResponse> &result() const { return m_result; }

private:
    Error decode(const QByteArray &body) override;

    std::optional<CreateAuthCodeResponse> m_result;
};

/// A running `GET /key`, see Client::keyInfo().
class OPENROUTERAUTH_EXPORT KeyInfoReply : public Reply
{
    Q_OBJECT

public:
    KeyInfoReply(Client *client, const ApiKey &apiKey);

    /// Present after a success.
    [[nodiscard]] const std::optional<KeyInfo> &result() const { return m_result; }

private:
    Error decode(const QByteArray &body) override;

    std::optional<KeyInfo> m_result;
};

} // namespace OpenRouterAuth
