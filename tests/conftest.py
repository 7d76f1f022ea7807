"""Set-up shared by all tests: no display, no user's own files."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A test's time says how busy the machine is, not whether the program is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PATIENCE = 60_000  # ms
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a data folder of its own, and Chinese texts."""
    from core import messages

    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "home"))
    messages.set_language("zh")


@pytest.fixture
def qtbot(qtbot: Any) -> Any:
    """pytest-qt's own, which waits a minute for what is to come; its five seconds are too few on a busy machine."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive", "waitCallback"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE))
    return qtbot


@pytest.fixture
def shared() -> Path:
    """The material beside the checkout; tests that use it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the corpus beside the checkout is not here")
    return SHARED
