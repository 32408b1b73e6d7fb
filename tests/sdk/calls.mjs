// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Calls with OpenRouter's official TypeScript SDK, for tst_sdk: one a line of standard input, as
// JSON: {"operation": …, "client": options of the SDK's client, "request": its argument}. Answers
// each with a line, {"value": …} or, for an answer that the SDK throws as an error, {"error": …}.
// Ends with its input.

import { createInterface } from "node:readline";
import { OpenRouter } from "@openrouter/sdk";

const operations = {
    exchange: (sdk, request) => sdk.oAuth.exchangeAuthCodeForAPIKey(request),
    createAuthCode: (sdk, request) => sdk.oAuth.createAuthCode(request),
    key: (sdk, request) => sdk.apiKeys.getCurrentKeyMetadata(request),
    authorizationUrl: (sdk, request) => sdk.oAuth.createAuthorizationUrl(request),
};

async function answerTo({ operation, client, request }) {
    // JSON has no dates, and the SDK takes nothing else.
    const expiresAt = request?.requestBody?.expiresAt;
    if (expiresAt)
        request.requestBody.expiresAt = new Date(expiresAt);
    const sdk = new OpenRouter({ ...client, retryConfig: { strategy: "none" } });
    try {
        return { value: await operations[operation](sdk, request) };
    } catch (error) {
        if (!error.statusCode)
            throw error;
        const { statusCode, name } = error;
        // What the SDK read from the body; an error that it has no type for has only the text.
        const { code, message, metadata } = error.error ?? {};
        return { error: { statusCode, name, code, message, metadata, userId: error.userId } };
    }
}

for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await answerTo(JSON.parse(line))));
