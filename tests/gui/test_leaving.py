"""Quitting while a long act is under way: asked first, and each of the three answers does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from core.edits import Accept
from core.store import Query, Store
from gui import errands
from gui.app import App, build
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
