#!/bin/bash
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

# bundle.sh BUILD FOLDER: makes the bundle and the disk image from a universal build, on macOS.
# Needs Qt's macdeployqt. APPLE_IDENTITY signs it; APPLE_API_KEY_FILE, APPLE_API_KEY_ID and
# APPLE_API_ISSUER (a key of App Store Connect) notarize it.

[ $# -eq 2 ] || { echo "Usage: resources/packaging/macos/bundle.sh BUILD FOLDER" >&2; exit 2; }
cd "$(dirname "$0")/../../.."
build=$1 output=$2
version=$(sed -n 's/^project(.* VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
work=$build/macos
app=$work/image/openrouter-signin.app
rm -rf "$work" && mkdir -p "$work" "$output"

cmake --install "$build" --component programs --prefix "$work/image"
cmake -D TEMPLATE="$PWD/resources/packaging/macos/Info.plist.in" -D FILE="$PWD/$app/Contents/Info.plist" \
    -P resources/packaging/common/ConfigureTemplate.cmake
plutil -lint "$app/Contents/Info.plist" resources/packaging/macos/entitlements.plist
mv "$work/image/bin/openrouter-key" "$work/image/bin/openrouter-key-online" "$app/Contents/MacOS/"
rmdir "$work/image/bin"

iconset=$work/openrouter-signin.iconset
mkdir "$iconset" "$app/Contents/Resources"
for size in 16 32 128 256 512; do
    cp "resources/icons/openrouter-signin-$size.png" "$iconset/icon_${size}x$size.png"
done
cp resources/icons/openrouter-signin-32.png "$iconset/icon_16x16@2x.png"
cp resources/icons/openrouter-signin-64.png "$iconset/icon_32x32@2x.png"
cp resources/icons/openrouter-signin-256.png "$iconset/icon_128x128@2x.png"
cp resources/icons/openrouter-signin-512.png "$iconset/icon_256x256@2x.png"
iconutil --convert icns --output "$app/Contents/Resources/openrouter-signin.icns" "$iconset"

macdeployqt "$app" -executable="$app/Contents/MacOS/openrouter-key" \
    -executable="$app/Contents/MacOS/openrouter-key-online"
for program in openrouter-signin openrouter-key openrouter-key-online; do
    [ "$(lipo -archs "$app/Contents/MacOS/$program" | xargs -n 1 | sort | xargs)" = "arm64 x86_64" ]
done

# Inside out: what is in the bundle before the bundle.
sign() {
    codesign --force --timestamp --options runtime --sign "$APPLE_IDENTITY" "$@"
}
if [ -n "${APPLE_IDENTITY-}" ]; then
    find "$app/Contents" -name '*.dylib' -print0 | while IFS= read -r -d '' file; do sign "$file"; done
    for framework in "$app"/Contents/Frameworks/*.framework; do sign "$framework"; done
    for program in "$app/Contents/MacOS/openrouter-key" \
        "$app/Contents/MacOS/openrouter-key-online" "$app"; do
        sign --entitlements resources/packaging/macos/entitlements.plist "$program"
    done
    codesign --verify --deep --strict "$app"
else
    echo "Not signed: there is no APPLE_IDENTITY."
    codesign --force --deep --sign - "$app" # arm64 starts nothing without a signature
fi

ln -s /Applications "$work/image/Applications"
image=$output/openrouter-signin-$version-universal.dmg
hdiutil create -volname "OpenRouter Sign-in" -srcfolder "$work/image" -format UDZO -ov "$image"
if [ -n "${APPLE_IDENTITY-}" ] && [ -n "${APPLE_API_KEY_FILE-}" ]; then
    codesign --timestamp --sign "$APPLE_IDENTITY" "$image"
    xcrun notarytool submit "$image" --key "$APPLE_API_KEY_FILE" --key-id "$APPLE_API_KEY_ID" \
        --issuer "$APPLE_API_ISSUER" --wait
    xcrun stapler staple "$image"
else
    echo "Not notarized: APPLE_IDENTITY and the APPLE_API_… variables are needed."
fi
