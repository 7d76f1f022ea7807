from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMessageBox

from core.edits import Accept, Annotate, Correct, Reject
from core.facts import State
from core.messages import text
from core.spans import Span
from gui.backups import Backups
from gui.desk import Desk, Notice
from gui.history import History
from gui.historymodel import COLUMNS, StepsModel
from gui.theme import Theme
from tests.gui.projects import project


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    store = project(tmp_path)
    store.merge_seconds = 0
    yield Desk(store)
    store.close()


@pytest.fixture
def panel(desk: Desk, qtbot: Any) -> History:
    made = History(desk, Theme("light"))
    qtbot.addWidget(made)
    made.resize(1200, 320)
    with qtbot.waitExposed(made):
        made.show()
    made.look()
    return made


def labels(panel: History) -> list[str]:
    column = COLUMNS.index("what")
    return [panel.model.index(row, column).data() for row in range(panel.model.rowCount())]


def values(panel: History) -> list[list[str]]:
    return [
        [panel.values.item(row, column).text() for column in range(panel.values.columnCount())]
        for row in range(panel.values.rowCount())
    ]


def answer(panel: History, qtbot: Any, *, go: bool) -> str:
    qtbot.waitUntil(lambda: bool(panel.findChildren(QMessageBox)))
    (box,) = panel.findChildren(QMessageBox)
    words = box.informativeText()
    box.buttons()[0 if go else 1].click()
    qtbot.waitUntil(lambda: not panel.findChildren(QMessageBox))
    return words


def test_the_list_follows_what_is_done(panel: History, desk: Desk, qtbot: Any) -> None:
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = desk.facts(1)[0]
    desk.do(Accept((first.id,)))
    qtbot.waitUntil(lambda: len(labels(panel)) == 3)
    assert labels(panel)[0] == "采纳“105亿元”"
    panel.table.selectRow(0)
    assert values(panel) == [["105亿元 地区生产总值", "审阅状态", "提案", "采纳"]]
    desk.undo()
    qtbot.waitUntil(lambda: panel.model.index(0, COLUMNS.index("standing")).data() == "已撤销")
    assert not panel.back.isEnabled()
    del tester


def test_the_life_of_a_fact(panel: History, desk: Desk) -> None:
    first = desk.facts(1)[0]
    desk.do(Correct((first.id,), {"indicator": "GDP"}))
    desk.do(Annotate((first.id,), "核对"))
    panel.show_fact(first.id)
    assert labels(panel) == ["备注“105亿元”", "改正“105亿元”", "机器提案"]
    panel.table.selectRow(2)
    assert ["", "指标", "", "地区生产总值"] in values(panel)
    panel.table.selectRow(1)
    panel.revert_since()
    now = desk.fact(first.id)
    assert (now.state, now.note, now.indicator) == (State.PROPOSED, "", "地区生产总值")


def test_it_follows_the_selected_fact_and_report(panel: History, desk: Desk, qtbot: Any) -> None:
    one, two = desk.facts(1)[0], desk.facts(2)[0]
    desk.do(Accept((two.id,)))
    desk.select(1, one.id)
    panel.scope.setCurrentIndex(panel.scope.findData("fact"))
    panel._scoped()
    assert labels(panel) == ["机器提案"]
    desk.select(2, two.id)
    qtbot.waitUntil(lambda: labels(panel) == ["采纳“105亿元”", "机器提案"])
    panel.show_report()
    assert len(labels(panel)) == 2
    desk.select(1, None)
    qtbot.waitUntil(lambda: len(labels(panel)) == 1)


def test_one_value_goes_back(panel: History, desk: Desk) -> None:
    first = desk.facts(1)[0]
    desk.do(Correct((first.id,), {"indicator": "GDP", "action": "达到"}))
    panel.look()
    panel.table.selectRow(0)
    row = next(n for n, line in enumerate(values(panel)) if line[1] == "指标")
    panel.values.selectRow(row)
    assert panel.value.isEnabled()
    panel.value.click()
    now = desk.fact(first.id)
    assert (now.indicator, now.action) == ("地区生产总值", "达到")


def test_what_was_changed_since_is_named_and_stays(panel: History, desk: Desk, qtbot: Any) -> None:
    facts = [f.id for f in desk.facts(1)]
    desk.do(Accept(tuple(facts)))
    desk.do(Reject((facts[0],)))
    panel.look()
    panel.table.selectRow(1)
    panel.revert_steps()
    assert "105亿元 地区生产总值 审阅状态" in answer(panel, qtbot, go=False)
    assert desk.fact(facts[1]).state is State.ACCEPTED
    panel.revert_steps()
    answer(panel, qtbot, go=True)
    assert [desk.fact(f).state for f in facts[:2]] == [State.REJECTED, State.PROPOSED]
    desk.undo()
    assert desk.fact(facts[1]).state is State.ACCEPTED


