// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "faults.h"
#include "httpserver.h"
#include "keyrecord.h"

#include <QHash>
#include <QObject>
#include <QStringList>
#include <QUrl>

#include <deque>
#include <memory>
#include <optional>

namespace Fake {
class Transcript;
struct Authorization;
} // namespace Fake

/// A strict stand-in for OpenRouter: the authorization page below `/auth` and the API below
/// `/api/v1`, for tests on the same event loop, which it never blocks.
///
/// It answers as the service is known to, and where the service is lenient it is not: whatever a
/// careful client would not send is refused and noted as a violation. It listens on loopback
/// addresses only and its keys are worth nothing.
///
///     FakeOpenRouter fake;
///     QVERIFY(fake.listen());
///     const QUrl redirect = fake.authorize(authorizationUrl);   // what the browser would be sent
///     to … QCOMPARE(fake.requests(FakeOpenRouter::Endpoint::Exchange), 1);
///     QCOMPARE(fake.violations(), QStringList());
class FakeOpenRouter : public QObject
{
    Q_OBJECT

public:
    enum class Endpoint {
        AuthorizationPage, ///< `GET /auth` and the buttons on it.
        Exchange,          ///< `POST /api/v1/auth/keys`
        CreateAuthCode,    ///< `POST /api/v1/auth/keys/code`
        Key,               ///< `GET /api/v1/key`
        Other,             ///< Everything else.
    };
    Q_ENUM(Endpoint)

    using Fault = Fake::Fault;
    using Garbling = Fake::Garbling;
    using KeyRecord = Fake::KeyRecord;
    using Request = Fake::HttpRequest;

    /// As the number of times of a fault: until clearFaults().
    static constexpr int Always = -1;

    explicit FakeOpenRouter(QObject *parent = nullptr);
    ~FakeOpenRouter() override;

    // Where it is

    /// Speaks http on 127.0.0.1; port 0 takes a free one. May be called again after close().
    bool listen(quint16 port = 0);

    /// Speaks https with this certificate (chain) and key, files in PEM form; see certificates.h.
    bool listenTls(const QString &certificateFile, const QString &keyFile, quint16 port = 0);

    /// Whether listening takes ::1 as well, for clients that say `localhost`. Off unless set.
    void setIpv6(bool alsoIpv6) { m_alsoIpv6 = alsoIpv6; }

    /// Stops listening and drops every connection. What was issued stays valid.
    void close();

    [[nodiscard]] quint16 port() const;
    [[nodiscard]] QUrl origin() const;  ///< `http://127.0.0.1:PORT`
    [[nodiscard]] QUrl baseUrl() const; ///< `http://127.0.0.1:PORT/api/v1`

    // Being the person in the browser

    /// Opens the link as /auth would and presses Authorize. Returns where the browser is sent then;
    /// an empty address if the page refuses the link (a violation), or if it has no callback.
    QUrl authorize(const QUrl &authorizationUrl);

    /// The same with Deny.
    QUrl deny(const QUrl &authorizationUrl,
              const QString &description = QStringLiteral("The user denied the request"));

    /// Opens a link without callback, presses Authorize and returns the code the page then shows.
    QByteArray authorizeHeadless(const QUrl &authorizationUrl);

    // Keys and codes

    [[nodiscard]] QByteArray lastKey() const { return m_lastKey; }
    [[nodiscard]] QByteArray lastCode() const { return m_lastCode; }

    /// Makes a key without a code; generated unless \a record names one. Returns it.
    QByteArray makeKey(const KeyRecord &record = {});

    /// A record to look into and to change; null for a key that was never made.
    [[nodiscard]] KeyRecord *keyRecord(const QByteArray &key);

    /// From now on 401.
    void revoke(const QByteArray &key);

    /// What the next exchange hands out, for keys of hostile form.
    void setNextKey(const QByteArray &key) { m_nextKey = key; }

    // How the service behaves

    /// `user_id`; nothing sends null.
    void setUserId(const std::optional<QString> &userId) { m_userId = userId; }
    [[nodiscard]] std::optional<QString> userId() const { return m_userId; }

    /// Ten minutes unless changed.
    void setCodeLifetime(std::chrono::seconds lifetime) { m_codeLifetime = lifetime; }

    /// Moves this server's clock: codes and keys age.
    void advanceClock(std::chrono::seconds by);
    [[nodiscard]] QDateTime now() const;

    /// Whether POST /auth/keys/code takes management keys only (403 else). Off unless set.
    void setManagementOnly(bool managementOnly) { m_managementOnly = managementOnly; }

    /// Status for a wrong code: 403 as in the guide (the default) or 400 as seen live.
    void setInvalidCodeStatus(int status) { m_invalidCodeStatus = status; }

    /// Whether GET /key has the fields of newer servers. On unless changed.
    void setNewerFields(bool newerFields) { m_newerFields = newerFields; }

    /// Whether something in front of this server removes the Authorization header, as proxies do.
    void setAuthorizationLost(bool lost) { m_authorizationLost = lost; }

