// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The server's answer to `POST /auth/keys`.

#include "OpenRouterAuth/decoder_p.h"
#include "fuzzing.h"

using namespace OpenRouterAuth;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Result<ExchangeResponse> response = decodeExchangeResponse(inputBytes(data, size));
    if (!response) {
        require(response.error().kind() == Error::Kind::InvalidResponse, "an error says its kind");
        return 0;
    }
    const QByteArrayView key = response->key.secret().view();
    require(key.size() >= ApiKey::MinimumSize && key.size() <= ApiKey::MaximumSize,
            "a key is neither short nor long");
    require(std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x21 && c <= 0x7e; }),
            "a key never breaks a header line");
    require(response->key.masked().size() < key.size(), "a masked key is not the key");
    require(response->key.hash().size() == 64, "a hash has its length");
    require(isCleanText(response->userId.value_or({})), "the server's words are clean");
    return 0;
}
