from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.edits import Accept, Correct, Reject
from core.facts import Fact
from core.store import Store
from core.surest import safe_level, sure
from tests.core.test_learning import facts, report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.duidu") as store:
        store.merge_seconds = 0
        yield store


def test_a_level_is_safe_when_the_record_says_so(store: Store) -> None:
    assert safe_level(store) is None
    words = "".join(f"指标{n:03}为{n}个，" for n in range(120))
    rows = [(f"{n}个", f"指标{n:03}", "个") for n in range(120)]
    many = tuple(fact.with_(confidence=0.96) for fact in facts(words, *rows))
    (document,) = store.add(report(words, "丁", 2023), many).documents
    ids = [fact.id for fact in store.facts(document)]
    store.do(Accept(tuple(ids)))
    assert safe_level(store) is None  # nobody looks at 120 facts at once
    store.undo()
    for first in range(0, 120, 20):
        store.do(Accept(tuple(ids[first : first + 20])))
    assert safe_level(store) == 0.96
    store.do(Reject((store.facts(document)[5].id,)))
    assert safe_level(store) is None


def left(store: Store, document: int) -> list[str]:
    return [fact.quantity for fact in sure(store.facts(document), store.document(document).structure, 0.95)]


def added(store: Store, words: str, *rows: tuple[str, str, str]) -> tuple[int, list[Fact]]:
    many = tuple(fact.with_(confidence=0.97) for fact in facts(words, *rows))
    (document,) = store.add(report(words, "丁", 2023), many).documents
    return document, store.facts(document)


def test_two_figures_for_the_same_thing_are_looked_at(store: Store) -> None:
    rows = (("3座", "桥梁", "座"), ("5座", "桥梁", "座"), ("7条", "公路", "条"))
    document, _ = added(store, "桥梁3座，桥梁5座，公路7条。", *rows)
    assert left(store, document) == ["7条"]


def test_what_stands_beside_a_correction_is_looked_at(store: Store) -> None:
    document, made = added(store, "桥梁3座，公路7条。", ("3座", "桥梁", "座"), ("7条", "公路", "条"))
    assert left(store, document) == ["3座", "7条"]
    store.do(Correct((made[0].id,), {"indicator": "大桥"}))
    assert left(store, document) == []
    store.undo()
    store.do(Reject((made[0].id,)))
    assert left(store, document) == []
    store.undo()
    store.do(Accept((made[0].id,)))
    assert left(store, document) == ["7条"]
