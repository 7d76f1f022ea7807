"""Annotations read back and exports checked, from the desk."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest

from core.edits import Accept, Reject
from core.exporting import export
from core.facts import State
from core.settings import Settings
from core.store import Store
from gui.app import App, build
from gui.desk import Desk
from gui.readback import ReadBack
from gui.theme import Theme
from gui.verifying import Verifying
from tests.gui.projects import project

PATIENCE = 60_000  # ms; another process has to start


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    store = project(tmp_path)
    yield Desk(store)
    store.close()


def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def rows(store: Store, path: Path) -> list[dict[str, Any]]:
    export("all", "jsonl", path, store)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def put(path: Path, found: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    return path


def answers(tmp_path: Path, store: Store) -> Path:
    """One accepted, one corrected, one that quotes what does not stand there."""
    found = rows(store, tmp_path / "a.jsonl")
    found[0]["state"] = "accepted"
    found[1] |= {"state": "corrected", "note": "核对"}
    found[2] |= {"state": "accepted", "quantity": "999亿元"}
    return put(tmp_path / "a.jsonl", found)


def cells(dialog: Any, row: int) -> list[str]:
    return [dialog.list.item(row, column).text() for column in range(dialog.list.columnCount())]


def test_annotations_are_seen_first_and_taken_as_one_step(desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    gone: list[tuple[Any, ...]] = []
    dialog = ReadBack(desk, settings(tmp_path), lambda *place: gone.append(place))
    qtbot.addWidget(dialog)
    dialog.show()
    before = [fact.state for d in desk.documents() for fact in desk.store.facts(d.id)]
    dialog.take(answers(tmp_path, desk.store))
    assert [fact.state for d in desk.documents() for fact in desk.store.facts(d.id)] == before
    assert dialog.plan is not None
    assert dialog.list.rowCount() == 3
    assert "2" in dialog.taking.text()
    assert cells(dialog, 2)[2:] == ["999亿元", "位置和引文与报告不符"]
    dialog.list.setCurrentCell(2, 0)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    third = desk.store.facts(1)[2]
    assert [(p[0], p[1], (p[2].start, p[2].end)) for p in gone] == [(1, None, (third.start, third.end))]
    dialog.taking.click()
    first, second, third = desk.store.facts(1)[:3]
    assert (first.state, second.note, third.state) == (State.ACCEPTED, "核对", State.PROPOSED)
    assert dialog.list.rowCount() == 1  # what was left alone stays to be looked at
    assert not dialog.taking.isEnabled()
    desk.undo()
    assert [fact.state for d in desk.documents() for fact in desk.store.facts(d.id)] == before


def test_what_was_decided_after_comparing_is_left_alone(desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    dialog = ReadBack(desk, settings(tmp_path), lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.take(answers(tmp_path, desk.store))
    first = desk.store.facts(1)[0]
    desk.do(Reject((first.id,)))
    dialog.take_over()
    assert desk.store.facts(1)[0].state is State.REJECTED
    assert desk.store.facts(1)[1].note == "核对"
    assert first.quantity in {cells(dialog, row)[2] for row in range(dialog.list.rowCount())}


def test_a_file_that_is_no_annotation_says_so(desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    dialog = ReadBack(desk, settings(tmp_path), lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.take(put(tmp_path / "b.jsonl", [{"nothing": 1}]))
    assert "b.jsonl" in dialog.told.text()
    assert not dialog.taking.isEnabled()
    assert not dialog.saving.isEnabled()


def test_the_list_is_filtered_and_saved(desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    dialog = ReadBack(desk, settings(tmp_path), lambda *_: None)
    qtbot.addWidget(dialog)
    dialog.take(answers(tmp_path, desk.store))
    assert dialog.filter.count() == 3  # all, what would change, one reason
    dialog.filter.setCurrentIndex(2)
    assert dialog.list.rowCount() == 1
    dialog.save(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3  # the whole list, whatever is shown


def test_an_export_is_checked_and_its_facts_lead_to_the_text(desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    gone: list[tuple[Any, ...]] = []
    dialog = Verifying(desk, settings(tmp_path), lambda *place: gone.append(place))
    qtbot.addWidget(dialog)
    dialog.show()
    export("all", "csv", tmp_path / "a.csv", desk.store)
    dialog.take(tmp_path / "a.csv")
    assert "一致" in dialog.told.text()
    assert dialog.list.rowCount() == 0
    first = desk.store.facts(1)[0]
    desk.do(Accept((first.id,)))
    dialog.again()
    assert dialog.list.rowCount() == 1
    assert first.quantity in cells(dialog, 0)[2]
    assert cells(dialog, 0)[3] == "审阅状态"
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert gone == [(1, first.id, None)]
    dialog.take(tmp_path / "none.csv")
    assert "none.csv" in dialog.told.text()


def test_a_file_is_dropped(desk: Desk, tmp_path: Path, qtbot: Any) -> None:
    dialog = Verifying(desk, settings(tmp_path), lambda *_: None)
    qtbot.addWidget(dialog)
    export("all", "csv", tmp_path / "a.csv", desk.store)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.csv"))])
    with_left = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, dropped, *with_left)
    dialog.dragEnterEvent(entered)
    assert entered.isAccepted()
    dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, dropped, *with_left))
    assert "一致" in dialog.told.text()


@pytest.fixture
def app(tmp_path: Path, qapp: Any) -> Iterator[App]:
    with project(tmp_path) as store:
        path = store.path
    made = build(Store.open(path), settings(tmp_path), theme=Theme("light"))
    made.window.show()
    yield made
    made.close()
    made.window.deleteLater()
    QTest.qWait(0)


def test_in_the_desk_another_process_compares_and_enter_shows_the_sentence(
    app: App, tmp_path: Path, qtbot: Any
) -> None:
    path = answers(tmp_path, app.desk.store)
    app.actions["project.annotations"].trigger()
    dialog = app.window.findChild(ReadBack)
    assert dialog is not None
    dialog.take(path)
    assert dialog.working.isVisible()
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=PATIENCE)
    dialog.list.setCurrentCell(0, 0)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert app.desk.selection.fact == app.desk.store.facts(1)[0].id
    dialog.list.setCurrentCell(2, 0)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    dialog.taking.click()
    qtbot.waitUntil(lambda: app.desk.store.facts(1)[0].state is State.ACCEPTED, timeout=PATIENCE)
    dialog.reject()
    app.actions["project.verify"].trigger()
    checking = app.window.findChild(Verifying)
    assert checking is not None
    checking.take(tmp_path / "none.csv")
    checking.cancelling.click()
    qtbot.waitUntil(lambda: not app.jobs.jobs, timeout=PATIENCE)
    checking.reject()


def test_annotations_dropped_on_the_window_are_compared(app: App, tmp_path: Path, qtbot: Any) -> None:
    app.window.dropped.emit([answers(tmp_path, app.desk.store)])
    dialog = app.window.findChild(ReadBack)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=PATIENCE)
    dialog.reject()
