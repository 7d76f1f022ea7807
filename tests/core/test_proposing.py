from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.documents import Document
from core.edits import Accept, Annotate, Correct, Reject
from core.facts import Fact, State
from core.proposing import again, apply, compare, count
from core.store import Store

SEEDS = Path(__file__).parents[2] / "seeds"


def fact(start: int, quantity: str, indicator: str = "某", **more: object) -> Fact:
    return Fact(start, start + len(quantity), quantity, Decimal(1), "", Decimal(1), "", indicator=indicator, **more)


OLD = (fact(0, "1人"), fact(5, "2人"), fact(10, "3人"), fact(15, "4人"), fact(15, "4人", "乙"))
TEXT = "1人二三四2人二三四3人二三四4人二三四5人"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.duidu") as made:
        made.merge_seconds = 0
        made.add(Document.plain(TEXT, "甲.txt"), OLD)
        yield made


def differences(store: Store, *proposals: Fact) -> list[tuple[str, str, str]]:
    (listing,) = store.documents()
    return [
        (d.kind, (d.after or d.before).quantity, (d.after or d.before).indicator)
        for d in compare(listing.sha256, store.facts(1), proposals)
    ]


def test_what_is_new_changed_gone(store: Store) -> None:
    found = differences(store, fact(0, "1人"), fact(5, "2人", "其他"), fact(15, "4人", "乙"), fact(20, "5人"))
    assert found == [("changed", "2人", "其他"), ("gone", "3人", "某"), ("gone", "4人", "某"), ("new", "5人", "某")]
    assert differences(store, *OLD) == []
    assert differences(store, *reversed(OLD)) == []
    assert [kind for kind, *_ in differences(store, OLD[0].with_(confidence=0.5), *OLD[1:])] == ["rated"]


def test_what_a_person_decided_stays(store: Store) -> None:
    ids, last = [f.id for f in store.facts(1)], store.facts(1)[4]
    store.do(Accept((ids[0],)))
    store.do(Correct((ids[1],), {"start": 4, "end": 6}))
    store.do(Reject((ids[2],)))
    store.do(Annotate((ids[3],), "看看"))
    new = [fact(4, "四2", "别的"), *(f.with_(indicator="别的") for f in OLD[:3])]
    # The other fact that shares a quantity is undecided and gone; all else is decided, its places are taken.
    assert differences(store, *new) == [("gone", "4人", last.indicator)]


def test_proposing_again_is_one_act(store: Store) -> None:
    before = store.facts(1)
    found = compare(
        store.documents()[0].sha256, before, [OLD[0].with_(indicator="新名", why=(("a", "b", "c"),)), fact(20, "5人")]
    )
    assert count(found) == {"new": 1, "changed": 1, "gone": 4, "rated": 0}
    store.do(Accept((before[1].id,)))
    apply(store, found)
    facts = store.facts(1)
    assert [(f.quantity, f.indicator) for f in facts] == [("1人", "新名"), ("2人", "某"), ("5人", "某")]
    assert facts[0].why == (("a", "b", "c"),)
    assert facts[1].state is State.ACCEPTED  # decided between looking and doing
    assert store.counts() == {1: {"accepted": 1, "proposed": 2}}
    store.undo()
    store.undo()
    assert store.facts(1) == before
    store.redo()
    store.redo()
    assert store.facts(1) == facts


def test_the_same_extractor_changes_nothing(tmp_path: Path) -> None:
    from core.importing import prepare

    with Store.create(tmp_path / "a.duidu") as store:
        for path in sorted(SEEDS.glob("*.txt"))[:2]:
            store.add(*prepare(path))
        done = []
        assert again(store, told=lambda n, all_: done.append((n, all_))) == []
        assert done == [(1, 2), (2, 2)]
