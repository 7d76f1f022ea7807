from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.edits import (
    Accept,
    Act,
    Add,
    Annotate,
    ChangeTag,
    Correct,
    Describe,
    DropTag,
    MakeTag,
    Reject,
    Remove,
    Reopen,
    Revert,
    Tag,
)
from core.errors import EditError
from core.facts import State
from core.store import Store
from tests.core.test_store import fact, proposals, report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "p.duidu") as made:
        made.merge_seconds = 0
        document = report()
        made.add(document, proposals(document))
        made.analyst = "甲"
        yield made


def ids(store: Store) -> list[int]:
    return [f.id for f in store.facts(1)]


def done(store: Store, act: Act) -> int:
    """Do an act; its number in the log."""
    store.do(act)
    return int(store.select("SELECT max(id) FROM batch")[0][0])


def test_one_bulk_act_goes_back_and_later_work_stays(store: Store) -> None:
    facts = ids(store)
    bulk = done(store, Accept(tuple(facts)))
    store.do(Reject((facts[0],)))
    store.do(Annotate((facts[1],), "核对过"))
    plan = store.rehearse(Revert((bulk,)))
    assert [(left.key, left.column) for left in plan.left] == [(facts[0], "state")]
    touched = store.do(Revert((bulk,)))
    assert touched.facts == frozenset(facts[1:])
    assert touched.label == "退回“采纳 6 条”"
    states = [f.state for f in store.facts(1)]
    assert states == [State.REJECTED] + [State.PROPOSED] * 5
    assert store.fact(facts[1]).note == "核对过"
    assert store.fact(facts[2]).analyst == ""
    store.undo()
    assert [f.state for f in store.facts(1)] == [State.REJECTED] + [State.ACCEPTED] * 5


def test_one_field_goes_back_and_the_other_correction_stays(store: Store) -> None:
    first = ids(store)[0]
    one = done(store, Correct((first,), {"value": Decimal(106), "base_value": Decimal(10600000000)}))
    store.do(Correct((first,), {"action": "实现"}))
    store.analyst = "乙"
    assert store.rehearse(Revert((one,))).left == ()
    store.do(Revert((one,), (first,), ("value",)))
    now = store.fact(first)
    assert (now.value, now.base_value, now.action) == (Decimal(105), Decimal(10500000000), "实现")
    assert (now.state, now.machine, now.analyst) == (State.CORRECTED, {"action": ""}, "乙")
    store.do(Revert((one + 1,), (first,)))
    now = store.fact(first)
    assert (now.action, now.machine, now.state) == ("", None, State.ACCEPTED)


def test_a_fact_goes_back_to_the_proposal(store: Store) -> None:
    first, second = ids(store)[:2]
    before = store.fact(first)
    batches = [
        done(store, Accept((first, second))),
        done(store, Correct((first,), {"indicator": "生产总值"})),
        done(store, Annotate((first,), "见附表")),
        done(store, MakeTag("存疑", "#aa0000")),
        done(store, Tag((first,), store.tags()[0].id)),
    ]
    store.do(Revert(tuple(batches), facts=(first,)))
    assert store.fact(first) == before
    assert store.fact(second).state is State.ACCEPTED
    assert store.tags()[0].name == "存疑"


def test_what_was_corrected_twice_is_told_and_stays(store: Store) -> None:
    first = ids(store)[0]
    one = done(store, Correct((first,), {"indicator": "A", "action": "完成"}))
    store.do(Correct((first,), {"indicator": "B"}))
    assert [left.column for left in store.rehearse(Revert((one,))).left] == ["indicator"]
    store.do(Revert((one,)))
    assert (store.fact(first).indicator, store.fact(first).action) == ("B", "")


def test_an_addition_goes_unless_somebody_worked_on_it(store: Store) -> None:
    add = done(store, Add(fact(6, "105亿", document=1, indicator="x")))
    (new,) = set(ids(store)) - {f.id for f in store.facts(1) if f.origin == "machine"}
    note = done(store, Annotate((new,), "新"))
    assert store.rehearse(Revert((add,))).changes == ()
    store.do(Revert((add, note)))
    assert new not in ids(store)
    store.undo()
    assert store.fact(new).note == "新"


def test_tags_reports_and_removals_go_back(store: Store) -> None:
    first = ids(store)[0]
    make = done(store, MakeTag("存疑", "#aa0000"))
    tag = store.tags()[0].id
    put = done(store, Tag((first,), tag))
    rename = done(store, ChangeTag(tag, {"name": "可疑"}))
    drop = done(store, DropTag(tag))
    store.do(Revert((drop,)))
    assert store.tags()[0].name == "可疑"
    assert store.fact(first).tags == {tag}
    store.do(Revert((rename,)))
    assert store.tags()[0].name == "存疑"
    assert store.rehearse(Revert((make,))).changes == ()  # it is in use
    store.do(Revert((make, put)))
    assert store.tags() == []
    one = done(store, Describe(1, {"region": "辽宁省", "year": 2020}))
    store.do(Describe(1, {"title": "报告"}))
    store.do(Revert((one,)))
    about = store.document(1).metadata
    assert (about.region, about.year, about.title) == ("", None, "报告")
    assert set(about.findings) == {"title"}
    removed = done(store, Remove((1,)))
    store.do(Revert((removed,)))
    assert len(store.documents()) == 1


def test_undone_acts_cannot_be_gone_back_on(store: Store) -> None:
    number = done(store, Accept((ids(store)[0],)))
    store.undo()
    with pytest.raises(EditError) as told:
        store.do(Revert((number,)))
    assert told.value.key == "nothing_to_revert"


STEPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_going_back_on_all_is_going_back_to_the_start(tmp_path_factory: pytest.TempPathFactory, steps: Any) -> None:
    with Store.create(tmp_path_factory.mktemp("all") / "p.duidu") as store:
        store.merge_seconds = 0
        document = report()
        store.add(document, proposals(document))
        start = store.facts(1)
        facts = [f.id for f in start]
        store.do(MakeTag("t", "#000000"))
        tag, first = store.tags()[0].id, 2
        for kind, which, value in steps:
            chosen = (facts[which],)
            acts: list[Act] = [
                Accept(chosen), Reject(chosen), Reopen(chosen), Correct(chosen, {"action": str(value)}),
                Correct(chosen, {"value": Decimal(value)}), Annotate(chosen, str(value)), Tag(chosen, tag, value > 1),
            ]  # fmt: skip
            store.do(acts[kind])
        after = store.facts(1)
        every = tuple(row[0] for row in store.select("SELECT id FROM batch WHERE id > ?", (first,)))
        if every:
            assert store.rehearse(Revert(every)).left == ()
            store.do(Revert(every))
        assert store.facts(1) == start
        if every and after != start:
            store.undo()
            assert store.facts(1) == after
