#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/roots.sh
. resources/packaging/common/roots.sh

older=build/package-tests/older-rpm

run_rpmlint() {
    rpmlint --strict --config resources/packaging/rpm/rpmlint.toml dist/*.rpm
}

# Each library that is linked or opened, by its soname, and beside libraries only what is named here.
check_requirements() {
    local qt=(libQt6Core.so.6 libQt6DBus.so.6 libQt6Network.so.6)
    local keychain=(libqt6keychain.so.1 libsecret-1.so.0)
    check_requirements_of openrouter-signin ca-certificates hicolor-icon-theme xdg-utils \
        "${qt[@]}" libQt6Gui.so.6 libQt6NetworkAuth.so.6 libQt6Widgets.so.6 "${keychain[@]}" &&
        check_requirements_of openrouter-key ca-certificates "${qt[@]}" libqrencode.so.4 \
            "${keychain[@]}"
}

# check_requirements_of NAME REQUIREMENT...: whether it is these, without what rpm must be able to do,
# what each C++ program needs, and the versions of symbols.
check_requirements_of() {
    local name=$1
    shift
    rpm --query --package --requires dist/"$name"-[0-9]*.rpm |
        sed -E -e '/^(rpmlib|rtld)\(/d' -e '/^lib(c|m|gcc_s|stdc\+\+)\.so/d' \
            -e 's/\(\)\(64bit\)$//' -e '/\)\(64bit\)$/d' |
        diff <(printf '%s\n' "$@" | sort) <(sort) || {
            echo "$name does not require what it should (< is missing, > is too much)." >&2
            return 1
        }
}

make_older() {
    rm -rf "$older" && mkdir -p "$older" && resources/packaging/rpm/build.sh "$older" 0.0.9 &&
        chmod a+rX "$older"
}

become_root "$@"
mkdir -p build/package-tests
stage "rpmlint" run_rpmlint || true
stage "requirements" check_requirements || true
stage "an older version" make_older || true
if stage "root" make_test_root bookworm; then
    stage "journey" journey bookworm rpm/test_rpm.py || true
fi
summary
