#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

cd "$(dirname "$0")/../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

mapfile -t all_kinds < <(kinds_with test.sh)

usage() {
    cat <<END
Usage: scripts/dev/test-packages.sh [KIND ...]

Installs what that needs, makes the packages of each kind (${all_kinds[*]}; all unless given;
windows only where OPENROUTER_SIGNIN_WINDOWS_QT is set) that dist/ lacks, and tests them: they are
installed, used, upgraded and removed in roots, or a Windows of Wine, that have nothing of this
project. Needs root, or sudo. Packages that are in dist/ already are tested as they are:
scripts/package.sh makes them anew.
END
}

# How a kind is tested: resources/packaging/KIND/test.sh, started in the project's folder, tests what is in
# dist/ and returns 0 if all is well. Roots and a journey through an installed program are in
# resources/packaging/common. What the kind needs is named by test_KIND_packages in
# scripts/dev/packages.sh; the fake OpenRouter is there as build/release-tests/bin/fake-openrouter.

# is_made KIND: whether dist/ has what was made of it.
is_made() {
    local list=build/packages/$1.list name
    [ -s "$list" ] || return 1
    while read -r name; do
        [ -e "dist/$name" ] || return 1
    done <"$list"
}

build_fake_server() {
    CMAKE_CXX_COMPILER_LAUNCHER=ccache quietly cmake --preset release-tests &&
        quietly cmake --build build/release-tests --target fake-openrouter
}

case "${1-}" in --help | -h) usage && exit ;; esac
exec </dev/null
mapfile -t kinds < <(chosen_kinds test.sh "$@")
[ ${#kinds[@]} -gt 0 ] || { usage >&2; exit 2; }

missing=()
for kind in "${kinds[@]}"; do
    is_made "$kind" || missing+=("$kind")
done
mapfile -t needed < <(build_packages; for kind in "${kinds[@]}"; do "test_${kind}_packages"; done)
check_build_folder build/release-tests
if stage "install packages" ensure_packages "${needed[@]}" &&
    stage "fake server" build_fake_server; then
    [ ${#missing[@]} -eq 0 ] || stage "make packages" scripts/package.sh "${missing[@]}" || true
    # They mostly wait, so two run at once. The portable archive's comes after the Debian packages',
    # whose older version it uses.
    for kind in "${kinds[@]}"; do
        case "$kind" in
        deb | portable) ;;
        *) aside "test packages: $kind" "resources/packaging/$kind/test.sh" ;;
        esac
    done
    for kind in "${kinds[@]}"; do
        case "$kind" in
        deb | portable) stage "test packages: $kind" "resources/packaging/$kind/test.sh" || true ;;
        esac
    done
    collect || true
fi
summary
