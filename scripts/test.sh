#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/test.sh [--quick]
       scripts/test.sh --root SUITE [OPTION ...]

Installs what the tests need, checks format and licences, and builds twice: with the address,
undefined behaviour and leak sanitizers for the tests lib, core and gui, and as people get it for
the tests cli, e2e, torture and package. Runs all of them, looks at the sources with clang-tidy and
clazy, and runs the fuzz targets for 30 seconds each.

--quick       Only format, both builds and the tests lib, core, gui and cli: less than ten minutes
              where most of it was built before.
--root SUITE  Does all of it in a bare Debian of that suite (bookworm, trixie), which it makes
              first if need be. Options and needs: scripts/dev/debian-root.sh --help
END
}

quick=
case "${1-}" in
"") ;;
--help | -h)
    usage
    exit
    ;;
--quick)
    [ $# -eq 1 ] || { usage >&2; exit 2; }
    quick=yes
    ;;
--root)
    [ $# -ge 2 ] || { usage >&2; exit 2; }
    exec "$(dirname "$0")/dev/debian-root.sh" "${@:2}" -- scripts/test.sh
    ;;
*)
    usage >&2
    exit 2
    ;;
esac

# Nobody answers questions here.
exec </dev/null
cd "$(dirname "$0")/.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

# .clang-format is written for this version; others format differently.
clang_format_version=14

check_format() {
    local version
    version=$(clang-format --version | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
    if [ "$version" != "$clang_format_version" ]; then
        echo "Not checked: clang-format here is $version, .clang-format is for $clang_format_version."
        return
    fi
    find lib app tests resources \( -name '*.h' -o -name '*.cpp' \) -print0 |
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

# Which build runs which tests is said once more, by the test presets.
sanitized_labels=(lib core gui)
release_labels=(cli e2e torture package)

# build PRESET
build() {
    cmake --preset "$1" && cmake --build --preset "$1"
}

build_fuzz() {
    nice -n 19 cmake --preset fuzz && nice -n 19 cmake --build --preset fuzz
}

# run_tests PRESET [OPTION OF ctest...]: all that the preset selects.
run_tests() {
    local preset=$1
    shift
    ctest --preset "$preset" --no-tests=error --parallel "$(nproc)" "$@"
}

# A test without a label, or with one that no preset selects, would be run by nobody.
check_labels() {
    local found unknown
    found=$(ctest --test-dir build/asan --label-exclude . --show-only |
        sed -n 's/^ *Test *#.*: /  /p')
    [ -z "$found" ] || { printf 'Tests without a label:\n%s\n' "$found"; return 1; }
    unknown=$(ctest --test-dir build/asan --print-labels | sed -n 's/^  //p' |
        grep -vxF "$(printf '%s\n' "${sanitized_labels[@]}" "${release_labels[@]}")" || true)
    [ -z "$unknown" ] || { printf 'Labels that no build runs: %s\n' "$unknown"; return 1; }
}

export CMAKE_CXX_COMPILER_LAUNCHER=ccache
check_build_folder build/asan
check_build_folder build/release-tests
check_build_folder build/fuzz
mapfile -t needed < <(test_packages; [ -n "$quick" ] || { fuzz_packages; analysis_packages; })
stage "install packages" ensure_packages "${needed[@]}" || summary
stage "format" check_format || true
[ -n "$quick" ] || stage "licences" check_licences || true

with_sanitizers="tests: ${sanitized_labels[*]}" as_released="tests: ${release_labels[*]}"
if stage "build with sanitizers" build asan; then
    stage "labels" check_labels || true
    if [ -z "$quick" ]; then
        # These need processors; the tests mostly wait.
        aside "analysis" nice -n 19 scripts/dev/analyze.sh --preset asan
        aside "build of fuzz targets" build_fuzz
    fi
    stage "$with_sanitizers" run_tests asan || true
else
    not_run "$with_sanitizers" "analysis" "fuzz"
fi
if stage "build as released" build release-tests; then
    if [ -n "$quick" ]; then
        stage "tests: cli" run_tests release-tests --label-regex '^cli$' || true
    else
        stage "$as_released" run_tests release-tests || true
    fi
else
    not_run "$as_released"
fi
if [ ${#aside_pids[@]} -gt 0 ]; then
    collect || true
    # Without its programs it fails, too.
    stage "tests: fuzz" run_tests fuzz --label-regex '^fuzz$' || true
fi

summary
