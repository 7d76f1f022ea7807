"""The folder that `make build` makes: it opens the desk on the samples, and its command line works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

import pytest

from core import manual
from core.errors import DuiduError
from core.store import Store
from tests.fonts import without_fonts

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "dist" / "duidu" / ("duidu.exe" if sys.platform == "win32" else "duidu")
PATIENCE = 120  # seconds for five reports on a busy machine

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="dist/duidu is not there: make build makes it")


def environment(home: Path) -> dict[str, str]:
    # No PYTHON* variables: the bundle must find everything in itself.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "DUIDU_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}


def samples_read(home: Path) -> int:
    """How many reports the first project holds by now."""
    for path in home.glob("*.duidu"):
        try:
            with Store.open(path, readonly=True) as store:
                return len(store.documents())
        except DuiduError:
            return 0  # being written
    return 0


def test_a_double_click_opens_the_desk_on_the_samples(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [PROGRAM], env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    try:
        ends = time.monotonic() + PATIENCE
        while samples_read(tmp_path) < 5 and program.poll() is None and time.monotonic() < ends:
            time.sleep(0.2)
        assert program.poll() is None, program.stderr.read().decode() if program.stderr else ""
        assert samples_read(tmp_path) == 5
    finally:
        program.terminate()
        program.communicate(timeout=30)


def test_its_command_line_goes_from_a_report_to_a_dataset(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("一、2020年工作回顾\n预计年末，地区生产总值实现105亿元，同比增长7%以上。\n", encoding="utf-8")
    for words in (
        ["import", "p.duidu", "报告.txt"],
        ["export", "p.duidu", "--format", "xlsx", "--state", "all", "--output", "facts.xlsx"],
        ["export", "p.duidu", "--format", "csv", "--state", "all", "--output", "facts.csv"],
    ):
        done = subprocess.run(
            [PROGRAM, *words], env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "105亿元" in (tmp_path / "facts.csv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "facts.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself types Chinese")
def test_the_trimmed_folder_keeps_what_chinese_needs(tmp_path: Path) -> None:
    """Qt's own Chinese, the plug-in for ibus (fcitx5 answers to it as well), and a font for where there is none."""
    done = subprocess.run(
        [PROGRAM, "doctor", "--format", "json"], env={**environment(tmp_path), **without_fonts(tmp_path)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    checks = {row["name"]: row for row in json.loads(done.stdout)}
    assert checks["texts"]["state"] == "good"
    assert "ibus" in checks["input"]["found"]
    assert checks["fonts"]["state"] == "weak"  # the program's own is used
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the page lists the libraries of the packages for Linux")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_library_in_the_folder_has_its_licence(language: str) -> None:
    words = next(page.words for page in manual.pages(language) if page.name == "licences")
    known = re.findall(r"`(lib\S+?)`", words)
    found = {path.name for path in PROGRAM.parent.rglob("lib*.so*") if not {"plugins", "python3.11"} & set(path.parts)}
    shipped = {name for name in found if not name.startswith("libpdfium")}  # a part of its own on the page
    assert [name for name in sorted(shipped) if not any(fnmatch(name, pattern) for pattern in known)] == []
