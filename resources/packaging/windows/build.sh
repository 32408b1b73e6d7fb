#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

# build.sh FOLDER [VERSION]: puts the installers for Windows into FOLDER: one for one person (NSIS)
# and one for all users of a computer (MSI). What they install is the content of the folder that
# OPENROUTER_SIGNIN_WINDOWS_STAGE names: openrouter-signin.exe, openrouter-key.exe,
# openrouter-key-online.exe and what they need, as windeployqt lays it out. Without that it is the same
# with programs that stand in for the first two, and the files are named so: they are for tests. With a
# VERSION they are made as if of that version.

cd "$(dirname "$0")/../../.."
. scripts/dev/common.sh
. scripts/dev/packages.sh
. scripts/dev/windows.sh

output=$(realpath -- "$1")
work=$PWD/build/packages/windows${2:+-$2}
templates=resources/packaging/windows
rm -rf "$work" && mkdir -p "$work"

# fill_in TEMPLATE [NAME=VALUE...]
fill_in() {
    local template=$1 value settings=()
    shift
    for value in "$@"; do settings+=(-D "$value"); done
    cmake -D TEMPLATE="$PWD/$templates/$template.in" -D FILE="$work/$template" "${settings[@]}" \
        -P resources/packaging/common/ConfigureTemplate.cmake
}

# name_based_uuid NAMESPACE NAME: always the same for the same two.
name_based_uuid() {
    python3 -c 'import sys, uuid
print(str(uuid.uuid5(uuid.UUID(sys.argv[1]), sys.argv[2])).upper())' "$1" "$2"
}

# What the uninstaller of NSIS deletes: exactly what was installed, files before their folders.
# shellcheck disable=SC2016 # $INSTDIR is a word of NSIS
list_for_uninstaller() {
    (cd "$1" && find . -mindepth 1 -depth -printf '%y %P\n') | sed 's,/,\\,g' | sed -n \
        -e 's,^f \(.*\),Delete "$INSTDIR\\\1",p' -e 's,^d \(.*\),RMDir "$INSTDIR\\\1",p'
}

# What wixl 0.101 has no words for: the folder in everybody's PATH.
add_path_to_msi() {
    local package=$1 sequence="INSERT INTO \`InstallExecuteSequence\` (\`Action\`, \`Sequence\`)"
    {
        printf 'Environment\tName\tValue\tComponent_\r\n'
        printf 's72\tl255\tL255\ts72\r\n'
        printf 'Environment\tEnvironment\r\n'
        printf 'Path\t=-*PATH\t[~];[INSTALLDIR]\tEntrances\r\n'
    } >"$work/Environment.idt"
    msibuild "$package" -i "$work/Environment.idt" \
        -q "$sequence VALUES ('RemoveEnvironmentStrings', 3300)" \
        -q "$sequence VALUES ('WriteEnvironmentStrings', 5200)"
}

stage=${OPENROUTER_SIGNIN_WINDOWS_STAGE-}
kind=
if [ -z "$stage" ]; then
    stage=$work/stage kind=-standin
    mkdir "$stage"
    quietly unpack_windows_qt
    quietly build_for_windows standin-openrouter-signin standin-openrouter-key
    cmake --install build/windows --component programs --prefix "$stage" >/dev/null
    put_windows_libraries "$stage"
    rm "$stage/Qt6Test.dll"
    cp -r LICENSES "$stage/licenses"
fi
stage=$(realpath -- "$stage")
version=${2:-$(project_version)}
name=openrouter-signin-$version-x64$kind
upgrade_code=$(sed -n 's/^set(SIGNIN_WINDOWS_UPGRADE_CODE "\(.*\)")$/\1/p' cmake/Identity.cmake)
icon=$PWD/resources/icons/openrouter-signin.ico
SOURCE_DATE_EPOCH=$(release_time)
export SOURCE_DATE_EPOCH

list_for_uninstaller "$stage" >"$work/files.nsh"
fill_in setup.nsi PROJECT_VERSION="$version" RESOURCES="$PWD/$templates" STAGE="$stage" \
    ICON="$icon" FILES="$work/files.nsh" OUTPUT="$output/$name-setup.exe"
makensis -WX -V2 -INPUTCHARSET UTF8 "$work/setup.nsi"

find "$stage" -type f | sort | wixl-heat -p "$stage/" --var var.Stage --win64 \
    --directory-ref INSTALLDIR --component-group Files >"$work/files.wxs"
# wixl finds files by relative paths only.
fill_in package.wxs PROJECT_VERSION="$version" ICON="${icon#/}" \
    PRODUCT_CODE="$(name_based_uuid "$upgrade_code" "$version")" \
    ENTRANCES_GUID="$(name_based_uuid "$upgrade_code" Entrances)"
(cd / && wixl --arch x64 -D Stage="${stage#/}" -D Win64=yes -o "$output/$name.msi" \
    "$work/package.wxs" "$work/files.wxs")
add_path_to_msi "$output/$name.msi"
