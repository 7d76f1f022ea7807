from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import alike
from core.documents import Structure
from core.edits import Accept, Correct, Reject
from core.facts import Basis, Direction, Fact, Measure, Status
from core.spans import Span
from core.store import Store
from tests.core import test_learning as learning
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


GARDENS = "“菜篮子”工程完工，建成大棚2350亩、温室500栋、仓储库3座。公路7条。"


def test_what_one_name_lacked_others_behind_it_in_the_sentence_lack_too(tmp_path: Path) -> None:
    rows = (("2350亩", "大棚", "亩"), ("500栋", "温室", "栋"), ("3座", "仓储库", "座"), ("7条", "公路", "条"))
    with Store.create(tmp_path / "b.duidu") as store:
        words = learning.report(GARDENS, "甲", 2021)
        sentences = (Span(0, GARDENS.index("公路")), Span(GARDENS.index("公路"), len(GARDENS)))
        structure = Structure(words.structure.paragraphs, sentences, words.structure.sections)
        document = replace(words, structure=structure)
        (added,) = store.add(document, learning.facts(GARDENS, *rows)).documents
        first, second, third, last = store.facts(added)
        rule = alike.after_correction(first, {"indicator": "“菜篮子”工程大棚"}, store.document(added))
        assert rule is not None
        store.do(Correct((first.id,), {"indicator": "“菜篮子”工程大棚"}))
        found = alike.find(store, rule)
        assert found == [second.id, third.id]
        assert [fact.id for fact in (second, third, last) if rule.holds(fact)] == found
        store.do(alike.act(store, rule, tuple(found)))
        names = [fact.indicator for fact in store.facts(added)]
        assert names == ["“菜篮子”工程大棚", "“菜篮子”工程温室", "“菜篮子”工程仓储库", "公路"]
        store.undo()  # one act
        assert [fact.indicator for fact in store.facts(added)] == ["“菜篮子”工程大棚", "温室", "仓储库", "公路"]
