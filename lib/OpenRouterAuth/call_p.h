// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/client.h>

#include <QNetworkAccessManager>
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

    Call(const Client *client, Reply *reply, Setup setup);

    /// Ends the call before it began, from the event loop.
    Call(const Client *client, Reply *reply, Error refusal);

    ~Call() override;

    void abort();

    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] const Error &error() const { return m_error; }

    /// Whether a post so far may have made a key that did not come back.
    [[nodiscard]] bool keyMayExist() const { return m_keyMayExist; }

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
    [[nodiscard]] std::optional<std::chrono::seconds> retryAfter() const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> retryDelay(const Error &error) const;
    [[nodiscard]] bool bodyWasSent() const;

    Reply *m_reply;
    Setup m_setup;

    // As they were when the call began: the client may change or go while the reply lives on.
    QPointer<QNetworkAccessManager> m_accessManager;
    QNetworkRequest m_request; ///< without the bearer key
    RetryPolicy m_retryPolicy;
    std::chrono::milliseconds m_timeout{};
    Clock *m_clock;

    std::chrono::milliseconds m_start{};
    QNetworkReply *m_networkReply = nullptr;
    UploadBody *m_upload = nullptr; ///< belongs to the network reply, which may read it to the last
    QList<QSslError> m_sslErrors;
    QByteArray m_received;
    Error m_error;
    int m_retries = 0;
    bool m_keyMayExist = false; ///< an attempt so far may have made a key
    bool m_finished = false;
};

} // namespace OpenRouterAuth
