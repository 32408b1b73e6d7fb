#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

# build-dependencies.sh PREFIX [OPTION OF cmake...]: builds QtKeychain and libqrencode into PREFIX, for
# the release job on Windows and macOS, whose Qt has neither. Each by its commit, which git checks.

[ $# -ge 1 ] || { echo "Usage: scripts/dev/build-dependencies.sh PREFIX [OPTION ...]" >&2; exit 2; }
prefix=$1
shift

# build NAME COMMIT ADDRESS [OPTION...]
build() {
    local name=$1 commit=$2 address=$3
    shift 3
    git init --quiet "build/dependencies/$name"
    git -C "build/dependencies/$name" fetch --quiet --depth 1 "$address" "$commit"
    git -C "build/dependencies/$name" checkout --quiet "$commit"
    cmake -S "build/dependencies/$name" -B "build/dependencies/$name-build" -G Ninja \
        -D CMAKE_BUILD_TYPE=Release -D CMAKE_INSTALL_PREFIX="$prefix" \
        -D CMAKE_POLICY_VERSION_MINIMUM=3.5 -D BUILD_SHARED_LIBS=OFF "$@"
    cmake --build "build/dependencies/$name-build"
    cmake --install "build/dependencies/$name-build"
}

build qtkeychain 38ff50766c7e4ec490fecb2d9939b7cdc4b74b8e \
    https://github.com/frankosterfeld/qtkeychain.git \
    -D BUILD_WITH_QT6=ON -D BUILD_TRANSLATIONS=OFF -D BUILD_TEST_APPLICATION=OFF "$@" # 0.14.3
build qrencode 715e29fd4cd71b6e452ae0f4e36d917b43122ce8 \
    https://github.com/fukuchi/libqrencode.git -D WITH_TOOLS=NO -D WITHOUT_PNG=ON "$@" # 4.1.1
