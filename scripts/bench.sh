#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/bench.sh [OPTION ...] [PACKAGE ...]

Builds the programs as people get them, measures them side by side with the least that could do the
same, and prints the table of tests/bench/RESULTS.md. Wants a computer that does nothing else. Fails
if a row misses its mark.

--rounds N        how often each thing is measured (25); the least counts
--idle-seconds N  how long the waiting window is watched (60)
PACKAGE           packages whose sizes are stated as well
END
}

if [ "${1-}" = --help ] || [ "${1-}" = -h ]; then
    usage
    exit
fi

exec </dev/null
cd "$(dirname "$0")/.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

check_build_folder build/bench
mapfile -t needed < <(build_packages; desktop_packages; bench_packages)
ensure_packages "${needed[@]}"
echo "Building in build/bench" >&2
quietly cmake --preset release -B build/bench -DOPENROUTER_SIGNIN_BUILD_TESTS=ON
quietly cmake --build build/bench --target openrouter-signin openrouter-key fake-openrouter \
    waitingattempts tests/bench/all
rm -rf build/bench/installed
for component in programs Unspecified; do
    quietly cmake --install build/bench --component "$component" --strip \
        --prefix "$PWD/build/bench/installed"
done

# OpenRouter's official TypeScript SDK, where there is Node.js.
node=()
if command -v npm >/dev/null; then
    mkdir -p build/bench/node
    cp tests/sdk/package*.json tests/bench/exchange.mjs build/bench/node/
    quietly npm ci --prefix build/bench/node --omit=dev --ignore-scripts --no-audit --no-fund
    node=(--node build/bench/node)
fi

printf '%s, %s, %s cores, load %s, %s\n' "$(date -I)" \
    "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(cut -d ' ' -f 1 /proc/loadavg)" \
    "$(. /etc/os-release && echo "$PRETTY_NAME")"
export PYTHONDONTWRITEBYTECODE=1
status=0
/usr/bin/python3 tests/bench/bench.py --programs build/bench/bin \
    --installed build/bench/installed "${node[@]}" "$@" || status=$?

# The torture, with the times that are wanted.
SIGNIN_PROGRAMS=$PWD/build/bench/bin /usr/bin/python3 tests/torture/torture.py || status=$?
exit "$status"
