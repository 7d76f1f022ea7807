"""The way back from the reading text to the original, over random edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.offsets import OffsetMap
from core.spans import Span


@st.composite
def edited(draw: st.DrawFn, length: int | None = None) -> tuple[int, list[tuple[int, int, int]], OffsetMap]:
    """A text length, rising edits on it, and their map."""
    length = draw(st.integers(0, 40)) if length is None else length
    edits, here = [], 0
    while here < length and draw(st.booleans()):
        start = draw(st.integers(here, length))
        end = draw(st.integers(start, min(length, start + 5)))
        edits.append((start, end, draw(st.integers(0, 6))))
        here = end + 1
    return length, edits, OffsetMap.from_edits(length, edits)


def spans(length: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda p: Span(min(p), max(p)))


@given(edited(), st.data())
def test_untouched_characters_map_exactly(
    case: tuple[int, list[tuple[int, int, int]], OffsetMap], data: st.DataObject
) -> None:
    length, edits, offsets = case
    moved = 0
    changed = {i for start, end, _ in edits for i in range(start, end)}
    pending = list(edits)
    for position in range(length):
        while pending and pending[0][1] <= position:
            start, end, new = pending.pop(0)
            moved += new - (end - start)
        if position not in changed:
            assert offsets.to_text(Span(position, position + 1)) == (position + moved, position + moved + 1)
            assert offsets.to_original(Span(position + moved, position + moved + 1)) == (position, position + 1)


@given(edited(), st.data())
def test_there_and_back_never_loses_a_character(
    case: tuple[int, list[tuple[int, int, int]], OffsetMap], data: st.DataObject
) -> None:
    _, _, offsets = case
    span = data.draw(spans(offsets.text_at[-1]))
    there = offsets.to_original(span)
    assert 0 <= there.start <= there.end <= offsets.original_at[-1]
    if there.start < there.end and span.start < span.end:
        back = offsets.to_text(there)
        # Only characters that the repair put in, which stand nowhere in the original, may fall off the ends.
        lost = [*range(span.start, back.start), *range(back.end, span.end)]
        put_in = {
            i
            for run in range(len(offsets.text_at) - 1)
            if offsets.original_at[run] == offsets.original_at[run + 1]
            for i in range(offsets.text_at[run], offsets.text_at[run + 1])
        }
        assert set(lost) <= put_in


@given(edited())
def test_a_map_survives_the_project_file(case: tuple[int, list[tuple[int, int, int]], OffsetMap]) -> None:
    assert OffsetMap.loads(case[2].dumps()) == case[2]


@given(st.data())
def test_two_repairs_in_a_row_cover_what_they_cover_one_by_one(data: st.DataObject) -> None:
    _, _, first = data.draw(edited())
    _, _, second = data.draw(edited(first.text_at[-1]))
    both = first.then(second)
    assert (both.text_at[-1], both.original_at[-1]) == (second.text_at[-1], first.original_at[-1])
    assert list(both.text_at) == sorted(both.text_at)
    assert list(both.original_at) == sorted(both.original_at)
    span = data.draw(spans(second.text_at[-1]))
    step = first.to_original(second.to_original(span))
    joined = both.to_original(span)
    if span.start < span.end and step.start < step.end:
        assert joined.contains(step)
    for at in range(second.text_at[-1]):  # what neither repair touched stays exact
        between = second.to_original(Span(at, at + 1))
        if len(between) == 1 and len(first.to_original(between)) == 1 and second.to_text(between) == (at, at + 1):
            origin = first.to_original(between)
            if first.to_text(origin) == between:
                assert both.to_original(Span(at, at + 1)).contains(origin)


def test_a_unit_that_two_repairs_leave_as_long_as_it_was_is_no_run_of_characters() -> None:
    # abcxyz → abcXY → XnY: text 0..3 comes from xyz as a whole, though both have three characters.
    first = OffsetMap.from_edits(6, [(3, 6, 2)])
    both = first.then(OffsetMap.from_edits(5, [(0, 3, 0), (4, 4, 1)]))
    for span in (Span(0, 1), Span(1, 2), Span(2, 3), Span(0, 3)):
        assert both.to_original(span) == (3, 6)
    assert both.to_text(Span(4, 5)) == (0, 3)
    assert OffsetMap.loads(both.dumps()) == both
    again = OffsetMap.identity(6).then(both)
    assert again.to_original(Span(1, 2)) == (3, 6)


def test_a_changed_unit_expands_to_the_whole() -> None:
    # 現(xiàn)在 → 现在: the pinyin goes with the character before it.
    offsets = OffsetMap.from_edits(8, [(0, 7, 1)])
    assert offsets.to_original(Span(0, 1)) == (0, 7)
    assert offsets.to_original(Span(1, 2)) == (7, 8)
    assert offsets.to_text(Span(2, 3)) == (0, 1)


def test_after_a_deletion_a_start_lies_behind_it_and_an_end_before_it() -> None:
    offsets = OffsetMap.from_edits(10, [(2, 4, 0)])
    assert offsets.to_original(Span(2, 3)) == (4, 5)
    assert offsets.to_original(Span(1, 2)) == (1, 2)
    assert offsets.to_original(Span(1, 3)) == (1, 5)


def test_bad_edits_and_spans_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        OffsetMap.from_edits(5, [(3, 4, 1), (1, 2, 1)])
    with pytest.raises(ValueError, match="outside"):
        OffsetMap.identity(3).to_text(Span(0, 4))
