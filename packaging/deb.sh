#!/bin/sh
# Make dist/duidu_VERSION_ARCH.deb out of dist/duidu: /opt/duidu, `duidu` on the path, menu entry, file type, icons.
# Other systems of packages: nothing here depends on Debian but the last command; the tree is build/deb/root.
set -eu
cd "$(dirname "$0")/.."
[ -x dist/duidu/duidu ] || { echo "dist/duidu is not there: make build makes it" >&2; exit 1; }
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' core/__init__.py)
architecture=$(dpkg --print-architecture)
root=build/deb/root
rm -rf build/deb
mkdir -p "$root/opt" "$root/usr/bin" "$root/usr/share/applications" "$root/usr/share/mime/packages" \
    "$root/usr/share/metainfo" "$root/usr/share/icons" "$root/usr/share/doc/duidu" "$root/DEBIAN"

cp -a dist/duidu "$root/opt/duidu"
rm -f "$root/opt/duidu/duidu.desktop"  # it names this checkout
ln -s /opt/duidu/duidu "$root/usr/bin/duidu"
cp packaging/linux/duidu.desktop "$root/usr/share/applications/"
cp packaging/linux/duidu.xml "$root/usr/share/mime/packages/"
date=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%d)
sed "s/@VERSION@/$version/; s/@DATE@/$date/" packaging/linux/cn.duidu.Duidu.metainfo.xml \
    > "$root/usr/share/metainfo/cn.duidu.Duidu.metainfo.xml"
python=.venv/bin/python
[ -x "$python" ] || python=build/venv/bin/python
"$python" packaging/icons.py build/icons
cp -r build/icons/hicolor "$root/usr/share/icons/hicolor"
cp packaging/linux/copyright "$root/usr/share/doc/duidu/copyright"
gzip -9n < CHANGELOG.md > "$root/usr/share/doc/duidu/changelog.gz"

# What the folder asks for and does not hold, as Debian's packages; glibc as new as the newest symbol that is used.
objects=$(find "$root/opt/duidu" -type f \( -name '*.so*' -o -name duidu \))
# shellcheck disable=SC2086  # names without spaces
asked=$(readelf -d $objects 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u)
depends=""
for library in $asked; do
    [ -z "$(find "$root/opt/duidu" -name "$library" | head -n 1)" ] || continue
    # Wayland's client libraries may be absent where this is built; X works without them.
    case "$library" in
        libwayland-client.so.0) package=libwayland-client0 ;;
        libwayland-cursor.so.0) package=libwayland-cursor0 ;;
        libwayland-egl.so.1) package=libwayland-egl1 ;;
        *) package=$(dpkg -S "*/$library" 2>/dev/null | sed -n 's/^\([^:, ]*\).*/\1/p' | head -n 1) ;;
    esac
    case "$package" in
        libc6 | libcups2) ;;  # printing is asked for at run time; without it there is PDF
        "") echo "no package here has $library" >&2 ;;
        *) case " $depends " in *" $package,"*) ;; *) depends="$depends $package," ;; esac ;;
    esac
done
# shellcheck disable=SC2086
glibc=$(readelf -V $objects 2>/dev/null | grep -o 'GLIBC_2\.[0-9]*' | sort -uV | tail -n 1 | cut -d_ -f2)
cat > "$root/DEBIAN/control" <<EOF
Package: duidu
Version: $version
Architecture: $architecture
Maintainer: The Duidu developers <duidu@localhost>
Installed-Size: $(du -sk "$root" | cut -f1)
Depends:$depends libc6 (>= $glibc)
Recommends: fonts-noto-cjk, libcups2
Section: science
Priority: optional
Description: read Chinese government work reports side by side
 Proposes each figure of a report as a typed fact, which the analyst accepts,
 corrects, tags, rejects or adds; exports datasets in which each cell leads
 back to the characters it came from. Needs no account and no network.
EOF
(cd "$root" && find opt usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
find "$root" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group "-Z${DEB_COMPRESS:-xz}" --build "$root" "dist/duidu_${version}_$architecture.deb" >/dev/null
du -m "dist/duidu_${version}_$architecture.deb" | awk '{print $2 ": " $1 " MB"}'
