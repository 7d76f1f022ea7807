#!/bin/sh
# Make a release ready: version, changelog, all that can be built on this system, checksums. Nothing is sent anywhere.
#   packaging/release.sh 0.1.0
set -eu
cd "$(dirname "$0")/.."
version=${1:?which version?}
echo "$version" | grep -Eq '^[0-9]+\.[0-9]+\.[0-9]+$' || { echo "not a version: $version" >&2; exit 2; }
[ -z "$(git status --porcelain --untracked-files=no)" ] || { echo "There are changes that are not committed." >&2; exit 1; }
if git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then echo "v$version is there already." >&2; exit 1; fi
awk '/^## Unreleased/ {on = 1; next} on && /^## / {exit} on && /^- / {found = 1} END {exit !found}' CHANGELOG.md ||
    { echo "CHANGELOG.md tells nothing under Unreleased." >&2; exit 1; }
today=$(date -u +%Y-%m-%d)
system=$(uname -s | tr '[:upper:]' '[:lower:]')
trap 'git checkout -q -- core/__init__.py CITATION.cff CHANGELOG.md; echo "Nothing was released; the version is as it was." >&2' EXIT
sed -i.old "s/^__version__ = .*/__version__ = \"$version\"/" core/__init__.py
sed -i.old "s/^version: .*/version: $version/; s/^date-released: .*/date-released: $today/" CITATION.cff
sed -i.old "s/^## Unreleased.*/## Unreleased\n\n## $version · $today/" CHANGELOG.md
rm -f core/__init__.py.old CITATION.cff.old CHANGELOG.md.old
rm -rf dist
# Built first, so that the tests start what a double click opens, and install the package where they may.
packages=""
if [ "$system" = linux ]; then
    packages="onefile rpm"
    if command -v dpkg-deb >/dev/null; then packages="$packages deb"; fi
fi
# shellcheck disable=SC2086  # the list is meant to split
make lint types build dist help $packages
make test
# Without the menu entry of this checkout.
tar -C dist --exclude=duidu/duidu.desktop -cJf "dist/duidu-$version-$system-$(uname -m).tar.xz" duidu
tar -C build -cJf "dist/duidu-$version-help.tar.xz" help
(cd dist && sha256sum ./*.* | sed 's|\./||' > ../build/SHA256SUMS && mv ../build/SHA256SUMS . && cat SHA256SUMS)
trap - EXIT
echo "Look at dist, then:  git commit -am 'Duidu $version' && git tag -a v$version -m 'Duidu $version' && git push --follow-tags"
