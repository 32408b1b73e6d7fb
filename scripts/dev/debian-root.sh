#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/dev/debian-root.sh SUITE [OPTION ...] -- COMMAND [ARGUMENT ...]

Runs a command of this project in a bare Debian root folder, on a copy of this source tree. The root
is made with debootstrap if it is not there, and kept. Must be run as root, or with sudo.

SUITE          bookworm (Debian 12) or trixie (Debian 13)
--folder DIR   where the root is (build/roots/SUITE unless given)
--mirror URL   where Debian comes from (http://deb.debian.org/debian unless given)
--user         runs the command as an ordinary user who may use sudo, instead of as root
END
}

cd "$(dirname "$0")/../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/roots.sh

suite=
folder=
mirror=http://deb.debian.org/debian
as_user=
arguments=("$@")
while [ $# -gt 0 ]; do
    case "$1" in
    --folder) folder=${2:?} && shift 2 ;;
    --mirror) mirror=${2:?} && shift 2 ;;
    --user) as_user=yes && shift ;;
    --help | -h) usage && exit ;;
    --) shift && break ;;
    -*) usage >&2 && exit 2 ;;
    *) suite=$1 && shift ;;
    esac
done
[ -n "$suite" ] && [ $# -gt 0 ] || { usage >&2; exit 2; }

become_root "${arguments[@]}"

folder=$(realpath -m -- "${folder:-build/roots/$suite}")
tree=/srv/openrouter-signin

make_bare_root "$suite" "$folder" "$mirror" || exit

# The tree as it is now, without what was built from it; the root's own build folder stays.
mkdir -p "$folder$tree"
find "$folder$tree" -mindepth 1 -maxdepth 1 ! -name build -exec rm -r {} +
copy_tree "$folder$tree"
environment=()
if [ -n "${OPENROUTER_OPENAPI-}" ]; then
    install -m 644 -D "$OPENROUTER_OPENAPI" "$folder/srv/openapi/$(basename "$OPENROUTER_OPENAPI")"
    environment+=("OPENROUTER_OPENAPI=/srv/openapi/$(basename "$OPENROUTER_OPENAPI")")
fi

# shellcheck disable=SC2016 # expanded by the inner shell
enter_root "$folder" bash -euo pipefail -c '
    tree=$1 as_user=$2
    shift 2
    user=root home=/root
    if [ -n "$as_user" ]; then
        user=person home=/home/person
        if [ ! -e /etc/sudoers.d/person ]; then
            { apt-get -qq update && apt-get -qq install sudo; } >/dev/null
            useradd --create-home --shell /bin/bash person
            echo "person ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/person
        fi
    fi
    chown -R "$user:" "$tree"
    cd "$tree"
    unset DEBIAN_FRONTEND
    exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups \
        env "HOME=$home" "USER=$user" "LOGNAME=$user" "$@"
' debian-root "$tree" "$as_user" "${environment[@]}" "$@"
