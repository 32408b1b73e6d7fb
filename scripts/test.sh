#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/test.sh
       scripts/test.sh --root SUITE [OPTION ...]

Installs what the tests need, builds, checks format and licences, runs all tests and looks at the
sources with clang-tidy and clazy; then runs the lib, core and torture tests once more with the
address, undefined behaviour and leak sanitizers, and the fuzz targets for 30 seconds each.

--root SUITE  Does all of that in a bare Debian of that suite (bookworm, trixie), which it makes
              first if need be. Options and needs: scripts/debian-root.sh --help
END
}

case "${1-}" in
"") ;;
--help | -h)
    usage
    exit
    ;;
--root)
    [ $# -ge 2 ] || { usage >&2; exit 2; }
    exec "$(dirname "$0")/debian-root.sh" "${@:2}" -- scripts/test.sh
    ;;
*)
    usage >&2
    exit 2
    ;;
esac

# Nobody answers questions here.
exec </dev/null
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/packages.sh

# .clang-format is written for this version; others format differently.
clang_format_version=14

check_format() {
    local version
    version=$(clang-format --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
    if [ "$version" != "$clang_format_version" ]; then
        echo "Not checked: clang-format here is $version, .clang-format is for $clang_format_version."
        return
    fi
    find lib app tests \( -name '*.h' -o -name '*.cpp' \) -print0 |
        xargs -0 clang-format --dry-run --Werror
}

check_licences() {
    # A copy without what the build made: reuse knows by itself only inside a git clone.
    local copy status=0
    copy=$(mktemp -d)
    copy_tree "$copy"
    reuse --root "$copy" lint >"$copy.txt" 2>&1 || status=$?
    if [ "$status" -eq 0 ]; then tail -n 1 "$copy.txt"; else cat "$copy.txt"; fi
    rm -r "$copy" "$copy.txt"
    return "$status"
}

build_dev() {
    cmake --preset dev && cmake --build --preset dev
}

build_asan() {
    cmake --preset asan &&
        cmake --build --preset asan --target tests/fakes/all tests/lib/all tests/core/all \
            tests/torture/all
}

build_fuzz() {
    cmake --preset fuzz && cmake --build --preset fuzz
}

# run_tests PRESET LABEL
run_tests() {
    ctest --preset "$1" --label-regex "^$2\$" --no-tests=error --parallel "$(nproc)"
}

# A test without a label would be run by nobody.
check_labels() {
    local found
    found=$(ctest --preset dev --label-exclude . --show-only | sed -n 's/^ *Test *#.*: /  /p')
    [ -z "$found" ] || { printf 'Tests without a label:\n%s\n' "$found"; return 1; }
    labels=$(ctest --preset dev --print-labels | sed -n 's/^  //p')
    printf 'Labels: %s\n' "${labels//$'\n'/ }"
}

check_build_folder build/dev
check_build_folder build/asan
check_build_folder build/fuzz
mapfile -t needed < <(test_packages; fuzz_packages; analysis_packages)
if stage "install packages" ensure_packages "${needed[@]}"; then
    stage "format" check_format || true
    stage "licences" check_licences || true
    if stage "build" build_dev; then
        labels=
        stage "labels" check_labels || true
        for label in $labels; do
            stage "tests: $label" run_tests dev "$label" || true
        done
        stage "analysis" scripts/analyze.sh || true
    else
        not_run "tests" "analysis"
    fi
    if stage "build with sanitizers" build_asan; then
        for label in lib core torture; do
            stage "tests with sanitizers: $label" run_tests asan "$label" || true
        done
    else
        not_run "tests with sanitizers: "{lib,core,torture}
    fi
    if stage "build of fuzz targets" build_fuzz; then
        stage "tests: fuzz" run_tests fuzz fuzz || true
    else
        not_run "tests: fuzz"
    fi
fi

summary
