from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.edits import MakeTag, Mark
from core.spans import Span
from gui.app import App, build
from tests.gui.projects import project
from tests.gui.windows import on_screen


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    app = build(project(tmp_path))
    app.desk.store.merge_seconds = 0
    with on_screen(app, qtbot):
        app.desk.do(MakeTag("判断", "#c8403a", "对形势的判断", "主题"))
        app.desk.do(MakeTag("存疑", "#2f7fc2"))
        yield app


def select(app: App, words: str) -> Span:
    reader = app.panes.active.reader
    start = reader.shown.index(words)
    cursor = reader.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), cursor.MoveMode.KeepAnchor)
    reader.setTextCursor(cursor)
    return Span(start, start + len(words))


def menu() -> QMenu:
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup


def lines(app: App) -> list[tuple[str, ...]]:
    tree = app.docks.passages.list
    heads = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
    rows = [head.child(n) for head in heads for n in range(head.childCount())]
    return [tuple(row.text(column) for column in range(3)) for row in rows]


def test_selected_words_get_a_tag_by_key(app: App, qtbot: Any) -> None:
    span = select(app, "与去年同期持平")
    QTest.keyClick(app.panes.active.reader, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    chosen = next(a for a in menu().actions() if "判断" in a.text())
    chosen.trigger()
    menu().close()
    (passage,) = app.desk.store.passages()
    assert (passage.start, passage.end) == (span.start, span.end)
    assert [s for s, _ in app.panes.active.reader._passages] == [span]
    app.actions["view.passages"].setChecked(True)
    qtbot.waitUntil(lambda: lines(app) == [("与去年同期持平", "判断", "")])
    app.desk.undo()
    qtbot.waitUntil(lambda: lines(app) == [])
    assert app.panes.active.reader._passages == []


def test_without_a_selection_the_report_is_tagged_and_a_second_time_not(app: App) -> None:
    for expected in ([(None, None)], []):
        QTest.keyClick(app.panes.active.reader, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
        next(a for a in menu().actions() if "存疑" in a.text()).trigger()
        menu().close()
        assert [(p.start, p.end) for p in app.desk.store.passages()] == expected


def test_a_note_is_written_on_selected_words_and_changed(app: App, qtbot: Any) -> None:
    select(app, "年均增长")
    QTest.keyClick(app.panes.active.reader, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    menu().actions()[-1].trigger()
    menu().close()
    assert QApplication.focusWidget() is app.docks.passages.note
    app.docks.passages.note.setText("哪几年？")
    QTest.keyClick(app.docks.passages.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(app) == [("年均增长", "", "哪几年？")])
    app.docks.passages.list.setCurrentItem(app.docks.passages.list.topLevelItem(0).child(0))
    app.docks.passages.note.setFocus()
    app.docks.passages.note.setText("五年")
    QTest.keyClick(app.docks.passages.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(app) == [("年均增长", "", "五年")])
    assert app.desk.store.undo_label() == "修改标记的备注"


def test_marks_are_taken_away_by_key_and_a_click_goes_there(app: App, qtbot: Any) -> None:
    second = app.desk.documents()[1].id
    app.desk.do(Mark(second, 3, 8, note="看"))
    app.actions["view.passages"].setChecked(True)
    qtbot.waitUntil(lambda: len(lines(app)) == 1)
    item = app.docks.passages.list.topLevelItem(0).child(0)
    app.docks.passages.list.itemClicked.emit(item, 0)
    assert app.panes.active.document == second
    app.docks.passages.list.setCurrentItem(item)
    app.docks.passages.list.setFocus()
    QTest.keyClick(app.docks.passages.list, Qt.Key.Key_Delete)
    assert app.desk.store.passages() == []
