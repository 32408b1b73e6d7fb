#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# build.sh FOLDER [VERSION]: puts the RPM packages into FOLDER. With a VERSION it makes those of the
# last call once more, as if they were of that version; this is for tests of upgrades.

set -euo pipefail

cd "$(dirname "$0")/../../.."
. scripts/dev/common.sh
. resources/packaging/rpm/spec.sh

umask 022
output=$(realpath -- "$1")
version=${2-}
top=$PWD/build/packages/rpm
title=openrouter-signin-$(project_version)
spec=$top/SPECS/openrouter-signin.spec
SOURCE_DATE_EPOCH=$(release_time)
export SOURCE_DATE_EPOCH

# publisher NAME: what cmake/Identity.cmake says of who publishes this.
publisher() {
    sed -n "s/^set(SIGNIN_$1 \"\(.*\)\").*/\1/p" cmake/Identity.cmake
}

# flags NAME: what Debian compiles with, as its own packages are, without debug symbols.
flags() {
    DEB_BUILD_MAINT_OPTIONS=hardening=+all DEB_CXXFLAGS_MAINT_STRIP=-g dpkg-buildflags --get "$1"
}

# Nothing of when and where this is built gets into the packages.
options=(--define "_topdir $top" --define "_buildhost localhost"
    --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1"
    --define "packager $(publisher VENDOR) <$(publisher EMAIL)>")
# Debian's rpm knows neither Fedora's names of what is needed to build, which package_rpm_packages
# installs under Debian's, nor its flags; and brp-compress is written for bash, but Debian's sh is not.
if [ -e /etc/debian_version ]; then
    options+=(--nodeps --define "_libdir %{_prefix}/lib64"
        --define "debug_package %{nil}" --define "_build_id_links none"
        --define "optflags $(flags CXXFLAGS) $(flags CPPFLAGS)"
        --define "build_ldflags $(flags LDFLAGS) -s"
        --define "__os_install_post bash %{_rpmconfigdir}/brp-compress")
fi
if [ -z "$version" ]; then
    rm -rf "$top"
    mkdir -p "$top/SPECS" "$top/SOURCES" "$top/$title"
    write_rpm_spec "$spec"
    copy_tree "$top/$title"
    tar -czf "$top/SOURCES/$title.tar.gz" -C "$top" "$title"
    rm -r "${top:?}/$title"
    quietly rpmbuild -bb --noclean "${options[@]}" "$spec"
else
    # Two files are compiled anew; everything else is the last call's.
    sed -i "/^project(/s/ VERSION [0-9.]*/ VERSION $version/" "$top/BUILD/$title/CMakeLists.txt"
    sed -e "s/^Version:.*/Version: $version/" -e "s/^%autosetup/& -n $title/" "$spec" \
        >"$top/SPECS/other.spec"
    quietly cmake --build "$top/BUILD/$title/build"
    quietly rpmbuild -bi --short-circuit "${options[@]}" "$top/SPECS/other.spec"
    quietly rpmbuild -bb --short-circuit "${options[@]}" "$top/SPECS/other.spec"
fi
find "$top/RPMS" -name '*.rpm' -exec mv -t "$output" {} +
