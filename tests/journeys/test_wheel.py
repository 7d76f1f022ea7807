"""`make dist`: wheel and source, installed where nothing of the checkout is, and used there."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

DESK = """
import sys
from pathlib import Path

def main():
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from core.store import Store
    from gui.app import build
    application = QApplication([])
    app = build(Store.open(Path(sys.argv[1])))
    app.window.show()
    QTest.qWait(300)
    import gui
    print(gui.__file__, app.desk.documents()[0].year)
    app.close()

if __name__ == "__main__":
    main()
"""


def run(*words: object, cwd: Path, **more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env={**kept, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("build") is None:
        pytest.skip("the module build is not here: make dist gets it")
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode and ("No matching distribution" in done.stdout + done.stderr or "Connection" in done.stderr):
        pytest.skip("what builds the wheel cannot be had here")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_archives_hold_the_program_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"core/cli.py", "gui/app.py", "core/resources/i18n/cli.toml", "core/resources/help/zh/index.md"} <= set(
        names
    )
    assert "core/seeds/index.tsv" in names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"core", "gui"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".duidu")]
    assert wheel.stat().st_size < 12_000_000
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        members = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"README.md", "LICENSE", "pyproject.toml", "core/cli.py", "seeds/index.tsv"} <= members
    assert not [name for name in members if name.startswith((".venv", "build/", "dist/"))]


def test_the_wheel_in_a_clean_environment(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    place = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [place / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode and ("No matching distribution" in done.stderr or "Connection" in done.stderr):
        pytest.skip("what the program depends on cannot be had here")
    assert done.returncode == 0, done.stderr
    home = {"DUIDU_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    report = tmp_path / "报告.txt"
    report.write_text("一、2020年工作回顾\n预计年末，地区生产总值实现105亿元，同比增长7%以上。\n", encoding="utf-8")
    assert run(place / "duidu", "--version", cwd=tmp_path, **home).startswith("duidu")
    assert "105亿元" in run(place / "duidu", "extract", "报告.txt", cwd=tmp_path, **home)
    run(place / "duidu", "import", "p.duidu", "报告.txt", cwd=tmp_path, **home)
    checks = {
        row["name"]: row for row in json.loads(run(place / "duidu", "doctor", "--format", "json", cwd=tmp_path, **home))
    }
    assert checks["texts"]["state"] == "good"  # Qt's own Chinese came along
    (tmp_path / "desk.py").write_text(DESK)
    told = run(place / "python", "desk.py", "p.duidu", cwd=tmp_path, **home)
    assert str(tmp_path / "env") in told
    assert (place / "duidu-desk").exists() or (place / "duidu-desk.exe").exists()
