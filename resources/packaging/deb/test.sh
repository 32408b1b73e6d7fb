#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/roots.sh
. resources/packaging/common/roots.sh

older=build/package-tests/older
window_bytes=600000

# The same tree in another folder, by another user, in another time zone, language and umask, with
# nothing taken from a cache. Then the same as an older version, to be upgraded from.
build_again() {
    local folder status=0
    rm -rf "$older" && mkdir -p "$older" &&
        folder=$(mktemp -d /var/tmp/openrouter-signin-XXXXXX) &&
        mkdir -p "$folder/elsewhere/dist" "$folder/locale" &&
        localedef -i tr_TR -f UTF-8 "$folder/locale/tr_TR.UTF-8" &&
        copy_tree "$folder/elsewhere" &&
        chown -R nobody: "$folder" &&
        quietly nice -n 19 setpriv --reuid nobody --regid nogroup --clear-groups env -i PATH="$PATH" \
            HOME=/nonexistent TZ=Pacific/Chatham LOCPATH="$folder/locale" LC_ALL=tr_TR.UTF-8 \
            CCACHE_DISABLE=1 bash -euo pipefail -c '
                umask 077
                cd "$1"
                mkdir older
                resources/packaging/deb/build.sh dist
                resources/packaging/deb/build.sh older 0.0.9
            ' build "$folder/elsewhere" &&
        same_files dist "$folder/elsewhere/dist" &&
        install -m 644 -t "$older" "$folder"/elsewhere/older/*.deb || status=$?
    rm -rf "${folder:-}"
    return "$status"
}

# same_files FOLDER OTHER: whether all packages of OTHER are in FOLDER, byte by byte.
same_files() {
    local file status=0
    for file in "$2"/*.deb; do
        if cmp "$1/$(basename "$file")" "$file"; then
            echo "The same: $(basename "$file")"
        else
            status=1
        fi
    done
    return "$status"
}

roots_and_packages() {
    local roots status=0
    make_test_roots &
    roots=$!
    build_again || status=$?
    wait "$roots" && return "$status"
}

check_size() {
    local size
    size=$(stat -c %s dist/openrouter-signin_*.deb) && echo "$size bytes" &&
        [ "$size" -le "$window_bytes" ]
}

# Each program alone where there is nothing else: what it opens at run time must come with it.
# shellcheck disable=SC2016 # expanded by the inner shell
install_alone() {
    local program=$1 suite=$2
    quietly in_fresh_root "$suite" bare bash -euo pipefail -c '
        program=$1
        apt-get --yes --no-install-recommends install "/srv/dist/${program}"_*.deb
        plugins=$(echo /usr/lib/*/qt6/plugins)
        needed=(/etc/ssl/certs/ca-certificates.crt "$plugins/tls/libqopensslbackend.so"
            "$(ldconfig -p | sed -n "s/.*libsecret-1.so.0 .*=> //p")")
        if [ "$program" = openrouter-signin ]; then
            needed+=(/usr/bin/xdg-open "$plugins/platforms/libqxcb.so")
        else
            # The part that it runs for what needs the network.
            needed+=(/usr/libexec/openrouter-signin/openrouter-key-online)
            openrouter-key help >/dev/null
        fi
        for file in "${needed[@]}"; do
            [ -s "$file" ] || { echo "There is no $file." >&2; exit 1; }
        done
        if ldd "/usr/bin/$program" "${needed[@]:1:2}" "${needed[-1]}" | grep "not found"; then
            exit 1
        fi
        QT_QPA_PLATFORM=offscreen "$program" --version
        apt-get --yes purge "$program"
        ! find / -xdev -ipath "*openrouter*" ! -path "/srv/*" | grep .
    ' alone "$program"
}

# shellcheck disable=SC2016
run_lintian() {
    in_fresh_root "$1" bare bash -euo pipefail -c '
        apt-get -qq --no-install-recommends install lintian >/dev/null
        lintian --allow-root --fail-on error,warning,override --info /srv/dist/*.deb
        lintian --version
    '
}

# As that release's software centre and menu read them.
# shellcheck disable=SC2016
validate_metadata() {
    quietly in_fresh_root "$1" bare bash -euo pipefail -c '
        apt-get --yes --no-install-recommends install appstream desktop-file-utils
        dpkg-deb --extract /srv/dist/openrouter-signin_*.deb /tmp/package
        appstreamcli --version
        appstreamcli validate --no-net /tmp/package/usr/share/metainfo/*.xml
        desktop-file-validate /tmp/package/usr/share/applications/*.desktop
    '
}

use_packages() {
    journey "$1" deb/test_deb.py
}

# What a server has: no bus, no keychain, no display.
use_on_a_server() {
    journey_in "$1" bare '
        apt-get -qq --no-install-recommends install python3 python3-gi pass gnupg \
            /srv/dist/openrouter-key_*.deb >/dev/null
        useradd --create-home --shell /bin/bash person
    ' deb/test_server.py
}

become_root "$@"
stage "size" check_size || true
# The roots mostly wait for the network.
stage "roots, packages built again" roots_and_packages || summary
stage "lintian" in_each_suite run_lintian || true
stage "metadata" in_each_suite validate_metadata || true
for program in openrouter-signin openrouter-key; do
    stage "$program alone" in_each_suite install_alone "$program" || true
done
stage "journey" in_each_suite use_packages || true
stage "on a server" in_each_suite use_on_a_server || true
summary
