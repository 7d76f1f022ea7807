from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import alike
from core.edits import Accept, Correct, Reject
from core.facts import Basis, Direction, Fact, Measure, Status
from core.store import Store
from tests.gui.projects import project


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = project(tmp_path, reports=3)
    yield store
    store.close()


def first(store: Store, number: int = 0) -> Fact:
    return store.facts(store.documents()[0].id)[number]


def test_a_name_is_alike_by_its_wording(store: Store) -> None:
    fact = first(store, 5)
    rule = alike.after_correction(
        fact, {"indicator": "转移劳动力", "indicator_start": None}, store.document(fact.document)
    )
    assert rule is not None
    assert rule.fields == {"indicator": "转移劳动力"}
    store.do(Correct((fact.id,), {"indicator": "转移劳动力"}))
    found = alike.find(store, rule)
    assert len(found) == 2
    assert {store.fact(i).indicator for i in found} == {"农村劳动力"}
    assert fact.id not in found


def test_a_time_frame_is_alike_within_its_section_only(store: Store) -> None:
    fact = first(store, 1)
    rule = alike.after_correction(fact, {"status": Status.ESTIMATE}, store.document(fact.document))
    assert rule is not None
    found = [store.fact(i) for i in alike.find(store, rule)]
    assert {f.document for f in found} == {fact.document}
    assert {f.status for f in found} == {Status.ACTUAL}
    assert all(f.start < store.document(fact.document).text.index("2021年工作安排") for f in found)


def test_a_kind_is_alike_by_wording_and_unit(store: Store) -> None:
    fact = first(store, 8)
    fields = {"measure": Measure.CHANGE, "direction": Direction.DOWN, "basis": Basis.YOY}
    rule = alike.after_correction(fact, fields, store.document(fact.document))
    assert rule is not None
    assert len(alike.find(store, rule)) == 3


def test_values_and_places_belong_to_one_fact(store: Store) -> None:
    fact = first(store)
    assert (
        alike.after_correction(fact, {"value": 7, "unit": "元", "bound": "ge"}, store.document(fact.document)) is None
    )
    assert alike.after_correction(fact, {"start": 1, "end": 2}, store.document(fact.document)) is None


def test_decided_facts_are_left_alone(store: Store) -> None:
    fact = first(store)
    rule = alike.of_indicator(fact)
    assert rule is not None
    found = alike.find(store, rule)
    assert len(found) == 6
    store.do(Accept(tuple(found[:2])))
    store.do(Reject((found[2],)))
    assert alike.find(store, rule) == found[3:]
    assert alike.find(store, rule, (store.documents()[2].id,)) == found[4:]


def test_a_rule_holds_for_a_fact_as_the_project_file_says(store: Store) -> None:
    every = [fact for listing in store.documents() for fact in store.facts(listing.id)]
    document = store.document(every[0].document)
    rules = [
        alike.after_rejection(every[2]),
        alike.of_indicator(every[5]),
        alike.after_correction(every[1], {"period_start": 2019}, document),
        alike.after_correction(every[3], {"basis": Basis.CUM}, document),
    ]
    store.do(Reject((every[2].id,)))
    every = [fact for listing in store.documents() for fact in store.facts(listing.id)]
    for rule in rules:
        assert rule is not None
        assert [fact.id for fact in every if rule.holds(fact)] == alike.find(store, rule)
