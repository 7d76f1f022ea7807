"""The Debian package: installed, opened from its menu entry and by a file, exported with, taken away again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = sorted((ROOT / "dist").glob("duidu_*.deb"))
TOOLS = ("dpkg-deb", "apt-get", "Xvfb", "dbus-run-session", "gio", "desktop-file-validate")


def lacking() -> str:
    if sys.platform != "linux" or os.getuid() != 0:
        return "installing a package needs root on Debian"
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"not here: {', '.join(missing)}"
    if not PACKAGES:
        return "dist has no package: make deb makes it"
    if shutil.which("duidu", path="/usr/bin"):
        return "duidu is installed on this system, which a test must not take away"
    return ""


@pytest.mark.slow
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "-")
def test_install_open_export_remove(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DUIDU", "QT_", "PYTHON"))}
    environment["DISPLAY_NUMBER"] = str(100 + os.getpid() % 400)
    told = tmp_path / "told"
    # Into a file: what a session leaves running would keep a pipe open.
    with told.open("w") as file:
        words = ["sh", ROOT / "packaging" / "try-deb.sh", PACKAGES[-1]]
        done = subprocess.run(words, env=environment, stdout=file, stderr=file, check=False, timeout=280)
    assert done.returncode == 0, told.read_text()
    assert "purged: nothing is left" in told.read_text()
