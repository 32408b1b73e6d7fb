#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/packages.sh

usage() {
    cat <<'END'
Usage: scripts/test-windows.sh

Compiles everything for Windows x64 with Debian's mingw-w64 and runs the library's unit tests under
Wine. OPENROUTER_SIGNIN_WINDOWS_QT names the folder with qt-6.4.2-mingw64.tar.xz: Qt Core, Gui,
Widgets, Network and Test 6.4.2, built for Windows with that compiler, as a folder qt-win. The window
and the command line are compiled, but not linked: Qt Network Authorization and QtKeychain are not
in it.
END
}

# Not run: tst_tls and tst_redaction, which make certificates with the program openssl and find none
# for Windows; tst_transport and tst_retries, in which transfers of a megabyte stall under Wine 8 now
# and then (whether it is Wine's doing is not known); tst_fakeopenrouter, which tests the tests' server.
unit_tests=(secret apikey pkce server authorizationrequest error decoder client lifetime)

unpack_qt() {
    local tarball=$OPENROUTER_SIGNIN_WINDOWS_QT/qt-6.4.2-mingw64.tar.xz
    [ -f "$tarball" ] || { echo "$tarball is not there." >&2; return 1; }
    [ -d build/windows-qt/qt-win ] || { rm -rf build/windows-qt && mkdir -p build/windows-qt &&
        tar -xJf "$tarball" -C build/windows-qt; }
}

build_for_windows() {
    local qt=$PWD/build/windows-qt/qt-win
    CMAKE_CXX_COMPILER_LAUNCHER=ccache cmake -S . -B build/windows -G Ninja \
        -D CMAKE_BUILD_TYPE=Release \
        -D CMAKE_TOOLCHAIN_FILE="$PWD/cmake/toolchains/mingw-w64.cmake" \
        -D SIGNIN_WINDOWS_QT="$qt" -D CMAKE_PREFIX_PATH="$qt" \
        -D OPENROUTER_SIGNIN_COMPILE_ONLY=ON -D OPENROUTER_SIGNIN_BUILD_TESTS=ON &&
        CCACHE_BASEDIR=$PWD cmake --build build/windows
}

# Windows looks for libraries beside the program.
put_libraries_beside() {
    local qt=build/windows-qt/qt-win compiler
    compiler=$(dirname "$(x86_64-w64-mingw32-g++-posix -print-libgcc-file-name)")
    cp -u "$qt"/bin/*.dll "$compiler/libstdc++-6.dll" "$compiler/libgcc_s_seh-1.dll" \
        /usr/x86_64-w64-mingw32/lib/libwinpthread-1.dll build/windows/bin/ &&
        cp -ru "$qt"/plugins/* build/windows/bin/
}

run_unit_tests() {
    local name failed=0
    export WINEPREFIX=$PWD/build/windows-wine WINEARCH=win64 WINEDEBUG=-all \
        WINEDLLOVERRIDES='mscoree,mshtml='
    timeout 120 wineboot --init >/dev/null 2>&1 || return 1
    for name in "${unit_tests[@]}"; do
        # A console program's own output gets lost between Wine and a pipe.
        if (cd build/windows/bin && timeout 120 wine "tst_$name.exe" -o "tst_$name.txt,txt") &&
            grep '^Totals' "build/windows/bin/tst_$name.txt" | sed "s/^/tst_$name: /"; then
            continue
        fi
        echo "tst_$name failed:"
        grep -a -A 4 '^FAIL!' "build/windows/bin/tst_$name.txt" || true
        failed=1
    done
    wineserver --kill || true
    return "$failed"
}

case "${1-}" in --help | -h) usage && exit ;; esac
[ -n "${OPENROUTER_SIGNIN_WINDOWS_QT-}" ] ||
    fail "The Windows checks need a Qt for Windows: OPENROUTER_SIGNIN_WINDOWS_QT is not set. \
scripts/test-windows.sh --help says what it is."
exec </dev/null
check_build_folder build/windows
mapfile -t needed < <(windows_packages)
if stage "install packages" ensure_packages "${needed[@]}" && stage "Qt for Windows" unpack_qt &&
    stage "build for Windows" quietly build_for_windows &&
    stage "libraries" put_libraries_beside; then
    stage "unit tests under Wine" run_unit_tests || true
fi
summary
