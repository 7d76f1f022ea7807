from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from core.edits import Accept, Reject
from core.messages import set_language, text
from gui.desk import Desk
from gui.matrix import Matrix
from gui.matrixcells import MatrixCells
from gui.matrixmodel import LINES, STATE
from gui.theme import NAMES, Theme, contrast
from tests.gui.projects import facts, project, report, vocabulary

GDP = "地区生产总值"


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    store = project(tmp_path, 4)
    made = Desk(store)
    yield made
    store.close()


@pytest.fixture
def opened() -> list[list[int]]:
    return []


@pytest.fixture
def matrix(desk: Desk, qtbot: Any, opened: list[list[int]]) -> Matrix:
    made = Matrix(desk, Theme("light"), vocabulary(), opened.append)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitUntil(lambda: not made.side._timer.isActive())
    return made


def goto(matrix: Matrix, region: str, year: int, indicator: str = GDP) -> Any:
    panel = matrix.model.panel
    place = (
        next(n for n, r in enumerate(panel.regions) if r.name == region), year, panel.indicators.index(indicator)
    )  # fmt: skip
    index = matrix.model.find(place)
    assert index.isValid()
    matrix.table.setCurrentIndex(index)
    matrix.side.show_cell(index)
    return index


def test_the_model_keeps_qts_rules(matrix: Matrix) -> None:
    tester = QAbstractItemModelTester(matrix.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    matrix.arrange("indicator", "region", 2020)
    matrix.model.filter("收入")
    assert matrix.model.rowCount() == 2
    matrix.model.filter("")
    del tester


def test_a_cell_shows_value_unit_and_state(matrix: Matrix) -> None:
    matrix.show_view("level")
    index = goto(matrix, "北镇市", 2020)
    assert index.data(LINES)[0][:2] == ("105", "亿元")
    assert index.data(STATE) == "proposed"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "北镇市 · 2020 · 地区生产总值：105亿元（提案）"


def test_any_of_the_three_can_be_rows_columns_or_chosen(matrix: Matrix) -> None:
    for rows, columns in (("region", "indicator"), ("indicator", "year"), ("year", "region")):
        matrix.arrange(rows, columns)
        goto_place = (0, 2020, matrix.model.panel.indicators.index(GDP))
        third = dict(zip(("region", "year", "indicator"), goto_place, strict=True))[matrix.model.chooser]
        matrix.arrange(rows, columns, third)
        index = matrix.model.find(goto_place)
        assert index.data(LINES)[0][0] == "105"


def test_choosing_an_axis_that_is_taken_exchanges_them(matrix: Matrix) -> None:
    matrix.row_box.setCurrentIndex(1)
    matrix.row_box.activated.emit(1)
    assert (matrix.model.rows, matrix.model.columns) == ("year", "region")


def test_enter_opens_the_reports_at_the_sentence(
    matrix: Matrix, desk: Desk, opened: list[list[int]], qtbot: Any
) -> None:
    index = goto(matrix, "北镇市", 2020)
    qtbot.keyClick(matrix.table, Qt.Key.Key_Return)
    figure = matrix.model.cell(index).level
    assert figure is not None
    assert opened == [[figure.document]]
    assert (desk.selection.document, desk.selection.fact) == (figure.document, figure.fact)


def test_accepting_in_the_matrix_changes_the_cell(matrix: Matrix, desk: Desk, qtbot: Any) -> None:
    index = goto(matrix, "北镇市", 2020)
    qtbot.keyClick(matrix.table, Qt.Key.Key_A)
    assert index.data(STATE) == "accepted"
    desk.undo()
    assert index.data(STATE) == "proposed"


def test_not_mentioned_is_recorded_and_taken_back(matrix: Matrix, desk: Desk, qtbot: Any) -> None:
    matrix.show_view("level")
    listing = next(d for d in desk.documents() if d.region.endswith("北镇市"))
    index = matrix.model.index(0, 0)
    matrix.arrange("region", "year", matrix.model.panel.indicators.index("固定资产投资"))
    index = goto(matrix, "北镇市", 2020, "固定资产投资")
    assert index.data(STATE) == "unreviewed"
    desk.do(Accept(tuple(f.id for f in desk.store.facts(listing.id))))
    assert index.data(STATE) == "missing"
    qtbot.keyClick(matrix.table, Qt.Key.Key_N)
    assert index.data(STATE) == "absent"
    matrix.side.show_cell(index)
    assert matrix.side.buttons["absent"].text() == text("matrix.absent_off")
    qtbot.keyClick(matrix.table, Qt.Key.Key_N)
    assert index.data(STATE) == "missing"


def test_holes_are_a_work_list(matrix: Matrix, desk: Desk, qtbot: Any) -> None:
    matrix.show_view("level")
    matrix.side.kind.setCurrentIndex(matrix.side.kind.findData("proposed"))
    qtbot.waitUntil(lambda: not matrix.side._timer.isActive())
    before = matrix.side.list.count()
    assert before == 4
    matrix.step(1)
    figure = matrix.model.cell(matrix.table.currentIndex()).level
    assert figure is not None
    desk.do(Reject((figure.fact,)))
    assert matrix.side.list.count() == before - 1


def test_each_kind_of_work_is_counted_in_the_choice(matrix: Matrix, desk: Desk, qtbot: Any) -> None:
    matrix.show_view("level")
    side = matrix.side
    qtbot.waitUntil(lambda: not side._timer.isActive())
    states = [matrix.model.state(matrix.model.index(r, c)) for r in range(matrix.model.rowCount())
              for c in range(matrix.model.columnCount())]  # fmt: skip
    for row in range(side.kind.count()):
        state, said = side.kind.itemData(row), side.kind.itemText(row)
        assert said.endswith(f"　{states.count(state)}") or not states.count(state)
    side.kind.setCurrentIndex(side.kind.findData("proposed"))
    assert side.list.count() == states.count("proposed")  # without looking again
    assert not side._timer.isActive()


def test_a_block_can_be_pasted_into_a_spreadsheet(matrix: Matrix) -> None:
    matrix.show_view("level")
    goto(matrix, "北镇市", 2020)
    matrix.copy()
    assert QGuiApplication.clipboard().text() == "\t2020\n北镇市\t105亿元"


def test_target_stands_beside_outcome(matrix: Matrix) -> None:
    matrix.show_view("target")
    index = goto(matrix, "北镇市", 2021)
    assert index.data(LINES)[0] == ("≥ +6", "%", "目标")


def test_the_cell_stays_in_sight_when_columns_grow_wider(matrix: Matrix, qtbot: Any) -> None:
    matrix.table.setMaximumWidth(300)
    matrix.show_view("level")
    qtbot.waitUntil(lambda: 0 < matrix.table.viewport().width() < 300)
    last = matrix.model.index(0, matrix.model.columnCount() - 1)
    matrix.table.setCurrentIndex(last)
    matrix.table.scrollTo(last)
    matrix.show_view("target")
    seen, cell = matrix.table.viewport().rect(), matrix.table.visualRect(last)
    assert cell.intersected(seen).width() == min(cell.width(), seen.width())


def test_both_languages_and_themes_draw(desk: Desk, qtbot: Any) -> None:
    for language, theme in (("en", "dark"), ("zh", "contrast")):
        set_language(language)
        made = Matrix(desk, Theme(theme), vocabulary(), lambda _documents: None)
        qtbot.addWidget(made)
        made.resize(900, 500)
        assert not made.grab().isNull()


def test_an_empty_project_says_what_to_do(tmp_path: Path, qtbot: Any) -> None:
    store = project(tmp_path, 0)
    made = Matrix(Desk(store), Theme("light"), vocabulary(), lambda _documents: None)
    qtbot.addWidget(made)
    made.show()
    assert made._stack.currentIndex() == 0
    store.close()


def test_an_import_while_it_is_hidden_is_taken_in_when_it_is_shown(matrix: Matrix, desk: Desk, qtbot: Any) -> None:
    goto(matrix, "北镇市", 2020)
    matrix.hide()
    fresh = report("北京市", 2021)
    desk.touch(desk.store.add(fresh, facts(fresh)))
    assert len(matrix.model.panel.regions) == 4
    matrix.show()
    qtbot.waitUntil(lambda: len(matrix.model.panel.regions) == 5)
    index = matrix.table.currentIndex()
    region, year, _ = matrix.model.place(index.row(), index.column())
    assert (matrix.model.panel.regions[region].name, year) == ("北镇市", 2020)


def test_scrolling_draws_only_what_comes_into_view(matrix: Matrix, qapp: Any) -> None:
    heights: list[int] = []

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                heights.append(event.rect().height())
            return False

    matrix.arrange("indicator", "year", 0)
    matrix.table.setMaximumHeight(160)
    painted, view, bar = Painted(), matrix.table.viewport(), matrix.table.verticalScrollBar()
    qapp.processEvents()
    assert bar.maximum() > 4
    view.installEventFilter(painted)
    for place in (2, 4):
        bar.setValue(place)
        qapp.processEvents()
    assert heights
    assert min(heights) < view.height() / 2


@pytest.mark.parametrize("name", NAMES)
def test_the_ground_without_a_report_is_seen_in_every_theme(name: str, qtbot: Any) -> None:
    theme = Theme(name)
    seen = contrast(MatrixCells(theme).hatching, theme.colour("ui.field"))
    # Thin strokes over whole columns: plain to see, and quieter than what stands in cells.
    assert 2 <= seen < 3


def chosen(desk: Desk, quantity: str, report: int = 0) -> Any:
    document = desk.documents()[report].id
    fact = next(f for f in desk.facts(document) if f.quantity == quantity)
    desk.select(document, fact.id)
    return fact


def here(matrix: Matrix) -> tuple[str, int, str]:
    index = matrix.table.currentIndex()
    region, year, indicator = matrix.model.place(index.row(), index.column())
    return matrix.model.panel.regions[region].name, year, matrix.model.panel.indicators[indicator]


def test_it_opens_at_the_selected_fact(matrix: Matrix, desk: Desk) -> None:
    fact = chosen(desk, "6.53亿元", 1)
    matrix.show_fact(fact)
    assert here(matrix)[1:] == (fact.period_end, fact.canonical)
    assert (fact.document, fact.id) in matrix.model.cell(matrix.table.currentIndex()).facts
    aim = next(f for f in desk.facts(fact.document) if f.canonical == "固定资产投资")
    matrix.show_fact(aim)
    assert matrix.model.view == "target"  # a target stands in another view than an outcome
    assert here(matrix)[1:] == (aim.period_end, "固定资产投资")


def test_it_stays_where_it_was_left_for_the_same_fact(matrix: Matrix, desk: Desk) -> None:
    fact = chosen(desk, "6.53亿元", 1)
    matrix.show_fact(fact)
    matrix.fixed_box.setCurrentIndex(0)
    matrix.show_fact(fact)
    assert matrix.model.fixed == 0


def test_a_filter_does_not_hide_the_fact_it_opens_at(matrix: Matrix, desk: Desk) -> None:
    matrix.search.setText("没有这个地方")
    fact = chosen(desk, "6.53亿元", 1)
    matrix.show_fact(fact)
    assert here(matrix)[2] == fact.canonical


def test_a_fact_without_a_standard_indicator_is_told(matrix: Matrix, desk: Desk) -> None:
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    fact = next(f for f in desk.facts(desk.documents()[0].id) if not f.canonical)
    before = matrix.table.currentIndex()
    matrix.show_fact(fact)
    assert told == [text("matrix.no_standard", name=fact.indicator)]
    assert matrix.table.currentIndex() == before
