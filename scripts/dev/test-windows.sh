#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

cd "$(dirname "$0")/../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/windows.sh

usage() {
    cat <<'END'
Usage: scripts/dev/test-windows.sh [--build-only]

Compiles everything for Windows x64 with Debian's mingw-w64 and runs the library's unit tests under
Wine. scripts/dev/windows.sh says what OPENROUTER_SIGNIN_WINDOWS_QT has to be. The window and the command
line are compiled, but not linked.
END
}

# Not run: tst_tls and tst_redaction, which make certificates with the program openssl and find none
# for Windows; tst_transport and tst_retries, in which transfers of a megabyte stall under Wine 8 now
# and then (whether it is Wine's doing is not known); tst_fakeopenrouter, which tests the tests' server.
unit_tests=(secret apikey pkce server authorizationrequest error decoder client lifetime)

run_unit_tests() {
    local name failed=0
    make_windows_prefix build/windows-wine || return
    for name in "${unit_tests[@]}"; do
        # A console program's own output gets lost between Wine and a pipe.
        if (cd build/windows/bin && timeout 300 wine "tst_$name.exe" -o "tst_$name.txt,txt") &&
            grep '^Totals' "build/windows/bin/tst_$name.txt" | sed "s/^/tst_$name: /"; then
            continue
        fi
        echo "tst_$name failed:"
        grep -a -A 4 '^FAIL!' "build/windows/bin/tst_$name.txt" || true
        failed=1
    done
    wineserver --kill || true
    return "$failed"
}

build_only=
case "${1-}" in
"") ;;
--build-only) build_only=yes ;;
--help | -h) usage && exit ;;
*) usage >&2 && exit 2 ;;
esac
[ -n "${OPENROUTER_SIGNIN_WINDOWS_QT-}" ] ||
    fail "The Windows checks need a Qt for Windows: OPENROUTER_SIGNIN_WINDOWS_QT is not set. \
scripts/dev/windows.sh says what it is."
exec </dev/null
check_build_folder build/windows
mapfile -t needed < <(windows_packages)
if stage "install packages" ensure_packages "${needed[@]}" && stage "Qt for Windows" unpack_windows_qt &&
    stage "build for Windows" quietly build_for_windows &&
    [ -z "$build_only" ] && stage "libraries" put_windows_libraries build/windows/bin; then
    stage "unit tests under Wine" run_unit_tests || true
fi
summary
