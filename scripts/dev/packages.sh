# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash

# Which Debian packages are needed, each with its reason: the only place that names them.
# The names are those of Debian 12 and 13.

# To build and run the program.
build_packages() {
    compile_packages
    without_reasons <<'END'
libsecret-1-0        # what QtKeychain opens at run time; it depends on it nowhere
xdg-utils            # xdg-open: opens the browser
ca-certificates      # trust in openrouter.ai's certificate
END
}

# To build it. The Debian packages say so too.
compile_packages() {
    without_reasons <<'END'
cmake                # build system
ninja-build          # what the presets build with
g++                  # C++20 compiler
qt6-base-dev         # Qt Core, Network, D-Bus, Widgets, Test
qt6-networkauth-dev  # Qt Network Authorization: receives the redirect
qt6-tools-dev        # Qt Linguist's CMake files: translations
qt6-tools-dev-tools  # lupdate, which those files look for
qt6-l10n-tools       # lrelease and lconvert
libgl-dev            # Qt Gui's CMake files look for it
qtkeychain-qt6-dev   # QtKeychain: the system's keychain
libqrencode-dev      # QR code of the link on the command line
pkg-config           # finds libqrencode
END
}

# What a desktop of its own needs, for the demonstration and the end-to-end tests.
desktop_packages() {
    without_reasons <<'END'
dbus                # session bus
gnome-keyring       # a real Secret Service
libsecret-tools     # secret-tool: reads the keychain as any other program would
xvfb                # a display where there is none
openbox             # its window manager
at-spi2-core        # accessibility bus: presses the window's buttons by their names
chromium            # a real browser
chromium-sandbox    # its sandbox where the kernel's user namespaces cannot be used
fonts-dejavu-core   # letters for window and browser
imagemagick         # import: screenshots
x11-utils           # xprop: is the window manager there?
xdotool             # mouse and keyboard
python3             # drives all of it
python3-gi          # D-Bus from Python
python3-websocket   # the browser's DevTools protocol
END
}

# OpenRouter's official TypeScript SDK itself comes from npm's registry, see tests/sdk.
sdk_packages() {
    without_reasons <<'END'
nodejs              # runs the official SDK, with which the library is compared
END
    # Node.js of other makers has npm in it, and Debian's package would replace them.
    command -v npm >/dev/null || echo npm
}

# What only the tests need.
test_packages() {
    build_packages
    desktop_packages
    sdk_packages
    without_reasons <<'END'
ccache               # compiles what did not change only once
binutils             # readelf: how programs are linked
clang-format         # the sources' format
reuse                # each file's copyright and licence
libkf5wallet-bin     # a real KWallet
pass                 # the store for machines without a keychain
gnupg                # gpg-agent, which pass needs
pinentry-curses      # asks for a passphrase at a terminal
keepassxc            # another real Secret Service, which locks entries
qt6-wayland          # Qt's plug-in for Wayland
xclip                # the clipboard as other programs see it
wmctrl               # closes windows as a window manager does
openssl              # throw-away certificates
gcr                  # GNOME Keyring's prompts, which tests answer
libkf5wallet-bin     # KWallet and kwallet-query
man-db               # checks the manual pages
fish                 # a shell to try `openrouter-key env` and the completion in
zsh                  # another one
zbar-tools           # zbarimg: reads the QR code
python3-yaml         # reads OpenRouter's own description
python3-jsonschema   # checks what was sent and answered against it
systemd-container    # systemd-nspawn: a real service with a credential
util-linux           # unshare, setpriv: tests as another user
desktop-file-utils   # checks the desktop entry
appstream            # checks the metainfo
flatpak-builder      # checks the Flatpak manifest
yamllint             # the release workflow
shellcheck           # its scripts
rpm                  # reads the RPM spec
rpmlint              # checks it
END
}

# To make Debian packages.
package_deb_packages() {
    compile_packages
    without_reasons <<'END'
dpkg-dev             # dpkg-buildpackage
debhelper            # what it runs
END
}

# To test them.
test_deb_packages() {
    root_packages
    package_deb_packages
    without_reasons <<'END'
locales              # another language, in which the packages are built a second time
END
}

# To make the portable archive (Debian 12), beside the Debian packages.
package_portable_packages() {
    package_deb_packages
    without_reasons <<'END'
libsecret-1-0          # QtKeychain's way to the keychain; goes into the archive
libssl3                # what Qt's TLS plugin opens; goes into the archive
qt6-wayland            # Qt's Wayland plugins; go into the archive
qt6-translations-l10n  # Qt's own words; go into the archive
binutils               # objdump: what a file needs
patchelf               # lets a program look for its libraries beside it
xz-utils               # compresses
END
}

# To test it.
test_portable_packages() {
    root_packages
    package_portable_packages
    without_reasons <<'END'
locales                # another language, in which it is packed a second time
END
}

