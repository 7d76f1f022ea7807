from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QStyleOptionComboBox, QStyleOptionViewItem

from core.edits import Accept, MakeTag
from core.facts import State
from core.messages import set_language, text
from core.querying import Query
from gui.actions import Actions
from gui.answers import Answers
from gui.bulk import CorrectMany
from gui.desk import Desk
from gui.factcolumns import COLUMNS, PLACE
from gui.factfilter import FilterBar, between
from gui.facttable import FactTable
from gui.lines import Completing
from gui.theme import Theme
from tests.gui.projects import project, vocabulary


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=4))
    yield desk
    desk.store.close()


@pytest.fixture
def table(desk: Desk, qtbot: Any) -> FactTable:
    table = FactTable(desk, vocabulary(), Theme("light"), Actions(Theme("light")))
    qtbot.addWidget(table)
    table.resize(1100, 420)
    with qtbot.waitExposed(table):
        table.show()
    return table


def choose(table: FactTable, *rows: int) -> None:
    model = table.view.selectionModel()
    model.clearSelection()
    for row in rows:
        model.select(
            table.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        )


def test_seldom_filters_are_folded_away_and_seen_while_they_narrow(table: FactTable) -> None:
    filters = table.filters
    seldom = [filters.boxes["noted"], filters.lines["value"]]
    assert not any(widget.isVisible() for widget in seldom)
    filters.more.click()
    assert all(widget.isVisible() for widget in seldom)
    filters.more.click()
    filters.choose("noted", 1)
    assert [widget.isVisible() for widget in seldom] == [True, False]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filter_shows_its_name_until_it_narrows(desk: Desk, qtbot: Any, language: str) -> None:
    set_language(language)
    filters = FilterBar(vocabulary(), Theme("light"))
    qtbot.addWidget(filters)
    option = QStyleOptionComboBox()
    for name in ("state", "indicator", "measure", "status", "confidence", "who", "noted"):
        box = filters.boxes[name]
        box.initStyleOption(option)
        assert option.currentText == box.resting()
        assert option.currentText
    box, before = filters.boxes["confidence"], filters.boxes["confidence"].width()
    filters.choose("confidence", 0.95)
    box.initStyleOption(option)
    assert option.currentText == text("table.at_least", percent=95)
    assert box.width() > before  # room for what was chosen
    filters.clear()
    assert box.width() == before
    assert filters.boxes["scope"].resting() == text("table.scope_all")


def test_columns_fitted_to_one_language_have_room_for_the_words_of_another(table: FactTable) -> None:
    header, state = table.view.horizontalHeader(), PLACE["state"]
    narrow = header.minimumSectionSize()
    header.resizeSection(state, narrow)
    kept = table.layout_state()
    table.restore_layout(kept)
    assert header.sectionSize(state) == narrow  # as it was left
    set_language("en")
    table.restore_layout(kept)
    assert header.sectionSize(state) > narrow


def test_the_chosen_row_stays_in_sight_when_the_panel_gets_lower(table: FactTable, desk: Desk) -> None:
    row = 9
    fact = desk.fact(table.model.ids()[row])
    desk.select(fact.document, fact.id, "pane")
    table.resize(1100, 190)
    place = table.view.visualRect(table.view.currentIndex())
    assert table.view.currentIndex().row() == row
    assert table.view.viewport().rect().contains(place.center())


def test_what_was_chosen_while_it_was_hidden_is_chosen_when_it_is_shown(table: FactTable, desk: Desk) -> None:
    table.hide()
    fact = desk.fact(table.model.ids()[12])
    desk.select(fact.document, fact.id, "pane")
    table.show()
    assert table.chosen() == (fact.id,)


def test_it_lists_all_facts(table: FactTable) -> None:
    assert table.model.rowCount() == 36
    assert table.filters.count.text() == "36 条"


def test_a_row_selects_its_fact_on_the_desk(table: FactTable, desk: Desk) -> None:
    table.view.selectRow(10)
    assert desk.selection.fact == table.model.ids()[10]
    assert desk.selection.document == desk.documents()[1].id
    assert desk.selection.origin == "table"


