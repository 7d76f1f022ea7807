"""`duidu doctor` tells what is there, what is not, and what to do."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from core import doctor
from core.cli import cli
from core.messages import set_language
from tests.fonts import without_fonts


def found(*, window: bool = False) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.checks(window=window)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_is_well_here(language: str) -> None:
    set_language(language)
    checks = found(window=True)
    assert {name: check.state for name, check in checks.items() if check.state == doctor.BAD} == {}
    assert "offscreen" in checks["window"].found
    assert all(check.line().startswith("✓") for check in checks.values() if check.state == doctor.GOOD)


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "file"))
    checks = found()
    assert checks["folder_data"].state == doctor.BAD
    assert "DUIDU_HOME" in checks["folder_data"].advice


def test_an_old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 0))
    assert found()["sqlite"].state == doctor.BAD


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=3_000_000))
    check = found()["room"]
    assert (check.state, check.found) == (doctor.WEAK, "3 MB")


def test_a_missing_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "seeds", lambda: tmp_path)
    assert found()["parts"].state == doctor.BAD


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux may have no display")
def test_no_display_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    check = found(window=True)["window"]
    assert check.state == doctor.WEAK
    assert check.advice


def test_a_platform_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    monkeypatch.setenv("DISPLAY", ":nowhere")
    check = found(window=True)["window"]
    assert check.state == doctor.BAD
    assert "no-such-platform" in check.found


def test_the_command() -> None:
    done = CliRunner().invoke(cli, ["doctor", "--no-window", "--format", "json"])
    assert done.exit_code == 0
    assert {"version", "sqlite", "folder_data", "room", "parts"} <= {row["name"] for row in json.loads(done.output)}
    words = CliRunner().invoke(cli, ["doctor", "--no-window"])
    assert words.output.strip().endswith("一切正常。")


def test_without_chinese_fonts_the_programs_own_is_used(tmp_path: Path) -> None:
    """A machine whose font configuration knows one Latin font only."""
    if sys.platform != "linux":
        pytest.skip("fontconfig")
    environment = {**os.environ, **without_fonts(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(doctor.probe(), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert (seen["chinese"], seen["fallback"]) == ([], True)
