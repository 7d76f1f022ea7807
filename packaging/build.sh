#!/bin/sh
# Build dist/duidu (a folder that starts with a double click) with the app's dependencies and nothing else in it.
# On macOS dist/Duidu.app as well; DUIDU_SIGN_IDENTITY names the identity that signs it.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
[ -d build/venv ] || "$python" -m venv build/venv
bin=build/venv/bin
[ -d "$bin" ] || bin=build/venv/Scripts  # Windows
if [ ! -e build/venv/.ready ] || [ pyproject.toml -nt build/venv/.ready ]; then
    "$bin/python" -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
    # The program itself is taken from the checkout by the spec; only what it depends on is installed.
    "$bin/python" - > build/requirements.txt <<'PY'
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
print("\n".join(project["project"]["dependencies"]))
PY
    "$bin/python" -m pip install -q --disable-pip-version-check -r build/requirements.txt 'pyinstaller>=6.11'
    touch build/venv/.ready
fi
"$bin/python" packaging/icons.py build/icons
"$bin/python" -m PyInstaller --noconfirm --log-level ERROR --distpath dist --workpath build/pyinstaller packaging/duidu.spec
if [ "$(uname -s)" = Linux ]; then
    "$bin/python" packaging/trim.py dist/duidu
    here=$(pwd)
    sed "s|^Exec=.*|Exec=\"$here/dist/duidu/duidu\" %u|; s|^Icon=.*|Icon=$here/resources/icons/duidu.svg|" \
        packaging/linux/duidu.desktop > dist/duidu/duidu.desktop
    chmod +x dist/duidu/duidu.desktop
fi
du -sm dist/duidu | awk '{print "dist/duidu: " $1 " MB"}'
