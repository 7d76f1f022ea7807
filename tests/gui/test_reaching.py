"""Drives that do not answer: the window waits for them with a way out, and goes on without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog, QPushButton

from core.messages import text
from core.settings import Settings
from core.store import Store
from gui import reaching
from gui.app import App, build
from gui.starting import _silent, opened
from tests.gui.projects import project


@pytest.fixture
def hung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a project that answers nobody before the end of the test."""
    folder = tmp_path / "远处"
    folder.mkdir()
    with Store.create(folder / "far.duidu"):
        pass
    (folder / "报告.txt").write_text("地区生产总值增长5%。", encoding="utf-8")
    answer, ask = Event(), reaching._ask

    def silent(path: Path) -> None:
        if path.is_relative_to(folder):
            answer.wait()
        ask(path)

    monkeypatch.setattr(reaching, "_ask", silent)
    yield folder
    answer.set()
    for thread in reaching.threading.enumerate():
        if thread.name.startswith("reaching"):
            thread.join()


@pytest.fixture
def app(tmp_path: Path, qapp: Any) -> Iterator[App]:
    made = build(project(tmp_path), Settings(tmp_path / "settings.json"))
    made.window.show()
    yield made
    made.close()
    made.window.deleteLater()
    QTest.qWait(0)


def once(kind: type[Any], act: Callable[[Any], object]) -> list[str]:
    """Do something to the next dialog of a kind; gives its words."""
    said: list[str] = []

    def look() -> None:
        shown = next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)
        if shown is None:
            QTimer.singleShot(20, look)
            return
        said.append(shown.labelText() if isinstance(shown, QProgressDialog) else shown.informativeText())
        act(shown)

    QTimer.singleShot(0, look)
    return said


def stop_waiting(dialog: QProgressDialog) -> None:
    dialog.findChild(QPushButton).click()


def test_what_answers_is_reached_at_once_there_or_not(tmp_path: Path) -> None:
    assert reaching.reach(tmp_path)
    assert reaching.reach(tmp_path / "nothing")
    (tmp_path / "a").touch()
    assert reaching.reachable([tmp_path / "a", tmp_path / "nothing"]) == [tmp_path / "a"]


def test_a_silent_project_is_not_waited_for_once_that_is_cancelled(app: App, hung: Path) -> None:
    here = app.desk.store.path
    said = once(QProgressDialog, stop_waiting)
    app.projects.open(hung / "far.duidu")
    assert "没有回应" in said[0]
    assert app.desk.store.path == here
    assert any("没有回应" in words for words in app.window.toasts.shown())


def test_a_project_that_answers_late_is_opened(app: App, hung: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = Event()
    monkeypatch.setattr(reaching, "_ask", lambda _path: late.wait())
    once(QProgressDialog, lambda _dialog: late.set())
    app.projects.open(hung / "far.duidu")
    assert app.desk.store.path == hung / "far.duidu"


def test_reports_on_a_silent_drive_are_not_waited_for(app: App, hung: Path) -> None:
    once(QProgressDialog, stop_waiting)
    app.intake.take_in([hung / "报告.txt"])
    assert not [job for job in app.jobs.jobs if job.awaited]
    assert any("没有回应" in words for words in app.window.toasts.shown())


def test_silent_projects_are_left_out_of_the_recent_ones(app: App, hung: Path, tmp_path: Path) -> None:
    with Store.create(tmp_path / "near.duidu"):
        pass
    app.settings.set("project.recent", [str(hung / "far.duidu"), str(tmp_path / "near.duidu")])
    assert app.projects.recent() == [tmp_path / "near.duidu"]


def test_a_start_with_a_silent_project_offers_another(hung: Path, tmp_path: Path, qapp: Any) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.set("project.last", str(hung / "far.duidu"))

    def new(box: QMessageBox) -> None:
        next(b for b in box.buttons() if b.text() == text("app.start_new")).click()

    once(QProgressDialog, stop_waiting)
    said = once(QMessageBox, new)
    store, samples, fact = opened([], settings, _silent([], settings))
    assert store is not None
    assert store.path.parent != hung
    assert (samples, fact) == (False, None)
    assert "没有回应" in said[0]
    store.close()
