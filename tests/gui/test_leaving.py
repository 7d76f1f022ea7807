"""Quitting, or turning to another project, while a long act is under way: asked first, and each of the three answers
does what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QMessageBox

from core.backups import make
from core.edits import Accept
from core.store import Query, Store
from gui import errands
from gui.app import App, build
from gui.backups import Backups
from tests.gui.projects import project
from tests.gui.windows import on_screen

WAIT = 60_000  # ms


@pytest.fixture
def app(tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("DUIDU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(errands, "LONG", 5)
    with on_screen(build(project(tmp_path)), qtbot) as app:
        yield app


def begin_and_close(app: App) -> QMessageBox:
    app.desk.do(Accept(tuple(app.desk.store.find(Query()))))
    assert app.desk.store.lent
    app.window.close()
    assert app.window.isVisible()
    box = app.leaving.box
    assert box is not None
    assert "正在修改" in box.informativeText()
    return box


def accepted(path: Path) -> int:
    with Store.open(path, readonly=True) as store:
        return sum(states.get("accepted", 0) for states in store.counts().values())


def test_nothing_is_asked_when_nothing_is_under_way(app: App) -> None:
    app.window.close()
    assert not app.window.isVisible()


def test_finish_then_quit(app: App, qtbot: Any) -> None:
    begin_and_close(app)
    app.leaving.wait.click()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT)
    assert accepted(app.desk.store.path) == 18


def test_cancel_and_quit(app: App, qtbot: Any) -> None:
    begin_and_close(app)
    app.leaving.leave.click()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT)
    assert accepted(app.desk.store.path) in (0, 18)  # all or nothing, depending on how far it was


def test_do_not_quit(app: App, qtbot: Any) -> None:
    begin_and_close(app)
    with qtbot.waitSignal(app.desk.returned, timeout=WAIT):
        app.leaving.stay.click()
    qtbot.wait(50)
    assert app.window.isVisible()
    assert app.leaving.box is None
    assert app.desk.counts() == {1: {"accepted": 9}, 2: {"accepted": 9}}


def test_the_question_goes_when_the_work_is_done(app: App, qtbot: Any) -> None:
    begin_and_close(app)
    qtbot.waitUntil(lambda: app.leaving.box is None, timeout=WAIT)
    assert app.window.isVisible()
    app.window.close()
    assert not app.window.isVisible()


def test_a_message_of_what_went_wrong_is_seen_before_quitting(app: App, qtbot: Any) -> None:
    with qtbot.waitSignal(app.desk.returned, timeout=WAIT):
        app.desk.do(Accept(tuple(range(90, 99))))
        app.window.close()
        app.leaving.wait.click()
    qtbot.wait(50)
    assert app.window.isVisible()
    assert not app.leaving.patient


def test_another_language_comes_without_a_question(app: App, qtbot: Any) -> None:
    old = app.window
    with qtbot.waitSignal(app.desk.returned, timeout=WAIT):
        app.desk.do(Accept(tuple(app.desk.store.find(Query()))))
        app._turn("en")
        assert not old.isVisible()
        assert not [box for box in old.findChildren(QMessageBox) if box.isVisible()]
    assert app.window.isVisible()
    assert app.desk.counts() == {1: {"accepted": 9}, 2: {"accepted": 9}}


@pytest.fixture
def other(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "other.duidu") as store:
        return store.path


def begin_and_turn(app: App, other: Path) -> QMessageBox:
    app.desk.do(Accept(tuple(app.desk.store.find(Query()))))
    app.projects.open(other)
    assert app.desk.store.lent
    box = app.leaving.box
    assert box is not None
    assert "正在修改" in box.informativeText()
    return box


def test_finish_then_turn(app: App, other: Path, qtbot: Any) -> None:
    old = app.desk.store.path
    begin_and_turn(app, other)
    app.leaving.wait.click()
    assert app.desk.store.path == old
    qtbot.waitUntil(lambda: app.desk.store.path == other, timeout=WAIT)
    assert app.window.isVisible()
    assert accepted(old) == 18


def test_cancel_and_turn(app: App, other: Path, qtbot: Any) -> None:
    old = app.desk.store.path
    begin_and_turn(app, other)
    app.leaving.leave.click()
    assert app.desk.store.path == other
    assert accepted(old) in (0, 18)
    begin = app.desk.store.path
    app.projects.open(old)  # the answer was for that once
    assert app.desk.store.path == old != begin


def test_do_not_turn(app: App, other: Path, qtbot: Any) -> None:
    old = app.desk.store.path
    begin_and_turn(app, other)
    with qtbot.waitSignal(app.desk.returned, timeout=WAIT):
        app.leaving.stay.click()
    qtbot.wait(50)
    assert app.desk.store.path == old
    assert app.desk.counts() == {1: {"accepted": 9}, 2: {"accepted": 9}}


def test_a_project_that_cannot_be_opened_costs_no_work(app: App, tmp_path: Path, qtbot: Any) -> None:
    begin_and_turn(app, tmp_path / "nowhere.duidu")
    with qtbot.waitSignal(app.desk.returned, timeout=WAIT):
        app.leaving.leave.click()
    assert app.desk.counts() == {1: {"accepted": 9}, 2: {"accepted": 9}}


def test_no_backup_takes_the_place_of_a_project_that_is_worked_on(app: App) -> None:
    app.jobs.run("x", sleep, [(1000,)], lambda *_: None, awaited=True)
    app.actions["project.backups"].trigger()
    dialog = next(w for w in app.window.findChildren(Backups) if w.isVisible())
    backup = make(app.desk.store.path, "hand")
    assert backup is not None
    dialog._restore(backup)
    assert "做完" in dialog.told.text()
    assert app.desk.counts()  # the project is still open
    dialog.reject()


def test_what_came_of_the_work_is_read_before_the_turn(app: App, other: Path, qtbot: Any) -> None:
    old = app.desk.store.path
    begin_and_turn(app, other)
    dialog = QDialog(app.window)
    app.leaving.wait.click()
    with qtbot.waitSignal(app.desk.returned, timeout=WAIT):
        dialog.open()
    qtbot.wait(50)
    assert app.desk.store.path == old
    dialog.accept()
    qtbot.waitUntil(lambda: app.desk.store.path == other, timeout=WAIT)
