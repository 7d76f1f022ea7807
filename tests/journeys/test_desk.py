"""In the real window, with the real samples: read, review, correct, tag, undo, close, open again, export, compare."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.edits import MakeTag
from core.facts import State
from core.settings import Settings
from core.store import Store
from gui.app import App, build
from tests.journeys.test_dataset import duidu

SAMPLES = 5


def opened(path: Path, qtbot: Any, *, samples: bool = False) -> App:
    """The desk on a project, shown and with the keyboard."""
    store = Store.create(path) if samples else Store.open(path)
    settings = Settings(path.with_name("settings.json"))
    settings.set("help.welcome", False)
    if samples:
        settings.set("project.samples", str(path))  # as the first start does
    app = build(store, settings, samples=samples)
    app.window.resize(1280, 800)
    with qtbot.waitExposed(app.window):
        app.window.show()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    return app


def closed(app: App) -> None:
    app.close()
    QTest.qWait(0)


def press(app: App, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or app.window, key)
        QTest.qWait(1)


def test_from_five_reports_to_a_corrected_dataset(tmp_path: Path, qtbot: Any) -> None:
    project = tmp_path / "work.duidu"
    app = opened(project, qtbot, samples=True)
    qtbot.waitUntil(lambda: len(app.desk.documents()) == SAMPLES and not app.jobs.jobs, timeout=120_000)
    assert [pane.document for pane in app.panes.panes] == [row.id for row in app.desk.documents()[:2]]
    home = app.panes.panes[0].document
    facts = app.desk.facts(home)
    assert len(facts) > 100
    assert all(fact.state is State.PROPOSED for fact in facts)

    # Review by keys: accept two, reject one; then correct the period of the fourth on the card.
    app.panes.panes[0].reader.setFocus()
    press(app, Qt.Key.Key_J, Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_X)
    fourth = app.desk.selection.fact
    assert fourth == facts[3].id
    press(app, Qt.Key.Key_P)
    editor = QApplication.focusWidget()
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "2019")
    press(app, Qt.Key.Key_Return)
    assert (app.desk.fact(fourth).period_start, app.desk.fact(fourth).period_end) == (2019, 2019)
    assert app.desk.fact(fourth).state is State.CORRECTED

    # A tag of the analyst's own, put on by its number; then one act too many, taken back.
    app.desk.do(MakeTag("待核对", "#b45309"))
    app.panes.panes[0].reader.setFocus()
    press(app, Qt.Key.Key_1)
    assert app.desk.fact(fourth).tags == {app.desk.tags()[0].id}
    app.desk.select(home, facts[4].id)
    press(app, Qt.Key.Key_X)
    assert app.desk.fact(facts[4].id).state is State.REJECTED
    closed(app)

    # The next day: the way back is still there, and the panes stand where they stood.
    app = opened(project, qtbot)
    assert next(pane.document for pane in app.panes.panes) == home
    app.actions["edit.undo"].trigger()
    assert app.desk.fact(facts[4].id).state is State.PROPOSED
    app.actions["edit.redo"].trigger()
    app.actions["edit.undo"].trigger()
    closed(app)

    target = tmp_path / "facts.csv"
    duidu("export", project, "--format", "csv", "--state", "reviewed", "--output", target, home=tmp_path)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["accepted", "accepted", "rejected", "corrected"]
    assert [row["quantity"] for row in rows] == [fact.quantity for fact in facts[:4]]
    assert (rows[3]["period_start"], rows[3]["machine_period_start"]) == ("2019", str(facts[3].period_start))
    assert rows[3]["tags"] == "待核对"
    with Store.open(project, readonly=True) as store:
        original = store.document(home).original
    for row in rows:
        assert original[int(row["start_original"]) : int(row["end_original"])] == row["quantity"]
