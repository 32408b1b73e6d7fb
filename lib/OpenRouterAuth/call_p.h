// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/client.h>

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>
#include <QSslError>

#include <functional>

namespace OpenRouterAuth {

class UploadBody;

/// What an endpoint is asked.
struct CallRequest
{
    QByteArray verb;        ///< `GET` or `POST`
    QLatin1StringView path; ///< below the base
    QByteArray body = {};   ///< JSON
    std::optional<Secret> bearer = {};
    QList<Secret> secrets = {}; ///< cut out of whatever the server says
    bool makesKey = false;      ///< a key may exist once the body was sent
};

/// Runs one call for its Reply: attempts, the waits between them, the end.
class Call final : public QObject
{
    Q_OBJECT

public:
    /// Takes the body of a successful answer; an error if it is not what was promised.
    using Decoder = std::function<Error(const QByteArray &body)>;

    Call(const Client &client, CallRequest request, Decoder decode);

    /// Ends the call before it began, from the event loop.
    Call(const Client &client, const Error &refusal);

    ~Call() override;

    void abort();

    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] const Error &error() const { return m_error; }
    [[nodiscard]] QDateTime serverTime() const { return m_serverTime; }

    /// Whether a post so far may have made a key that did not come back.
    [[nodiscard]] bool keyMayExist() const { return m_keyMayExist; }

Q_SIGNALS:
    /// Once, and never from inside the constructor.
    void finished();

private:
    void send();
    void read();
    void attemptFinished();
    void attemptVanished();
    void giveUp(Error::Kind kind);
    void drop();
    void finish(Error error);
    void finishLater(Error error);

    [[nodiscard]] Error transportError(int status) const;
    [[nodiscard]] Error statusError(int status) const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const Error &error) const;
    [[nodiscard]] bool bodyWasSent() const;

    CallRequest m_request;
    Decoder m_decode;

    // As they were when the call began: the client may change or go while the reply lives on.
    QPointer<QNetworkAccessManager> m_accessManager;
    QNetworkRequest m_networkRequest; ///< without the bearer key
    RetryPolicy m_retryPolicy;
    std::chrono::milliseconds m_timeout{};
    Clock *m_clock;

    std::chrono::milliseconds m_start{};
    QNetworkReply *m_networkReply = nullptr;
    UploadBody *m_upload = nullptr; ///< belongs to the network reply, which may read it to the last
    QList<QSslError> m_sslErrors;
    QByteArray m_received;
    Error m_error;
    QDateTime m_serverTime;
    int m_retries = 0;
    bool m_keyMayExist = false; ///< an attempt so far may have made a key
    bool m_finished = false;
};

} // namespace OpenRouterAuth