def test_a_selection_elsewhere_is_followed(table: FactTable, desk: Desk) -> None:
    wanted = table.model.ids()[30]
    told: list[str] = []
    desk.selected.connect(lambda selection: told.append(selection.origin))
    desk.select(desk.fact(wanted).document, wanted, "pane")
    assert table.view.currentIndex().row() == 30
    assert table.chosen() == (wanted,)
    assert told == ["pane"]  # the table does not answer back


def test_filters_narrow_and_can_be_taken_off(table: FactTable, desk: Desk, qtbot: Any) -> None:
    filters = table.filters
    box = filters.boxes["status"]
    box.setCurrentIndex(box.findData("target"))
    assert table.model.rowCount() == 12
    assert filters.count.text() == "12 / 36 条"
    assert box.property("active")
    filters.search.setText("固投")
    QTest.keyClick(filters.search, Qt.Key.Key_Return)
    assert table.model.rowCount() == 0
    assert table.view.hint == "没有符合筛选的数据。"
    filters.search.setText("投资")
    qtbot.waitUntil(lambda: table.model.rowCount() == 4)
    filters.clear_button.click()
    assert table.model.rowCount() == 36
    assert not filters.clear_button.isVisibleTo(table)


def test_other_rows_are_shown_from_the_first(table: FactTable, desk: Desk, qtbot: Any) -> None:
    table.resize(1100, 200)
    table.view.selectRow(table.model.rowCount() - 1)
    last = desk.fact(desk.selection.fact or 0)
    table.view.scrollToBottom()
    bar = table.view.verticalScrollBar()
    assert bar.value() > 0
    box = table.filters.boxes["status"]
    other = next(n for n in range(1, box.count()) if box.itemData(n) != last.status.value)
    box.setCurrentIndex(other)
    assert table.model.rowCount() > 5
    assert last.id not in table.model.ids()
    assert bar.value() == 0


def test_whatever_is_typed_can_be_cleared_without_enter(table: FactTable, qtbot: Any) -> None:
    filters = table.filters
    filters.more.click()
    filters.lines["unit"].setText("亩")
    qtbot.waitUntil(filters.clear_button.isVisible)
    filters.clear_button.setFocus()
    QTest.keyClick(filters.clear_button, Qt.Key.Key_Space)
    assert filters.lines["unit"].text() == ""
    assert not filters.clear_button.isVisible()
    assert filters.search.hasFocus()


def test_the_reports_can_be_those_that_are_open_or_the_one_at_hand(table: FactTable, desk: Desk) -> None:
    documents = [listing.id for listing in desk.documents()]
    table.show_reports(documents[:2])
    scope = table.filters.boxes["scope"]
    scope.setCurrentIndex(scope.findData("open"))
    assert table.model.rowCount() == 18
    desk.select(documents[3], None)
    scope.setCurrentIndex(scope.findData("this"))
    assert table.model.rowCount() == 9
    desk.select(documents[0], desk.facts(documents[0])[0].id)
    assert set(table.model.ids()) == {fact.id for fact in desk.facts(documents[0])}


def test_it_can_be_narrowed_from_outside(table: FactTable, desk: Desk) -> None:
    desk.do(Accept(tuple(table.model.ids()[:3])))
    table.narrow(states=(State.ACCEPTED,))
    assert table.model.rowCount() == 3
    table.narrow(canonical="地区生产总值")
    assert table.model.rowCount() == 8


def test_a_click_on_a_title_sorts_a_third_gives_the_reading_order_back(table: FactTable) -> None:
    header = table.view.horizontalHeader()
    before = table.model.ids()
    header.setSortIndicator(PLACE["base_value"], Qt.SortOrder.DescendingOrder)
    assert table.model.index(0, PLACE["value"]).data() == "105亿元"
    header.setSortIndicator(PLACE["confidence"], Qt.SortOrder.AscendingOrder)
    assert "62%" in table.model.index(0, PLACE["confidence"]).data()
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert table.model.ids() == before


def test_a_click_on_a_title_selects_nothing(table: FactTable) -> None:
    header = table.view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert table.chosen() == ()
    assert table.model.query.sort == "state"
    table.view.selectAll()
    table.grab()
    assert len(table.chosen()) == 36