def test_a_stretch_of_work_goes_back_after_a_question(panel: History, desk: Desk, qtbot: Any) -> None:
    desk.store.analyst = "王强"
    for fact in desk.facts(1)[:3]:
        desk.do(Accept((fact.id,)))
    panel.look()
    panel.table.selectRow(1)
    panel.revert_stretch()
    answer(panel, qtbot, go=True)
    assert {f.state for f in desk.facts(1)} == {State.PROPOSED}
    assert desk.store.undo_label() == "退回 3 步"


def test_persons_and_days(panel: History, desk: Desk) -> None:
    desk.store.analyst = "王强"
    desk.do(Accept((desk.facts(1)[0].id,)))
    panel.look()
    panel.person.setCurrentIndex(panel.person.findData("王强"))
    panel.look()
    assert labels(panel) == ["采纳“105亿元”"]
    panel.person.setCurrentIndex(0)
    panel.days.setCurrentIndex(panel.days.findData("day"))
    assert panel.day.isVisible()
    panel.look()
    assert len(labels(panel)) == 3
    panel.day.setDate(panel.day.date().addDays(-1))
    assert labels(panel) == []


def test_enter_goes_to_the_place(panel: History, desk: Desk, qtbot: Any) -> None:
    second = desk.facts(2)[3]
    desk.do(Accept((second.id,)))
    desk.select(1, None)
    panel.look()
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert (desk.selection.document, desk.selection.fact) == (2, second.id)


def test_nothing_to_go_back_on_is_said(panel: History, desk: Desk) -> None:
    told: list[Notice] = []
    desk.noticed.connect(told.append)
    panel.table.clearSelection()
    panel.revert_steps()
    first = desk.facts(1)[0].id
    desk.do(Accept((first,)))
    desk.do(Reject((first,)))
    panel.look()
    panel.table.selectRow(1)
    panel.revert_steps()
    assert [n.kind for n in told] == ["warning", "warning"]
    assert "后来又改过" in told[1].text


def test_long_histories_are_read_in_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.historymodel.PAGE", 4)
    for number in range(9):
        desk.do(Annotate((desk.facts(1)[0].id,), str(number)))
    model = StepsModel(desk, Theme("light"))
    model.look(model.wanted)
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == 11


def test_the_desk_shows_history_and_the_life_of_a_fact(tmp_path: Path, qtbot: Any) -> None:
    from gui.app import build

    app = build(project(tmp_path))
    app.window.resize(1280, 800)
    with qtbot.waitExposed(app.window):
        app.window.show()
    fact = app.desk.facts(1)[2]
    app.desk.select(1, fact.id)
    app.desk.do(Accept((fact.id,)))
    app.actions["fact.history"].trigger()
    assert app.docks.history.isVisible()
    assert labels(app.docks.history) == ["采纳“10.8%”", "机器提案"]
    app.actions["view.history"].setChecked(False)
    assert not app.docks.history.isVisible()
    app.actions["project.backups"].trigger()
    (dialog,) = app.window.findChildren(Backups)
    dialog.reject()
    app.close()
    QTest.qWait(0)


def test_a_project_is_restored_on_the_desk(tmp_path: Path, qtbot: Any) -> None:
    from core import backups
    from gui.app import build

    app = build(project(tmp_path))
    with qtbot.waitExposed(app.window):
        app.window.show()
    path = app.desk.store.path
    backups.make(path, "open")
    app.desk.do(Accept((app.desk.facts(1)[0].id,)))
    app.actions["project.backups"].trigger()
    (dialog,) = app.window.findChildren(Backups)
    dialog._restore(dialog.shown[0])
    assert app.desk.store.counts()[1] == {"proposed": 9}
    assert any("已恢复" in words for words in app.window.toasts.shown())
    app.desk.do(Accept((app.desk.facts(1)[0].id,)))
    assert app.desk.store.counts()[1]["accepted"] == 1
    app.close()
    QTest.qWait(0)


def test_pieces_are_told_by_their_words(panel: History, desk: Desk) -> None:
    fact = desk.facts(1)[0]
    words = desk.document(1).text
    end = words.index("\n") if "\n" in words else len(words)
    piece = Span(end - 3, end) if fact.end < end - 3 else Span(0, 2)
    desk.do(Correct((fact.id,), {"pieces": (piece,)}))
    panel.look()
    panel.table.selectRow(0)
    row = next(row for row in values(panel) if row[1] == text("column.pieces"))
    assert row[3] == f"“{piece.of(words)}”"
