// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The body of a server's refusal. It may repeat the secrets that it was sent.

#include "OpenRouterAuth/decoder_p.h"
#include "fuzzing.h"

#include <QJsonDocument>

using namespace OpenRouterAuth;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray code = "TESTcode-0123";
    const QByteArray verifier = "TESTcode-0123-verifier";
    Error error(Error::Kind::BadRequest);
    decodeErrorBody(inputBytes(data, size), {Secret(code), Secret(verifier)}, &error);

    require(isCleanText(error.serverMessage()) && isCleanText(error.userId())
                && isCleanText(error.serverErrorType()),
            "the server's words are clean");
    const QByteArray shown = error.serverMessage().toUtf8() + '\n' + error.userId().toUtf8() + '\n'
                             + error.serverErrorType().toUtf8() + '\n'
                             + QJsonDocument(error.metadata()).toJson()
                             + QJsonDocument(error.additionalMembers()).toJson()
                             + QJsonDocument(error.openRouterMetadata()).toJson();
    require(!shown.contains(code), "no secret is shown");
    require(error.kind() == Error::Kind::BadRequest, "a body does not change what happened");
    return 0;
}
