// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fakeopenrouter.h"

#include "authorization.h"
#include "control.h"
#include "pages.h"
#include "transcript.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QSslCertificate>
#include <QSslKey>

#include <array>

using namespace Qt::StringLiterals;

using Fake::Authorization;
using Fake::HttpAnswer;
using Fake::HttpResponse;
using Fake::Refusal;

struct FakeOpenRouter::AuthorizationCode
{
    Authorization authorization;
    QDateTime createdAt;
    bool isUsed = false;
};

namespace {

/// 24 bytes in base64url: of the form that OpenRouter's codes were seen in.
QByteArray randomToken()
{
    std::array<quint32, 6> random;
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

HttpResponse html(int status, const QByteArray &page)
{
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Cache-Control", "no-store"},
             {"Referrer-Policy", "no-referrer"}},
            page};
}

HttpResponse seeOther(const QUrl &location)
{
    return {303, {{"Location", location.toEncoded()}, {"Cache-Control", "no-store"}}, {}};
}

QUrl withQuery(QUrl url, const QByteArray &addition)
{
    QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    if (!query.isEmpty())
        query += '&';
    url.setQuery(QString::fromLatin1(query + addition), QUrl::StrictMode);
    return url;
}

QUrl approved(const Authorization &authorization, const QByteArray &code)
{
    return withQuery(*authorization.callbackUrl, "code=" + code);
}

QUrl denied(const Authorization &authorization, const QString &description)
{
    return withQuery(*authorization.callbackUrl, "error=access_denied&error_description="
                                                     + QUrl::toPercentEncoding(description));
}

/// A form as browsers send it (application/x-www-form-urlencoded).
QHash<QString, QString> readForm(const QByteArray &body)
{
    QHash<QString, QString> form;
    for (QByteArray item : body.split('&')) {
        item.replace('+', ' ');
        const qsizetype equals = item.indexOf('=');
        if (equals > 0) {
            form.insert(
                QString::fromUtf8(QByteArray::fromPercentEncoding(item.first(equals))),
                QString::fromUtf8(QByteArray::fromPercentEncoding(item.sliced(equals + 1))));
        }
    }
    return form;
}

/// The text as it stands inside a JSON string.
QByteArray jsonEscaped(const QByteArray &text)
{
    const QByteArray list =
        QJsonDocument(QJsonArray{QString::fromUtf8(text)}).toJson(QJsonDocument::Compact);
    return list.sliced(2, list.size() - 4);
}

QList<int> documentedErrors(FakeOpenRouter::Endpoint endpoint)
{
    switch (endpoint) {
    case FakeOpenRouter::Endpoint::Exchange:
        return {400, 403, 500};
    case FakeOpenRouter::Endpoint::CreateAuthCode:
        return {400, 401, 403, 409, 500};
    case FakeOpenRouter::Endpoint::Key:
        return {401, 500};
    default:
        return {};
    }
}

QJsonObject toJson(const Fake::HeaderList &headers)
{
    QJsonObject object;
    for (const auto &[name, value] : headers)
        object.insert(QString::fromLatin1(name).toLower(), QString::fromLatin1(value));
    return object;
}

} // namespace

FakeOpenRouter::FakeOpenRouter(QObject *parent)
    : QObject(parent)
    , m_server([this](const Request &request) { return handle(request); })
    , m_userId(u"user_TEST2dHFtVWx2n56w6HkM"_s)
{
    connect(&m_server, &Fake::HttpServer::connectionAccepted, this, [this] { ++m_connections; });
    connect(&m_server, &Fake::HttpServer::malformedRequest, this,
            [this](const QString &reason) { noteViolation(u"HTTP: "_s + reason); });
}

FakeOpenRouter::~FakeOpenRouter()
{
    m_server.disconnect(this);
    m_server.close();
}

bool FakeOpenRouter::listen(quint16 port)
{
    return listen(port, std::nullopt);
}

bool FakeOpenRouter::listenTls(const QString &certificateFile, const QString &keyFile, quint16 port)
{
    QFile keyPem(keyFile);
    if (!keyPem.open(QIODevice::ReadOnly))
        return false;
    const QByteArray pem = keyPem.readAll();
    QSslKey key(pem, QSsl::Rsa);
    if (key.isNull())
        key = QSslKey(pem, QSsl::Ec);
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificateFile);
    if (key.isNull() || chain.isEmpty())
        return false;

    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return listen(port, configuration);
}

