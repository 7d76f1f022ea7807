from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.axes import steps
from core.charting import KINDS, draw, table
from core.charts import Wish
from core.edits import Accept
from core.facts import Bound
from core.panel import Panel
from core.store import Store
from tests.core.test_panel import aim, growth, level, lexicon, put

PLACES = (("某省/甲市", "110100"), ("某省/乙市", "110200"), ("某省/丙市", "110300"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        for number, place in enumerate(PLACES):
            for year in (2019, 2020, 2022):
                bound = (Bound.EQ, Bound.GE, Bound.APPROX)[number]
                put(
                    made, *place, year + 1, level(f"{100 * (number + 1) + year - 2019}亿元", year),
                    growth(str(5 + number), year), aim("6", year + 1, bound=bound),
                )  # fmt: skip
        yield made


@pytest.fixture
def panel(store: Store) -> Panel:
    return Panel(store, lexicon())


def test_lines_break_where_a_year_is_missing(panel: Panel) -> None:
    chart = draw(panel, "years", Wish(0))
    assert chart.series == ("甲市", "乙市", "丙市")
    assert [[x for x, _ in line.points] for line in chart.plots[0].lines] == [[2019, 2020]] * 3
    assert len(chart.plots[0].marks) == 9
    assert chart.plots[0].y.low == 0


def test_only_the_regions_that_were_chosen(panel: Panel) -> None:
    assert draw(panel, "years", Wish(0, regions=(2,))).series == ("丙市",)


def test_every_mark_leads_to_its_fact(panel: Panel, store: Store) -> None:
    for kind in KINDS:
        chart = draw(panel, kind, Wish(0, "growth"))
        marks = [mark for plot in chart.plots for mark in plot.marks]
        assert marks
        for mark in marks:
            assert store.fact(mark.fact).document == mark.document


def test_a_ranking_is_in_order_and_numbered(panel: Panel) -> None:
    chart = draw(panel, "ranking", Wish(0, year=2020))
    assert [words for _, words in chart.plots[0].y.ticks] == ["1  丙市", "2  乙市", "3  甲市"]
    assert [mark.label for mark in chart.plots[0].marks] == ["301亿元", "201亿元", "101亿元"]


def test_targets_stand_beside_outcomes(panel: Panel) -> None:
    chart = draw(panel, "target", Wish(0, "growth", year=2020))
    assert [words for _, words in chart.plots[0].y.ticks] == ["丙市", "乙市", "甲市"]  # furthest above first
    assert [(mark.shape, mark.x) for mark in chart.plots[0].marks[:2]] == [("ring", 6), ("dot", 7)]


def test_the_spread_of_targets_shows_their_wording(panel: Panel) -> None:
    chart = draw(panel, "distribution", Wish(0, "growth", year=2020))
    assert [(m.shape, m.x, m.y) for m in chart.plots[0].marks] == [("dot", 6, 1), ("ge", 6, 2), ("approx", 6, 3)]
    assert [shape for shape, _ in chart.legend] == ["dot", "ge", "approx"]
    assert chart.note.startswith("3 个地区，中位数 6%")


def test_small_multiples_share_their_axes(panel: Panel) -> None:
    chart = draw(panel, "multiples", Wish(0))
    assert [plot.title for plot in chart.plots] == ["甲市", "乙市", "丙市"]
    assert len({(plot.x, plot.y) for plot in chart.plots}) == 1


def test_proposals_are_told_from_what_was_accepted(panel: Panel, store: Store) -> None:
    chart = draw(panel, "ranking", Wish(0, year=2020))
    assert "提案" in chart.note
    store.do(Accept(tuple(mark.fact for mark in chart.plots[0].marks)))
    panel.use(store)
    assert draw(panel, "ranking", Wish(0, year=2020)).note == ""


def test_the_data_come_along(panel: Panel) -> None:
    chart = draw(panel, "target", Wish(0, "growth", year=2020))
    rows = list(csv.reader(io.StringIO(table(chart))))
    assert rows[0][:6] == ["地区", "区划代码", "年份", "指标", "目标或完成", "数值"]
    assert rows[1][:6] == ["某省/丙市", "110300", "2020", "地区生产总值", "目标", "6"]
    assert len(rows) == 7


def test_nothing_to_draw_is_empty(panel: Panel) -> None:
    for kind in KINDS:
        chart = draw(panel, kind, Wish(0, regions=(0,), year=1999, measure="level"))
        assert chart.empty or kind in ("years", "multiples")


@pytest.mark.parametrize(
    ("low", "high", "made"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 7, [0, 2, 4, 6, 8]),
        (-3.2, 4, [-4, -2, 0, 2, 4]),
        (5, 7, [5, 5.5, 6, 6.5, 7]),
    ],
)
def test_steps_are_round(low: float, high: float, made: list[float]) -> None:
    assert steps(low, high) == pytest.approx(made)
