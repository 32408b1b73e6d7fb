#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

# Puts what the release job on macOS signs and notarizes with where bundle.sh looks for
# it: the certificate (APPLE_CERTIFICATE, PKCS #12 in base64) into a keychain of its own, the key of App
# Store Connect (APPLE_API_KEY) into a file. `security` takes passwords as arguments only; the runner is
# a machine that nobody else uses and that is thrown away.

umask 077
if [ -z "${APPLE_CERTIFICATE-}" ]; then
    echo "No certificate: the bundle will not be signed."
else
    keychain=$RUNNER_TEMP/signing.keychain-db
    password=$(openssl rand -hex 16)
    printf '%s' "$APPLE_CERTIFICATE" | base64 -d >"$RUNNER_TEMP/certificate.p12"
    security create-keychain -p "$password" "$keychain"
    security unlock-keychain -p "$password" "$keychain"
    security import "$RUNNER_TEMP/certificate.p12" -k "$keychain" -f pkcs12 \
        -P "${APPLE_CERTIFICATE_PASSWORD-}" -T /usr/bin/codesign
    security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
    security list-keychains -d user -s "$keychain" login.keychain-db
    rm "$RUNNER_TEMP/certificate.p12"
fi
if [ -n "${APPLE_API_KEY-}" ]; then
    printf '%s' "$APPLE_API_KEY" >"$RUNNER_TEMP/notary.p8"
    echo "APPLE_API_KEY_FILE=$RUNNER_TEMP/notary.p8" >>"$GITHUB_ENV"
fi
