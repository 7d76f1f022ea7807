from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.checking import RULES, Finding, check, read, reason, run
from core.edits import Accept, Correct, Dismiss
from core.extraction import extract
from core.facts import Direction, Fact, Status
from core.lexicon import Lexicon
from core.messages import catalogue
from core.reading import read_text
from core.store import Store
from tests.core.test_panel import GDP, INCOME, LAND, aim, growth, level, lexicon, put

HERE = ("辽宁省/锦州市/北镇市", "210782")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        made.merge_seconds = 0
        yield made


def found(store: Store, rule: str, **tuned: float) -> list[Finding]:
    claims = read(store, lexicon())
    return [f for f in check(claims, lexicon(), {f"{rule}.{k}": v for k, v in tuned.items()}) if f.rule == rule]


def quantities(store: Store, findings: list[Finding]) -> list[str]:
    return [store.fact(f.fact).quantity for f in findings]


def test_growth_is_held_against_two_years_of_amounts(store: Store) -> None:
    put(store, *HERE, 2020, level("100亿元", 2019, INCOME))
    put(store, *HERE, 2021, level("105亿元", 2020, INCOME), growth("25", 2020, INCOME))
    hints = found(store, "growth")
    assert quantities(store, hints) == ["25%"]
    assert reason(hints[0]) == "说增长 25%，而 2020 年 105亿元、2019 年 100亿元，算得 5%"
    assert found(store, "growth", points=30) == []


def test_growth_that_fits_gives_no_hint(store: Store) -> None:
    put(store, *HERE, 2020, level("100亿元", 2019, INCOME))
    put(store, *HERE, 2021, level("105亿元", 2020, INCOME), growth("5", 2020, INCOME))
    assert check(read(store, lexicon()), lexicon()) == []


def test_an_increase_where_the_amounts_fell(store: Store) -> None:
    put(store, *HERE, 2020, level("207.2亿元", 2019))
    put(store, *HERE, 2021, level("166.7亿元", 2020), growth("16.2", 2020))
    assert quantities(store, found(store, "direction")) == ["16.2%"]


def test_three_sectors_make_the_output(store: Store) -> None:
    parts = [
        level(q, 2020, "", indicator=n, canonical="")
        for q, n in (("10亿元", "第一产业增加值"), ("40亿元", "第二产业增加值"))
    ]
    put(
        store,
        *HERE,
        2021,
        level("105亿元", 2020),
        *parts,
        level("50亿元", 2020, "", indicator="第三产业增加值", canonical=""),
    )
    assert quantities(store, found(store, "parts")) == ["105亿元"]
    assert found(store, "parts", percent=10) == []


def test_a_share_above_a_hundred(store: Store) -> None:
    put(
        store,
        *HERE,
        2021,
        level("132%", 2020, "", indicator="森林覆盖率"),
        level("120%", 2020, "", indicator="投资完成率"),
    )
    assert quantities(store, found(store, "rate")) == ["132%"]


def test_ten_thousand_times_its_own_history(store: Store) -> None:
    for year, quantity in ((2018, "100亿元"), (2019, "108亿元"), (2020, "115万元"), (2021, "120亿元")):
        put(store, *HERE, year + 1, level(quantity, year))
    assert quantities(store, found(store, "slip")) == ["115万元"]


def test_far_from_its_peers(store: Store) -> None:
    for number in range(9):
        put(
            store, f"某省/某市/县{number}", f"1101{number:02}", 2021, level("1万元" if number == 4 else "100亿元", 2020)
        )
    assert quantities(store, found(store, "peers")) == ["1万元"]


def test_stated_twice_in_one_report(store: Store) -> None:
    put(store, *HERE, 2021, level("105亿元", 2020), level("150亿元", 2020), level("105.2亿元", 2020))
    assert quantities(store, found(store, "twice")) == ["150亿元"]


def test_what_was_promised_and_what_was_done_of_it_are_two_things(store: Store) -> None:
    put(store, *HERE, 2021, level("42项", 2020, LAND), level("38项", 2020, LAND))
    claims = {region: list(several) for region, several in read(store, lexicon()).items()}
    (several,) = claims.values()
    several[1] = several[1]._replace(before="42项民生实事完成")
    assert [f for f in check(claims, lexicon()) if f.rule == "twice"] == []


def test_residents_and_plans_may_be_passed(store: Store) -> None:
    put(
        store, *HERE, 2021,
        level("103.3%", 2020, "", indicator="基本医保参保率"), level("131.8%", 2020, "", indicator="占计划投资比重"),
    )  # fmt: skip
    assert found(store, "rate") == []


def test_a_large_region_is_no_slip(store: Store) -> None:
    for number, quantity in enumerate(("400亿元",) * 8 + ("4.5万亿元", "4500万亿元")):
        put(store, f"某省/市{number}", f"11{number:02}00", 2021, level(quantity, 2020))
    assert quantities(store, found(store, "peers")) == ["4500万亿元"]