    /// Makes an endpoint misbehave for its next \a times requests, after what was injected before.
    void inject(Endpoint endpoint, const Fault &fault, int times = 1);
    void clearFaults();

    /// Drops the next connections as soon as they are accepted; \ref Always for all.
    void closeAtAccept(int times);

    // What happened

    /// Requests that arrived whole, whatever became of them.
    [[nodiscard]] int requests(Endpoint endpoint) const;
    [[nodiscard]] int requests() const;

    [[nodiscard]] int connections() const { return m_connections; } ///< Accepted so far.
    [[nodiscard]] int openConnections() const;
    [[nodiscard]] int codesMade() const { return m_codesMade; }
    [[nodiscard]] int keysMade() const { return m_keysMade; }

    /// How often a code was posted that had been used before.
    [[nodiscard]] int codesReused() const { return m_codesReused; }

    /// Whatever a careful client would not have sent, in words without secrets.
    [[nodiscard]] QStringList violations() const { return m_violations; }
    void clearViolations() { m_violations.clear(); }

    /// The last request to an endpoint; empty if there was none.
    [[nodiscard]] Request lastRequest(Endpoint endpoint) const;

    /// Counters as JSON, in the form of `GET /__counts`.
    [[nodiscard]] QJsonObject counts() const;

    /// Writes each request and answer as a line of JSON, secrets replaced by `***`; see
    /// transcript.h.
    bool setTranscript(const QString &fileName);

    /// Opens `POST /__control` and `GET /__counts`, see control.h. Closed unless set.
    void setControl(bool open) { m_control = open; }

Q_SIGNALS:
    /// A request arrived whole; it has not been carried out yet.
    void requestReceived(FakeOpenRouter::Endpoint endpoint, const Fake::HttpRequest &request);

    /// Its answer is on its way, or deliberately is not.
    void requestHandled(FakeOpenRouter::Endpoint endpoint, int status);

    void violated(const QString &violation);

private:
    struct AuthorizationCode;
    struct InjectedFault
    {
        Fault fault;
        int times = 1;
    };

    bool listen(quint16 port, const std::optional<QSslConfiguration> &tls);
    [[nodiscard]] static Endpoint endpointOf(const Request &request);
    Fake::HttpAnswer handle(const Request &request);
    Fake::HttpAnswer misbehave(Endpoint endpoint, const Request &request, const Fault &fault);
    Fake::HttpResponse route(Endpoint endpoint, const Request &request);
    std::optional<Fault> takeFault(Endpoint endpoint);
    void noteViolation(const QString &violation);

    [[nodiscard]] Fake::HttpResponse json(int status, const QJsonObject &object) const;
    [[nodiscard]] Fake::HttpResponse error(int status, const QString &message,
                                           const QJsonObject &metadata = {}) const;
    Fake::HttpResponse
    violation(const QString &what,
              const QString &message = QStringLiteral("Invalid request parameters"));

    Fake::HttpResponse exchange(const Request &request);
    Fake::HttpResponse createAuthCode(const Request &request);
    Fake::HttpResponse keyInfo(const Request &request);
    Fake::HttpResponse page(const Request &request);
    Fake::HttpResponse decision(const Request &request);
    Fake::HttpResponse ownersPage(const Request &request);

    /// The key that a request carries, or the 401 it gets.
    KeyRecord *bearer(const Request &request, Fake::HttpResponse *refusal);
    [[nodiscard]] std::optional<Fake::Authorization> readLink(const QUrl &authorizationUrl);
    QByteArray issueCode(const Fake::Authorization &authorization);
    QByteArray makeKeyFor(const Fake::Authorization &authorization);
    [[nodiscard]] QByteArray redacted(QByteArray text, const Request &request) const;
    void record(const Request &request, const Fake::HttpAnswer &answer, bool deliberate);

    Fake::HttpServer m_server;
    bool m_alsoIpv6 = false;
    bool m_tls = false;
    bool m_control = false;

    std::optional<QString> m_userId;
    std::chrono::seconds m_codeLifetime{600};
    std::chrono::seconds m_clockOffset{0};
    bool m_managementOnly = false;
    bool m_newerFields = true;
    bool m_authorizationLost = false;
    int m_invalidCodeStatus = 403;

    QHash<QByteArray, std::shared_ptr<AuthorizationCode>> m_codes;
    QHash<QByteArray, std::shared_ptr<Fake::Authorization>> m_pages;
    QHash<QByteArray, std::shared_ptr<KeyRecord>> m_keys;
    QByteArray m_lastCode;
    QByteArray m_lastKey;
    QByteArray m_nextKey;

    QHash<Endpoint, std::deque<InjectedFault>> m_faults;
    QHash<Endpoint, int> m_requests;
    QHash<Endpoint, Request> m_lastRequests;
    int m_connections = 0;
    int m_codesMade = 0;
    int m_keysMade = 0;
    int m_codesReused = 0;
    QStringList m_violations;
    std::unique_ptr<Fake::Transcript> m_transcript;
};
