# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# What the scripts share. To be sourced from the project's folder.

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# One sentence instead of pages of CMake's, if a build folder cannot be used.
check_build_folder() {
    local folder=$1 cache="$1/CMakeCache.txt" made_for
    while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
    if [ "$folder" = . ] && [ ! -w . ]; then
        fail "You cannot write in $PWD: use a copy of the project that belongs to you."
    elif [ ! -w "$folder" ] || { [ -e "$cache" ] && [ ! -w "$cache" ]; }; then
        fail "$folder belongs to $(stat -c %U "$folder"): remove it (sudo rm -r '$folder')."
    fi
    if [ -e "$cache" ]; then
        made_for=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$cache")
        if [ -n "$made_for" ] && [ "$made_for" != "$PWD" ]; then
            fail "$1 was made for another folder ($made_for): remove it (rm -r '$1')."
        fi
    fi
}

# Runs a command and shows its output only to a terminal, or when it failed.
quietly() {
    local output status=0
    if [ -t 1 ]; then
        "$@"
        return
    fi
    output=$("$@" 2>&1) || status=$?
    [ "$status" -eq 0 ] || printf '%s\n' "$output" >&2
    return "$status"
}

results=()
failed=0
aside_pids=()
aside_names=()

# stage NAME COMMAND...: runs it, says how long it took; the return value is the command's.
stage() {
    local name=$1 start=$SECONDS status=0 word=ok
    shift
    printf '\n=== %s\n' "$name"
    # Bash takes -e from what runs here, so commands in functions are chained with &&.
    "$@" || status=$?
    if [ "$status" -ne 0 ]; then
        word=FAILED
        failed=$((failed + 1))
    fi
    results+=("$(printf '%-40s %6d s  %s' "$name" $((SECONDS - start)) "$word")")
    printf '=== %s: %s after %d s\n' "$name" "$word" $((SECONDS - start))
    return "$status"
}

# aside NAME COMMAND...: a stage beside those that follow, one after another with others of its kind.
# collect shows what it wrote. What needs both processors for long is started with nice.
aside() {
    local name=$1 folder
    shift
    [ -n "${aside_folder-}" ] || {
        aside_folder=$(mktemp -d)
        # However the script ends, nothing goes on without it.
        trap 'end_asides; rm -rf "$aside_folder"' EXIT
    }
    folder=$aside_folder/${#aside_pids[@]}
    mkdir "$folder"
    set -m # a process group of its own, so that it can be ended as a whole
    (
        trap - EXIT
        exec 9>"$aside_folder/lock"
        flock 9
        start=$SECONDS status=0
        "$@" >"$folder/output" 2>&1 9>&- </dev/null || status=$?
        echo "$status $((SECONDS - start))" >"$folder/end"
    ) &
    aside_pids+=("$!")
    set +m
    aside_names+=("$name")
}

end_asides() {
    local pid
    for pid in "${aside_pids[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
}

# Waits for all of them. The return value is 0 if all were well.
collect() {
    local number status seconds word result=0
    for number in "${!aside_pids[@]}"; do
        wait "${aside_pids[number]}" || true
        read -r status seconds <"$aside_folder/$number/end" || status=1
        word=ok
        if [ "$status" -ne 0 ]; then
            word=FAILED
            failed=$((failed + 1))
            result=1
        fi
        printf '\n=== %s\n' "${aside_names[number]}"
        cat "$aside_folder/$number/output"
        results+=("$(printf '%-40s %6d s  %s, beside others' "${aside_names[number]}" \
            "${seconds:-0}" "$word")")
        printf '=== %s: %s after %d s\n' "${aside_names[number]}" "$word" "${seconds:-0}"
    done
    aside_pids=() aside_names=()
    [ -z "${aside_folder-}" ] || rm -rf "${aside_folder:?}"/*
    return "$result"
}

not_run() {
    local name
    for name in "$@"; do
        results+=("$(printf '%-40s %8s  not run' "$name" -)")
    done
}

# All stages with their seconds. Ends the script, with 1 if one failed.
summary() {
    printf '\n=== Summary (Debian %s, %s cores)\n' \
        "$(cat /etc/debian_version 2>/dev/null || echo -)" "$(nproc)"
    printf '%s\n' "${results[@]}"
    printf '%-40s %6d s  ' total "$SECONDS"
    if [ "$failed" -ne 0 ]; then
        echo FAILED
        exit 1
    fi
    echo ok
    exit
}

# kinds_with SCRIPT: the kinds of packages that have that script in resources/packaging/KIND.
kinds_with() {
    find resources/packaging -mindepth 2 -maxdepth 2 -name "$1" -executable -printf '%h\n' |
        sed 's,.*/,,' | sort
}

# chosen_kinds SCRIPT [KIND...]: those that were asked for. Otherwise all but those that need
# something that is not there (see scripts/dev/windows.sh). Nothing if one is unknown.
chosen_kinds() {
    local script=$1 kind absent='^$'
    shift
    for kind in "$@"; do
        [ -x "resources/packaging/$kind/$script" ] || return 0
    done
    [ -n "${OPENROUTER_SIGNIN_WINDOWS_QT-}${OPENROUTER_SIGNIN_WINDOWS_STAGE-}" ] || absent='^windows$'
    if [ $# -gt 0 ]; then printf '%s\n' "$@"; else kinds_with "$script" | grep -v "$absent"; fi
}

# copy_tree FOLDER [OPTION OF tar...]: the source tree as it is now, without what was built from it.
copy_tree() {
    local folder=$1
    shift
    tar -c --exclude=./build --exclude=./dist --exclude=__pycache__ --exclude=./.git "$@" . |
        tar -x --no-same-owner -C "$folder"
}

# Seconds since 1970 of the release's day: the time that packages bear (SOURCE_DATE_EPOCH).
release_time() {
    date -u -d "$(sed -n 's/^set(SIGNIN_RELEASE_DATE "\(.*\)")$/\1/p' cmake/Release.cmake)" +%s
}

# The version in CMakeLists.txt.
project_version() {
    sed -n 's/^project(.* VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt
}
