#!/bin/sh
# Make dist/duidu_VERSION_ARCH.deb out of dist/duidu.
set -eu
cd "$(dirname "$0")/.."
sh packaging/tree.sh
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' core/__init__.py)
architecture=$(dpkg --print-architecture)
root=build/deb
rm -rf "$root"
mkdir -p "$root/DEBIAN"
cp -a build/tree/usr "$root/usr"

depends=""
while read -r library; do
    # Wayland's client libraries may be absent where this is built; X works without them.
    case "$library" in
        libwayland-client.so.0) package=libwayland-client0 ;;
        libwayland-cursor.so.0) package=libwayland-cursor0 ;;
        libwayland-egl.so.1) package=libwayland-egl1 ;;
        *) package=$(dpkg -S "*/$library" 2>/dev/null | sed -n 's/^\([^:, ]*\).*/\1/p' | head -n 1) ;;
    esac
    case "$package" in
        libc6) ;;
        "") echo "no package here has $library" >&2 ;;
        *) case " $depends " in *" $package,"*) ;; *) depends="$depends $package," ;; esac ;;
    esac
done < build/tree/asked
cat > "$root/DEBIAN/control" <<END
Package: duidu
Version: $version
Architecture: $architecture
Maintainer: The Duidu developers <duidu@localhost>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends:$depends libc6 (>= $(cat build/tree/glibc))
Recommends: fonts-noto-cjk, libcups2
Section: science
Priority: optional
Description: read Chinese government work reports side by side
 Proposes each figure of a report as a typed fact, which the analyst accepts,
 corrects, tags, rejects or adds; exports datasets in which each cell leads
 back to the characters it came from. Needs no account and no network.
END
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
dpkg-deb --root-owner-group "-Z${DEB_COMPRESS:-xz}" --build "$root" "dist/duidu_${version}_$architecture.deb" >/dev/null
du -m "dist/duidu_${version}_$architecture.deb" | awk '{print $2 ": " $1 " MB"}'
