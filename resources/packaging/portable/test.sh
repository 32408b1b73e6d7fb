#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/roots.sh
. resources/packaging/common/roots.sh

archive=openrouter-signin-$(project_version)-linux-$(uname -m).tar.xz
most_bytes=25000000
unpacked=build/package-tests/portable
older=build/package-tests/older-portable

check_size() {
    local bytes
    bytes=$(stat -c %s "dist/$archive") && echo "$bytes bytes" && [ "$bytes" -le "$most_bytes" ]
}

unpack() {
    rm -rf "$unpacked" && mkdir -p "$unpacked" && tar -xJf "dist/$archive" -C "$unpacked"
}

# What README.md says of the oldest system is read from the programs themselves.
check_oldest_system() {
    local glibc libstdcxx
    glibc=$(newest_symbol GLIBC) libstdcxx=$(newest_symbol GLIBCXX)
    echo "$glibc, $libstdcxx"
    grep -qF "glibc ${glibc#GLIBC_} and libstdc++ with $libstdcxx" README.md ||
        { echo "README.md says something else." >&2 && return 1; }
}

# newest_symbol KIND: the newest version of that kind that anything in it needs.
newest_symbol() {
    find "$unpacked" -type f \( -path '*/bin/*' -o -path '*/libexec/*' -o -name '*.so*' \) -exec objdump -T {} + 2>/dev/null |
        grep -o "(\?$1_[0-9.]*[0-9]" | tr -d '(' | sort -uV | tail -n 1
}

# From the same Debian packages in another folder, by another user, in another time zone, language
# and umask. Those packages themselves are built again by the test of that kind.
pack_again() {
    local folder status=0
    folder=$(mktemp -d /var/tmp/openrouter-signin-XXXXXX) &&
        mkdir -p "$folder/elsewhere/dist" "$folder/elsewhere/made" "$folder/locale" &&
        localedef -i tr_TR -f UTF-8 "$folder/locale/tr_TR.UTF-8" &&
        copy_tree "$folder/elsewhere" &&
        cp dist/*.deb "$folder/elsewhere/dist" &&
        chown -R nobody: "$folder" &&
        quietly setpriv --reuid nobody --regid nogroup --clear-groups env -i PATH="$PATH" \
            HOME=/nonexistent TZ=Pacific/Chatham LOCPATH="$folder/locale" LC_ALL=tr_TR.UTF-8 \
            bash -euo pipefail -c '
                umask 077
                "$1/resources/packaging/portable/build.sh" "$1/made"
            ' pack "$folder/elsewhere" &&
        cmp "dist/$archive" "$folder/elsewhere/made/$archive" && echo "The same: $archive" ||
        status=1
    rm -rf "${folder:-}"
    return "$status"
}

# From older Debian packages, which their test has left or are made here.
make_older() {
    local packages=build/package-tests/older
    if ! compgen -G "$packages/openrouter-signin_*.deb" >/dev/null; then
        mkdir -p "$packages" build/package-tests/newer &&
            resources/packaging/deb/build.sh build/package-tests/newer &&
            resources/packaging/deb/build.sh "$packages" 0.0.9 || return
    fi
    rm -rf "$older" && mkdir -p "$older" && resources/packaging/portable/build.sh "$older" "$packages" &&
        chmod -R a+rX "$older"
}

# Nothing is missing where there is only what README.md says the system has to have.
# shellcheck disable=SC2016 # expanded by the inner shell
start_alone() {
    local suite=$1 needed
    mapfile -t needed < <(portable_system_packages)
    quietly in_fresh_root "$suite" bare bash -euo pipefail -c '
        apt-get --yes --no-install-recommends install "$@"
        if dpkg-query -W "libqt[56]*" "libsecret*" 2>/dev/null | grep .; then
            echo "There is more than needed." >&2
            exit 1
        fi
        cd /srv/output/portable/*
        # What the programs load looks for the rest beside the programs, as these do.
        export LD_LIBRARY_PATH=$PWD/lib
        if find bin lib libexec plugins -type f \( -path "*bin/*" ! -name qt.conf -o -path "libexec/*" ! -name qt.conf -o -name "*.so*" \) \
            -exec ldd {} + | grep "not found"; then
            exit 1
        fi
        unset LD_LIBRARY_PATH
        bin/openrouter-key --version
        bin/openrouter-key help >/dev/null
        bin/openrouter-signin --version
    ' alone "${needed[@]}"
}

use_archive() {
    journey "$1" portable/test_portable.py
}

become_root "$@"
stage "size" check_size || true
stage "unpack" unpack || summary
stage "oldest system" check_oldest_system || true
stage "packed again" pack_again || true
stage "an older version" make_older || true
if stage "roots" make_test_roots; then
    stage "alone" in_each_suite start_alone || true
    stage "journey" in_each_suite use_archive || true
fi
rm -r "$unpacked"
rm -rf "$older"
summary
