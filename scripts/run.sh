#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/run.sh [OPTION OF THE PROGRAM ...]
       scripts/run.sh --demo [FOLDER]

Installs what is missing, builds OpenRouter Sign-in and starts it.

--demo  Shows a whole sign-in without an account, and without a display if there is none: against a
        server on this machine that plays OpenRouter, in a private session with a real keychain and
        a real browser. Nothing of yours is read or changed. Screenshots of every page go to FOLDER
        (build/demo unless given).
END
}

demo=
case "${1-}" in
--help | -h)
    usage
    exit
    ;;
--demo)
    demo=yes
    screenshots=$(realpath -m -- "${2:-"$(dirname "$0")/../build/demo"}")
    [ $# -le 2 ] || { usage >&2; exit 2; }
    ;;
esac

cd "$(dirname "$0")/.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

if [ -z "$demo" ] && [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] && [ "$(uname)" = Linux ]; then
    fail "There is no display to show a window on. To see a sign-in without one: scripts/run.sh --demo"
fi

check_build_folder build/release
if [ -n "$demo" ]; then
    mapfile -t needed < <(build_packages; desktop_packages)
else
    mapfile -t needed < <(build_packages)
fi
ensure_packages "${needed[@]}"

echo "Building in build/release"
if [ -n "$demo" ]; then
    quietly cmake --preset release -DOPENROUTER_SIGNIN_BUILD_TESTS=ON
    quietly cmake --build --preset release --target openrouter-signin fake-openrouter
    exec env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 tests/e2e/demo.py \
        --programs build/release/bin --screenshots "$screenshots" </dev/null
fi
quietly cmake --preset release
quietly cmake --build --preset release --target openrouter-signin
exec build/release/bin/openrouter-signin "$@"
