"""Words in all reports: typed, found by another process, shown as they come, opened in panes by keyboard."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from core.messages import text
from core.offsets import OffsetMap
from core.searching import Sought, find
from gui.app import App, build
from gui.hits import Hits
from gui.theme import Theme
from tests.gui.projects import project, report
from tests.gui.windows import on_screen

LONG = 60_000  # ms; a process starts slowly on a busy machine


@pytest.fixture
def app(tmp_path: Path, qtbot: Any) -> Iterator[App]:
    app = build(project(tmp_path, reports=4))
    with on_screen(app, qtbot, height=900):
        yield app


def searched(app: App, qtbot: Any, words: str, *, pattern: bool = False) -> list[tuple[str, int]]:
    """Type words and wait; the reports with their numbers of hits."""
    app.actions["edit.find_all"].trigger()
    app.docks.search.pattern.setChecked(pattern)
    app.docks.search.line.setText(words)
    app.docks.search.search()
    qtbot.waitUntil(lambda: not app.docks.search.running, timeout=LONG)
    model = app.docks.search.model
    return [
        (str(model.data(model.index(row, 0))).split()[0], model.rowCount(model.index(row, 0)))
        for row in range(model.rowCount())
    ]


def expected(app: App, words: str, *, pattern: bool = False) -> list[int]:
    counts = [len(find(app.desk.document(row.id).text, words, pattern=pattern)) for row in app.desk.documents()]
    return [count for count in counts if count]


def test_words_are_found_in_every_report(app: App, qtbot: Any) -> None:
    found = searched(app, qtbot, "收入")
    assert [count for _, count in found] == expected(app, "收入") == [2, 2, 2, 2]
    assert app.docks.search.count.text() == text("search_all.found", hits="8", reports="4")
    assert searched(app, qtbot, "沒有這個詞") == []
    assert app.docks.search.count.text() == text("search_all.none")
    assert [count for _, count in searched(app, qtbot, "生產總值")] == expected(app, "生產總值")


def test_patterns_are_found_and_wrong_ones_named(app: App, qtbot: Any) -> None:
    found = searched(app, qtbot, r"\d+％", pattern=True)
    assert [count for _, count in found] == expected(app, r"\d+％", pattern=True) != []
    assert searched(app, qtbot, "(", pattern=True) == []
    assert app.docks.search.count.text() == text("find.wrong_pattern")


def test_a_hit_is_shown_in_its_context_and_opens_in_a_pane_by_keyboard(app: App, qtbot: Any) -> None:
    searched(app, qtbot, "医护人员")
    model = app.docks.search.model
    row = model.index(0, 0, model.index(0, 0))
    left, hit, right = (str(model.data(row.siblingAtColumn(column))) for column in range(3))
    assert left.endswith("培训")
    assert hit == "医护人员"
    assert right.startswith("2-3个")
    app.docks.search.line.setFocus()
    QTest.keyClick(app.docks.search.line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is app.docks.search.list
    assert app.docks.search.list.currentIndex().parent().row() == 0
    last = model.index(0, 0, model.index(model.rowCount() - 1, 0))
    app.docks.search.list.setCurrentIndex(last)
    QTest.keyClick(app.docks.search.list, Qt.Key.Key_Return)
    pane = app.panes.active
    assert pane is not None
    assert pane.document == app.desk.documents()[-1].id
    assert pane.find.line.text() == "医护人员"
    assert pane.find.count.text() == "1 / 1"
    pane.find.step(1)
    assert pane.find.count.text() == "1 / 1"


def test_a_hit_opens_beside_what_is_read(app: App, qtbot: Any) -> None:
    searched(app, qtbot, "医护人员")
    model = app.docks.search.model
    shown = [pane.document for pane in app.panes.panes]
    last = app.desk.documents()[-1].id
    app.docks.search.list.setFocus()
    app.docks.search.list.setCurrentIndex(model.index(0, 0, model.index(model.rowCount() - 1, 0)))
    QTest.keyClick(app.docks.search.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sorted(filter(None, (pane.document for pane in app.panes.panes))) == sorted([*filter(None, shown), last])
    assert app.panes.active is not None
    assert app.panes.active.find.count.text() == "1 / 1"
    QTest.keyClick(app.docks.search.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(app.panes.panes) == len(shown) + 1
    app.docks.search.list.setFocus()
    QTest.keyClick(app.docks.search.list, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is app.docks.search.line


def test_enter_before_the_first_hit_goes_there_when_it_comes(app: App, qtbot: Any) -> None:
    app.actions["edit.find_all"].trigger()
    app.docks.search.line.setText("收入")
    QTest.keyClick(app.docks.search.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.docks.search.list.currentIndex().isValid(), timeout=LONG)
    assert app.docks.search.list.currentIndex().parent().isValid()


def test_the_last_word_typed_counts(app: App, qtbot: Any) -> None:
    app.actions["edit.find_all"].trigger()
    for words in ("收", "收入", "农田"):
        app.docks.search.line.setText(words)
        app.docks.search.search()
    qtbot.waitUntil(lambda: not app.docks.search.running, timeout=LONG)
    assert app.docks.search.model.hits == sum(expected(app, "农田"))


def test_a_report_that_comes_is_found(app: App, qtbot: Any) -> None:
    searched(app, qtbot, "南山区")
    assert app.docks.search.model.reports == 0
    app.desk.touch(app.desk.store.add(report("广东省/深圳市/南山区", 2031), ()))
    qtbot.waitUntil(lambda: app.docks.search.model.reports == 1, timeout=LONG)
    app.desk.undo()
    qtbot.waitUntil(lambda: app.docks.search.model.reports == 0, timeout=LONG)


def test_another_project_is_searched_after_it_was_opened(app: App, qtbot: Any, tmp_path: Path) -> None:
    assert len(searched(app, qtbot, "收入")) == 4
    folder = tmp_path / "other"
    folder.mkdir()
    other = project(folder, reports=1)
    other.close()
    app.projects.open(other.path)
    assert app.docks.search.model.reports == 0
    assert len(searched(app, qtbot, "收入")) == 1


def test_another_file_under_the_same_name_is_read_anew(app: App, qtbot: Any, tmp_path: Path) -> None:
    assert len(searched(app, qtbot, "收入")) == 4
    path = app.desk.store.path
    app.desk.store.add(report("广东省/深圳市/南山区", 2031), ())
    other = tmp_path / "copy.duidu"
    app.desk.store.snapshot(other)
    app.desk.undo()
    app._hush()
    app.desk.store.close()
    other.replace(path)
    app.projects.reopen(path)
    assert len(searched(app, qtbot, "收入")) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="ended by a signal")
def test_a_process_that_is_ended_from_outside_is_started_anew(app: App, qtbot: Any) -> None:
    assert len(searched(app, qtbot, "收入")) == 4
    os.kill(app.answers["words"]._process.pid, signal.SIGKILL)
    assert len(searched(app, qtbot, "农田")) == 4


def test_a_runaway_pattern_holds_nothing_up(app: App, qtbot: Any) -> None:
    app.desk.touch(app.desk.store.add(report("甲" * 40 + "市", 2033), ()))
    app.actions["edit.find_all"].trigger()
    app.docks.search.pattern.setChecked(True)
    app.docks.search.line.setText("(甲+)+[乙丙]")  # takes longer than the universe has stood
    app.docks.search.search()
    qtbot.waitUntil(lambda: app.docks.search.answers._taken, timeout=LONG)
    assert app.docks.search.running
    assert len(searched(app, qtbot, "收入")) == 4 + 1


def test_the_model_keeps_its_promises(qtbot: Any) -> None:
    texts = {1: "增长5%，增长6%。", 2: "增长7%"}
    model = Hits(texts.__getitem__, Theme("light"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.begin(Sought("增长"))
    model.add([(1, 2, ())], lambda document: f"report {document}")
    model.add([(2, 3, ())], lambda document: f"report {document}")  # more than there are: the cache was wrong
    assert (model.rowCount(), model.hits, model.reports) == (2, 5, 2)
    for row in range(2):
        model.fill(model.index(row, 0))
    assert [model.rowCount(model.index(row, 0)) for row in range(2)] == [2, 1]
    assert model.hits == 3
    document, hit, hits = model.place(model.index(1, 0, model.index(0, 0)))
    assert (document, hit, len(hits)) == (1, (5, 7), 2)
    assert model.place(model.index(0, 0)) == (1, None, ())
    assert not model.parent(QModelIndex()).isValid()
    model.begin(None)
    assert model.rowCount() == 0
    assert tester


def test_a_pattern_in_a_pane_holds_nothing_up_either(app: App, qtbot: Any) -> None:
    long = report("甲" * 40 + "市", 2033)
    # Longer than what a pipe holds: the next question must not wait for the process to read it.
    long = replace(long, text=long.text + "\n" + "甲" * 40 + "县" * 300_000)
    app.desk.touch(
        app.desk.store.add(replace(long, original=long.text, offsets=OffsetMap.identity(len(long.text))), ())
    )
    pane = app.panes.panes[0]
    pane.show_report(app.desk.documents()[-1].id)
    pane.open_find()
    pane.find.pattern.setChecked(True)
    pane.find.line.setText("(甲+)+[乙丙]")
    pane.find.search()
    qtbot.waitUntil(lambda: app.answers["pane"]._taken, timeout=LONG)
    assert pane.find.count.text() == text("search_all.searching")
    pane.find.line.setText(r"\d+％")
    pane.find.search()
    qtbot.waitUntil(lambda: pane.find.count.text() == "1 / 5", timeout=LONG)
    pane.find.step(1)
    assert pane.find.count.text() == "2 / 5"
    pane.find.line.setText("[")
    pane.find.search()
    assert pane.find.count.text() == text("find.wrong_pattern")
    pane.find.close_bar()
    assert not app.answers["pane"].busy or app.answers["pane"]._question[1] == "stop"
