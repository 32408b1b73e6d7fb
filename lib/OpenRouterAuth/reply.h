// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/createauthcode.h>
#include <OpenRouterAuth/error.h>
#include <OpenRouterAuth/exchange.h>
#include <OpenRouterAuth/keyinfo.h>

#include <QObject>

#include <memory>

namespace OpenRouterAuth {

class Call;
class Client;

/// One call on its way. Made by Client; finished() comes exactly once and never from inside the
/// function that made the reply. Delete it with deleteLater() then; deleting it earlier drops the
/// call without a signal. Lives in its client's thread.
class OPENROUTERAUTH_EXPORT Reply : public QObject
{
    Q_OBJECT

public:
    ~Reply() override;

    [[nodiscard]] bool isFinished() const;

    /// Error::Kind::None after a success, and before the end.
    [[nodiscard]] const Error &error() const;

    /// Gives the call up: finished() with Error::Kind::Canceled. Nothing happens after the end.
    /// What was sent stays sent: after an aborted exchange, Error::keyMayExist() tells.
    void abort();

Q_SIGNALS:
    void finished();

protected:
    explicit Reply(QObject *parent);

private:
    friend class Client;
    friend class Call;
    friend class ExchangeReply;

    /// Takes the body of a successful answer; the error if it is not what was promised.
    virtual Error accept(const QByteArray &body) = 0;

    std::unique_ptr<Call> m_call;
};

/// Answer of Client::exchangeAuthCodeForApiKey().
class OPENROUTERAUTH_EXPORT ExchangeReply : public Reply
{
    Q_OBJECT

public:
    /// Present after a success.
    [[nodiscard]] const std::optional<ExchangeResponse> &result() const { return m_result; }

    /// After a success: an earlier post of the same code failed in a way (5xx) after which a further
    /// key may exist. Name Server::keysPage() to its owner.
    [[nodiscard]] bool anotherKeyMayExist() const;

private:
    friend class Client;
    using Reply::Reply;
    Error accept(const QByteArray &body) override;

    std::optional<ExchangeResponse> m_result;
};

/// Answer of Client::createAuthCode().
class OPENROUTERAUTH_EXPORT CreateAuthCodeReply : public Reply
{
    Q_OBJECT

public:
    /// Present after a success.
    [[nodiscard]] const std::optional<CreateAuthCodeResponse> &result() const { return m_result; }

private:
    friend class Client;
    using Reply::Reply;
    Error accept(const QByteArray &body) override;

    std::optional<CreateAuthCodeResponse> m_result;
};

/// Answer of Client::keyInfo().
class OPENROUTERAUTH_EXPORT KeyInfoReply : public Reply
{
    Q_OBJECT

public:
    /// Present after a success.
    [[nodiscard]] const std::optional<KeyInfo> &result() const { return m_result; }

private:
    friend class Client;
    using Reply::Reply;
    Error accept(const QByteArray &body) override;

    std::optional<KeyInfo> m_result;
};

} // namespace OpenRouterAuth
