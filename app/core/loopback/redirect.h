// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <OpenRouterAuth/secret.h>

#include <QByteArray>
#include <QString>

#include <optional>

namespace SignIn {

/// What the authorization page sent back (RFC 6749, sections 4.1.2 and 4.1.2.1): a code or an
/// error.
struct Redirect
{
    OpenRouterAuth::Secret code;
    QString error;            ///< For example `access_denied`; empty if there is a code.
    QString errorDescription; ///< The page's words, cleaned; plain text from outside.

    [[nodiscard]] bool isError() const { return !error.isEmpty(); }
    [[nodiscard]] bool isDenial() const;

    friend bool operator==(const Redirect &left, const Redirect &right)
    {
        return left.code == right.code && left.error == right.error;
    }

    /// Reads the query of a redirect. Nothing if it has neither or both, has either twice, or a
    /// code that isPlausibleCode() refuses.
    static std::optional<Redirect> fromQuery(QByteArrayView query);

    /// The query with just what is in here, each value percent-encoded.
    [[nodiscard]] QByteArray toQuery() const;

    /// Codes are opaque: 1 to 1024 bytes of printable ASCII without spaces.
    static bool isPlausibleCode(QByteArrayView code);
};

} // namespace SignIn