bool FakeOpenRouter::listen(quint16 port, const std::optional<QSslConfiguration> &tls)
{
    m_tls = tls.has_value();
    return m_server.listen(port, m_alsoIpv6, tls);
}

void FakeOpenRouter::close()
{
    m_server.close();
}

quint16 FakeOpenRouter::port() const
{
    return m_server.port();
}

QUrl FakeOpenRouter::origin() const
{
    QUrl url;
    url.setScheme(m_tls ? u"https"_s : u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(port());
    return url;
}

QUrl FakeOpenRouter::baseUrl() const
{
    QUrl url = origin();
    url.setPath(u"/api/v1"_s);
    return url;
}

void FakeOpenRouter::advanceClock(std::chrono::seconds by)
{
    m_clockOffset += by;
    m_server.setClockOffset(m_clockOffset);
}

QDateTime FakeOpenRouter::now() const
{
    return QDateTime::currentDateTimeUtc().addSecs(m_clockOffset.count());
}

// The person in the browser

std::optional<Authorization> FakeOpenRouter::readLink(const QUrl &authorizationUrl)
{
    const QString host = authorizationUrl.host();
    const bool isHere = authorizationUrl.scheme() == origin().scheme()
                        && authorizationUrl.port(m_tls ? 443 : 80) == port()
                        && (host == "127.0.0.1"_L1 || host == "localhost"_L1 || host == "::1"_L1);
    if (!isHere || authorizationUrl.path() != "/auth"_L1) {
        noteViolation(u"/auth: the link leads elsewhere"_s);
        return std::nullopt;
    }
    Refusal refusal;
    auto authorization = Fake::readAuthorizationQuery(
        authorizationUrl.query(QUrl::FullyEncoded).toLatin1(), &refusal);
    if (!authorization)
        noteViolation(u"/auth: "_s + refusal.violation);
    return authorization;
}

QUrl FakeOpenRouter::authorize(const QUrl &authorizationUrl)
{
    const auto authorization = readLink(authorizationUrl);
    if (!authorization || !authorization->callbackUrl)
        return {};
    return approved(*authorization, issueCode(*authorization));
}

QUrl FakeOpenRouter::deny(const QUrl &authorizationUrl, const QString &description)
{
    const auto authorization = readLink(authorizationUrl);
    if (!authorization || !authorization->callbackUrl)
        return {};
    return denied(*authorization, description);
}

QByteArray FakeOpenRouter::authorizeHeadless(const QUrl &authorizationUrl)
{
    const auto authorization = readLink(authorizationUrl);
    if (!authorization || authorization->callbackUrl)
        return {};
    return issueCode(*authorization);
}

// Keys and codes

QByteArray FakeOpenRouter::issueCode(const Authorization &authorization)
{
    m_lastCode = randomToken();
    m_codes.insert(m_lastCode, std::make_shared<AuthorizationCode>(
                                   AuthorizationCode{authorization, now(), false}));
    ++m_codesMade;
    return m_lastCode;
}

QByteArray FakeOpenRouter::makeKey(const KeyRecord &record)
{
    auto made = std::make_shared<KeyRecord>(record);
    if (made->key.isEmpty())
        made->key = Fake::generateKey();
    if (made->label.isEmpty())
        made->label = made->masked();
    m_lastKey = made->key;
    m_keys.insert(m_lastKey, made);
    ++m_keysMade;
    return m_lastKey;
}

QByteArray FakeOpenRouter::makeKeyFor(const Authorization &authorization)
{
    KeyRecord record;
    record.key = std::exchange(m_nextKey, {});
    record.label = authorization.effectiveLabel();
    record.limit = authorization.limit;
    record.limitReset = authorization.usageLimitType;
    record.expiresAt = authorization.expiresAt;
    record.workspaceId = authorization.workspaceId;
    return makeKey(record);
}

FakeOpenRouter::KeyRecord *FakeOpenRouter::keyRecord(const QByteArray &key)
{
    return m_keys.value(key).get();
}

void FakeOpenRouter::revoke(const QByteArray &key)
{
    if (KeyRecord *record = keyRecord(key))
        record->isRevoked = true;
}

// Faults and counters

void FakeOpenRouter::inject(Endpoint endpoint, const Fault &fault, int times)
{
    m_faults[endpoint].push_back({fault, times});
}

void FakeOpenRouter::clearFaults()
{
    m_faults.clear();
    m_server.closeAtAccept(0);
}

void FakeOpenRouter::closeAtAccept(int times)
{
    m_server.closeAtAccept(times);
}

std::optional<FakeOpenRouter::Fault> FakeOpenRouter::takeFault(Endpoint endpoint)
{
    auto &queue = m_faults[endpoint];
    if (queue.empty())
        return std::nullopt;
    InjectedFault &next = queue.front();
    const Fault fault = next.fault;
    if (next.times > 0 && --next.times == 0)
        queue.pop_front();
    return fault;
}

void FakeOpenRouter::noteViolation(const QString &violation)
{
    m_violations += violation;
    Q_EMIT violated(violation);
}

int FakeOpenRouter::requests(Endpoint endpoint) const
{
    return m_requests.value(endpoint);
}

int FakeOpenRouter::requests() const
{
    int sum = 0;
    for (const int count : m_requests)
        sum += count;
    return sum;
}

int FakeOpenRouter::openConnections() const
{
    return m_server.openConnections();
}

FakeOpenRouter::Request FakeOpenRouter::lastRequest(Endpoint endpoint) const
{
    return m_lastRequests.value(endpoint);
}

QJsonObject FakeOpenRouter::counts() const
{
    return {
        {u"auth"_s, requests(Endpoint::AuthorizationPage)},
        {u"exchange"_s, requests(Endpoint::Exchange)},
        {u"create-code"_s, requests(Endpoint::CreateAuthCode)},
        {u"key"_s, requests(Endpoint::Key)},
        {u"other"_s, requests(Endpoint::Other)},
        {u"connections"_s, connections()},
        {u"codesMade"_s, codesMade()},
        {u"keysMade"_s, keysMade()},
        {u"codesReused"_s, codesReused()},
        {u"violations"_s, QJsonArray::fromStringList(violations())},
    };
}

// Answers

HttpResponse FakeOpenRouter::json(int status, const QJsonObject &object) const
{
    return {status,
            {{"Content-Type", "application/json"},
             {"Cache-Control", "no-store"},
             // As the service's front does; a client that sends it back has mixed things up.
             {"Set-Cookie", "fake_visit=1; Path=/api; HttpOnly"}},
            QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

HttpResponse FakeOpenRouter::error(int status, const QString &message,
                                   const QJsonObject &metadata) const
{
    QJsonObject details{{u"code"_s, status}, {u"message"_s, message}};
    if (!metadata.isEmpty())
        details.insert("metadata"_L1, metadata);
    return json(status, {{u"error"_s, details},
                         {u"user_id"_s, m_userId ? QJsonValue(*m_userId) : QJsonValue()}});
}

HttpResponse FakeOpenRouter::violation(const QString &what, const QString &message)
{
    noteViolation(what);
    return error(400, message, {{u"reason"_s, what}});
}

FakeOpenRouter::Endpoint FakeOpenRouter::endpointOf(const Request &request)
{
    if (request.path == "/auth" || request.path == "/auth/decision")
        return Endpoint::AuthorizationPage;
    if (request.path == "/api/v1/auth/keys")
        return Endpoint::Exchange;
    if (request.path == "/api/v1/auth/keys/code")
        return Endpoint::CreateAuthCode;
    if (request.path == "/api/v1/key")
        return Endpoint::Key;
    return Endpoint::Other;
}

HttpAnswer FakeOpenRouter::handle(const Request &request)
{
    if (m_control && request.path.startsWith("/__"))
        return {route(Endpoint::Other, request), {}};

    const Endpoint endpoint = endpointOf(request);
    ++m_requests[endpoint];
    m_lastRequests.insert(endpoint, request);
    Q_EMIT requestReceived(endpoint, request);

    const std::optional<Fault> fault = takeFault(endpoint);
    const HttpAnswer answer =
        fault ? misbehave(endpoint, request, *fault) : HttpAnswer{route(endpoint, request), {}};
    record(request, answer, fault && fault->breaksPromises(documentedErrors(endpoint)));
    Q_EMIT requestHandled(endpoint, answer.response.status);
    return answer;
}

HttpAnswer FakeOpenRouter::misbehave(Endpoint endpoint, const Request &request, const Fault &fault)
{
    HttpAnswer answer{{}, fault.delivery};
    if (fault.carriesOut())
        answer.response = route(endpoint, request);
    switch (fault.kind) {
    case Fault::Kind::None:
        break;
    case Fault::Kind::Refuse:
    case Fault::Kind::FailAfterwards:
        answer.response = error(fault.status, fault.message, fault.metadata);
        answer.response.headers += fault.headers;
        break;
    case Fault::Kind::Answer:
        answer.response = {fault.status, fault.headers, fault.body};
        break;
    case Fault::Kind::Garble:
        answer.response = Fake::garbled(answer.response, fault.garbling);
        break;
    case Fault::Kind::EchoSecrets: {
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        const QStringList secrets{body.value("code"_L1).toString(),
                                  body.value("code_verifier"_L1).toString(),
                                  QString::fromUtf8(request.header("Authorization"))};
        answer.response = error(fault.status, u"Invalid request: "_s + secrets.join(u' '));
        break;
    }
    }
    return answer;
}

HttpResponse FakeOpenRouter::route(Endpoint endpoint, const Request &request)
{
    const bool isApi = request.path.startsWith("/api/");
    const auto allowOnly = [&](const QByteArray &method) -> std::optional<HttpResponse> {
        if (request.method == method)
            return std::nullopt;
        noteViolation(QString::fromLatin1(request.path) + u": not "_s
                      + QString::fromLatin1(method));
        HttpResponse response = isApi
                                    ? error(405, u"Method Not Allowed"_s)
                                    : html(405, Fake::Pages::message(u"Method Not Allowed"_s, {}));
        response.headers.append({"Allow", method});
        return response;
    };

    const QList<QByteArray> names{"127.0.0.1", "localhost", "[::1]"};
    const QByteArray host = request.header("Host");
    const bool isHere = std::any_of(names.begin(), names.end(), [&](const QByteArray &name) {
        const QByteArray address = name + ':' + QByteArray::number(port());
        return host.compare(address, Qt::CaseInsensitive) == 0;
    });
    if (!isHere)
        return violation(u"Host is another server's"_s);
    if (isApi && !request.header("Cookie").isEmpty())
        return violation(u"a Cookie was sent to the API"_s);
    if (isApi && !request.query.isNull())
        return violation(u"a query was sent to the API"_s);

    switch (endpoint) {
    case Endpoint::AuthorizationPage: {
        const bool isPage = request.path == "/auth";
        if (const auto refusal = allowOnly(isPage ? "GET" : "POST"))
            return *refusal;
        return isPage ? page(request) : decision(request);
    }
    case Endpoint::Exchange:
        if (const auto refusal = allowOnly("POST"))
            return *refusal;
        return exchange(request);
    case Endpoint::CreateAuthCode:
        if (const auto refusal = allowOnly("POST"))
            return *refusal;
        return createAuthCode(request);
    case Endpoint::Key:
        if (const auto refusal = allowOnly("GET"))
            return *refusal;
        return keyInfo(request);
    case Endpoint::Other:
        break;
    }
    if (isApi) {
        noteViolation(u"the API has no such path"_s);
        return error(404, u"Not Found"_s);
    }
    return ownersPage(request);
}

HttpResponse FakeOpenRouter::exchange(const Request &request)
{
    if (request.hasHeader("Authorization"))
        return violation(u"/auth/keys: an Authorization header was sent"_s);
    Refusal refusal;
    const auto body = Fake::readJsonObject(request, &refusal);
    if (!body)
        return violation(u"/auth/keys: "_s + refusal.violation, refusal.message);
    static const QStringList known{u"code"_s, u"code_verifier"_s, u"code_challenge_method"_s};
    for (const QString &name : body->keys()) {
        if (!known.contains(name))
            noteViolation(u"/auth/keys: unknown field "_s + name);
    }

    const QJsonValue code = body->value("code"_L1);
    const QJsonValue verifier = body->value("code_verifier"_L1);
    const QJsonValue method = body->value("code_challenge_method"_L1);
    if (!code.isString() || code.toString().isEmpty())
        return violation(u"/auth/keys: code is not a string"_s);
    if (!verifier.isUndefined() && !verifier.isString())
        return violation(u"/auth/keys: code_verifier is not a string"_s);
    if (verifier.isString() && !Fake::isCodeVerifier(verifier.toString()))
        return violation(u"/auth/keys: code_verifier is not 43 to 128 unreserved characters"_s);
    if (!method.isUndefined() && !method.isNull() && method != QJsonValue("S256"_L1)
        && method != QJsonValue("plain"_L1)) {
        return violation(u"/auth/keys: code_challenge_method is neither S256, plain nor null"_s,
                         u"Invalid code_challenge_method"_s);
    }

    // The rest may happen to a careful client too: no violations.
    const auto invalid = [this] {
        return error(m_invalidCodeStatus, m_invalidCodeStatus == 400
                                              ? u"Invalid code"_s
                                              : u"Invalid code or code_verifier"_s);
    };
    const auto issued = m_codes.value(code.toString().toUtf8());
    if (!issued)
        return invalid();
    if (issued->isUsed) {
        ++m_codesReused;
        return invalid();
    }
    if (issued->createdAt.addSecs(m_codeLifetime.count()) <= now())
        return error(403, u"Authorization code expired"_s);

    const Authorization &authorization = issued->authorization;
    if (method.isString() && method.toString() != authorization.codeChallengeMethod)
        return error(400, u"Invalid code_challenge_method"_s);
    // A guess uses the code up: whoever guesses has stolen it.
    issued->isUsed = true;
    const bool hasChallenge = !authorization.codeChallenge.isEmpty();
    if (hasChallenge != verifier.isString()
        || (hasChallenge && !authorization.accepts(verifier.toString()))) {
        return invalid();
    }
    return json(200, {{u"key"_s, QString::fromUtf8(makeKeyFor(authorization))},
                      {u"user_id"_s, m_userId ? QJsonValue(*m_userId) : QJsonValue()}});
}

FakeOpenRouter::KeyRecord *FakeOpenRouter::bearer(const Request &request, HttpResponse *refusal)
{
    const QByteArray header = request.header("Authorization");
    if (m_authorizationLost || !header.startsWith("Bearer ") || header.size() == 7) {
        *refusal = error(401, u"Missing Authentication header"_s);
        return nullptr;
    }
    KeyRecord *record = keyRecord(header.sliced(7));
    if (!record || record->isRevoked
        || (record->expiresAt.isValid() && record->expiresAt <= now())) {
        *refusal = error(401, u"User not found."_s);
        return nullptr;
    }
    return record;
}

HttpResponse FakeOpenRouter::createAuthCode(const Request &request)
{
    HttpResponse unauthorized;
    const KeyRecord *record = bearer(request, &unauthorized);
    if (!record)
        return unauthorized;
    if (m_managementOnly && !record->isManagementKey)
        return error(403, u"Only management keys can perform this operation"_s);

    Refusal refusal;
    const auto body = Fake::readJsonObject(request, &refusal);
    if (!body)
        return violation(u"/auth/keys/code: "_s + refusal.violation, refusal.message);
    static const QStringList known{
        u"callback_url"_s, u"code_challenge"_s, u"code_challenge_method"_s, u"expires_at"_s,
        u"key_label"_s,    u"limit"_s,          u"usage_limit_type"_s,      u"workspace_id"_s};
    for (const QString &name : body->keys()) {
        if (!known.contains(name))
            noteViolation(u"/auth/keys/code: unknown field "_s + name);
    }
    const auto authorization = Fake::readAuthorizationBody(*body, now(), &refusal);
    if (!authorization)
        return violation(u"/auth/keys/code: "_s + refusal.violation, refusal.message);

    const QByteArray code = issueCode(*authorization);
    return json(200, {{u"data"_s, QJsonObject{{u"id"_s, QString::fromLatin1(code)},
                                              {u"app_id"_s, 12345},
                                              {u"created_at"_s, now().toString(Qt::ISODate)}}}});
}

HttpResponse FakeOpenRouter::keyInfo(const Request &request)
{
    HttpResponse unauthorized;
    const KeyRecord *record = bearer(request, &unauthorized);
    if (!record)
        return unauthorized;
    if (!request.body.isEmpty())
        return violation(u"/key: a body was sent"_s);
    return json(200, {{u"data"_s, record->toJson(m_userId, m_newerFields)}});
}

// Pages

HttpResponse FakeOpenRouter::page(const Request &request)
{
    Refusal refusal;
    const auto authorization = Fake::readAuthorizationQuery(request.query, &refusal);
    if (!authorization) {
        noteViolation(u"/auth: "_s + refusal.violation);
        return html(400, Fake::Pages::message(refusal.message, refusal.violation));
    }
    const QByteArray requestId = randomToken();
    m_pages.insert(requestId, std::make_shared<Authorization>(*authorization));
    return html(200, Fake::Pages::authorization(*authorization, requestId));
}

HttpResponse FakeOpenRouter::decision(const Request &request)
{
    const auto form = readForm(request.body);
    const auto opened = m_pages.value(form.value(u"request"_s).toLatin1());
    if (!opened)
        return html(400, Fake::Pages::message(u"This page is out of date"_s, {}));
    Authorization authorization = *opened;
    if (form.value(u"decision"_s) == "deny"_L1) {
        if (authorization.callbackUrl)
            return seeOther(denied(authorization, u"The user denied the request"_s));
        return html(200, Fake::Pages::message(u"Denied"_s, u"You can close this page."_s));
    }
    const QString label = form.value(u"key_label"_s);
    if (label.toUcs4().size() > 100)
        return html(400, Fake::Pages::message(u"The label is too long"_s, {}));
    if (label != authorization.effectiveLabel())
        authorization.keyLabel = label;
    const QByteArray code = issueCode(authorization);
    if (authorization.callbackUrl)
        return seeOther(approved(authorization, code));
    return html(200, Fake::Pages::code(code));
}

HttpResponse FakeOpenRouter::ownersPage(const Request &request)
{
    if (m_control && request.path == "/__counts" && request.method == "GET")
        return json(200, counts());
    if (m_control && request.path == "/__control" && request.method == "POST") {
        Refusal refusal;
        const auto orders = Fake::readJsonObject(request, &refusal);
        if (!orders)
            return error(400, refusal.violation);
        QString problem;
        const auto answer = Fake::control(this, *orders, &problem);
        return answer ? json(200, *answer) : error(400, problem);
    }

    if (request.path == "/keys" && request.method == "GET") {
        QList<const KeyRecord *> records;
        for (const auto &record : std::as_const(m_keys))
            records += record.get();
        return html(200, Fake::Pages::keys(records));
    }
    for (const auto &record : std::as_const(m_keys)) {
        const QByteArray hash =
            QCryptographicHash::hash(record->key, QCryptographicHash::Sha256).toHex();
        if (request.path == "/keys/" + hash && request.method == "GET")
            return html(200, Fake::Pages::key(*record, hash));
        if (request.path == "/keys/" + hash + "/revoke" && request.method == "POST") {
            record->isRevoked = true;
            return seeOther(QUrl(u"/keys/"_s + QString::fromLatin1(hash)));
        }
        if (request.path == "/logs" && request.query == "api_key_hash=" + hash)
            return html(200, Fake::Pages::message(u"Activity"_s, record->label));
    }
    return html(404, Fake::Pages::message(u"Not Found"_s, {}));
}

// Transcript

bool FakeOpenRouter::setTranscript(const QString &fileName)
{
    m_transcript = std::make_unique<Fake::Transcript>();
    if (m_transcript->open(fileName))
        return true;
    m_transcript.reset();
    return false;
}

QByteArray FakeOpenRouter::redacted(QByteArray text, const Request &request) const
{
    QList<QByteArray> secrets = m_codes.keys() + m_keys.keys() + m_pages.keys();
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    for (const auto name : {"code"_L1, "code_verifier"_L1})
        secrets += body.value(name).toString().toUtf8();
    const QByteArray authorization = request.header("Authorization");
    if (authorization.startsWith("Bearer "))
        secrets += authorization.sliced(7);
    for (const QByteArray &secret : std::as_const(secrets)) {
        // Words too short to be secrets would only spoil the rest.
        if (secret.size() < 8)
            continue;
        text.replace(secret, "***");
        text.replace(jsonEscaped(secret), "***");
    }
    return text;
}

void FakeOpenRouter::record(const Request &request, const HttpAnswer &answer, bool deliberate)
{
    if (!m_transcript)
        return;
    const auto text = [&](const QByteArray &bytes) {
        return QString::fromUtf8(redacted(bytes, request));
    };
    const auto headers = [&](const Fake::HeaderList &list) {
        Fake::HeaderList clean;
        for (const auto &[name, value] : list) {
            const bool isAuthorization = name.compare("Authorization", Qt::CaseInsensitive) == 0;
            clean.append({name, isAuthorization
                                    ? (value.startsWith("Bearer ") ? "Bearer ***" : "***")
                                    : redacted(value, request)});
        }
        return toJson(clean);
    };
    m_transcript->append({
        {u"request"_s, QJsonObject{{u"method"_s, QString::fromLatin1(request.method)},
                                   {u"path"_s, text(request.path)},
                                   {u"query"_s, text(request.query)},
                                   {u"headers"_s, headers(request.headers)},
                                   {u"body"_s, text(request.body)}}},
        {u"response"_s, QJsonObject{{u"status"_s, answer.response.status},
                                    {u"headers"_s, headers(answer.response.headers)},
                                    {u"body"_s, text(answer.response.body)}}},
        {u"deliberate"_s, deliberate},
    });
}
