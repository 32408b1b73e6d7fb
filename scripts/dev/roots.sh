# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# Debian root folders: making them, layering them, running commands in them. To be sourced from the
# project's folder after common.sh and packages.sh.
#
# A layer is a folder that holds only what differs from the root below it, whose path stands in
# FOLDER.below; it is mounted with overlayfs. Where the kernel has none, a layer is a whole copy.

# become_root "$@": starts the script again with sudo if it does not run as root.
become_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    command -v sudo >/dev/null || fail "Root folders need root: run this as root, or install sudo."
    exec sudo --preserve-env=OPENROUTER_OPENAPI,http_proxy,https_proxy,no_proxy "$0" "$@"
}

# make_bare_root SUITE FOLDER [MIRROR]: a minimal Debian, unless it is there.
make_bare_root() {
    local suite=$1 folder=$2 mirror=${3:-http://deb.debian.org/debian}
    [ ! -e "$folder/etc/debian_version" ] || return 0
    ensure_packages debootstrap || return
    echo "Making a bare Debian ($suite) in $folder"
    rm -rf "$folder.partial"
    mkdir -p "$(dirname "$folder")"
    if ! quietly debootstrap --variant=minbase "$suite" "$folder.partial" "$mirror"; then
        echo "debootstrap failed; its log is $folder.partial/debootstrap/debootstrap.log" >&2
        return 1
    fi
    mv "$folder.partial" "$folder"
}

# make_layer BELOW FOLDER: a root that is as BELOW, to be changed without changing that.
make_layer() {
    local below=$1 folder=$2
    remove_layer "$folder"
    mkdir -p "$folder" "$folder.work"
    if (unshare --mount mount -t overlay -o "lowerdir=$below,upperdir=$folder,workdir=$folder.work" \
        overlay "$folder") 2>/dev/null; then
        printf '%s\n' "$below" >"$folder.below"
    else
        cp -a --reflink=auto "$below/." "$folder"
    fi
}

remove_layer() {
    rm -rf "$1" "$1.work" "$1.below"
}

# layers_below FOLDER: those that it lies on, topmost first, as overlayfs wants to be told.
layers_below() {
    local folder=$1 layers=
    while [ -e "$folder.below" ]; do
        folder=$(cat "$folder.below")
        layers+=${layers:+:}$folder
    done
    printf '%s' "$layers"
}

# enter_root FOLDER [--bind SOURCE TARGET]... COMMAND [ARGUMENT...]: runs a command as root in a root
# folder or layer, with the caller's network. SOURCE is a file or folder to be seen, not changed, at
# TARGET; one with a `+` before it may be changed. What is mounted and started ends with the command.
enter_root() {
    local folder layers name environment binds=()
    folder=$(realpath -- "$1")
    shift
    while [ "${1-}" = --bind ]; do
        binds+=("$2" "$3")
        shift 3
    done
    layers=$(layers_below "$folder")
    environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
        HOME=/root USER=root LOGNAME=root DEBIAN_FRONTEND=noninteractive "TERM=${TERM:-dumb}")
    for name in http_proxy https_proxy no_proxy; do
        [ -z "${!name-}" ] || environment+=("$name=${!name}")
    done
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
        folder=$1 layers=$2 binds=$3
        shift 3
        if [ -n "$layers" ]; then
            mount -t overlay -o "lowerdir=$layers,upperdir=$folder,workdir=$folder.work" \
                overlay "$folder"
        else
            mount --bind "$folder" "$folder"
        fi
        cat /etc/resolv.conf >"$folder/etc/resolv.conf"
        printf "%s\n" "127.0.0.1 localhost $(uname -n)" "::1 localhost" >"$folder/etc/hosts"
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
        while [ "$binds" -gt 0 ]; do
            source=${1#+} target=$folder$2
            if [ -d "$source" ]; then mkdir -p "$target"; else
                mkdir -p "$(dirname "$target")" && touch "$target"
            fi
            mount --bind "$source" "$target"
            [ "$source" != "$1" ] || mount -o remount,bind,ro "$target"
            shift 2
            binds=$((binds - 2))
        done

        # Not chroot: in one, programs may not make sandboxes of their own.
        cd "$folder"
        pivot_root . .
        umount --lazy .
        cd /
        exec env -i "$@"
    ' enter-root "$folder" "$layers" "${#binds[@]}" "${binds[@]}" "${environment[@]}" "$@" </dev/null
}
