from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import besides
from core.besides import occurrences
from core.documents import Document, Metadata, Structure
from core.edits import Absent, Accept, Add, Annotate, Correct, Describe, MakeTag, Mark, Reject, Tag
from core.errors import EditError
from core.facts import Fact, State
from core.history import details, steps
from core.spans import Span
from core.store import Store
from core.versions import carry, earlier, leftovers, likeness, pairs, renew, settle

OLD = ("地区生产总值105亿元。", "税收收入6.53亿元。", "新增就业1200人。", "新建公路30公里。")
NEW = ("前言一句。", "地区生产总值105亿元。", "税收收入6.58亿元。", "新增就业1200人。", "新建公路30公里。")
QUANTITIES = ("105亿元", "6.53亿元", "6.58亿元", "1200人", "30公里")


def report(lines: tuple[str, ...], name: str = "甲.txt", **about: object) -> Document:
    text, spans = "", []
    for line in lines:
        spans.append(Span(len(text), len(text) + len(line)))
        text += line + "\n"
    document = Document.plain(text, name)
    given = {"region": "辽宁省/锦州市", "year": 2021, **about}
    return replace(document, structure=Structure(tuple(spans), tuple(spans)), metadata=Metadata(**given))


def proposals(document: Document) -> tuple[Fact, ...]:
    found = []
    for quantity in QUANTITIES:
        at = document.text.find(quantity)
        if at >= 0:
            line = document.text.rfind("\n", 0, at) + 1
            where = {"indicator": document.text[line:at], "indicator_start": line, "indicator_end": at}
            why = (("unit", "table", quantity),)
            end = at + len(quantity)
            found.append(
                Fact(at, end, quantity, Decimal(1), "亿元", Decimal(1), "元", **where, confidence=0.9, why=why)
            )
    return tuple(sorted(found, key=lambda f: f.start))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.duidu") as made:
        made.merge_seconds = 0
        made.add(report(OLD), proposals(report(OLD)))
        yield made


def test_sentences_pair_by_their_words_and_order() -> None:
    assert pairs("abc", "xabyc") == {0: 1, 1: 2, 2: 4}
    assert pairs("aba", "aba") == {0: 0, 1: 1, 2: 2}
    assert pairs("aba", "ab") == {1: 1}  # which of the two was taken out is not known
    assert pairs("abcd", "bcda") == {1: 0, 2: 1, 3: 2}


@given(st.lists(st.sampled_from("abcdef")), st.lists(st.sampled_from("abcdef")))
def test_pairs_are_exact_and_in_order(old: list[str], new: list[str]) -> None:
    found = pairs(old, new)
    assert all(old[a] == new[b] for a, b in found.items())
    assert list(found.values()) == sorted(set(found.values()))
    assert pairs(old, old) == {n: n for n in range(len(old))}
    assert {b: a for a, b in pairs(new, old).items()}.keys() <= set(range(len(old)))


def test_decisions_move_with_their_sentence_and_the_rest_waits(store: Store) -> None:
    gdp, tax, jobs, _ = store.facts(1)
    store.do(MakeTag("核心", "#aa0000"))
    tag = store.tags()[0].id
    store.do(Accept((gdp.id,)))
    store.do(Correct((tax.id,), {"value": "6.5"}))
    store.do(Correct((jobs.id,), {"start": jobs.start, "end": jobs.end - 1, "value": "1.2"}))
    store.do(Tag((jobs.id,), tag))
    new = report(NEW)
    touched, carried = renew(store, 1, new, proposals(new), "x/新.txt")
    assert [m.fact.id for m in carried.moves] == [gdp.id, jobs.id]
    (listing,) = store.documents()
    assert (listing.id, listing.version, touched.documents) == (2, 2, {1, 2})
    facts = store.facts(2)
    assert [(new.text[f.start : f.end], str(f.state)) for f in facts] == [
        ("105亿元", "accepted"), ("6.58亿元", "proposed"), ("1200", "corrected"), ("30公里", "proposed"),
    ]  # fmt: skip
    assert (facts[0].id, facts[2].id, facts[2].tags) == (gdp.id, jobs.id, {tag})
    assert facts[2].machine == {"value": Decimal(1), "end": facts[2].end + 1, "quantity": "1200人"}
    assert new.text[facts[0].indicator_start : facts[0].indicator_end] == "地区生产总值"
    assert facts[0].why == gdp.why
    (left,) = leftovers(store)
    assert (left.fact.id, left.document, left.old) == (tax.id, 2, "税收收入6.53亿元。")
    assert left.new.of(new.text).strip() == "税收收入6.58亿元。"


def test_a_new_version_is_one_act(store: Store) -> None:
    ids = tuple(f.id for f in store.facts(1))
    store.do(Accept(ids))
    before = store.facts(1)
    new = report(NEW)
    renew(store, 1, new, proposals(new))
    store.undo()
    assert [d.id for d in store.documents()] == [1]
    assert store.facts(1) == before
    assert leftovers(store) == []
    store.redo()
    assert [d.id for d in store.documents()] == [2]
    assert len(leftovers(store)) == 1
    with pytest.raises(EditError):
        store.add(report(OLD), ())  # the earlier version does not come back beside the later one


