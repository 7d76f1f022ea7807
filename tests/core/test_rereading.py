"""Repairs refused or written anew: the text follows, and every decision stays with its characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.documents import Document
from core.edits import Accept, Add, Annotate, Correct, Describe, MakeTag, Reject, Tag
from core.errors import EditError
from core.facts import Fact, State
from core.reading import read_text
from core.rereading import decisions, key, read_again, take_over
from core.store import Store

TEXT = (
    "易县人民政府工作报告\n"
    "一、2020年工作回顾\n"
    "地区生产总值增长2 6.5%，财政收入１２亿元。新建高标准农田7000亩。\n"
    "社会消费品零售总额达到35&nbsp;亿元。\n"
    "二、2021年工作安排\n"
    "地区生产总值增长6%以上，城镇新增就业3 万人。\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        made.analyst = "李敏"
        document, facts = prepared()
        made.add(document, facts, "/data/易县2021.txt")
        yield made


def prepared() -> tuple[Document, tuple[Fact, ...]]:
    from core.extraction import extract

    document = read_text(TEXT, "易县2021.txt")
    return document, extract(document)


def the(store: Store, words: str) -> Fact:
    listing = store.documents()[0]
    return next(f for f in store.facts(listing.id) if words in f.quantity)


def decide(store: Store, **wanted: str | None) -> None:
    listing = store.documents()[0]
    document = store.document(listing.id)
    found = decisions(document)
    for repair in document.repairs:
        if repair.kind in wanted:
            found[key(repair)] = wanted[repair.kind]
    again, facts = read_again(document, found)
    take_over(store, listing.id, again, facts)


def test_a_refused_repair_leaves_the_original_and_decisions_stay(store: Store) -> None:
    first = store.documents()[0]
    accepted, noted = the(store, "26.5%"), the(store, "7000亩")
    store.do(Accept((accepted.id,)))
    store.do(Annotate((noted.id,), "核对"))
    store.do(Correct((noted.id,), {"indicator": "农田"}))
    store.do(MakeTag("粮食", "#aa3300"))
    tag = store.tags()[0].id
    store.do(Tag((noted.id,), tag))
    store.do(Reject((the(store, "6%以上").id,)))
    store.do(Describe(first.id, {"speaker": "王平"}))
    decide(store, number_space=None)
    (listing,) = store.documents()
    document = store.document(listing.id)
    assert "2 6.5%" in document.text
    assert "财政收入12亿元" in document.text  # the other repairs stand
    assert (listing.sha256, listing.source, listing.name) == (first.sha256, first.source, first.name)
    assert document.metadata.speaker == "王平"
    for fact in store.facts(listing.id):
        assert document.text[fact.start : fact.end] == fact.quantity
    moved = store.fact(accepted.id)
    assert (moved.state, moved.quantity, moved.value) == (State.ACCEPTED, "2 6.5%", accepted.value)
    moved = store.fact(noted.id)
    assert (moved.quantity, moved.indicator, moved.note, moved.tags) == ("7000亩", "农田", "核对", frozenset({tag}))
    assert store.fact(the(store, "6%以上").id).state is State.REJECTED
    # Nothing stands twice.
    places = [(f.start, f.end, f.indicator) for f in store.facts(listing.id)]
    assert len(places) == len(set(places))
    assert any(r.kind == "number_space" and r.decided for r in document.repairs)


def test_proposals_that_are_made_again_keep_their_ids(store: Store) -> None:
    before = {f.quantity: f.id for f in store.facts(store.documents()[0].id)}
    decide(store, number_space=None)
    after = {f.quantity: f.id for f in store.facts(store.documents()[0].id)}
    same = before.keys() & after.keys()
    assert {"12亿元", "7000亩", "6%以上"} <= same
    assert {q: before[q] for q in same} == {q: after[q] for q in same}
    assert all(store.facts(store.documents()[0].id)[n].why for n in range(len(after)))
    store.undo()
    assert {f.quantity: f.id for f in store.facts(store.documents()[0].id)} == before


def test_it_is_one_step_of_undo_and_the_file_is_still_known(store: Store) -> None:
    before = store.documents()[0]
    the_text, facts = store.document(before.id).text, store.facts(before.id)
    decide(store, number_space=None, entity="（约）")
    decide(store, width=None)
    assert "达到35（约）亿元" in store.document(store.documents()[0].id).text
    with pytest.raises(EditError, match="内容相同"):
        store.add(*prepared())
    store.undo()
    store.undo()
    assert store.documents()[0].id == before.id
    assert store.document(before.id).text == the_text
    assert store.facts(before.id) == facts
    with pytest.raises(EditError, match="内容相同"):
        store.add(*prepared())
    store.redo()
    store.redo()
    text = store.document(store.documents()[0].id).text
    assert "１２" in text
    assert "2 6.5%" in text


def test_earlier_decisions_hold_and_can_be_taken_back(store: Store) -> None:
    decide(store, number_space=None)
    decide(store, entity=None)
    document = store.document(store.documents()[0].id)
    assert "35&nbsp;亿元" in document.text
    assert "2 6.5%" in document.text
    kept = {k: v for k, v in decisions(document).items() if k[0] != "number_space"}
    again, facts = read_again(document, kept)
    take_over(store, store.documents()[0].id, again, facts)
    text = store.document(store.documents()[0].id).text
    assert "26.5%" in text
    assert "35&nbsp;亿元" in text


def test_a_decided_fact_is_never_left_without_characters(store: Store) -> None:
    listing = store.documents()[0]
    document = store.document(listing.id)
    start = document.text.index("12亿元")
    added = replace(the(store, "12亿元"), id=0, start=start, end=start + 2, quantity="12", indicator="数")
    store.do(Add(added.with_(state=State.ADDED, origin="analyst")))
    with pytest.raises(EditError, match="12"):
        decide(store, width="")
    assert store.document(listing.id).text == document.text
