from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from core.edits import Accept, Annotate, Correct, MakeTag, Reject, Remove, Tag
from core.facts import Direction, Measure, State, Status
from core.querying import Query
from gui.desk import Desk
from gui.factcolumns import COLUMNS, PLACE
from gui.factmodel import BLOCK, FactModel
from gui.suggesting import Vocabulary
from gui.theme import Theme
from tests.gui.projects import project, vocabulary


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    desk = Desk(project(tmp_path, reports=4))
    yield desk
    desk.store.close()


@pytest.fixture
def model(desk: Desk) -> FactModel:
    model = FactModel(desk, Vocabulary(vocabulary()), Theme("light"))
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    desk.changed.connect(model.touched)
    model.look(Query())
    return model


def cell(model: FactModel, row: int, key: str, role: Any = Qt.ItemDataRole.DisplayRole) -> Any:
    return model.index(row, PLACE[key]).data(role)


def column(model: FactModel, key: str) -> list[str]:
    return [cell(model, row, key) for row in range(model.rowCount())]


def test_all_facts_in_reading_order(model: FactModel) -> None:
    assert model.rowCount() == 36
    assert cell(model, 0, "indicator") == "地区生产总值"
    assert cell(model, 0, "value") == "105亿元"
    assert cell(model, 0, "report") == "北镇市 2021"
    assert cell(model, 0, "period") == "2020"
    assert cell(model, 2, "measure") == "上升 · 同比"
    assert cell(model, 9, "report") == "昆山市 2021"


def test_every_column_has_a_title_and_can_be_sorted_if_it_says_so(model: FactModel) -> None:
    for number, one in enumerate(COLUMNS):
        assert model.headerData(number, Qt.Orientation.Horizontal)
        if one.sort:
            model.look(Query(sort=one.sort, descending=True))
            assert model.rowCount() == 36
            assert column(model, one.key)


def test_rows_are_fetched_in_blocks_when_they_are_seen(model: FactModel) -> None:
    model._rows.clear()
    assert cell(model, 30, "value")
    assert len(model._rows) == min(BLOCK, 36)


def test_sorted_by_value_as_numbers(model: FactModel) -> None:
    model.look(Query(sort="base_value", descending=True))
    assert column(model, "value")[:2] == ["105亿元", "105亿元"]
    assert column(model, "value")[-1] == "4%以内"


def test_a_cell_is_corrected_by_one_act(model: FactModel, desk: Desk) -> None:
    assert model.setData(model.index(0, PLACE["value"]), "115亿元")
    fact = desk.fact(model.ids()[0])
    assert (fact.value, fact.state) == (115, State.CORRECTED)
    assert cell(model, 0, "value") == "115亿元"
    assert cell(model, 0, "state") == "改正"
    desk.undo()
    assert cell(model, 0, "value") == "105亿元"


@pytest.mark.parametrize(
    ("key", "typed", "field", "expected"),
    [
        ("indicator", "财政收入", "canonical", "一般公共预算收入"),
        ("period", "十三五", "period_start", 2016),
        ("status", "target", "status", Status.TARGET),
        ("measure", "change", "direction", Direction.UP),
        ("canonical", "GDP", "canonical", "地区生产总值"),
        ("note", " 核对 ", "note", "核对"),
    ],
)
def test_cells_of_every_kind_can_be_edited(
    model: FactModel, desk: Desk, key: str, typed: str, field: str, expected: object
) -> None:
    assert model.flags(model.index(0, PLACE[key])) & Qt.ItemFlag.ItemIsEditable
    assert model.setData(model.index(0, PLACE[key]), typed)
    assert getattr(desk.fact(model.ids()[0]), field) == expected


def test_what_cannot_be_read_is_told_and_changes_nothing(model: FactModel, desk: Desk) -> None:
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    for key, typed in (("value", "很多"), ("period", "明天"), ("indicator", " "), ("canonical", "没有的")):
        assert not model.setData(model.index(0, PLACE[key]), typed)
    assert len(told) == 4
    assert desk.fact(model.ids()[0]).state is State.PROPOSED


def test_a_fact_leaves_a_filter_that_it_no_longer_meets_and_comes_back(model: FactModel, desk: Desk) -> None:
    model.look(Query(states=("proposed",)))
    fact = model.ids()[3]
    desk.do(Accept((fact,)))
    assert model.rowCount() == 35
    assert model.row(fact) == -1
    desk.undo()
    assert model.row(fact) == 3


def test_many_at_once(model: FactModel, desk: Desk) -> None:
    desk.do(Accept(tuple(model.ids())))
    assert set(column(model, "state")) == {"采纳"}
    model.look(Query(states=("accepted",)))
    desk.undo()
    assert model.rowCount() == 0


def test_a_removed_report_takes_its_facts_away(model: FactModel, desk: Desk) -> None:
    desk.do(Remove((desk.documents()[0].id,)))
    assert model.rowCount() == 27
    desk.undo()
    assert model.rowCount() == 36


def test_tags_are_named_in_their_order(model: FactModel, desk: Desk) -> None:
    desk.do(MakeTag("甲", "#c8403a"))
    desk.do(MakeTag("乙", "#2f7fc2"))
    one, two = (tag.id for tag in desk.tags())
    desk.do(Tag((model.ids()[0],), two))
    desk.do(Tag((model.ids()[0],), one))
    assert cell(model, 0, "tags") == "甲、乙"


def test_rejected_facts_are_struck_out_and_doubt_is_said(model: FactModel, desk: Desk) -> None:
    desk.do(Reject((model.ids()[0],)))
    assert cell(model, 0, "value", Qt.ItemDataRole.FontRole).strikeOut()
    assert cell(model, 3, "confidence") == "建议核对 62%"


def test_rows_are_copied_as_a_spreadsheet_reads_them(model: FactModel, desk: Desk) -> None:
    desk.do(Annotate((model.ids()[0],), "=1+1\t换行\n结束"))
    desk.do(Annotate((model.ids()[1],), "-2.3%"))
    copied = model.tsv([0, 1], [PLACE["indicator"], PLACE["value"], PLACE["note"]])
    assert copied == ("指标\t数值\t备注\n地区生产总值\t105亿元\t'=1+1 换行 结束\n一般公共预算收入\t6.53亿元\t-2.3%\n")


def test_the_measure_is_edited_by_its_value(model: FactModel) -> None:
    assert cell(model, 2, "measure", Qt.ItemDataRole.EditRole) == Measure.CHANGE.value


def test_bulk_correction_is_one_undo(model: FactModel, desk: Desk) -> None:
    desk.do(Correct(tuple(model.ids()), {"indicator": "同一指标"}))
    assert set(column(model, "indicator")) == {"同一指标"}
    desk.undo()
    assert len(set(column(model, "indicator"))) > 1
