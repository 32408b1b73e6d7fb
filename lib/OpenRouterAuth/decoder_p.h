// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/createauthcode.h>
#include <OpenRouterAuth/exchange.h>
#include <OpenRouterAuth/keyinfo.h>
#include <OpenRouterAuth/result.h>

#include <QList>

namespace OpenRouterAuth {

// Bytes from the server to values. Nothing here trusts its input.

OPENROUTERAUTH_EXPORT Result<ExchangeResponse> decodeExchangeResponse(const QByteArray &body);
OPENROUTERAUTH_EXPORT Result<CreateAuthCodeResponse>
decodeCreateAuthCodeResponse(const QByteArray &body);
OPENROUTERAUTH_EXPORT Result<KeyInfo> decodeKeyInfo(const QByteArray &body);

/// Fills \a error with what an error body says; a body that says nothing leaves it as it is.
///
/// Four shapes occur: `{"error":{"code":…,"message":…,"metadata":…}}`, RFC 6749's
/// `{"error":"invalid_grant","error_description":…}`, `{"message":…}`, and a line of text. Pages in
/// HTML are no message.
OPENROUTERAUTH_EXPORT void decodeErrorBody(const QByteArray &body, const QList<Secret> &secrets,
                                           Error *error);

} // namespace OpenRouterAuth
