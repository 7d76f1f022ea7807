#!/bin/sh
# Make .venv with the program in it, and see to the system libraries that Qt needs.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

if ! command -v "$python" >/dev/null 2>&1; then
    sh packaging/system.sh python
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Duidu needs Python 3.11 or later; $("$python" --version 2>&1) was found. Name a newer one: make setup PYTHON=python3.12" >&2
    exit 1
fi
if [ ! -x .venv/bin/python ]; then
    # Debian splits venv off: the module is there but cannot make an environment.
    "$python" -c 'import ensurepip' 2>/dev/null || sh packaging/system.sh venv
    echo "Setting up .venv ..." >&2
    "$python" -m venv .venv
fi
.venv/bin/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
.venv/bin/python -m pip install -q --disable-pip-version-check -e .
sh packaging/system.sh run
