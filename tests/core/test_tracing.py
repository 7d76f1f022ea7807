"""The log stays small, reports leave texts out, everything can be kept beside the program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import paths, tracing

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _no_log_of_another_test() -> Iterator[None]:
    tracing.end()
    yield
    tracing.end()


def test_the_log_rotates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "SIZE", 2_000)
    tracing.begin()
    for number in range(500):
        tracing.log.info("line %d", number)
    tracing.end()
    files = sorted(paths.user_logs().glob("duidu.log*"))
    assert len(files) == 1 + tracing.KEPT
    assert all(path.stat().st_size <= 2_000 for path in files)


def test_verbose_tells_more_and_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    tracing.begin(verbose=True)
    tracing.log.debug("a detail")
    assert "a detail" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "file"))
    tracing.begin()
    tracing.log.info("goes nowhere")
    assert tracing.watch_for_crashes() is None
    assert tracing.report(ValueError("x")) is None


def test_a_report_has_the_stack_and_no_text() -> None:
    secret = "地区生产总值实现105亿元"
    try:
        int(secret)
    except ValueError as error:
        path = tracing.report(error)
    assert path is not None
    words = path.read_text(encoding="utf-8")
    assert "ValueError" in words
    assert "test_tracing.py" in words
    assert secret not in words
    assert str(Path.home()) not in words or str(Path.home()) == "/"


def test_old_reports_go(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = paths.user_logs()
    folder.mkdir(parents=True)
    for number in range(tracing.REPORTS + 5):
        (folder / f"report-20200101-0000{number:02}-1.txt").write_text("old")
    tracing.report(ValueError())
    assert len(list(folder.glob("report-*.txt"))) == tracing.REPORTS


@pytest.mark.skipif(sys.platform == "win32", reason="the fault is raised by a signal")
def test_a_fault_of_the_process_is_reported_at_the_next_start(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DUIDU_HOME": str(tmp_path / "home")}

    def run(code: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", f"from core import tracing\nbefore = tracing.watch_for_crashes()\n{code}"]
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)

    assert run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)").returncode != 0
    told = run("print(before.read_text())")
    assert "Segmentation fault" in told.stdout, told.stderr
    assert run("print(before)").stdout.strip() == "None"  # told once


def test_an_unforeseen_error_of_the_command_line_is_written_down(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DUIDU_HOME": str(tmp_path / "home")}
    code = (
        "import core.cli as c, core.reading as r\n"
        "def broken(path): raise RuntimeError('机密的一句')\n"
        "r.read = broken\n"
        "c.main(['text', 'x.txt'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 70
    (report,) = (tmp_path / "home" / "logs").glob("report-*.txt")
    assert report.name in done.stderr
    assert "机密的一句" not in report.read_text(encoding="utf-8")
    assert "机密的一句" not in (tmp_path / "home" / "logs" / "duidu.log").read_text(encoding="utf-8")


def test_portable_keeps_everything_beside_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUIDU_HOME")
    program = tmp_path / "Duidu" / "duidu"
    program.parent.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert paths.own_home() is None
    (program.parent / "portable").touch()
    folders = [paths.user_data(), paths.user_config(), paths.user_cache(), paths.user_logs()]
    assert all(folder.is_relative_to(program.parent / "data") for folder in folders)
    # On macOS the folder that people see is the one around the .app.
    inside = tmp_path / "Duidu.app" / "Contents" / "MacOS" / "duidu"
    monkeypatch.setattr(sys, "executable", str(inside))
    assert paths.beside() == tmp_path.resolve()
