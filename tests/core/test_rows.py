from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Finding, Part, Repair, Section, Structure
from core.errors import EditError
from core.facts import Basis, Bound, Direction, Fact, Measure, State, Status
from core.rows import (
    FACT_COLUMNS,
    ID_BITS,
    checked,
    fact_from,
    fact_id,
    fact_row,
    pack_findings,
    pack_reasons,
    pack_repairs,
    pack_structure,
    printable,
    unpack_findings,
    unpack_reasons,
    unpack_repairs,
    unpack_structure,
)
from core.spans import Span

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14)
YEARS = st.none() | st.integers(1949, 2060)
FACTS = st.builds(
    Fact,
    start=st.integers(0, 10**6), end=st.integers(0, 10**6), quantity=WORDS, value=st.none() | NUMBERS, unit=WORDS,
    base_value=st.none() | NUMBERS, base_unit=WORDS, base_value_high=st.none() | NUMBERS, bound=st.sampled_from(Bound),
    measure=st.sampled_from(Measure), direction=st.sampled_from(Direction), basis=st.sampled_from(Basis),
    status=st.sampled_from(Status), period_start=YEARS, period_end=YEARS, indicator=WORDS,
    indicator_start=st.none() | st.integers(0, 10**6), canonical=WORDS, action=WORDS,
    confidence=st.floats(0, 1), doubts=st.just((("period", 0.5), ("unit", 0.25))) | st.just(()),
    state=st.sampled_from(State), note=WORDS, analyst=WORDS, decided=WORDS, id=st.integers(1, 2**ID_BITS - 1),
    machine=st.none() | st.fixed_dictionaries({"value": NUMBERS, "bound": st.sampled_from(Bound), "period_end": YEARS}),
)  # fmt: skip


@given(FACTS)
def test_a_fact_comes_back_from_its_row(fact: Fact) -> None:
    row = fact_row(fact)
    assert tuple(row) == FACT_COLUMNS
    assert fact_from(tuple(row.values()), fact.tags, None) == fact


def test_reasons_of_proposals_are_packed_together_those_of_additions_stay_with_them() -> None:
    why = (("unit", "table", "亿元"),)
    machine, added = (
        Fact(0, 1, "1", None, "", None, "", id=key, why=why, origin=origin)
        for key, origin in ((1, "machine"), (2, "analyst"))
    )
    assert unpack_reasons(pack_reasons([machine])) == {1: why}
    assert fact_row(machine)["why"] is None
    assert fact_from(tuple(fact_row(added).values()), frozenset(), None).why == why
    assert unpack_reasons(pack_reasons([])) == {}


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_structure_comes_back(steps: list[tuple[int, int]]) -> None:
    spans, here = [], 0
    for gap, length in steps:
        spans.append(Span(here + gap, here + gap + length))
        here += gap + length
    given_ = Structure(tuple(spans), tuple(spans[::2]), (Section(0, here, 1, Span(0, 0), Part.REVIEW, 2020, None),))
    assert unpack_structure(pack_structure(given_)) == given_


def test_repairs_and_findings_come_back() -> None:
    original, text = "大國", "大国家"
    repairs = (
        Repair("traditional", Span(1, 2), Span(1, 3), "國", "国家", 0.5),
        Repair("pinyin", Span(1, 1), Span(0, 1), "(xx)", "", 1.0),
    )
    findings = {"year": Finding("title", 0.9, ("2020", "2021")), "region": Finding("text", 1.0)}
    assert unpack_repairs(pack_repairs(repairs, original, text), original, text) == repairs
    assert unpack_findings(pack_findings(findings)) == findings
    assert (pack_repairs((), "", ""), pack_findings({})) == (None, None)


def test_ids_are_exact_in_spreadsheets_and_never_change() -> None:
    key = fact_id("ab" * 32, 5, 9, "105亿元")
    assert key == 309_252_459_717_444
    assert int(float(f"{key:.14e}")) == key  # fifteen digits, as Excel keeps them
    assert fact_id("ab" * 32, 5, 9, "105亿元", 1) != key


@pytest.mark.parametrize(
    ("name", "value", "typed"),
    [
        ("value", "28.60", Decimal("28.60")), ("value", 3, Decimal(3)), ("value", "", None), ("value", None, None),
        ("period_start", 2020, 2020), ("period_start", 2020.0, 2020), ("bound", "ge", Bound.GE),
        ("direction", "", Direction.NONE), ("indicator", "", ""),
    ],
)  # fmt: skip
def test_values_are_typed(name: str, value: object, typed: object) -> None:
    assert checked(name, value) == typed
    assert type(checked(name, value)) is type(typed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", "many"), ("value", "Infinity"), ("start", None), ("start", 1.5), ("start", True), ("bound", "often"),
        ("period_start", 0), ("period_end", 10**30), ("start", 10**30), ("start", "5"),
        ("bound", None), ("indicator", 3), ("indicator", None), ("id", 3), ("state", "accepted"), ("note", "x"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(name: str, value: object) -> None:
    with pytest.raises(EditError):
        checked(name, value)


def test_names_that_the_system_could_not_decode_are_shown() -> None:
    hidden = "报告".encode().decode("ascii", "surrogateescape")
    assert printable(hidden) == "报告"
    assert printable("\ud800a") == "?a"
    assert printable(b"\xff".decode("utf-8", "surrogateescape")) == "�"
