// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "httpserver.h"

#include <QDateTime>
#include <QJsonObject>
#include <QUrl>

namespace Fake {

/// What is done to an otherwise good answer.
enum class Garbling {
    InvalidJson,   ///< The JSON text stops in the middle, though the length is right.
    NotAnObject,   ///< `[]`
    EmptyBody,     ///< Nothing.
    WrongTypes,    ///< Every value is of another type than promised.
    KeyMissing,    ///< `key` (of `/auth/keys`) or `data` (of the others) is absent.
    KeyEmpty,      ///< `key` or `data.id` is "".
    KeyMalformed,  ///< `key` or `data.id` holds CR LF and another header line.
    UserIdMissing, ///< `user_id` is absent.
};

/// One way for an endpoint to misbehave. Made by the functions below; what they do not set can be
/// set after, for example a delay before any of them.
///
///     fake.inject(Endpoint::Exchange, Fault::serverError(), 1);
///     fake.inject(Endpoint::Key, Fault::refuse(403, u"No"_s).after(200ms),
///     FakeOpenRouter::Always);
struct Fault
{
    enum class Kind {
        None, ///< The answer is the right one; only its delivery is changed.
        Refuse,
        Answer,
        Garble,
        FailAfterwards,
        EchoSecrets,
    };

    /// An error in the documented form:
    /// `{"error":{"code":…,"message":…,"metadata":…},"user_id":…}`.
    static Fault refuse(int status, const QString &message, const HeaderList &headers = {});

    /// Any answer at all.
    static Fault answer(int status, const QByteArray &contentType, const QByteArray &body,
                        const HeaderList &headers = {});

    /// 500 `Internal Server Error`.
    static Fault serverError();

    /// 409 `Resource conflict. Please try again later.`
    static Fault conflict();

    /// 429 with Retry-After in seconds, or as an HTTP date.
    static Fault rateLimited(std::chrono::seconds retryAfter);
    static Fault rateLimitedUntil(const QDateTime &date);

    /// An HTML page, as proxies and maintenance pages send it.
    static Fault html(int status = 502);

    static Fault redirect(const QUrl &location, int status = 302);

    /// 502 after the request was carried out: a key was made and the code is burned.
    static Fault failAfterwards(int status = 502);

    /// 400 whose message repeats every secret of the request: code, verifier, bearer key.
    static Fault echoSecrets();

    /// The request is carried out, its answer spoilt.
    static Fault garble(Garbling garbling);

    /// The right answer, late. The request is carried out at once.
    static Fault delay(std::chrono::milliseconds delay);

    /// The right answer, head and body, one byte at a time.
    static Fault drip(std::chrono::milliseconds interval);

    /// The right answer in chunks, which clients must understand: no fault, really.
    static Fault chunked();

    /// The request is carried out, then the connection closed without an answer.
    static Fault closeUnanswered();

    /// The request is carried out, but only \a bodyBytes of the answer's body are sent before the
    /// connection is closed, fewer than its Content-Length says.
    static Fault cut(qsizetype bodyBytes = 8);

    /// Never answers. The request is not carried out.
    static Fault hang();

    /// The request is carried out; its answer is followed by so many spaces, which JSON allows.
    /// With a Content-Length, or in chunks if \a declared is false.
    static Fault flood(qint64 bytes = qint64(2) * 1024 * 1024 * 1024, bool declared = true);

    /// These bytes instead of a response. The request is not carried out.
    static Fault raw(const QByteArray &bytes);

    /// The fault in the form that the control endpoint takes, see control.h. On failure, \a problem
    /// says why.
    static std::optional<Fault> fromJson(const QJsonObject &object, QString *problem);

    /// The same fault after a wait.
    [[nodiscard]] Fault after(std::chrono::milliseconds wait) const;

    /// The same fault with `error.metadata`.
    [[nodiscard]] Fault withMetadata(const QJsonObject &errorMetadata) const;

    Kind kind = Kind::None;
    int status = 200;
    QString message;
    QJsonObject metadata;
    HeaderList headers;
    QByteArray body;
    Garbling garbling = Garbling::InvalidJson;
    Delivery delivery;

    /// Whether the endpoint does its work, so that a code is used up.
    [[nodiscard]] bool carriesOut() const;

    /// Whether the answer may differ from what OpenRouter promises of an endpoint that answers with
    /// these statuses when it fails.
    [[nodiscard]] bool breaksPromises(const QList<int> &documentedErrors) const;
};

/// \a response spoilt.
[[nodiscard]] HttpResponse garbled(const HttpResponse &response, Garbling garbling);

} // namespace Fake
