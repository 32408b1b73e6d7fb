// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace Fake {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonValue ofAnotherType(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Object: {
        QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            it.value() = ofAnotherType(it.value());
        return object;
    }
    case QJsonValue::String:
        return 42;
    case QJsonValue::Null:
        return QJsonArray{true};
    default:
        return u"forty-two"_s;
    }
}

HttpResponse withBody(HttpResponse response, const QJsonObject &object)
{
    response.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return response;
}

/// The name by which an answer carries its key or code, and the object in which it does.
QJsonObject withSecret(QJsonObject object, const QString &secret)
{
    if (object.contains("data"_L1)) {
        QJsonObject data = object.value("data"_L1).toObject();
        data.insert("id"_L1, secret);
        object.insert("data"_L1, data);
    } else {
        object.insert("key"_L1, secret);
    }
    return object;
}

std::optional<Garbling> garblingFromName(const QString &name)
{
    static const QHash<QString, Garbling> names{
        {u"invalid-json"_s, Garbling::InvalidJson},
        {u"not-an-object"_s, Garbling::NotAnObject},
        {u"empty-body"_s, Garbling::EmptyBody},
        {u"wrong-types"_s, Garbling::WrongTypes},
        {u"key-missing"_s, Garbling::KeyMissing},
        {u"key-empty"_s, Garbling::KeyEmpty},
        {u"key-malformed"_s, Garbling::KeyMalformed},
        {u"user-id-missing"_s, Garbling::UserIdMissing},
    };
    const auto it = names.constFind(name);
    return it == names.cend() ? std::nullopt : std::optional(*it);
}

} // namespace

Fault Fault::refuse(int status, const QString &message, const HeaderList &headers)
{
    Fault fault;
    fault.kind = Kind::Refuse;
    fault.status = status;
    fault.message = message;
    fault.headers = headers;
    return fault;
}

Fault Fault::answer(int status, const QByteArray &contentType, const QByteArray &body,
                    const HeaderList &headers)
{
    Fault fault;
    fault.kind = Kind::Answer;
    fault.status = status;
    fault.headers = headers;
    if (!contentType.isEmpty())
        fault.headers.prepend({"Content-Type", contentType});
    fault.body = body;
    return fault;
}

Fault Fault::serverError()
{
    return refuse(500, u"Internal Server Error"_s);
}

Fault Fault::conflict()
{
    return refuse(409, u"Resource conflict. Please try again later."_s);
}

Fault Fault::rateLimited(std::chrono::seconds retryAfter)
{
    return refuse(429, u"Rate limit exceeded"_s,
                  {{"Retry-After", QByteArray::number(qint64(retryAfter.count()))}});
}

