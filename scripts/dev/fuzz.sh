#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/dev/fuzz.sh [SECONDS] [TARGET ...]
       scripts/dev/fuzz.sh --coverage

Builds the fuzz targets and runs each of them, or those that are named, for SECONDS (60 unless
given), one after another, then prints what they did. Fails if one of them found something; the
input that did it is in build/fuzz/found-TARGET-*.

--coverage  Prints instead how many lines of each parser the kept corpora reach.
END
}

seconds=60
coverage=
case "${1-}" in
--help | -h)
    usage
    exit
    ;;
--coverage)
    coverage=yes
    shift
    ;;
[0-9]*)
    seconds=$1
    shift
    ;;
-*)
    usage >&2
    exit 2
    ;;
esac

exec </dev/null
cd "$(dirname "$0")/../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

mapfile -t all_targets < <(ls tests/fuzz/corpus)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${all_targets[@]}")
for target in "${targets[@]}"; do
    [ -d "tests/fuzz/corpus/$target" ] ||
        fail "There is no fuzz target “$target”, but: ${all_targets[*]}."
done

check_build_folder build/fuzz
mapfile -t needed < <(build_packages; fuzz_packages)
ensure_packages "${needed[@]}"
quietly cmake --preset fuzz
quietly cmake --build --preset fuzz

if [ -n "$coverage" ]; then
    exec tests/fuzz/coverage.py --programs build/fuzz/bin
fi

failed=0
printf '%-18s %10s %14s %10s %8s  %s\n' target seconds executions "per second" "corpus" result
for target in "${targets[@]}"; do
    log=build/fuzz/$target.log
    found=build/fuzz/corpus/$target
    mkdir -p "$found"
    start=$SECONDS
    result="nothing found"
    if ! LLVM_PROFILE_FILE=/dev/null "build/fuzz/bin/fuzz_$target" \
        -dict="tests/fuzz/dictionaries/$target.dict" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found-$target-" "$found" "tests/fuzz/corpus/$target" \
        >"$log" 2>&1; then
        failed=$((failed + 1))
        result=$(sed -n 's/^Does not hold: .*/&/p; s/^.*ERROR: \(.*Sanitizer: [^ ]*\).*/\1/p; s/^.*runtime error: /runtime error: /p' \
            "$log" | head -n 1)
        result="FOUND: ${result:-see $log}"
    fi
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    printf '%-18s %10d %14s %10s %8s  %s\n' "$target" $((SECONDS - start)) "${executions:--}" \
        "${rate:--}" "$(find "$found" -type f | wc -l)" "$result"
done
[ "$failed" -eq 0 ]
