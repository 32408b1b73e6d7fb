// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redirect.h"

#include <OpenRouterAuth/servertext.h>

#include <QList>
#include <QUrl>

#include <algorithm>

namespace SignIn {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumCode = 1024;
constexpr qsizetype MaximumParameters = 64;

QByteArray decoded(QByteArrayView value)
{
    return QByteArray::fromPercentEncoding(value.toByteArray());
}

/// The bytes, or this user of them: bytes that another QByteArray shares are wiped by that one.
void wipe(QByteArray *bytes)
{
    if (bytes->isDetached())
        bytes->fill('\0');
    bytes->clear();
}

OpenRouterAuth::Secret decodedSecret(QByteArrayView value)
{
    QByteArray encoded = value.toByteArray();
    QByteArray plain =
        QByteArray::fromPercentEncoding(encoded); // shares its bytes if nothing is encoded
    OpenRouterAuth::Secret secret(plain);
    wipe(&encoded);
    wipe(&plain);
    return secret;
}

} // namespace

bool Redirect::isDenial() const
{
    return error == "access_denied"_L1;
}

bool Redirect::isPlausibleCode(QByteArrayView code)
{
    return !code.isEmpty() && code.size() <= MaximumCode
           && std::all_of(code.begin(), code.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

std::optional<Redirect> Redirect::fromQuery(QByteArrayView query)
{
    Redirect redirect;
    int codes = 0;
    int errors = 0;
    qsizetype parameters = 0;
    while (!query.isEmpty()) {
        if (++parameters > MaximumParameters)
            return std::nullopt;
        const qsizetype end = query.indexOf('&');
        const QByteArrayView parameter = end < 0 ? query : query.first(end);
        query = query.sliced(end < 0 ? query.size() : end + 1);
        const qsizetype equals = parameter.indexOf('=');
        if (equals < 0)
            continue;
        const QByteArray name = decoded(parameter.first(equals));
        const QByteArrayView value = parameter.sliced(equals + 1);
        if (name == "code") {
            ++codes;
            redirect.code = decodedSecret(value);
        } else if (name == "error") {
            ++errors;
            redirect.error = OpenRouterAuth::cleanServerText(QString::fromUtf8(decoded(value)), {});
        } else if (name == "error_description") {
            // Servers send a space as "+" here (application/x-www-form-urlencoded).
            const QByteArray spaced = value.toByteArray().replace('+', ' ');
            redirect.errorDescription =
                OpenRouterAuth::cleanServerText(QString::fromUtf8(decoded(spaced)), {});
        }
    }
    const bool hasCode = codes == 1 && errors == 0 && isPlausibleCode(redirect.code.view());
    const bool hasError = codes == 0 && errors == 1 && !redirect.error.isEmpty();
    if (!hasCode && !hasError)
        return std::nullopt;
    return redirect;
}

QByteArray Redirect::toQuery() const
{
    if (!isError())
        return "code=" + code.toByteArray().toPercentEncoding();
    QByteArray query = "error=" + QUrl::toPercentEncoding(error);
    if (!errorDescription.isEmpty())
        query += "&error_description=" + QUrl::toPercentEncoding(errorDescription);
    return query;
}

} // namespace SignIn
