// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One call with OpenRouter's official TypeScript SDK, for tst_sdk. Reads it as JSON from standard
// input: {"operation": …, "client": options of the SDK's client, "request": its argument}. Writes
// {"value": …} or, for an answer that the SDK throws as an error, {"error": …}.

import { readFileSync } from "node:fs";
import { OpenRouter } from "@openrouter/sdk";

const call = JSON.parse(readFileSync(0, "utf8"));
// JSON has no dates, and the SDK takes nothing else.
const expiresAt = call.request?.requestBody?.expiresAt;
if (expiresAt)
    call.request.requestBody.expiresAt = new Date(expiresAt);

const sdk = new OpenRouter({ ...call.client, retryConfig: { strategy: "none" } });
const operations = {
    exchange: (request) => sdk.oAuth.exchangeAuthCodeForAPIKey(request),
    createAuthCode: (request) => sdk.oAuth.createAuthCode(request),
    key: (request) => sdk.apiKeys.getCurrentKeyMetadata(request),
    authorizationUrl: (request) => sdk.oAuth.createAuthorizationUrl(request),
};

try {
    console.log(JSON.stringify({ value: await operations[call.operation](call.request) }));
} catch (error) {
    if (!error.statusCode)
        throw error;
    const { statusCode, name } = error;
    // What the SDK read from the body; an error that it has no type for has only the text.
    const { code, message, metadata } = error.error ?? {};
    console.log(JSON.stringify({ error: { statusCode, name, code, message, metadata,
                                          userId: error.userId } }));
}
