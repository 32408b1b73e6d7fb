// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/client.h>

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslError>

namespace OpenRouterAuth {

class UploadBody;

/// Runs one call of a Client for its Reply: attempts, waits between them, the end.
class Call final : public QObject
{
    Q_OBJECT

public:
    struct Setup
    {
        QByteArray verb;        ///< `GET` or `POST`
        QLatin1StringView path; ///< below the base
        QByteArray body;        ///< JSON
        std::optional<Secret> bearer;
        QList<Secret> secrets; ///< cut out of whatever the server says
        bool makesKey = false; ///< a key may exist once the body was sent
    };

    Call(Client *client, Reply *reply, Setup setup);
    ~Call() override;

    /// Ends the call before it began, from the event loop.
    Call(Client *client, Reply *reply, Error refusal);

    void abort();

    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] const Error &error() const { return m_error; }

private:
    void send();
    void read();
    void attemptFinished();
    void timedOut();
    void drop();
    void finish(Error error);

    [[nodiscard]] QNetworkRequest networkRequest() const;
    [[nodiscard]] Error transportError() const;
    [[nodiscard]] Error statusError(int status) const;
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter() const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const Error &error) const;
    [[nodiscard]] bool bodyWasSent() const;

    Client *m_client;
    Reply *m_reply;
    Setup m_setup;
    Clock *m_clock;
    std::chrono::milliseconds m_start{};
    QNetworkReply *m_networkReply = nullptr;
    UploadBody *m_upload = nullptr;
    QList<QSslError> m_sslErrors;
    QByteArray m_received;
    Error m_error;
    int m_retries = 0;
    bool m_tooLarge = false;
    bool m_sentBefore = false; ///< an earlier attempt's body left this computer
    bool m_sawServerError = false;
    bool m_finished = false;
};

} // namespace OpenRouterAuth
