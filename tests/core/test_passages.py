from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.documents import Document
from core.edits import ChangeTag, DropTag, MakeTag, Mark, MergeTag, Remove, Unmark
from core.errors import EditError
from core.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.duidu") as store:
        store.merge_seconds = 0
        store.analyst = "李敏"
        store.add(Document.plain("经济总体平稳，好于预期。", "甲"), ())
        store.do(MakeTag("判断", "#c8403a", "对形势的判断", "主题"))
        store.do(MakeTag("存疑", "#2f7fc2"))
        yield store


def tag(store: Store, name: str) -> int:
    return next(row.id for row in store.tags() if row.name == name)


def test_a_stretch_and_a_report_carry_tags_and_notes(store: Store) -> None:
    store.do(Mark(1, 0, 6, tag(store, "判断")))
    store.do(Mark(1, tag=tag(store, "存疑"), note="节选"))
    touched = store.do(Mark(1, 7, 11, note="与谁相比？"))
    assert touched.passages
    assert touched.focus == (1, None)
    found = [(p.start, p.end, p.tag is not None, p.note, p.analyst) for p in store.passages(1)]
    assert found == [
        (None, None, True, "节选", "李敏"),
        (0, 6, True, "", "李敏"),
        (7, 11, False, "与谁相比？", "李敏"),
    ]
    store.undo()
    assert len(store.passages()) == 2


def test_the_same_tag_on_the_same_stretch_changes_its_note(store: Store) -> None:
    for note in ("", "甲", "甲"):
        store.do(Mark(1, 0, 6, tag(store, "判断"), note))
    (passage,) = store.passages()
    assert passage.note == "甲"
    store.do(Unmark((passage.id,)))
    assert store.passages() == []
    store.undo()
    assert store.passages() == [passage]


def test_a_tag_that_is_deleted_or_merged_takes_its_stretches_along_and_back(store: Store) -> None:
    one, other = tag(store, "判断"), tag(store, "存疑")
    store.do(Mark(1, 0, 6, one))
    store.do(MergeTag(one, other))
    assert [p.tag for p in store.passages()] == [other]
    store.do(DropTag(other))
    assert store.passages() == []
    store.undo()
    store.undo()
    assert [p.tag for p in store.passages()] == [one]


def test_a_removed_report_hides_its_stretches(store: Store) -> None:
    store.do(Mark(1, 0, 6, tag(store, "判断")))
    store.do(Remove((1,)))
    assert store.passages() == []


def test_a_mark_needs_something_to_say_and_a_place(store: Store) -> None:
    for act, key in (
        (Mark(1, 0, 6), "mark_empty"),
        (Mark(1, 5, 99, note="x"), "bad_span"),
        (Unmark((5,)), "unknown_passage"),
    ):
        with pytest.raises(EditError) as told:
            store.do(act)
        assert told.value.key == key


def test_tags_have_groups(store: Store) -> None:
    assert [row.family for row in store.tags()] == ["主题", ""]
    store.do(ChangeTag(tag(store, "存疑"), {"family": "核对"}))
    assert [row.family for row in store.tags()] == ["主题", "核对"]
