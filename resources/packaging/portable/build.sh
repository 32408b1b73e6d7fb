#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# build.sh FOLDER [PACKAGES]: packs the programs of the Debian packages in PACKAGES (dist/), with
# Qt and whatever else a desktop may lack, into FOLDER/NAME-VERSION-linux-ARCHITECTURE.tar.xz. What is
# unpacked runs from any folder and is an AppDir as well.
#
# The same Debian packages make the same bytes, whoever packs them and where.

set -euo pipefail

cd "$(dirname "$0")/../../.."
. scripts/dev/common.sh

# Neither the packer's permissions nor language nor time zone are to be found in the result.
umask 022
export LC_ALL=C.UTF-8 TZ=UTC

output=$(realpath -- "$1")
packages=${2-dist}
work=$PWD/build/packages/portable
window=("$packages"/openrouter-signin_*.deb)
[ -e "${window[0]}" ] || fail "There are no Debian packages in $packages/."
version=$(dpkg-deb --field "${window[0]}" Version)
title=openrouter-signin-$version-linux-$(uname -m)
tree=$work/$title

# What runs on a newer system comes from an older one.
grep -qs '^12\.' /etc/debian_version ||
    fail "The portable archive is made on Debian 12: sudo scripts/dev/debian-root.sh bookworm -- scripts/package.sh portable"
libraries=/usr/lib/$(gcc -print-multiarch)
plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS)
translations=$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)

# Comes from the system, as AppImages have it: it belongs to the kernel, to drivers, to the display
# or to the desktop's configuration; or it is older than this program on every system that has
# Debian 12's glibc, and what else the system loads may need its own.
is_systems() {
    case "$1" in
    ld-linux-*.so.* | libc.so.6 | libm.so.6 | libpthread.so.0 | libdl.so.2 | librt.so.1 | \
        libresolv.so.2) ;;                                            # glibc
    libstdc++.so.6 | libgcc_s.so.1) ;;                                # drivers may need newer ones
    libX11.so.6 | libX11-xcb.so.1 | libxcb.so.1 | libSM.so.6 | libICE.so.6) ;; # X11
    libwayland-client.so.0) ;;                                        # Wayland
    libfontconfig.so.1 | libfreetype.so.6 | libharfbuzz.so.0) ;;      # reads the system's fonts
    libglib-2.0.so.0 | libgobject-2.0.so.0 | libgio-2.0.so.0) ;;      # loads the system's modules
    libdbus-1.so.3) ;;                                                # talks to the system's bus
    libz.so.1) ;;                                                     # all of these use it
    *) return 1 ;;
    esac
}

# Found by opening it, not by linking it.
opened_libraries=(
    libsecret-1.so.0 # QtKeychain
    libssl.so.3      # Qt's TLS plugin
    libcrypto.so.3
)
qt_plugins=(
    platforms/libqxcb.so
    platforms/libqwayland-generic.so
    wayland-shell-integration/libxdg-shell.so
    wayland-decoration-client/libbradient.so # GNOME draws no window frames
    platforminputcontexts/libcomposeplatforminputcontextplugin.so
    platforminputcontexts/libibusplatforminputcontextplugin.so
    tls/libqopensslbackend.so
    imageformats/libqgif.so # what Qt Gui comes with, beside PNG
    imageformats/libqico.so
    imageformats/libqjpeg.so
)

