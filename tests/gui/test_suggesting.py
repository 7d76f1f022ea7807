from __future__ import annotations

from decimal import Decimal

import pytest

from core.facts import Bound, Direction, Measure
from gui.suggesting import Vocabulary, core_span, periods, same_value, value_fields, values
from tests.gui.projects import fact, facts, report, vocabulary

DOCUMENT = report()
GDP = fact(DOCUMENT, "105亿元", "地区生产总值")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("28.6亿元", {"value": Decimal("28.6"), "base_value": Decimal(2860000000)}),
        ("115", {"value": Decimal(115), "base_value": Decimal(11500000000)}),
        ("105亿元以上", {"bound": Bound.GE}),
        ("105亿元", {}),
        ("10.8%", {"value": Decimal("10.8"), "unit": "%", "base_value": Decimal("10.8"), "base_unit": "%"}),
        ("很多", None),
        ("", {"value": None, "unit": "", "base_value": None, "base_unit": ""}),  # recorded in its words alone
    ],
)
def test_a_typed_value_sets_only_what_differs(typed: str, expected: dict | None) -> None:
    assert value_fields(typed, GDP) == expected


def test_a_rank_typed_over_an_amount_changes_the_kind() -> None:
    made = value_fields("第3", GDP)
    assert made is not None
    assert made["measure"] is Measure.RANK
    assert (made["value"], made["base_unit"], made["unit"]) == (3, "rank", "")


def test_a_bare_number_stays_a_rank_for_a_rank() -> None:
    rank = GDP.with_(measure=Measure.RANK, value=Decimal(5), unit="名", base_value=Decimal(5), base_unit="rank")
    assert value_fields("3", rank) == {"value": 3, "base_value": 3}


def test_an_amount_typed_over_a_rank_is_a_level_again() -> None:
    rank = GDP.with_(measure=Measure.RANK, value=Decimal(5), unit="名", base_value=Decimal(5), base_unit="rank")
    assert value_fields("105亿元", rank)["measure"] is Measure.LEVEL


def test_a_number_is_completed_by_likely_units_first_its_own() -> None:
    offered = values("28.6", GDP, facts(DOCUMENT))
    assert offered[0].text == "28.6亿元"
    assert offered[0].aside == "2,860,000,000元"
    assert values("28.6亿元", GDP, ()) == []


def test_a_bare_number_keeps_the_unit_in_which_a_numeral_is_shown() -> None:
    base = {"base_value": Decimal(10**11), "base_unit": "元"}
    thousand = GDP.with_(quantity="千亿", value=Decimal(10**11), unit="", **base)
    assert value_fields("1200", thousand) == {"value": 1200, "unit": "亿元", "base_value": 120000000000}
    assert same_value("1000亿元", thousand)
    assert "1000万元" in [s.text for s in values("", thousand, ())]


def test_a_bare_number_keeps_the_bound_too() -> None:
    at_least = GDP.with_(bound=Bound.GE)
    assert value_fields("115", at_least) == {"value": 115, "base_value": 11500000000}
    assert value_fields("115亿元", at_least) == {"value": 115, "base_value": 11500000000, "bound": Bound.EQ}
    between = GDP.with_(bound=Bound.RANGE, base_value_high=Decimal(11000000000))
    assert value_fields("115", between)["bound"] is Bound.EQ


def test_a_long_amount_is_offered_in_a_shorter_scale() -> None:
    assert [s.text for s in values("12000万元", GDP, ())] == ["1.2亿元"]
    assert [s.text for s in values("35000人", GDP, ())] == ["3.5万人"]
    assert values("12345678元", GDP, ()) == []  # rounding would lose something
    assert values("3千米", GDP, ()) == []


def test_for_nothing_typed_the_other_likely_units_are_offered() -> None:
    offered = [s.text for s in values("", GDP, facts(DOCUMENT))]
    assert "105万元" in offered
    assert "105亿元" not in offered


def test_for_nothing_typed_the_neighbours_names_are_offered() -> None:
    near = facts(DOCUMENT)
    names = [s.text for s in Vocabulary(vocabulary()).indicators("", near, at=near[1].start)]
    assert names[0] == "一般公共预算收入"
    assert "地区生产总值" in names[:3]


def test_periods_are_ranked_from_the_fact_outwards() -> None:
    own = GDP.with_(period_start=2020, period_end=2020)
    ranked = periods(own, DOCUMENT, facts(DOCUMENT))
    assert ranked[0] == (2020, 2020)
    assert {(2021, 2021), (2016, 2020)} <= set(ranked)
    assert len(ranked) == len(set(ranked))


def test_names_come_from_report_and_vocabulary_by_characters_and_initials() -> None:
    known = Vocabulary(vocabulary())
    near = facts(DOCUMENT)
    names = [s.text for s in known.indicators("收入", near)]
    assert "一般公共预算收入" in names
    assert "农村居民人均可支配收入" in names
    assert [s.text for s in known.indicators("gdzctz", near)] == ["固定资产投资"]
    assert [s.text for s in known.indicators("ncldl", near)] == ["农村劳动力"]
    assert known.standards("nmrj") == []
    assert known.indicators("gdp", ())[0].text == "地区生产总值"  # another name of it begins so
    assert known.indicators("gd", near)[0].text == "地区生产总值"
    assert known.canonical("gdp") == "地区生产总值"


def test_the_core_of_a_new_name_is_found_before_the_quantity() -> None:
    start, end = core_span("全市地区生产总值", GDP, DOCUMENT)
    assert DOCUMENT.text[start:end] == "全市地区生产总值"
    assert core_span("没有这样的指标", GDP, DOCUMENT) == (None, None)
    kept = core_span("锦州市地区生产总值", GDP, DOCUMENT)
    assert kept == (GDP.indicator_start, GDP.indicator_end)


def test_directions_go_with_changes_only() -> None:
    from gui.segments import consequences

    assert consequences(GDP, "measure", Measure.CHANGE)["direction"] is Direction.UP
    assert consequences(GDP, "measure", Measure.RANK)["direction"] is Direction.NONE
