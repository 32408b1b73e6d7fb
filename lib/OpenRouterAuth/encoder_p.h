// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <OpenRouterAuth/createauthcode.h>
#include <OpenRouterAuth/exchange.h>
#include <OpenRouterAuth/result.h>

namespace OpenRouterAuth {

// Requests to JSON, or an InvalidRequest that says which value the service would not take.

Result<QByteArray> encode(const ExchangeRequest &request);
Result<QByteArray> encode(const CreateAuthCodeRequest &request);

} // namespace OpenRouterAuth
