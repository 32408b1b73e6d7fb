#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/debian-root.sh SUITE [OPTION ...] -- COMMAND [ARGUMENT ...]

Runs a command of this project in a bare Debian root folder, on a copy of this source tree. The root
is made with debootstrap if it is not there, and kept. Must be run as root, or with sudo.

SUITE          bookworm (Debian 12) or trixie (Debian 13)
--folder DIR   where the root is (build/roots/SUITE unless given)
--mirror URL   where Debian comes from (http://deb.debian.org/debian unless given)
--user         runs the command as an ordinary user who may use sudo, instead of as root
END
}

cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/packages.sh

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

if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Making a root folder needs root: run this as root, or install sudo."
    exec sudo --preserve-env=OPENROUTER_OPENAPI,http_proxy,https_proxy,no_proxy \
        "$0" "${arguments[@]}"
fi

folder=$(realpath -m -- "${folder:-build/roots/$suite}")
tree=/srv/openrouter-signin

if [ ! -e "$folder/etc/debian_version" ]; then
    ensure_packages debootstrap
    echo "Making a bare Debian ($suite) in $folder"
    rm -rf "$folder.partial"
    mkdir -p "$(dirname "$folder")"
    quietly debootstrap --variant=minbase "$suite" "$folder.partial" "$mirror" ||
        fail "debootstrap failed; its log is $folder.partial/debootstrap/debootstrap.log"
    mv "$folder.partial" "$folder"
fi

# The tree as it is now, without what was built from it; the root's own build folder stays.
mkdir -p "$folder$tree"
find "$folder$tree" -mindepth 1 -maxdepth 1 ! -name build -exec rm -r {} +
tar -c --exclude=./build --exclude=./dist --exclude=__pycache__ . | tar -x --no-same-owner -C "$folder$tree"
environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
    "TERM=${TERM:-dumb}")
for name in http_proxy https_proxy no_proxy; do
    [ -z "${!name-}" ] || environment+=("$name=${!name}")
done
if [ -n "${OPENROUTER_OPENAPI-}" ]; then
    install -m 644 -D "$OPENROUTER_OPENAPI" "$folder/srv/openapi/$(basename "$OPENROUTER_OPENAPI")"
    environment+=("OPENROUTER_OPENAPI=/srv/openapi/$(basename "$OPENROUTER_OPENAPI")")
fi
cat /etc/resolv.conf >"$folder/etc/resolv.conf"
printf '%s\n' "127.0.0.1 localhost $(uname -n)" '::1 localhost' >"$folder/etc/hosts"

# In namespaces of their own, so that mounts and processes end with it, whatever happens.
# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
    folder=$1 tree=$2 as_user=$3
    shift 3
    mount --bind "$folder" "$folder"
    mount -t proc proc "$folder/proc"
    mount --rbind /sys "$folder/sys"
    mount -t tmpfs -o mode=755 dev "$folder/dev"
    for device in null zero full random urandom tty; do
        touch "$folder/dev/$device"
        mount --bind "/dev/$device" "$folder/dev/$device"
    done
    mkdir "$folder/dev/pts" "$folder/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,gid=5,mode=620 devpts "$folder/dev/pts"
    mount -t tmpfs -o mode=1777 shm "$folder/dev/shm"
    ln -s pts/ptmx "$folder/dev/ptmx"
    ln -s /proc/self/fd "$folder/dev/fd"
    for number in "0 stdin" "1 stdout" "2 stderr"; do
        ln -s "/proc/self/fd/${number% *}" "$folder/dev/${number#* }"
    done
    mount -t tmpfs -o mode=755 run "$folder/run"

    # Not chroot: in one, programs may not make sandboxes of their own.
    cd "$folder"
    pivot_root . .
    umount --lazy .
    cd /

    export PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
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
    exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups \
        env -i "HOME=$home" "USER=$user" "LOGNAME=$user" "$@"
' debian-root "$folder" "$tree" "$as_user" "${environment[@]}" "$@" </dev/null
