from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.facts import Bound, Fact, Measure, Status
from core.messages import set_language
from gui.wording import (
    base_text,
    confidence_text,
    grouped,
    parse_period,
    period_text,
    plan_name,
    told,
    value_text,
    when_text,
)


def made(value: str, unit: str, **fields: object) -> Fact:
    return Fact(0, 1, "", Decimal(value), unit, Decimal(value), unit).with_(**fields)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2020", (2020, 2020)), ("2020年", (2020, 2020)), ("2016-2020", (2016, 2020)), ("2016—20", (2016, 2020)),
        ("2016至2020年", (2016, 2020)), ("十三五", (2016, 2020)), ("“十四五”时期", (2021, 2025)),
        ("一五", (1953, 1957)),
        ("八五", (1991, 1995)), ("十五", (2001, 2005)), ("十五五", (2026, 2030)),
        ("今年", (2021, 2021)), ("去年", (2020, 2020)),
        ("", (None, None)), ("2020-2016", None), ("明天", None), ("20", None), ("2020-", None), ("年", None),
    ],
)  # fmt: skip
def test_periods_are_read_as_they_are_written(typed: str, expected: tuple | None) -> None:
    assert parse_period(typed, 2021) == expected


def test_a_period_is_said_as_briefly_as_it_can_be() -> None:
    assert period_text(2020, 2020) == "2020"
    assert period_text(2016, 2020) == "2016–2020"
    assert period_text(None, None) == ""
    assert plan_name(2016, 2020) == "十三五"
    assert plan_name(2001, 2005) == "十五"
    assert plan_name(2026, 2030) == "十五五"
    assert plan_name(2017, 2021) == ""


@pytest.mark.parametrize("years", [(s, s + 4) for s in range(1966, 2047, 5)])
def test_a_plan_is_read_by_its_name(years: tuple[int, int]) -> None:
    assert parse_period(plan_name(*years)) == years


def test_values_are_written_as_one_would_type_them() -> None:
    assert value_text(made("28.60", "亿元")) == "28.6亿元"
    assert value_text(made("100", "元")) == "100元"
    assert value_text(made("10", "%", bound=Bound.GE)) == "10%以上"
    assert value_text(made("4", "%", bound=Bound.LE)) == "4%以内"
    assert value_text(made("1.5", "亿元", bound=Bound.APPROX)) == "约1.5亿元"
    assert value_text(made("2", "个", bound=Bound.RANGE, base_value_high=Decimal(3))) == "2-3个"
    people = {"base_value": Decimal(20000), "base_value_high": Decimal(30000), "base_unit": "人"}
    wide = made("2", "万人", bound=Bound.RANGE, **people)
    assert value_text(wide) == "2-3万人"
    assert base_text(wide) == "20,000–30,000人"
    assert value_text(made("3", "", measure=Measure.RANK)) == "第3"
    assert value_text(made("3", "名", measure=Measure.RANK)) == "第3名"


def numeral(said: str, value: str, unit: str, base: str, **fields: object) -> Fact:
    return Fact(0, len(said), said, Decimal(value), unit, Decimal(value), base).with_(**fields)


def test_values_in_chinese_numerals_are_read_at_a_glance() -> None:
    thousand = numeral("突破千亿", "100000000000", "", "元", bound=Bound.GE)
    assert value_text(thousand) == "1000亿元以上"
    assert base_text(thousand) == "100,000,000,000元"
    assert value_text(numeral("近千万元", "10000000", "元", "元", bound=Bound.APPROX)) == "约1000万元"
    assert value_text(numeral("两万余人", "20000", "人", "人", bound=Bound.GE)) == "2万人以上"
    assert value_text(numeral("万亿", "1000000000000", "", "")) == "10000亿"
    assert value_text(numeral("十二万三千四百五十六人", "123456", "人", "人")) == "123456人"
    assert value_text(numeral("七成", "70", "%", "%")) == "70%"
    assert value_text(numeral("近百个", "100", "个", "个")) == "100个"
    high = {"bound": Bound.RANGE, "base_value_high": Decimal(30000)}
    assert value_text(numeral("两三万人", "20000", "人", "人", **high)) == "2-3万人"
    assert value_text(numeral("20000元", "20000", "元", "元")) == "20000元"  # digits of the report stay as they are


def test_thousands_are_set_apart() -> None:
    assert grouped(Decimal(2860000000)) == "2,860,000,000"
    assert grouped(Decimal("-1234.50")) == "-1,234.5"
    assert grouped(None) == ""


def test_confidence_is_said_in_words_of_the_language() -> None:
    assert [confidence_text(c) for c in (0.99, 0.9, 0.7, 0.3)] == ["很有把握", "较有把握", "建议核对", "存疑"]
    set_language("en")
    assert confidence_text(0.3) == "doubtful"


def test_a_moment_of_today_is_said_by_its_time() -> None:
    noon = datetime(2026, 3, 2, 12, 0).astimezone()  # where the test runs
    assert when_text((noon - timedelta(minutes=1)).astimezone(UTC).isoformat(), noon) == "今天 11:59"
    before = datetime(2021, 1, 5, 8, 0).astimezone(UTC)
    assert when_text(before.isoformat(), noon) == "2021-01-05 08:00"
    assert when_text("") == ""


def test_a_fact_is_told_in_words() -> None:
    fact = made("6", "%", quantity="6%", indicator="地区生产总值", measure=Measure.CHANGE, status=Status.TARGET)
    assert told(fact.with_(period_start=2021, period_end=2021)) == "地区生产总值 · 6% · 变化 · 目标 · 2021 · 提案"