def test_a_part_makes_no_total(store: Store) -> None:
    for year in (2018, 2019, 2020):
        put(store, *HERE, year + 1, level("100亿元", year, INCOME, indicator="开发区一般公共预算收入"))
    put(store, *HERE, 2022, level("400亿元", 2020, INCOME, period_start=2018, period_end=2020))
    assert found(store, "total") == []


def test_what_was_added_is_not_the_total(store: Store) -> None:
    put(store, *HERE, 2021, level("7000亩", 2020, LAND, action="新增"), level("9万亩", 2020, LAND))
    assert found(store, "twice") == []


def test_unit_unfit_for_the_indicator(store: Store) -> None:
    put(store, *HERE, 2021, level("105亩", 2020, GDP), level("105亿美元", 2020, INCOME))
    assert quantities(store, found(store, "unit")) == ["105亩"]


def test_achieved_after_the_report(store: Store) -> None:
    put(store, *HERE, 2021, level("105亿元", 2023))
    assert quantities(store, found(store, "period")) == ["105亿元"]


def test_target_and_outcome_far_apart(store: Store) -> None:
    put(store, *HERE, 2021, aim("6", 2021))
    put(store, *HERE, 2022, growth("60", 2021))
    assert quantities(store, found(store, "outcome")) == ["60%"]


def test_a_total_over_years(store: Store) -> None:
    for year in (2018, 2019, 2020):
        put(store, *HERE, year + 1, level("100亿元", year, INCOME))
    put(store, *HERE, 2022, level("400亿元", 2020, INCOME, period_start=2018, period_end=2020))
    assert quantities(store, found(store, "total")) == ["400亿元"]


def test_a_hint_set_aside_comes_back_when_the_value_changes(store: Store) -> None:
    put(store, *HERE, 2021, level("105亿元", 2023))
    hint = found(store, "period")[0]
    store.do(Dismiss(hint.rule, hint.subject, hint.fact, "预测数"))
    assert store.select("SELECT rule, subject, note FROM dismissal") == [("period", hint.subject, "预测数")]
    store.do(Accept((hint.fact,)))
    assert found(store, "period")[0].subject == hint.subject
    store.do(Correct((hint.fact,), {"period_end": 2024}))
    assert found(store, "period")[0].subject != hint.subject
    for _ in range(3):
        store.undo()
    assert store.select("SELECT count(*) FROM dismissal") == [(0,)]


def test_a_project_file_is_checked_read_only(store: Store) -> None:
    put(store, *HERE, 2021, level("105亿元", 2023))
    assert [f.rule for f in run(store.path)] == ["period"]


def test_a_decrease_that_was_none(store: Store) -> None:
    put(store, *HERE, 2020, level("100亿元", 2019))
    down: Fact = growth("8", 2020, direction=Direction.DOWN)
    put(store, *HERE, 2021, level("130亿元", 2020), down)
    assert reason(found(store, "direction")[0]).startswith("说下降 8%")


def test_every_rule_is_explained_in_both_languages() -> None:
    for rule in RULES:
        for group in ("check", "check_why"):
            assert all(catalogue()[f"{group}.{rule.id}"][language] for language in ("zh", "en"))
        for limit in rule.limits:
            assert f"check_limit.{limit.name}" in catalogue()
            assert limit.low <= limit.default <= limit.high


PLANTED = """2021年政府工作报告
——2021年1月5日在甲县第十届人民代表大会第五次会议上
甲县人民政府县长 王某

各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2020年工作回顾
过去一年，全县地区生产总值100亿元，增长5%。其中，第一产业增加值10亿元，增长3%；第二产业增加值40亿元，增长6%；\
第三产业增加值80亿元，增长5%。一般公共预算收入6.5亿元，增长4%。
二、2021年工作安排
今年经济社会发展的主要预期目标是：地区生产总值增长6%以上，一般公共预算收入增长5%。
"""


def test_planted_errors_are_found_from_the_text_on(store: Store) -> None:
    document = read_text(PLANTED, "甲县_2021.txt")
    store.add(document, extract(document))
    claims = read(store, Lexicon.load())
    (wrong,) = check(claims, Lexicon.load())
    assert (wrong.rule, store.fact(wrong.fact).quantity) == ("parts", "100亿元")
    # What stands in the review is read as done; that somebody takes it for a target is what this rule finds.
    income = next(fact for fact in store.facts(wrong.document) if fact.quantity == "6.5亿元")
    store.do(Correct((income.id,), {"status": Status.TARGET}))
    rules = {(f.rule, f.fact) for f in check(read(store, Lexicon.load()), Lexicon.load())}
    assert rules == {("parts", wrong.fact), ("review", income.id)}
