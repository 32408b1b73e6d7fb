// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The server's answer to `POST /auth/keys/code`.

#include "OpenRouterAuth/decoder_p.h"
#include "fuzzing.h"

using namespace OpenRouterAuth;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Result<CreateAuthCodeResponse> response =
        decodeCreateAuthCodeResponse(inputBytes(data, size));
    if (!response) {
        require(response.error().kind() == Error::Kind::InvalidResponse, "an error says its kind");
        return 0;
    }
    require(!response->code.isEmpty(), "there is a code");
    require(!response->createdAt.isValid() || response->createdAt.timeSpec() == Qt::UTC,
            "times are UTC");
    return 0;
}
