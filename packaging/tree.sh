#!/bin/sh
# Lay out dist/duidu as Linux has it, in build/tree/usr: the program in lib/duidu, `duidu` in bin, menu entry, file type,
# thumbnails, icons. deb.sh, rpm.sh and onefile.sh pack it. In lib and not in /opt: the sandbox in which GNOME makes
# thumbnails sees nothing but /usr.
set -eu
cd "$(dirname "$0")/.."
[ -x dist/duidu/duidu ] || { echo "dist/duidu is not there: make build makes it" >&2; exit 1; }
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' core/__init__.py)
usr=build/tree/usr
rm -rf build/tree
mkdir -p "$usr/bin" "$usr/lib" "$usr/share/applications" "$usr/share/mime/packages" "$usr/share/metainfo" \
    "$usr/share/thumbnailers" "$usr/share/icons" "$usr/share/doc/duidu"
cp -a dist/duidu "$usr/lib/duidu"
rm -f "$usr/lib/duidu/duidu.desktop"  # it names this checkout
rm -rf "$usr/lib/duidu/data" "$usr/lib/duidu/portable"  # what somebody tried here
ln -s ../lib/duidu/duidu "$usr/bin/duidu"
cp packaging/linux/*.desktop "$usr/share/applications/"
cp packaging/linux/duidu.xml "$usr/share/mime/packages/"
cp packaging/linux/duidu.thumbnailer "$usr/share/thumbnailers/"
date=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%d)
sed "s/@VERSION@/$version/; s/@DATE@/$date/" packaging/linux/cn.duidu.Duidu.metainfo.xml \
    > "$usr/share/metainfo/cn.duidu.Duidu.metainfo.xml"
python=.venv/bin/python
[ -x "$python" ] || python=build/venv/bin/python
"$python" packaging/icons.py build/icons
cp -r build/icons/hicolor "$usr/share/icons/hicolor"
cp packaging/linux/copyright "$usr/share/doc/duidu/copyright"
gzip -9n < CHANGELOG.md > "$usr/share/doc/duidu/changelog.gz"
find build/tree -type d -exec chmod 755 {} +

# What the folder asks for and does not hold, one library a line; printing is asked for at run time, without it there is PDF.
objects=$(find "$usr/lib/duidu" -type f \( -name '*.so*' -o -name duidu \))
# shellcheck disable=SC2086  # names without spaces
readelf -d $objects 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u | while read -r library; do
    case "$library" in libcups.so*) continue ;; esac
    [ -n "$(find "$usr/lib/duidu" -name "$library" | head -n 1)" ] || echo "$library"
done > build/tree/asked
# shellcheck disable=SC2086
readelf -V $objects 2>/dev/null | grep -o 'GLIBC_2\.[0-9]*' | sort -uV | tail -n 1 | cut -d_ -f2 > build/tree/glibc