def test_many_rows_are_decided_as_one_act(table: FactTable, desk: Desk) -> None:
    choose(table, 1, 2, 5)
    assert table.acts.isVisibleTo(table)
    assert table.acts.chosen_label.text() == "选中 3 条"
    chosen = table.chosen()
    table.acts.accept_many.click()
    assert {desk.fact(i).state for i in chosen} == {State.ACCEPTED}
    assert table.chosen() == chosen
    table.acts.reject_many.click()
    assert {desk.fact(i).state for i in chosen} == {State.REJECTED}
    desk.undo()
    desk.undo()
    assert {desk.fact(i).state for i in chosen} == {State.PROPOSED}


def test_many_rows_get_one_indicator(table: FactTable, desk: Desk) -> None:
    choose(table, 0, 9, 18)
    chosen = table.chosen()
    table.acts.correct_many.click()
    dialog = table.findChild(CorrectMany) or next(w for w in table.window().findChildren(CorrectMany))
    dialog.line.setText("财政收入")
    dialog.accept()
    assert {(desk.fact(i).indicator, desk.fact(i).canonical) for i in chosen} == {("财政收入", "一般公共预算收入")}
    desk.undo()
    assert {desk.fact(i).indicator for i in chosen} == {"地区生产总值"}


def test_number_keys_tag_the_selected_rows(table: FactTable, desk: Desk) -> None:
    desk.do(MakeTag("甲", "#c8403a"))
    tag = desk.tags()[0].id
    choose(table, 0, 1)
    table.tag_number(1)
    assert all(tag in desk.fact(i).tags for i in table.chosen())
    table.tag_number(1)
    assert not any(tag in desk.fact(i).tags for i in table.chosen())
    table.tag_number(7)  # no such tag: nothing happens


def test_keys_of_a_decision_mean_all_selected_rows(desk: Desk, qtbot: Any) -> None:
    actions = Actions(Theme("light"))
    single: list[bool] = []
    actions.on("fact.accept", lambda: single.append(True))
    table = FactTable(desk, vocabulary(), Theme("light"), actions)
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    desk.do(MakeTag("甲", "#c8403a"))
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    choose(table, 0, 1, 2)
    QTest.keyClick(table.view, Qt.Key.Key_A)
    assert {desk.fact(i).state for i in table.chosen()} == {State.ACCEPTED}
    QTest.keyClick(table.view, Qt.Key.Key_1)
    assert all(desk.fact(i).tags for i in table.chosen())
    QTest.keyClick(table.view, Qt.Key.Key_X)
    assert {desk.fact(i).state for i in table.chosen()} == {State.REJECTED}
    assert single == []
    table.view.selectRow(5)
    QTest.keyClick(table.view, Qt.Key.Key_A)
    assert desk.fact(table.model.ids()[5]).state is State.ACCEPTED
    assert single == []  # the table did it and went on in its own order
    assert table.view.currentIndex().row() == 6
    assert desk.selection.fact == table.model.ids()[6]


def test_the_most_doubtful_are_reviewed_first_without_a_mouse(desk: Desk, qtbot: Any) -> None:
    table = FactTable(desk, vocabulary(), Theme("light"), Actions(Theme("light")))
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    table.narrow(states=(State.PROPOSED,))
    table.view.horizontalHeader().setSortIndicator(PLACE["confidence"], Qt.SortOrder.AscendingOrder)
    wanted = table.model.ids()[:8]
    table.view.selectRow(0)
    for key in (Qt.Key.Key_A, Qt.Key.Key_X) * 4:
        QTest.keyClick(table.view, key)
    assert [desk.fact(i).state for i in wanted] == [State.ACCEPTED, State.REJECTED] * 4
    assert table.model.rowCount() == 28


def test_a_filter_that_lets_a_row_go_leaves_the_reader_alone(table: FactTable, desk: Desk) -> None:
    table.narrow(states=(State.PROPOSED,))
    table.view.selectRow(3)
    chosen = desk.selection
    heard: list[Any] = []
    desk.selected.connect(heard.append)
    desk.do(Accept((chosen.fact,)))  # decided in a pane
    assert desk.selection == chosen
    assert heard == []


