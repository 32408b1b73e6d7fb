# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# Compiling for Windows with mingw-w64, and running what comes of it under Wine. To be sourced from
# the project's folder after common.sh and packages.sh.
#
# OPENROUTER_SIGNIN_WINDOWS_QT names the folder with qt-6.4.2-mingw64.tar.xz: Qt Core, Gui, Widgets,
# Network and Test 6.4.2, built for Windows with that compiler, as a folder qt-win. Qt Network
# Authorization and QtKeychain are not in it, so that the window and the command line are compiled,
# but not linked.

windows_qt=build/windows-qt/qt-win

unpack_windows_qt() {
    local tarball=${OPENROUTER_SIGNIN_WINDOWS_QT-}/qt-6.4.2-mingw64.tar.xz
    [ -f "$tarball" ] || { echo "$tarball is not there." >&2; return 1; }
    [ -d "$windows_qt" ] || { rm -rf build/windows-qt && mkdir -p build/windows-qt &&
        tar -xJf "$tarball" -C build/windows-qt; }
}

# build_for_windows [TARGET...]
build_for_windows() {
    local qt=$PWD/$windows_qt
    CMAKE_CXX_COMPILER_LAUNCHER=ccache cmake -S . -B build/windows -G Ninja \
        -D CMAKE_BUILD_TYPE=Release \
        -D CMAKE_TOOLCHAIN_FILE="$PWD/cmake/toolchains/mingw-w64.cmake" \
        -D SIGNIN_WINDOWS_QT="$qt" -D CMAKE_PREFIX_PATH="$qt" \
        -D OPENROUTER_SIGNIN_COMPILE_ONLY=ON -D OPENROUTER_SIGNIN_BUILD_TESTS=ON &&
        CCACHE_BASEDIR=$PWD cmake --build build/windows --target "${@:-all}"
}

# put_windows_libraries FOLDER: Windows looks for libraries beside the program.
put_windows_libraries() {
    local folder=$1 compiler
    compiler=$(dirname "$(x86_64-w64-mingw32-g++-posix -print-libgcc-file-name)")
    cp -u "$windows_qt"/bin/*.dll "$compiler/libstdc++-6.dll" "$compiler/libgcc_s_seh-1.dll" \
        /usr/x86_64-w64-mingw32/lib/libwinpthread-1.dll "$folder" &&
        cp -ru "$windows_qt"/plugins/* "$folder"
}

# make_windows_prefix FOLDER: a new Windows for Wine, which this shell's programs use from then on.
make_windows_prefix() {
    rm -rf "$1" && mkdir -p "$(dirname "$1")"
    WINEPREFIX=$(realpath -m -- "$1")
    # Nothing in the start menu of this computer.
    export WINEPREFIX WINEARCH=win64 WINEDEBUG=-all \
        WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
    # Wine 8 of Debian 12 begins as Windows 7.
    timeout 300 wineboot --init >/dev/null 2>&1 && timeout 300 wine winecfg -v win10 >/dev/null 2>&1 &&
        timeout 300 wineserver --wait
}
