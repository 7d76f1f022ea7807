from __future__ import annotations

from dataclasses import replace

from core.comparing import alignment, counterpart, nearest, same_indicator
from core.documents import Document, Part, Section, Structure
from core.facts import Basis, Fact, Measure, State, Status
from core.spans import Span


def fact(number: int, canonical: str = "地区生产总值", **fields: object) -> Fact:
    return Fact(number, number + 1, "", None, "", None, "%", canonical=canonical, id=number).with_(**fields)


def test_the_nearest_is_of_the_same_kind() -> None:
    wanted = fact(1, measure=Measure.CHANGE, status=Status.TARGET, basis=Basis.YOY)
    level = fact(2, status=Status.TARGET)
    achieved = fact(3, measure=Measure.CHANGE, basis=Basis.YOY)
    target = fact(4, measure=Measure.CHANGE, status=Status.TARGET, basis=Basis.YOY)
    assert nearest(wanted, [level, achieved, target]) == target
    assert nearest(wanted, [level, achieved]) == achieved
    assert nearest(wanted, [fact(5, "粮食产量")]) is None


def test_rejected_facts_are_no_answer() -> None:
    assert nearest(fact(1), [fact(2, state=State.REJECTED)]) is None


def test_without_a_standard_name_the_wording_decides() -> None:
    assert same_indicator(fact(1, "", indicator="卫生厕所"), fact(2, "", indicator="卫生厕所"))
    assert not same_indicator(fact(1, "", indicator=""), fact(2, "", indicator=""))
    assert not same_indicator(fact(1, "", indicator="地区生产总值"), fact(2))


def document(*sections: tuple[str, Part]) -> Document:
    text, made = "", []
    for title, part in sections:
        made.append((len(text), len(title), part))
        text += title + "\n" + "内容" * 50 + "\n"
    ends = [*(start for start, _, _ in made[1:]), len(text)]
    structure = Structure(
        sections=tuple(Section(s, e, 1, Span(s, s + n), p) for (s, n, p), e in zip(made, ends, strict=True))
    )
    return replace(Document.plain(text), structure=structure)


def test_the_matching_part_is_found_by_what_it_does() -> None:
    one = document(("过去一年工作", Part.REVIEW), ("今年工作安排", Part.PLAN))
    other = document(("2021年工作回顾", Part.REVIEW), ("政府自身建设", Part.GOVERNANCE))
    found = counterpart(one.structure.sections[0], one, other)
    assert found == other.structure.sections[0]
    assert counterpart(one.structure.sections[1], one, other) is None


def test_of_several_the_heading_alike_is_taken() -> None:
    one = document(("（二）推进乡村振兴", Part.PLAN))
    other = document(("（一）扩大有效投资", Part.PLAN), ("（三）全面推进乡村振兴", Part.PLAN))
    assert counterpart(one.structure.sections[0], one, other) == other.structure.sections[1]


def test_texts_run_in_proportion_between_matching_parts() -> None:
    one = document(("开头", Part.OPENING), ("回顾", Part.REVIEW), ("安排", Part.PLAN))
    other = document(("开头", Part.OPENING), ("回顾", Part.REVIEW), ("更多", Part.OTHER), ("安排", Part.PLAN))
    way = alignment(one, other)
    assert way.across(0) == 0
    assert way.across(one.structure.sections[2].start) == other.structure.sections[3].start
    assert way.across(len(one.text)) == len(other.text)
    by_hand = alignment(one, other, [(50, 120)])
    assert by_hand.across(50) == 120
    assert alignment(Document.plain(""), one).across(0) == 0