def test_a_filter_of_proposals_empties_as_they_are_decided(table: FactTable, desk: Desk) -> None:
    table.narrow(states=(State.PROPOSED,))
    first = table.model.ids()[0]
    desk.do(Accept((first,)))
    assert table.model.rowCount() == 35
    desk.undo()
    assert table.model.ids()[0] == first


def test_rows_are_copied_with_their_titles(table: FactTable) -> None:
    choose(table, 0, 3)
    QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[0].split("\t")[:3] == ["审阅", "报告", "指标"]
    assert "城镇居民人均可支配收入" in lines[2]
    assert "换算值" not in lines[0]  # hidden columns stay out


def test_enter_edits_the_cell_and_enter_saves_it(table: FactTable, desk: Desk) -> None:
    view = table.view
    view.setFocus()
    view.setCurrentIndex(table.model.index(0, PLACE["indicator"]))
    QTest.keyClick(view, Qt.Key.Key_Return)
    line = view.findChild(Completing)
    assert line.text() == "地区生产总值"
    line.setText("全市生产总值")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.fact(table.model.ids()[0]).indicator == "全市生产总值"


def test_escape_in_a_cell_changes_nothing(table: FactTable, desk: Desk) -> None:
    view = table.view
    view.setCurrentIndex(table.model.index(0, PLACE["value"]))
    view.edit(view.currentIndex())
    line = view.findChild(Completing)
    line.setText("1元")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert desk.fact(table.model.ids()[0]).state is State.PROPOSED


def test_a_choice_is_edited_by_a_list(table: FactTable, desk: Desk) -> None:
    view = table.view
    view.setCurrentIndex(table.model.index(0, PLACE["status"]))
    view.edit(view.currentIndex())
    box = view.viewport().findChild(QComboBox)
    assert box.currentText() == "预计"
    box.setCurrentIndex(box.findData("target"))
    box.activated.emit(box.currentIndex())
    assert desk.fact(table.model.ids()[0]).status.value == "target"


def test_a_report_cut_in_its_column_keeps_its_year(table: FactTable) -> None:
    view, place = table.view, PLACE["report"]
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    name = table.model.index(0, place).data()
    option.rect = QRect(0, 0, option.fontMetrics.horizontalAdvance(name) + 4, 26)
    view.itemDelegate().initStyleOption(option, table.model.index(0, place))
    assert option.text != name
    assert option.text.endswith("…2021")


def test_escape_leads_back_to_the_text(table: FactTable) -> None:
    back: list[bool] = []
    table.left.connect(lambda: back.append(True))
    QTest.keyClick(table.view, Qt.Key.Key_Escape)
    QTest.keyClick(table.filters.search, Qt.Key.Key_Escape)
    assert back == [True, True]


def test_a_hidden_table_catches_up_when_shown(table: FactTable, desk: Desk) -> None:
    table.hide()
    fact = table.model.ids()[4]
    desk.do(Accept((fact,)))
    desk.select(desk.fact(fact).document, fact)
    table.show()
    assert table.model.index(4, PLACE["state"]).data() == "采纳"
    assert table.view.currentIndex().row() == 4


def test_an_empty_project_says_what_to_do(tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "empty").mkdir()
    desk = Desk(project(tmp_path / "empty", reports=0))
    table = FactTable(desk, vocabulary(), Theme("dark"))
    qtbot.addWidget(table)
    table.show()
    assert "导入报告" in table.view.hint
    table.grab()
    desk.store.close()


def test_the_layout_of_the_columns_is_kept(table: FactTable, desk: Desk, qtbot: Any) -> None:
    header = table.view.horizontalHeader()
    header.setSectionHidden(PLACE["base_value"], False)
    header.moveSection(header.visualIndex(PLACE["note"]), 0)
    kept = table.layout_state()
    other = FactTable(desk, vocabulary(), Theme("light"))
    qtbot.addWidget(other)
    other.restore_layout(kept)
    assert not other.view.horizontalHeader().isSectionHidden(PLACE["base_value"])
    assert other.view.horizontalHeader().visualIndex(PLACE["note"]) == 0


def test_every_control_has_a_name(table: FactTable) -> None:
    assert len(COLUMNS) == table.model.columnCount()
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in table.filters.findChildren(kind):
            named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
            inside = isinstance(widget.parent(), QLineEdit | QComboBox)  # Qt's own clear button, the list's line
            assert named or inside, widget
    assert table.view.accessibleName()