Fault Fault::rateLimitedUntil(const QDateTime &date)
{
    const QString text = QLocale::c().toString(date.toUTC(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    return refuse(429, u"Rate limit exceeded"_s, {{"Retry-After", text.toLatin1()}});
}

Fault Fault::html(int status)
{
    return answer(status, "text/html; charset=utf-8",
                  "<!DOCTYPE html><html><head><title>Be right back</title></head>"
                  "<body><h1>Be right back</h1><script>location.reload()</script></body></html>\n");
}

Fault Fault::redirect(const QUrl &location, int status)
{
    return answer(status, {}, {}, {{"Location", location.toEncoded()}});
}

Fault Fault::failAfterwards(int status)
{
    Fault fault;
    fault.kind = Kind::FailAfterwards;
    fault.status = status;
    fault.message = u"Bad Gateway"_s;
    return fault;
}

Fault Fault::echoSecrets()
{
    Fault fault;
    fault.kind = Kind::EchoSecrets;
    fault.status = 400;
    return fault;
}

Fault Fault::garble(Garbling garbling)
{
    Fault fault;
    fault.kind = Kind::Garble;
    fault.garbling = garbling;
    return fault;
}

Fault Fault::delay(std::chrono::milliseconds delay)
{
    return Fault().after(delay);
}

Fault Fault::drip(std::chrono::milliseconds interval)
{
    Fault fault;
    fault.delivery.dripInterval = interval;
    return fault;
}

Fault Fault::chunked()
{
    Fault fault;
    fault.delivery.chunked = true;
    return fault;
}

Fault Fault::closeUnanswered()
{
    Fault fault;
    fault.delivery.closeUnanswered = true;
    return fault;
}

Fault Fault::cut(qsizetype bodyBytes)
{
    Fault fault;
    fault.delivery.cutAfter = bodyBytes;
    return fault;
}

Fault Fault::hang()
{
    Fault fault;
    fault.delivery.hang = true;
    return fault;
}

Fault Fault::flood(qint64 bytes, bool declared)
{
    Fault fault;
    fault.delivery.padding = bytes;
    fault.delivery.chunked = !declared;
    return fault;
}

Fault Fault::raw(const QByteArray &bytes)
{
    Fault fault;
    fault.delivery.raw = bytes;
    return fault;
}

Fault Fault::after(std::chrono::milliseconds wait) const
{
    Fault fault = *this;
    fault.delivery.delay = wait;
    return fault;
}

Fault Fault::withMetadata(const QJsonObject &errorMetadata) const
{
    Fault fault = *this;
    fault.metadata = errorMetadata;
    return fault;
}

bool Fault::carriesOut() const
{
    return (kind == Kind::None || kind == Kind::Garble || kind == Kind::FailAfterwards)
           && !delivery.hang && !delivery.raw;
}

bool Fault::breaksPromises(const QList<int> &documentedErrors) const
{
    if (delivery.hang || delivery.raw || delivery.closeUnanswered || delivery.cutAfter)
        return true;
    return kind == Kind::Garble || kind == Kind::Answer
           || (kind != Kind::None && !documentedErrors.contains(status));
}

std::optional<Fault> Fault::fromJson(const QJsonObject &object, QString *problem)
{
    const QString kind = object.value("fault"_L1).toString();
    const auto status = [&object](int fallback) {
        return object.value("status"_L1).toInt(fallback);
    };
    const auto milliseconds = [&object](QLatin1StringView name) {
        return std::chrono::milliseconds(object.value(name).toInt());
    };

    HeaderList headers;
    const QJsonObject headerObject = object.value("headers"_L1).toObject();
    for (auto it = headerObject.begin(); it != headerObject.end(); ++it)
        headers.append({it.key().toLatin1(), it.value().toString().toLatin1()});

    Fault fault;
    if (kind == "refuse"_L1) {
        fault = refuse(status(400), object.value("message"_L1).toString(), headers);
    } else if (kind == "answer"_L1) {
        fault = answer(status(200), object.value("contentType"_L1).toString().toLatin1(),
                       object.value("body"_L1).toString().toUtf8(), headers);
    } else if (kind == "server-error"_L1) {
        fault = serverError();
    } else if (kind == "conflict"_L1) {
        fault = conflict();
    } else if (kind == "rate-limited"_L1) {
        const std::chrono::seconds wait(object.value("retryAfter"_L1).toInt());
        fault = object.value("asDate"_L1).toBool()
                    ? rateLimitedUntil(QDateTime::currentDateTimeUtc().addSecs(wait.count()))
                    : rateLimited(wait);
    } else if (kind == "html"_L1) {
        fault = html(status(502));
    } else if (kind == "redirect"_L1) {
        fault = redirect(QUrl(object.value("location"_L1).toString()), status(302));
    } else if (kind == "fail-afterwards"_L1) {
        fault = failAfterwards(status(502));
    } else if (kind == "echo-secrets"_L1) {
        fault = echoSecrets();
    } else if (kind == "garble"_L1) {
        const auto garbling = garblingFromName(object.value("how"_L1).toString());
        if (!garbling) {
            *problem = u"unknown garbling"_s;
            return std::nullopt;
        }
        fault = garble(*garbling);
    } else if (kind == "drip"_L1) {
        fault = drip(milliseconds("interval"_L1));
    } else if (kind == "chunked"_L1) {
        fault = chunked();
    } else if (kind == "close-unanswered"_L1) {
        fault = closeUnanswered();
    } else if (kind == "cut"_L1) {
        fault = cut(object.value("bytes"_L1).toInt(8));
    } else if (kind == "hang"_L1) {
        fault = hang();
    } else if (kind == "flood"_L1) {
        fault = flood(object.value("bytes"_L1).toInteger(qint64(2) * 1024 * 1024 * 1024),
                      object.value("declared"_L1).toBool(true));
    } else if (kind == "raw"_L1) {
        fault = raw(object.value("body"_L1).toString().toUtf8());
    } else if (kind != "delay"_L1) {
        *problem = u"unknown fault"_s;
        return std::nullopt;
    }
    if (object.contains("metadata"_L1))
        fault.metadata = object.value("metadata"_L1).toObject();
    return fault.after(milliseconds("delay"_L1));
}

HttpResponse garbled(const HttpResponse &response, Garbling garbling)
{
    HttpResponse spoilt = response;
    QJsonObject object = QJsonDocument::fromJson(response.body).object();
    switch (garbling) {
    case Garbling::InvalidJson:
        spoilt.body.chop(response.body.size() / 2);
        return spoilt;
    case Garbling::NotAnObject:
        spoilt.body = "[]";
        return spoilt;
    case Garbling::EmptyBody:
        spoilt.body.clear();
        return spoilt;
    case Garbling::WrongTypes:
        return withBody(spoilt, ofAnotherType(object).toObject());
    case Garbling::KeyMissing:
        object.remove("key"_L1);
        object.remove("data"_L1);
        return withBody(spoilt, object);
    case Garbling::KeyEmpty:
        return withBody(spoilt, withSecret(object, QString()));
    case Garbling::KeyMalformed:
        return withBody(spoilt, withSecret(object, u"sk-or-v1-TEST\r\nX-Injected: 1"_s));
    case Garbling::UserIdMissing:
        object.remove("user_id"_L1);
        return withBody(spoilt, object);
    }
    Q_UNREACHABLE();
}

} // namespace Fake
