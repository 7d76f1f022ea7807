#!/bin/sh
# Make dist/duidu-VERSION-linux-ARCH.run out of dist/duidu: one file that starts the program and, with --install, puts it
# into the menu of one user without an administrator. What AppImage does, with nothing but sh, tar and xz.
set -eu
cd "$(dirname "$0")/.."
sh packaging/tree.sh
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' core/__init__.py)
made="dist/duidu-$version-linux-$(uname -m).run"
tar -C build/tree/usr --sort=name --owner=0 --group=0 --numeric-owner -cJf build/onefile.tar.xz bin lib share
sum=$(sha256sum build/onefile.tar.xz | cut -c1-16)
lines=$(($(wc -l < packaging/linux/onefile.sh) + 1))
sed "s/@VERSION@/$version/; s/@SUM@/$sum/; s/@LINE@/$lines/" packaging/linux/onefile.sh > "$made"
cat build/onefile.tar.xz >> "$made"
rm -f build/onefile.tar.xz
chmod 755 "$made"
du -m "$made" | awk '{print $2 ": " $1 " MB"}'