add_programs() {
    local name file
    for name in openrouter-signin openrouter-key; do
        file=("$packages/${name}_${version}"_*.deb)
        [ -e "${file[0]}" ] || fail "There is no Debian package of $name in $packages/."
        dpkg-deb --extract "${file[0]}" "$work/programs"
    done
    rm -r "$work/programs/usr/share/doc"
    mv "$work/programs/usr" "$tree"
    # An RPATH of the old kind also holds for what the libraries load. So those stay the very files of
    # Debian, and no environment has to be set that a browser would inherit.
    # shellcheck disable=SC2016 # expanded by the dynamic linker
    patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$tree"/bin/*
    # shellcheck disable=SC2016
    patchelf --force-rpath --set-rpath '$ORIGIN/../../lib' "$tree"/libexec/openrouter-signin/*
}

# add_file SOURCE PLACE: into the tree, and into the list of what is not of this project.
add_file() {
    install -m 644 -D "$1" "$tree/$2"
    realpath "$1" >>"$work/files"
}

# add_library SONAME, add_needs FILE...: with all that it needs and the system does not have.
add_library() {
    [ ! -e "$tree/lib/$1" ] || return 0
    add_file "$libraries/$1" "lib/$1"
    add_needs "$tree/lib/$1"
}

add_needs() {
    local file dynamic soname
    for file in "$@"; do
        dynamic=$(objdump -p "$file")
        # A path of its own would hide the program's.
        ! grep -q ' RUNPATH ' <<<"$dynamic" ||
            fail "$file has a RUNPATH: it would not find what lies beside it."
        for soname in $(awk '$1 == "NEEDED" { print $2 }' <<<"$dynamic"); do
            is_systems "$soname" || add_library "$soname"
        done
    done
}

# write_qt_conf FOLDER PREFIX: tells the programs in FOLDER where Qt's files are.
write_qt_conf() {
    printf '%s\n' '[Paths]' "Prefix = $2" 'Plugins = plugins' 'Translations = translations' \
        >"$1/qt.conf"
}

add_qt() {
    local plugin soname language
    for plugin in "${qt_plugins[@]}"; do
        add_file "$plugins/$plugin" "plugins/$plugin"
        add_needs "$tree/plugins/$plugin"
    done
    add_needs "$tree"/bin/* "$tree"/libexec/openrouter-signin/*
    for soname in "${opened_libraries[@]}"; do
        add_library "$soname"
    done
    # By these names Qt finds them here before it searches the system's folders.
    ln -s libssl.so.3 "$tree/lib/libssl.so"
    ln -s libcrypto.so.3 "$tree/lib/libcrypto.so"
    # Qt's own words, in the languages that the program has.
    for language in $(find translations -name '*.ts' | sed 's/.*_\(.*\)\.ts$/\1/' | sort); do
        add_file "$translations/qtbase_$language.qm" "translations/qtbase_$language.qm"
    done
    write_qt_conf "$tree/bin" ..
    write_qt_conf "$tree/libexec/openrouter-signin" ../..
}

# The package of each file that was taken, with its exact version, its licence and its source.
add_third_parties() {
    local folder=$tree/THIRD-PARTY package version source source_version file
    mkdir -p "$folder/licences" "$folder/common-licenses"
    # Debian 12 has files in /lib under that name although /lib is /usr/lib.
    sed 'p; s|^/usr||' "$work/files" | xargs dpkg-query -S 2>/dev/null >"$work/owners" || true
    while read -r file; do
        grep -qE " (/usr)?${file#/usr}$" "$work/owners" || fail "$file is of no package."
    done <"$work/files"
    cut -d ' ' -f 1 "$work/owners" | sed 's/:$//' | sort -u >"$work/third-parties"
    {
        cat resources/packaging/portable/third-party.txt
        printf '\n%-32s %-26s %s\n' Package Version 'Source, in all versions'
        while read -r package; do
            read -r version source source_version < <(dpkg-query -W \
                -f '${Version} ${source:Package} ${source:Version}\n' "$package")
            printf '%-32s %-26s https://snapshot.debian.org/package/%s/%s/\n' \
                "${package%%:*}" "$version" "$source" "$source_version"
        done <"$work/third-parties"
    } >"$folder/README.txt"
    while read -r package; do
        file=/usr/share/doc/${package%%:*}/copyright
        [ -e "$file" ] || fail "$file is missing: this Debian was installed without documentation."
        install -m 644 "$file" "$folder/licences/${package%%:*}.txt"
    done <"$work/third-parties"
    # The texts that these only name.
    for file in $(grep -ohE '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' \
        "$folder"/licences/*.txt | sort -u); do
        [ ! -f "$file" ] || install -m 644 -t "$folder/common-licenses" "$file"
    done
}

# What lies at the top: for people, and for what makes an AppImage of it.
add_top() {
    local id
    id=$(sed -n 's/^set(SIGNIN_APPLICATION_ID "\(.*\)")$/\1/p' cmake/Identity.cmake)
    install -m 755 resources/packaging/portable/install.sh "$tree"
    install -m 644 -t "$tree" resources/packaging/portable/README.txt README.md CHANGELOG.md \
        SECURITY.md
    cp -r LICENSES "$tree"
    ln -s bin/openrouter-signin "$tree/AppRun"
    ln -s "share/applications/$id.desktop" "$tree/$id.desktop"
    ln -s "share/icons/hicolor/256x256/apps/$id.png" "$tree/$id.png"
    ln -s "$id.png" "$tree/.DirIcon"
}

# Always with two threads: how many there are decides about the bytes.
pack() {
    tar --create --directory "$work" --sort=name --format=gnu --mtime="@$(release_time)" \
        --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX "$title" |
        xz --threads=2 -6 >"$output/$title.tar.xz"
}

rm -rf "$work"
mkdir -p "$work"
add_programs
add_qt
add_third_parties
add_top
pack
