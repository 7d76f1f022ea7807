"""The frozen program's entry: what it leaves to the programs that are started from it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

ENTRY = Path(__file__).resolve().parents[2] / "packaging" / "launch.py"


@pytest.mark.parametrize("before", [None, "", "/opt/lib"])
def test_programs_started_from_here_take_the_machines_libraries(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/duidu/_internal")
    if before is None:
        monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    else:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    spec = importlib.util.spec_from_file_location("launch", ENTRY)
    assert spec is not None
    assert spec.loader is not None
    launch = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(launch)
    launch.leave_libraries_to_others()
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
