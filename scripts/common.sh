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

# kinds_in FOLDER: the kinds of packages that have a program there, KIND.sh.
kinds_in() {
    find "$1" -maxdepth 1 -name '*.sh' -executable -printf '%f\n' | sed 's/\.sh$//' | sort
}

# usual_kinds FOLDER: without those that need something that is not there (see scripts/windows.sh).
usual_kinds() {
    local absent='^$'
    [ -n "${OPENROUTER_SIGNIN_WINDOWS_QT-}${OPENROUTER_SIGNIN_WINDOWS_STAGE-}" ] || absent='^windows$'
    kinds_in "$1" | grep -v "$absent"
}

# chosen_kinds FOLDER [KIND...]: those that were asked for, the usual ones if none; nothing if one is
# unknown.
chosen_kinds() {
    local folder=$1 kind
    shift
    for kind in "$@"; do
        [ -x "$folder/$kind.sh" ] || return 0
    done
    if [ $# -gt 0 ]; then printf '%s\n' "$@"; else usual_kinds "$folder"; fi
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

# write_rpm_spec FILE
write_rpm_spec() {
    cmake -D TEMPLATE="$PWD/resources/packaging/rpm/openrouter-signin.spec.in" -D FILE="$1" \
        -D RPM_DATE="$(LC_ALL=C date -u -d "@$(release_time)" +'%a %b %d %Y')" \
        -P cmake/ConfigureTemplate.cmake
}
