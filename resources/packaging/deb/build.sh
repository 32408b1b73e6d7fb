#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

# build.sh FOLDER [VERSION]: puts the Debian packages into FOLDER. With a VERSION it makes those of the
# last call once more, as if they were of that version; this is for tests of upgrades.

cd "$(dirname "$0")/../../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh

output=$(realpath -- "$1")
version=${2-}
source=$PWD/build/packages/deb-source
templates=resources/packaging/deb
SOURCE_DATE_EPOCH=$(release_time)
export SOURCE_DATE_EPOCH

# Nothing of the surroundings may get into a package: neither file times, nor who may read them.
umask 022
if [ -z "$version" ]; then
    rm -rf "$source" && mkdir -p "$source"
    copy_tree "$source" --mode=u+rwX,go+rX,go-w --mtime="@$SOURCE_DATE_EPOCH"
    cd "$source"
    mkdir debian
    cp -r "$templates"/{*.in,*.install,*.symbols,rules,source} debian
else
    cd "$source"
    dh_clean
    sed -i "/^project(/s/ VERSION [0-9.]*/ VERSION $version/" CMakeLists.txt
fi
mapfile -t needed < <(compile_packages)
for template in "$templates"/*.in; do
    cmake -D TEMPLATE="$PWD/$template" -D FILE="$PWD/debian/$(basename "$template" .in)" \
        -D BUILD_PACKAGES="$(printf '%s, ' "${needed[@]}" | sed 's/, $//')" \
        -D RELEASE_TIME="$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" \
        -P resources/packaging/common/ConfigureTemplate.cmake
done
rm -f debian/*.in
DEB_BUILD_OPTIONS="noautodbgsym parallel=$(nproc)" \
    quietly dpkg-buildpackage --build=binary --no-pre-clean --no-sign
mv -t "$output" ../*.deb
rm -f ../*.buildinfo ../*.changes
