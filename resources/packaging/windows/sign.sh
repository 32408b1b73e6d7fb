#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

# sign.sh FILE...: signs programs and installers for Windows. WINDOWS_CERTIFICATE is a PKCS #12
# file in base64, WINDOWS_CERTIFICATE_PASSWORD its password; both go through files that only this user
# can read. Without them it says that nothing was signed.

if [ -z "${WINDOWS_CERTIFICATE-}" ]; then
    echo "Not signed: there is no WINDOWS_CERTIFICATE."
    exit
fi
umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '%s' "$WINDOWS_CERTIFICATE" | base64 -d >"$folder/certificate.p12"
printf '%s' "${WINDOWS_CERTIFICATE_PASSWORD-}" >"$folder/password"
for file in "$@"; do
    osslsigncode sign -pkcs12 "$folder/certificate.p12" -readpass "$folder/password" -h sha256 \
        -ts http://timestamp.digicert.com -in "$file" -out "$folder/signed"
    cat "$folder/signed" >"$file"
    rm "$folder/signed"
done
