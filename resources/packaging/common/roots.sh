# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# Roots in which packages are tested. To be sourced from the project's folder by a kind's test.sh
# (which has called become_root), after scripts/dev/{common,packages,roots}.sh.
#
#   make_test_roots                        both releases, two roots each; does nothing if they are there
#   in_each_suite COMMAND...               for both releases at once; SUITE is the last argument
#   in_fresh_root SUITE ROOT COMMAND...    as root, in a root that nothing has been done in yet
#   journey SUITE PROGRAM [ARGUMENT...]    as an ordinary user, in a fresh desktop root, with a server
#   journey_in SUITE ROOT PREPARE PROGRAM [ARGUMENT...]    the same in another root
#
# ROOT is `bare` (debootstrap's) or `desktop`, in which there is also what a desktop has (display,
# browser, keychain), a user `person` who may use sudo, and nothing of this project and no Qt. In both
# the command sees, read-only, dist/, tests/ and resources/packaging/ below /srv, and the folder
# build/package-tests as /srv/output, for what should stay.
#
# PROGRAM is a Python program in resources/packaging, such as deb/test_deb.py, whose tests use the InstalledTestCase of journey.py.
# The fake OpenRouter speaks https outside of the root, with an authority that nobody trusts yet.

test_suites=(bookworm trixie)
test_roots=build/roots/packages

make_test_roots() {
    mkdir -p "$test_roots" && in_each_suite make_test_root
}

# in_each_suite COMMAND...: runs it for all releases at once, each as `COMMAND… SUITE`. What they
# write comes in their order.
in_each_suite() {
    local suite number status=0 pids=() logs
    logs=$(mktemp -d)
    for suite in "${test_suites[@]}"; do
        "$@" "$suite" >"$logs/$suite" 2>&1 &
        pids+=($!)
    done
    for number in "${!test_suites[@]}"; do
        suite=${test_suites[number]}
        wait "${pids[number]}" || status=$?
        sed "s/^/$suite: /" "$logs/$suite"
    done
    rm -r "$logs"
    return "$status"
}

# Waits while another kind's tests make the same root.
make_test_root() {
    mkdir -p "$test_roots" && (
        flock 8 && make_test_root_alone "$1"
    ) 8>"$test_roots/$1.lock"
}

make_test_root_alone() {
    local suite=$1 bare desktop
    bare=$(realpath -m "$test_roots/$suite-bare")
    desktop=$(realpath -m "$test_roots/$suite-desktop")
    [ ! -e "$desktop.ready" ] || return 0
    local packages
    mapfile -t packages < <(desktop_packages; root_desktop_packages)
    # What is written here has not to survive a power cut.
    make_bare_root "$suite" "$bare" &&
        mkdir -p "$bare-archives" &&
        echo force-unsafe-io >"$bare/etc/dpkg/dpkg.cfg.d/unsafe-io" &&
        enter_root "$bare" apt-get -qq -o Acquire::Retries=3 update &&
        echo "Making a desktop in it ($suite)" &&
        make_layer "$bare" "$desktop" &&
        quietly enter_root "$desktop" --bind "+$bare-archives" /var/cache/apt/archives \
            bash -euo pipefail -c '
            apt-get -qq -o Acquire::Retries=3 install --no-install-recommends "$@"
            useradd --create-home --shell /bin/bash person
            echo "person ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/person
            if dpkg-query -W "libqt[56]*" 2>/dev/null | grep .; then
                echo "There should be no Qt." >&2
                exit 1
            fi
        ' desktop "${packages[@]}" &&
        touch "$desktop.ready"
}

# Functions in parentheses run in a subshell of their own: what they made goes, however they end.
in_fresh_root() (
    suite=$1 root=$2
    shift 2
    mkdir -p build/package-tests
    folder=$(mktemp -d "$PWD/$test_roots/test-XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    make_layer "$(realpath "$test_roots/$suite-$root")" "$folder/root" &&
        enter_root "$folder/root" \
            --bind "+$PWD/$test_roots/$suite-bare-archives" /var/cache/apt/archives \
            --bind "$PWD/dist" /srv/dist --bind "$PWD/tests" /srv/tests \
            --bind "$PWD/resources/packaging" /srv/resources/packaging \
            --bind "+$PWD/build/package-tests" /srv/output "$@"
)

journey() {
    local suite=$1
    shift
    journey_in "$suite" desktop : "$@"
}

# journey_in SUITE ROOT PREPARE PROGRAM [ARGUMENT...]: the same in another root, after the line
# PREPARE was run by bash as root; it may make the user `person`.
journey_in() (
    suite=$1 root=$2 prepare=$3 program=$4 status=0
    shift 4
    authority=$(mktemp "$PWD/$test_roots/authority-XXXXXX.pem")
    trap 'rm -f "$authority"' EXIT
    chmod 644 "$authority"
    coproc SERVER { PYTHONDONTWRITEBYTECODE=1 resources/packaging/common/serve.py \
        build/release-tests/bin/fake-openrouter "$authority"; }
    server=$SERVER_PID
    if read -r base_url public_key <&"${SERVER[0]}"; then
        install -d -m 1777 build/package-tests
        # shellcheck disable=SC2016
        in_fresh_root "$suite" "$root" --bind "$authority" /srv/authority.pem \
            bash -euo pipefail -c '
                bash -euo pipefail -c "$1"
                shift
                exec setpriv --reuid person --regid person --init-groups "$@"
            ' journey "$prepare" env -u DEBIAN_FRONTEND HOME=/home/person USER=person LOGNAME=person \
            PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/srv/resources/packaging/common SIGNIN_SERVER="$base_url" SIGNIN_SERVER_KEY="$public_key" \
            SIGNIN_AUTHORITY=/srv/authority.pem SIGNIN_PROGRAMS=/usr/bin \
            SIGNIN_OUTPUT="/srv/output/$suite" SIGNIN_SUITE="$suite" \
            /usr/bin/python3 "/srv/resources/packaging/$program" "$@" || status=$?
    else
        status=1
    fi
    # shellcheck disable=SC1083,SC2093 # closes its standard input, which ends it
    exec {SERVER[1]}>&-
    wait "$server" || status=$?
    exit "$status"
)
