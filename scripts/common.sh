# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# What run.sh and test.sh share. To be sourced from the project's folder.

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
