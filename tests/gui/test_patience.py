"""A window that stands still on a drive that does not answer: another process says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QObject

from gui import patience, reaching
from gui.desk import Desk
from gui.patience import Patience
from tests.gui.projects import project

WAIT = 60.0  # seconds


@pytest.fixture
def desk(tmp_path: Path, qapp: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(patience, "PULSE", 10)
    monkeypatch.setattr(patience, "SILENT", 0.5)
    monkeypatch.setattr(patience, "LOOK", 0.05)
    made = Desk(project(tmp_path, reports=0))
    yield made
    made.store.close()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    answer = Event()
    monkeypatch.setattr(reaching, "_ask", lambda _path: answer.wait())
    yield
    answer.set()


def stand_still(until: Callable[[], bool]) -> None:
    """The window does nothing, as while it waits for a drive."""
    end = time.monotonic() + WAIT
    while not until() and time.monotonic() < end:
        time.sleep(0.05)
    assert until()


def mute(connection: Connection, _about: str) -> None:
    connection.poll(WAIT)  # as the message while nobody answers it


def test_a_window_that_stands_still_on_a_silent_drive_is_spoken_for(
    desk: Desk, silent: None, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []

    def talk(_show: Any, about: str) -> Any:
        shown.append((about, *real(mute, about)))
        return shown[-1][1:]

    real = patience.talk
    monkeypatch.setattr(patience, "talk", talk)
    watch = Patience(desk, QObject(desk))
    stand_still(lambda: bool(shown))
    assert desk.store.path.name in shown[0][0]
    process = shown[0][1]
    stand_still(process.is_alive)
    qtbot.waitUntil(lambda: not process.is_alive(), timeout=60_000)  # there is a pulse again
    assert watch.told == 1
    watch.stop()


def test_a_busy_window_on_a_drive_that_answers_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    real = patience.asking

    def asking(path: Path) -> Any:
        asked.append(path)
        return real(path)

    monkeypatch.setattr(patience, "asking", asking)
    watch = Patience(desk, QObject(desk))
    stand_still(lambda: len(asked) > 1)
    watch.stop()
    assert watch.told == 0