def test_the_history_names_the_files_of_both_versions(store: Store) -> None:
    gdp = store.facts(1)[0]
    store.do(Accept((gdp.id,)))
    new = report(NEW)
    renew(store, 1, new, proposals(new))
    (act,) = (step.act for step in steps(store, limit=1))
    found = [(d.before, d.after) for d in details(store, act, fact=gdp.id) if d.column == "document"]
    assert found == [tuple(row[0] for row in store.select("SELECT name FROM document ORDER BY id"))]


def test_a_waiting_decision_goes_where_a_person_points(store: Store) -> None:
    tax = store.facts(1)[1]
    store.do(Accept((tax.id,)))
    store.do(Annotate((tax.id,), "查过"))
    new = report(NEW)
    renew(store, 1, new, proposals(new))
    target = next(f for f in store.facts(2) if f.quantity == "6.58亿元")
    settle(store, tax.id, target.id)
    assert leftovers(store) == []
    moved = store.fact(tax.id)
    assert (moved.document, moved.quantity, moved.note, moved.state) == (2, "6.58亿元", "查过", State.ACCEPTED)
    with pytest.raises(EditError):
        store.fact(target.id)
    store.undo()
    assert len(leftovers(store)) == 1
    with pytest.raises(EditError):
        settle(store, tax.id, tax.id)


def test_what_a_person_said_of_the_report_and_added_goes_on(store: Store) -> None:
    store.do(Describe(1, {"title": "政府工作报告"}))
    at = store.document(1).text.index("1200")
    store.do(Add(Fact(at, at + 4, "", None, "", None, "", document=1, indicator="就业")))
    store.do(Reject((store.facts(1)[0].id,)))
    new = report(NEW)
    renew(store, 1, new, proposals(new))
    assert store.document(2).metadata.title == "政府工作报告"
    assert store.document(2).metadata.findings["title"].source == "analyst"
    states = [str(f.state) for f in store.facts(2)]
    assert sorted(states) == ["added", "proposed", "proposed", "proposed", "rejected"]


def test_a_changed_version_is_known_by_region_year_and_text(store: Store) -> None:
    found = earlier(store, report(NEW))
    assert found is not None
    assert found.id == 1
    assert earlier(store, report(NEW, year=2022)) is None
    assert earlier(store, report(OLD)) is None
    assert earlier(store, report(("全文不同的一份报告，讲的是别的事情。",))) is None
    assert likeness("", "") == 0


def test_a_sentence_that_comes_twice_moves_only_when_it_still_does() -> None:
    old, new = report(("甲增长5%。", "乙。", "甲增长5%。")), report(("甲增长5%。", "乙。"))
    facts = [Fact(3, 5, "5%", None, "%", None, "%")]
    assert carry(old, new, facts).moves == ()
    assert carry(old, old, facts).moves[0].shift == 0


def marks(store: Store) -> list[tuple[object, ...]]:
    text = {d.id: store.text(d.id) for d in store.documents()}
    return [(p.document, text[p.document][p.start : p.end] if p.start is not None else None, p.note)
            for p in store.passages()]  # fmt: skip


def test_tagged_stretches_move_with_their_sentences_and_wait_otherwise(store: Store) -> None:
    store.do(MakeTag("判断", "#aa0000"))
    text, tag = store.text(1), store.tags()[0].id
    for words, note in (("地区生产总值", "准"), ("税收收入6.53", "变"), ("1200人。\n新建公路", "跨句")):
        store.do(Mark(1, text.index(words), text.index(words) + len(words), tag, note=note))
    store.do(Mark(1, note="整篇"))
    renew(store, 1, report(NEW, "新.txt"), proposals(report(NEW)))
    assert marks(store) == [
        (2, None, "整篇"), (2, "地区生产总值", "准"), (2, "1200人。\n新建公路", "跨句"),
    ]  # fmt: skip
    (left,) = leftovers(store)
    assert left.beside is not None
    assert (left.beside.note, left.old, left.new.of(store.text(2)).strip()) == ("变", OLD[1], NEW[2])
    assert occurrences("税收收入", store.text(2), left.new) == [Span(left.new.start + 1, left.new.start + 5)]
    chosen = Span(store.text(2).index("税收收入6.58"), store.text(2).index("亿元。\n新增"))
    besides.settle(store, left.beside, 2, chosen)
    assert (2, "税收收入6.58", "变") in marks(store)
    assert leftovers(store) == []
    store.undo()
    besides.leave(store, left.beside, 2)
    assert leftovers(store) == []
    store.undo()
    store.undo()
    assert [p.document for p in store.passages()] == [1, 1, 1, 1]


def test_what_a_report_does_not_mention_moves_only_where_nothing_new_was_said(store: Store) -> None:
    store.do(Absent(1, "出生率", 2020, "level"))
    renew(store, 1, report(OLD[:2] + OLD[3:], "短.txt"), ())
    assert store.select("SELECT document FROM absence") == [(2,)]
    assert leftovers(store) == []
    store.undo()
    renew(store, 1, report(NEW, "新.txt"), ())
    assert store.select("SELECT document FROM absence") == [(1,)]
    (left,) = leftovers(store)
    assert left.beside is not None
    assert (left.beside.indicator, left.beside.year, left.document) == ("出生率", 2020, 3)
    store.do(Absent(3, "出生率", 2020, "level"))  # said of the new version meanwhile
    besides.settle(store, left.beside, 3, None)
    assert store.select("SELECT document FROM absence") == [(3,)]
    assert leftovers(store) == []
    store.undo()
    assert len(leftovers(store)) == 1
