"""Set-up of the tests with windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from gui.desk import Desk
from gui.jobs import Jobs
from tests.gui.projects import project


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """What a test's end gave up is deleted before the next test; Qt alone would wait for a loop of events."""
    yield
    if QApplication.instance() is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    """A desk on three reports, on which every act is a step of its own; many tests bring one of their own."""
    desk = Desk(project(tmp_path, reports=3))
    desk.store.merge_seconds = 0
    yield desk
    desk.store.close()


@pytest.fixture
def jobs(qapp: Any) -> Iterator[Jobs]:
    """Processes that are gone when the test ends."""
    jobs = Jobs()
    yield jobs
    jobs.close()
