"""The one file for Linux: started, carried about, installed for one user and taken away again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "dist").glob("duidu-*.run"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="for Linux"),
    pytest.mark.skipif(not FILES, reason="dist has no such file: make onefile makes it"),
]


def run(file: Path, home: Path, *words: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "DUIDU", "XDG_", "QT_"))}
    done = subprocess.run(
        [str(file), *words], env={**kept, "HOME": str(home)}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_started_it_unpacks_itself_once(tmp_path: Path) -> None:
    assert "duidu" in run(FILES[-1], tmp_path, "--version")
    (program,) = (tmp_path / ".cache" / "duidu-program").iterdir()
    mark = program / "lib" / "duidu" / "mark"
    mark.touch()
    assert "duidu" in run(FILES[-1], tmp_path, "--version")
    assert mark.exists()


def test_portable_is_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    file = tmp_path / "stick" / "Duidu.run"
    shutil.copy(FILES[-1], file)
    (tmp_path / "stick" / "portable").touch()
    (tmp_path / "报告.txt").write_text("2020年，地区生产总值实现105亿元。\n", encoding="utf-8")
    assert str(tmp_path / "stick" / "data") in run(file, tmp_path, "doctor", "--no-window")


def test_installed_for_one_user_and_taken_away(tmp_path: Path) -> None:
    run(FILES[-1], tmp_path, "--install")
    share = tmp_path / ".local" / "share"
    program = tmp_path / ".local" / "lib" / "duidu" / "lib" / "duidu" / "duidu"
    assert f'Exec="{program}" %u' in (share / "applications" / "duidu.desktop").read_text(encoding="utf-8")
    assert f"Exec={program} open" in (share / "thumbnailers" / "duidu.thumbnailer").read_text(encoding="utf-8")
    assert (share / "icons" / "hicolor" / "48x48" / "apps" / "duidu.png").is_file()
    assert "duidu" in run(tmp_path / ".local" / "bin" / "duidu", tmp_path, "--version")
    run(FILES[-1], tmp_path, "--uninstall")
    left = [
        path for path in tmp_path.rglob("*") if path.is_file() and "duidu" in str(path.relative_to(tmp_path)).casefold()
    ]
    # The desktop's own lists and the log of what was run are not the program.
    assert [path for path in left if "log" not in path.parts and "mime" not in path.parts] == []