# What the archive leaves to the system, where there is nothing but a bare Debian.
portable_system_packages() {
    without_reasons <<'END'
libstdc++6 zlib1g
libglib2.0-0 libdbus-1-3
libfontconfig1 libfreetype6 libharfbuzz0b
libx11-6 libx11-xcb1 libxcb1 libsm6 libice6
libwayland-client0
END
}

# To make RPM packages, whose spec names the same under Fedora's names.
package_rpm_packages() {
    compile_packages
    without_reasons <<'END'
rpm                  # rpmbuild
dpkg-dev             # dpkg-buildflags: what Debian compiles with
desktop-file-utils   # checks the desktop entry
END
}

# To test them.
test_rpm_packages() {
    root_packages
    package_rpm_packages
    without_reasons <<'END'
rpmlint              # checks them
END
}

# For the roots that packages are tested in, which are made on this computer.
root_packages() {
    without_reasons <<'END'
debootstrap          # bare Debian roots
systemd-container    # systemd-nspawn: a real service with a credential
util-linux           # unshare: what is mounted and started there ends with the test
openssl              # a throw-away authority
python3              # starts the server that plays OpenRouter
python3-gi           # a module of the tests' harness
python3-websocket    # another one
END
}

# In those roots, beside desktop_packages.
root_desktop_packages() {
    without_reasons <<'END'
sudo                 # an ordinary user installs packages with it
xclip                # the clipboard as other programs see it
wmctrl               # closes windows as a window manager does
ca-certificates      # update-ca-certificates: trusts the throw-away authority
END
}

# To make installers for Windows.
package_windows_packages() {
    windows_packages
    without_reasons <<'END'
nsis                 # the installer for one person
wixl                 # the one for all users of a computer
msitools             # msibuild: what wixl has no words for
END
}

# To test them.
test_windows_packages() {
    package_windows_packages
    without_reasons <<'END'
xvfb                 # a display
xauth                # xvfb-run needs it
xdotool              # answers the uninstaller's questions
icoutils             # wrestool: what a program says about itself
python3              # drives all of it
END
}

# To compile for Windows and run what comes of it.
windows_packages() {
    build_packages
    without_reasons <<'END'
g++-mingw-w64-x86-64-posix  # compiler for Windows, with the threads that Qt uses
xz-utils                    # unpacks the Qt for Windows
ccache                      # compiles what did not change only once
wine                        # runs programs for Windows
wine64                      # those of 64 bits
END
}

# What the fuzz targets are built with.
fuzz_packages() {
    without_reasons <<'END'
clang            # libFuzzer and its sanitizers
libclang-rt-dev  # their run-time libraries
llvm             # llvm-cov: which lines were reached
END
}

# What looks at the sources.
analysis_packages() {
    without_reasons <<'END'
clang-tidy       # bugprone, performance, cppcoreguidelines
clazy            # Qt's own pitfalls
python3          # puts together what they look at
END
}

# What the benchmark needs beside the desktop.
bench_packages() {
    without_reasons <<'END'
curl             # what the exchange is measured against
openssl          # a throw-away certificate
python3-xlib     # sees the first paint of a window
END
}

without_reasons() {
    sed 's/#.*//' | tr -s '[:space:]' '\n' | sed '/^$/d'
}

# Installs those of the named packages that are missing. Where there is no apt it only tells what is
# needed: it may all be there under other names.
ensure_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        cat >&2 <<'END'
This is not a Debian system, so nothing is installed by this script. If what follows fails, install:
  Fedora: cmake ninja-build gcc-c++ qt6-qtbase-devel qt6-qtnetworkauth-devel qt6-qttools-devel
          qtkeychain-qt6-devel libsecret xdg-utils
  Arch:   cmake ninja gcc qt6-base qt6-networkauth qt6-tools qtkeychain-qt6 libsecret xdg-utils
and for the demonstration and the tests also: dbus, gnome-keyring, secret-tool, Xvfb, openbox,
at-spi2-core, Chromium, ImageMagick, xprop, xdotool, xclip, Python 3 with gi and websocket.
END
        return 0
    fi
    local name missing=()
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed ||
            missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Missing: ${missing[*]}. Install them as root (apt-get install …), or install sudo." >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "Installing: ${missing[*]}"
    apt_get update && apt_get install --no-install-recommends "${missing[@]}"
}

# apt-get that asks nothing; its long story only to a terminal, or when it failed.
apt_get() {
    local command=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get --yes --quiet -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@")
    if [ -t 1 ]; then
        "${command[@]}" </dev/null
        return
    fi
    local output
    if ! output=$("${command[@]}" </dev/null 2>&1); then
        printf '%s\n' "$output" | tail -n 30 >&2
        echo "apt-get $1 failed." >&2
        return 1
    fi
}
