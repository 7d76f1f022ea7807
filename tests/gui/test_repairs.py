"""What was mended in a report, as the desk lists it: seen, refused, written anew, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from core.edits import Accept
from core.store import Store
from gui.app import App, build
from gui.repairs import visible
from tests.core.test_rereading import prepared
from tests.gui.windows import on_screen


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    store = Store.create(tmp_path / "p.duidu")
    store.add(*prepared(), "/data/易县2021.txt")
    app = build(store)
    with on_screen(app, qtbot):
        yield app


def text_of(app: App) -> str:
    return app.desk.document(app.desk.documents()[0].id).text


def test_the_list_shows_each_repair_and_a_row_leads_there(app: App) -> None:
    app.actions["view.repairs"].trigger()
    panel = app.docks.repairs
    assert isinstance(panel.model, QAbstractItemModel)
    QAbstractItemModelTester(panel.model)
    panel.look()
    document = app.desk.document(app.desk.documents()[0].id)
    assert panel.model.rowCount() == len(document.repairs)
    assert panel.kinds.count() > 2
    row = next(n for n, r in enumerate(panel.model.rows) if r.kind == "width")
    cells = [panel.model.index(row, column).data() for column in range(panel.model.columnCount())]
    assert cells[1:4] == ["１２", "12", "100%"]
    assert "【12】" in cells[4]
    panel.table.selectRow(row)
    reader = app.panes.panes[0].reader
    (hit,) = reader._hits
    assert hit.of(reader.shown) == "12"


def test_a_repair_is_refused_written_anew_and_taken_back(app: App, qtbot: Any) -> None:
    fact = next(f for f in app.desk.facts(app.desk.documents()[0].id) if f.quantity == "12亿元")
    app.desk.do(Accept((fact.id,)))
    app.desk.select(fact.document, fact.id)
    app.actions["view.repairs"].trigger()
    panel = app.docks.repairs
    panel.look()

    def choose(kind: str) -> int:
        row = next(n for n, r in enumerate(panel.model.rows) if r.kind == kind)
        panel.table.selectRow(row)
        panel.table.setFocus()
        return row

    choose("width")
    QTest.keyClick(panel.table, Qt.Key.Key_X)
    assert not panel.refuse_button.isEnabled()
    qtbot.waitUntil(lambda: "１２亿元" in text_of(app), timeout=30000)
    # The pane shows the report as it is read now, and the accepted fact is still the one that is selected.
    assert app.panes.panes[0].document == app.desk.documents()[0].id
    assert app.desk.selection.fact == fact.id
    assert app.desk.selection.document == app.desk.documents()[0].id
    assert app.desk.fact(fact.id).quantity == "１２亿元"
    row = choose("width")
    assert panel.model.index(row, 3).data() == "已拒绝"
    panel.model.setData(panel.model.index(row, 2), "21")
    qtbot.waitUntil(lambda: "21亿元" in text_of(app), timeout=30000)
    choose("width")
    QTest.keyClick(panel.table, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: "12亿元" in text_of(app), timeout=30000)
    for expected in ("21亿元", "１２亿元", "12亿元"):
        app.actions["edit.undo"].trigger()
        assert expected in text_of(app)
        assert app.panes.panes[0].document == app.desk.documents()[0].id
    assert app.desk.fact(fact.id).quantity == "12亿元"


def test_what_has_no_face_is_written_out() -> None:
    assert visible("a b\n\u200b") == "a␣b⏎[200B]"
    assert len(visible("长" * 500)) < 100
