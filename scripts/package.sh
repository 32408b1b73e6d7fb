#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

cd "$(dirname "$0")/.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

mapfile -t all_kinds < <(kinds_with build.sh)

usage() {
    cat <<END
Usage: scripts/package.sh [KIND ...]

Installs what that needs and makes the packages of each kind (${all_kinds[*]}; all unless given;
windows only where OPENROUTER_SIGNIN_WINDOWS_QT or OPENROUTER_SIGNIN_WINDOWS_STAGE is set) from the
tree as it is. They go to dist/, their SHA-256 sums to dist/SHA256SUMS. The portable archive is
made from the Debian packages, so these are made, too.
END
}

# How a kind is made: resources/packaging/KIND/build.sh FOLDER, started in the project's folder, puts
# the files to be published into the empty FOLDER. What it needs is named by package_KIND_packages in
# scripts/dev/packages.sh.

# make_packages KIND
make_packages() {
    local kind=$1 made=build/packages/$1.made list=build/packages/$1.list
    rm -rf "$made" && mkdir -p "$made" dist && remove_packages "$kind" &&
        "resources/packaging/$kind/build.sh" "$made" &&
        find "$made" -mindepth 1 -maxdepth 1 -type f -printf '%f\n' | sort >"$list" &&
        [ -s "$list" ] && mv -t dist "$made"/* && rmdir "$made" &&
        (cd dist && xargs -d '\n' du -b -- <"../$list")
}

# remove_packages KIND: what was made of it before.
remove_packages() {
    local list=build/packages/$1.list
    [ ! -e "$list" ] || { (cd dist && xargs -d '\n' rm -f -- <"../$list") && rm "$list"; }
}

write_sums() {
    rm -f dist/SHA256SUMS && (cd dist && find . -type f -printf '%P\0' | sort -z |
        xargs -0 sha256sum --) >build/packages/SHA256SUMS &&
        mv build/packages/SHA256SUMS dist && cat dist/SHA256SUMS
}

case "${1-}" in --help | -h) usage && exit ;; esac
exec </dev/null
mapfile -t kinds < <(chosen_kinds build.sh "$@")
[ ${#kinds[@]} -gt 0 ] || { usage >&2; exit 2; }
if [[ " ${kinds[*]} " = *" portable "* ]]; then
    mapfile -t kinds < <(printf '%s\n' deb "${kinds[@]}" | awk '!seen[$0]++')
fi

mapfile -t needed < <(for kind in "${kinds[@]}"; do "package_${kind}_packages"; done)
if stage "install packages" ensure_packages "${needed[@]}"; then
    for kind in "${kinds[@]}"; do
        stage "package: $kind" make_packages "$kind" || true
    done
    stage "sums" write_sums || true
fi
summary