def test_a_typed_value_may_be_a_number_or_a_range() -> None:
    assert between("") == (None, None)
    assert between("5亿元") == (5e8, 5e8)
    assert between("3-5亿") == (3e8, 5e8)
    assert between("100以上") == (100, None)
    assert between("-8") == (None, 8)
    assert between("8%以内") == (None, 8)
    assert between("1,200") == (1200, 1200)


def test_facts_are_found_by_value_unit_year_person_and_note(table: FactTable, desk: Desk, qtbot: Any) -> None:
    total = table.model.rowCount()
    table.filters.lines["value"].setText("100亿以上")
    qtbot.waitUntil(lambda: table.model.rowCount() < total)
    assert {table.model.fact(row).quantity for row in range(table.model.rowCount())} == {"105亿元"}
    table.filters.clear()
    assert table.model.rowCount() == total
    table.filters.lines["unit"].setText("亩")
    qtbot.waitUntil(lambda: table.model.rowCount() < total)
    assert {table.model.fact(row).quantity for row in range(table.model.rowCount())} == {"7000亩"}


@pytest.fixture
def slow(desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FactTable]:
    """A table for which every query is a long one, answered by another process."""
    monkeypatch.setattr("gui.answers.LARGE", 0)
    answers = Answers(lambda: desk.store.path)
    table = FactTable(desk, vocabulary(), Theme("light"), Actions(Theme("light")), answers=answers)
    qtbot.addWidget(table)
    table.resize(1100, 420)
    with qtbot.waitExposed(table):
        table.show()
    qtbot.waitUntil(lambda: not table.model.busy, timeout=60_000)
    yield table
    answers.close()


def test_a_long_query_shows_what_there_is_and_says_that_it_works(desk: Desk, slow: FactTable, qtbot: Any) -> None:
    every = desk.store.find(Query())
    assert slow.model.ids() == every
    slow.view.selectRow(3)
    chosen = slow.model.fact(3).id
    slow.view.horizontalHeader().setSortIndicator(PLACE["value"], Qt.SortOrder.DescendingOrder)
    assert slow.model.busy
    assert slow.model.ids() == every  # still as it was
    assert slow.filters.count.text() == text("table.sorting")
    qtbot.waitUntil(lambda: not slow.model.busy, timeout=60_000)
    assert slow.model.ids() == desk.store.find(Query(sort="base_value", descending=True))
    assert slow.filters.count.text() == text("table.count", count=36, total=36)
    assert slow.model.fact(slow.view.currentIndex().row()).id == chosen


def test_typing_again_ends_the_query_before(desk: Desk, slow: FactTable, qtbot: Any) -> None:
    for words in ("收", "收入", "农田"):
        slow.filters.search.setText(words)
        slow._look()
    assert slow.filters.count.text() == text("table.finding")
    qtbot.waitUntil(lambda: not slow.model.busy, timeout=60_000)
    assert slow.model.ids() == desk.store.find(Query(text="农田"))


def test_what_is_decided_while_it_works_is_right_when_it_is_done(desk: Desk, slow: FactTable, qtbot: Any) -> None:
    slow.narrow(states=(State.PROPOSED,))
    first = desk.store.find(Query())[0]
    assert slow.model.busy
    desk.do(Accept((first,)))
    qtbot.waitUntil(lambda: not slow.model.busy, timeout=60_000)
    assert slow.model.ids() == desk.store.find(Query(states=("proposed",)))
    assert first not in slow.model.ids()
    slow.narrow(states=(State.ACCEPTED,))
    desk.do(Accept((desk.store.find(Query())[5],)))
    qtbot.waitUntil(lambda: not slow.model.busy, timeout=60_000)
    assert slow.model.ids() == desk.store.find(Query(states=("accepted",)))


def test_rows_that_come_in_pieces_keep_the_model_right(desk: Desk, slow: FactTable) -> None:
    every = desk.store.find(Query())
    model = slow.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.busy = True
    model._begun = False
    for first in range(0, len(every), 5):
        model._part([array("q", every[first : first + 5])], first)
    model._end("")
    assert model.ids() == every
    assert tester
