#!/bin/sh
# Build dist/duidu (a folder that starts with a double click) with the app's dependencies and nothing else in it.
set -eu
cd "$(dirname "$0")/.."
if [ ! -x build/venv/bin/pyinstaller ]; then
    "${PYTHON:-python3}" -m venv build/venv
    build/venv/bin/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
fi
# The program itself is taken from the checkout by the spec; only what it depends on is installed.
.venv/bin/python - > build/requirements.txt <<'PY'
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
print("\n".join(project["project"]["dependencies"]))
PY
build/venv/bin/python -m pip install -q --disable-pip-version-check -r build/requirements.txt 'pyinstaller>=6.11'
[ "$(uname -s)" = Linux ] || build/venv/bin/python packaging/icons.py build/icons
build/venv/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller packaging/duidu.spec
if [ "$(uname -s)" = Linux ]; then
    build/venv/bin/python packaging/trim.py dist/duidu
    here=$(pwd)
    sed "s|^Exec=.*|Exec=\"$here/dist/duidu/duidu\" %u|; s|^Icon=.*|Icon=$here/resources/icons/duidu.svg|" \
        packaging/linux/duidu.desktop > dist/duidu/duidu.desktop
    chmod +x dist/duidu/duidu.desktop
fi
du -sm dist/duidu | awk '{print "dist/duidu: " $1 " MB"}'
