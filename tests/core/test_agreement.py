"""Agreement against worked examples, against another implementation, and on merged copies."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agreement import Judgement, account, agreement, alpha, match, percent
from core.documents import Document
from core.edits import Accept, Add, Annotate, Correct, Reject
from core.facts import Fact
from core.merging import merge
from core.store import Store

# K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), sections A to D; a dot is missing.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")


def units(rows: tuple[str, ...]) -> list[list[str]]:
    return [[v for v in column if v != "."] for column in zip(*rows, strict=True)]


PAPER = (
    ("1", "1", ".", "1"), ("2", "2", "3", "2"), ("3", "3", "3", "3"), ("3", "3", "3", "3"), ("2", "2", "2", "2"),
    ("1", "2", "3", "4"), ("4", "4", "4", "4"), ("1", "1", "2", "1"), ("2", "2", "2", "2"), (".", "5", "5", "5"),
    (".", ".", "1", "1"), (".", "3", ".", "."),
)  # fmt: skip


def test_worked_examples() -> None:
    assert alpha(units(BINARY)) == pytest.approx(0.095, abs=0.0005)
    assert alpha(units(NOMINAL)) == pytest.approx(0.692, abs=0.0005)
    four = [[v for v in unit if v != "."] for unit in PAPER]
    assert alpha(four) == pytest.approx(0.743, abs=0.0005)
    assert alpha([[int(v) for v in unit] for unit in four], interval=True) == pytest.approx(0.849, abs=0.0005)


def test_where_alpha_is_not_defined() -> None:
    assert alpha([]) is None
    assert alpha([["a"], ["b", None]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None  # without variation nothing can be told
    assert alpha([[1.0, 1.0]], interval=True) is None
    assert percent([["a"]]) is None
    assert percent([["a", "a", "b"], ["c", "c"]]) == pytest.approx((1 / 3 + 1) / 2)


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=3, max_size=3), min_size=1, max_size=12))
def test_the_same_as_the_published_implementation(found: list[list[int | None]]) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    pairable = [v for unit in found if sum(x is not None for x in unit) > 1 for v in unit if v is not None]
    if len(set(pairable)) < 2:
        assert alpha(found) is None
        return
    data = [[math.nan if unit[c] is None else unit[c] for unit in found] for c in range(3)]
    for level, interval in (("nominal", False), ("interval", True)):
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        assert alpha(found, interval=interval) == pytest.approx(theirs, abs=1e-9)


def judgement(start: int, end: int, fact: int, *, kept: bool = True, added: bool = False) -> Judgement:
    names = ("base_value", "base_value_high", "base_unit", "bound", "measure", "direction", "basis", "status",
             "period_start", "period_end", "action")  # fmt: skip
    values = {**dict.fromkeys(names), "start": start, "end": end, "name": "某", "added": added}
    return Judgement(kept, fact, "2026-11-21", values)


def test_units_are_matched_by_proposal_and_by_place() -> None:
    found = match(
        1,
        {
            "甲": {1: judgement(0, 2, 1), 2: judgement(5, 7, 2), 10: judgement(20, 25, 10, added=True)},
            "乙": {
                1: judgement(0, 2, 1, kept=False),
                11: judgement(21, 25, 11, added=True),
                12: judgement(23, 24, 12, added=True),
                13: judgement(40, 44, 13, added=True),
            },
        },
    )
    said = [(u.start, {c: j.kept for c, j in u.judgements.items()}) for u in found]
    assert said == [
        (0, {"甲": True, "乙": False}),
        # 5: undecided by 乙, which is no judgement
        (20, {"甲": True, "乙": True}),
        (23, {"甲": False, "乙": True}),
        (40, {"甲": False, "乙": True}),
    ]


TEXT = "地区生产总值105亿元，增长10.8%，新增就业1200人，新建公路30公里。\n" + "前言" * 500


@pytest.fixture
def merged(tmp_path: Path) -> Store:
    with Store.create(tmp_path / "base.duidu") as base:
        for name in ("甲", "乙"):
            text = name + TEXT
            facts = [
                Fact(text.index(q), text.index(q) + len(q), q, Decimal(v), u, Decimal(v), u, indicator=n, canonical=n)
                for q, v, u, n in (("105亿元", "105", "亿元", "总值"), ("10.8%", "10.8", "%", "总值"),
                                   ("1200人", "1200", "人", "就业"), ("30公里", "30", "公里", "公路"))
            ]  # fmt: skip
            base.add(Document.plain(text, name), facts)
        ids = [f.id for f in base.facts(1)]
        for analyst in ("王", "李"):
            base.snapshot(tmp_path / f"{analyst}.duidu")
        copies = []
        for analyst in ("王", "李"):
            copy = Store.open(tmp_path / f"{analyst}.duidu")
            copy.analyst = analyst
            copies.append(copy)
        wang, li = copies
        wang.do(Accept(tuple(ids[:3])))
        wang.do(Reject((ids[3],)))
        wang.do(Accept((base.facts(2)[0].id,)))  # 李 has not coded this report
        li.do(Accept((ids[0],)))
        li.do(Correct((ids[1],), {"base_value": "10.9"}))
        li.do(Correct((ids[2],), {"base_value": "1200.0", "indicator": "新增就业", "canonical": ""}))
        li.do(Reject((ids[3],)))
        li.do(Add(Fact(1, 3, "", None, "", None, "", document=1, indicator="补")))
        merge(base, copies)
        for copy in copies:
            copy.close()
        yield base


def test_agreement_of_merged_copies(merged: Store) -> None:
    found = agreement(merged)
    assert found.coders == ("李", "王")
    assert found.documents == (1,)
    rows = {row.field: row for row in found.rows}
    # Three that both kept and one addition; what both rejected is no unit found, and the 1,000 characters of preamble
    # that nobody marked count for nothing.
    assert (rows["found"].units, rows["found"].percent) == (4, 0.75)
    assert rows["found"].alpha == pytest.approx(alpha([[1, 1], [1, 1], [1, 1], [0, 0], [0, 1]]))
    assert (rows["value"].units, rows["value"].percent) == (3, pytest.approx(2 / 3))
    assert rows["value"].interval == pytest.approx(alpha([[105, 105], [10.8, 10.9], [1200, 1200]], interval=True))
    assert (rows["indicator"].units, rows["indicator"].percent) == (3, pytest.approx(2 / 3))
    assert rows["period"].percent == 1
    assert rows["period"].alpha is None
    assert found.groups["pair", "李 · 王"] == found.rows
    assert {key for kind, key in found.groups if kind == "indicator"} == {"总值", "就业", "公路", "新增就业", "补"} - {
        "公路"
    }
    said = [(d.field, merged.fact(d.unit.fact).quantity, d.answers) for d in found.disagreements]
    assert ("found", "地区", {"李": True, "王": False}) in said
    assert [(f, q) for f, q, _ in said] == [("found", "地区"), ("value", "10.8%"), ("indicator", "1200人")]


def test_settling_a_conflict_does_not_touch_the_account(merged: Store) -> None:
    from core.adjudicating import conflicts, settle

    before = account(merged)
    while waiting := conflicts(merged):
        settle(merged, waiting[0], {area: values[0][0] for area, values in waiting[0].resolution.conflicts.items()})
    merged.do(Annotate((merged.facts(1)[1].id,), "注"))
    assert account(merged) == before
    assert before["reports"] == ["甲"]
    assert before["by_pair"][0]["pair"] == "李 · 王"


def test_a_project_that_was_never_merged_has_nothing_to_compare(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.duidu") as store:
        found = account(store)
    assert (found["analysts"], found["units"], found["disagreements"]) == ([], 0, [])
    assert {row["units"] for row in found["fields"]} == {0}
