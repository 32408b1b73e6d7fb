#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/windows.sh

stage=build/packages/windows/stage
tests=build/package-tests/windows

# The same as an older version, with other programs and a file that the newer one no longer has.
make_older() {
    mkdir "$tests/older" &&
        cp -r "$stage" "$tests/older-stage" &&
        printf 'older' | tee -a "$tests"/older-stage/openrouter-{signin,key}.exe >/dev/null &&
        mkdir "$tests/older-stage/older folder" &&
        printf 'older' >"$tests/older-stage/older folder/older.dll" &&
        cp -r "$stage" "$tests/stage" &&
        OPENROUTER_SIGNIN_WINDOWS_STAGE=$tests/older-stage quietly \
            resources/packaging/windows/build.sh "$tests/older" 0.0.9
}

test_installers() {
    PYTHONDONTWRITEBYTECODE=1 timeout 1500 xvfb-run -a /usr/bin/python3 \
        resources/packaging/windows/test_windows.py --failfast "$@"
}

rm -rf "$tests" && mkdir -p "$tests"
stage "older version" make_older || summary
stage "Windows of Wine" make_windows_prefix "$tests/wine" || summary
stage "installers under Wine" test_installers || true
wineserver --kill || true
summary
