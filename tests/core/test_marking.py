from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.facts import Fact
from core.marking import Marks, runs
from core.spans import Span

SIGNS = {1: "［］", 2: "〔〕", 3: "【】"}


def fact(start: int, end: int, number: int) -> Fact:
    return Fact(start, end, "", None, "", None, "", id=number)


def drawn(text: str, *facts: Fact) -> str:
    """The text with the topmost fact of every run in brackets."""
    out, at = "", 0
    for run in runs(facts):
        left, right = SIGNS[run.facts[-1]]
        out += text[at : run.start] + left + text[run.start : run.end] + right
        at = run.end
    return out + text[at:]


def test_facts_apart_are_drawn_apart() -> None:
    assert (
        drawn("增长5.5%左右，新增就业1200万人", fact(2, 8, 1), fact(13, 19, 2))
        == "增长［5.5%左右］，新增就业〔1200万人〕"
    )


def test_the_shorter_fact_lies_on_top() -> None:
    assert drawn("投资5000万元以上项目", fact(2, 12, 1), fact(4, 8, 2)) == "投资［50］〔00万元〕［以上项目］"


def test_overlapping_facts_share_a_run() -> None:
    found = runs([fact(0, 4, 1), fact(2, 6, 2)])
    assert [(r.start, r.end, r.facts) for r in found] == [(0, 2, (1,)), (2, 4, (1, 2)), (4, 6, (2,))]
    assert [(r.first, r.last) for r in found] == [(True, False), (True, False), (False, True)]


def test_a_fact_of_no_length_is_left_out() -> None:
    assert runs([fact(3, 3, 1)]) == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=12))
def test_runs_cover_exactly_what_facts_cover(places: list[tuple[int, int]]) -> None:
    facts = [fact(start, start + length, number + 1) for number, (start, length) in enumerate(places)]
    found = runs(facts)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for position in range(80):
        wanted = {f.id for f in facts if f.start <= position < f.end}
        here = [set(r.facts) for r in found if r.start <= position < r.end]
        assert here == ([wanted] if wanted else [])


def test_marks_answer_for_the_paragraphs_asked() -> None:
    marks = Marks((Span(0, 10), Span(11, 20), Span(21, 30)), [fact(2, 4, 1), fact(12, 15, 2), fact(25, 30, 3)])
    assert [r.facts for r in marks.within(12, 13)] == [(2,)]
    assert [r.facts for r in marks.within(0, 30)] == [(1,), (2,), (3,)]
    assert marks.at(13) == (2,)
    assert marks.at(16) == ()
    assert [f.id for f in marks.between(3, 13)] == [1, 2]


def test_a_changed_fact_is_marked_anew_and_the_rest_is_kept() -> None:
    first, second = fact(2, 4, 1), fact(12, 15, 2)
    marks = Marks((Span(0, 10), Span(11, 20)), [first, second])
    marks.within(0, 20)
    moved = second.with_(start=13, end=18)
    marks.use([first, moved], [second, moved])
    assert [(r.start, r.end) for r in marks.within(0, 20)] == [(2, 4), (13, 18)]


def test_a_report_without_paragraphs_has_no_marks() -> None:
    assert Marks(()).within(0, 10) == []
    assert Marks(()).at(0) == ()
