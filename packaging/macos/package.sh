#!/bin/sh
# dist/Duidu.app → dist/Duidu-VERSION.dmg; signed where DUIDU_SIGN_IDENTITY was set for the build, and notarised where
# DUIDU_NOTARY_PROFILE names a profile that `xcrun notarytool store-credentials` has kept.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' core/__init__.py)
image="dist/Duidu-$version.dmg"
if [ -n "${DUIDU_SIGN_IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --entitlements packaging/macos/entitlements.plist \
        --sign "$DUIDU_SIGN_IDENTITY" dist/Duidu.app
    codesign --verify --deep --strict dist/Duidu.app
fi
staged=$(mktemp -d)
cp -R dist/Duidu.app "$staged/"
ln -s /Applications "$staged/Applications"
hdiutil create -quiet -ov -volname "Duidu $version" -srcfolder "$staged" -format UDZO "$image"
rm -rf "$staged"
if [ -n "${DUIDU_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$DUIDU_NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
