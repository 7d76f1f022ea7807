#!/bin/sh
# Make a release ready: version, changelog, all that can be built on this system, checksums. Nothing is sent anywhere.
#   packaging/release.sh 0.1.0
set -eu
cd "$(dirname "$0")/.."
version=${1:?which version?}
echo "$version" | grep -Eq '^[0-9]+\.[0-9]+\.[0-9]+$' || { echo "not a version: $version" >&2; exit 2; }
[ -z "$(git status --porcelain --untracked-files=no)" ] || { echo "There are changes that are not committed." >&2; exit 1; }
if git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then echo "v$version is there already." >&2; exit 1; fi
today=$(date -u +%Y-%m-%d)
sed -i.old "s/^__version__ = .*/__version__ = \"$version\"/" core/__init__.py
sed -i.old "s/^version: .*/version: $version/; s/^date-released: .*/date-released: $today/" CITATION.cff
sed -i.old "s/^## Unreleased.*/## Unreleased\n\n## $version · $today/" CHANGELOG.md
rm -f core/__init__.py.old CITATION.cff.old CHANGELOG.md.old
rm -rf dist
make check
make dist build help
if command -v dpkg-deb >/dev/null; then make deb; fi
tar -C dist -cJf "dist/duidu-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m).tar.xz" duidu
(cd dist && find . -maxdepth 1 -type f ! -name SHA256SUMS -exec sha256sum {} + | sed 's|\./||' > SHA256SUMS && cat SHA256SUMS)
echo "Look at dist, then:  git commit -am 'Duidu $version' && git tag -a v$version -m 'Duidu $version' && git push --follow-tags"
