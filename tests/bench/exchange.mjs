// SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one exchange takes with OpenRouter's official TypeScript SDK on a connection that is kept:
// the median in microseconds. Arguments: API base, number of exchanges. The server takes any code.

import { OpenRouter } from "@openrouter/sdk";

const [serverURL, count] = [process.argv[2], Number(process.argv[3])];
const warmUp = 20;
const client = new OpenRouter({ serverURL });

const times = [];
for (let i = 0; i < count + warmUp; ++i) {
    const begin = process.hrtime.bigint();
    const answer = await client.oAuth.exchangeAuthCodeForAPIKey({
        requestBody: {
            code: "TESTcode-0123456789",
            codeVerifier: "TESTverifier-TESTverifier-TESTverifier-TEST",
            codeChallengeMethod: "S256",
        },
    });
    if (!answer.key)
        process.exit(1);
    times.push(Number(process.hrtime.bigint() - begin) / 1000);
}
const measured = times.slice(warmUp).sort((a, b) => a - b);
console.log(`sdk ${Math.round(measured[measured.length >> 1])}`);
